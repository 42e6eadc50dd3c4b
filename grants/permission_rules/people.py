"""Who, of people, organisations, and decisions of two persons."""

from grants.roles import STAFF_ROLES, Role


def anybody_signed_in(user, document):
    return user.is_authenticated


def own(user, document):
    """What a person keeps for themself: a saved view, the file of a list."""
    return document.person_id == user.pk


def officer(user, document):
    """Programme officer, of this call where the assignment names one."""
    return user.has_role(Role.OFFICER, call=call_of(document))


def call_setter(user, document):
    """An officer of the call; a new call is begun by officers of the whole programme."""
    if document is None:
        return any(held.role == Role.OFFICER and held.call_id is None for held in user.roles())
    return officer(user, document)


def form_setter(user, document):
    """An officer of the whole programme; one of a single call for the forms that call asks."""
    calls = [held.call_id for held in user.roles() if held.role == Role.OFFICER]
    if None in calls:
        return True
    return bool(calls) and document is not None and document.questionnaire.is_asked_by(calls)


def administrator(user, document):
    return user.has_role(Role.ADMINISTRATOR)


def officer_or_administrator(user, document):
    return officer(user, document) or administrator(user, document)


def staff(user, document):
    return any(user.has_role(role) for role in STAFF_ROLES)


def member(user, organisation):
    return user.membership_role(organisation) is not None


def manager(user, organisation):
    """Runs the organisation's account: its people, its data, its submissions."""
    return user.membership_role(organisation) == "manager"


def organisation_manager(user, document):
    """Manager of the organisation a membership or an invitation belongs to."""
    return document.organisation_id in user.organisation_ids("manager")


def appointer(user, membership):
    """Officers of the whole programme and administrators, who do not act for the organisation themselves."""
    return (call_setter(user, None) or administrator(user, None)) and not member(user, membership.organisation)


def invited_address(user, invitation):
    """The owner of the address an invitation was sent to, and nobody else."""
    return invitation.email == user.email


def staff_or_administrator(user, document):
    return staff(user, document) or administrator(user, document)


def writer(user, organisation):
    return user.membership_role(organisation) in ("manager", "editor")


def writer_somewhere(user, document):
    return bool(user.organisation_ids("manager", "editor"))


def member_or_staff(user, organisation):
    return member(user, organisation) or staff(user, organisation) or administrator(user, organisation)


def paper_reader(user, paper):
    """The organisation's people, staff and administrators."""
    return member_or_staff(user, paper.organisation)


def decider(user, document):
    """May decide what is proposed for the document: the permission of the proposal's kind says who.

    Asked of the document itself, officers of its call. That the proposer cannot decide is a guard
    of the action and a constraint, so that it holds whoever acts.
    """
    if document is not None and document._meta.model_name == "proposal":
        return user.has_perm(document.kind.permission, document.document)
    return officer(user, document)


def proposer(user, proposal):
    """Made the proposal."""
    return proposal.by_id == user.pk


def proposer_or_decider(user, proposal):
    return proposer(user, proposal) or decider(user, proposal)


def recipient_or_staff(user, message):
    """A letter is read by whom it was written to, and by officers and administrators."""
    return message.recipient_id == user.pk or officer_or_administrator(user, None)


def call_of(document):
    """The call a document belongs to: itself, or its ``call``; None for what belongs to no call."""
    if document is None:
        return None
    return document if document._meta.model_name == "call" else getattr(document, "call", None)

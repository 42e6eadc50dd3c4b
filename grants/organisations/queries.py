"""What pages and versions read of people and organisations."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations import names, tax_ids
from grants.organisations.models import (
    DuplicateHint,
    Invitation,
    MembershipRole,
    Organisation,
    Paper,
    PaperKind,
    Representative,
    User,
)
from grants.organisations.workflow import AccountAction, OrganisationAction
from grants.proposals.models import Proposal

NEEDED_TO_APPLY = ("tax_id", "address", "city", "representative_name", "representative_capacity")
"""Data without which an organisation cannot stand behind an application."""

HISTORY_LENGTH = 50


def representatives_of(organisation):
    """The content of the representatives of the row an outer query names so, for one statement with it."""
    people = Representative.objects.filter(organisation=OuterRef(organisation)).order_by("since", "pk")
    fields = {name: name for name in ("name", "position", "may_sign", "since", "until")}
    return ArraySubquery(people.values(row=JSONObject(**fields)))


def papers_of(organisation):
    """The same for its documents in force."""
    papers = Paper.objects.filter(organisation=OuterRef(organisation), replaced_at=None).order_by("kind")
    fields = {name: name for name in ("kind", "issued_on", "expires_on")}
    return ArraySubquery(papers.values(row=JSONObject(**fields, sha256="stored__sha256")))


def content(organisation, representatives=None, papers=None):
    """What a dated copy keeps of an organisation: plain data, the same for the same organisation.

    ``representatives`` and ``papers`` are their contents where they are read already.
    """
    if representatives is None:
        row = Organisation.objects.filter(pk=organisation.pk)
        representatives, papers = row.values_list(representatives_of("pk"), papers_of("pk")).get()
    return {
        "public_id": str(organisation.public_id),
        "legal_name": organisation.legal_name,
        "short_name": organisation.short_name,
        "kind": str(organisation.kind),
        "country": str(organisation.country),
        "tax_id": organisation.tax_id,
        "register_number": organisation.register_number,
        "address": {
            "street": organisation.address,
            "city": organisation.city,
            "postal_code": organisation.postal_code,
        },
        "website": organisation.website,
        "email": organisation.email,
        "phone": organisation.phone,
        "representative": {
            "name": organisation.representative_name,
            "capacity": organisation.representative_capacity,
            "email": organisation.representative_email,
        },
        "representatives": representatives,
        "papers": papers,
    }


def people_of(organisations):
    """Who represents each of several organisations today: its key -> names in order; one query."""
    found = {organisation.pk: {organisation.representative_name} - {""} for organisation in organisations}
    in_office = Representative.objects.on(clock.today()).filter(organisation__in=organisations)
    for pk, name in in_office.values_list("organisation_id", "name"):
        found[pk].add(name)
    return {pk: sorted(names) for pk, names in found.items()}


def missing_data(organisation):
    """Labels of the data an organisation still has to give before it can apply or sign a mandate."""
    return [
        tax_id_label(organisation.country) if name == "tax_id" else organisation._meta.get_field(name).verbose_name
        for name in NEEDED_TO_APPLY
        if not getattr(organisation, name)
    ]


def tax_id_label(country):
    """What the tax id is called in a country: RUC, NIT, CUIT; "Tax id" where we do not know."""
    return tax_ids.scheme_of(str(country)).name or _("Tax id")


def members(organisation):
    """The people who act for an organisation now, managers first; one query."""
    rank = {role: place for place, role in enumerate(MembershipRole.values)}
    live = organisation.memberships.live().select_related("user", "organisation")
    return sorted(live, key=lambda member: (rank[member.role], names.search_form(str(member.user))))


def may_appoint(user, members):
    """Whether the person may say who of the members manages the organisation: nobody with an open account does."""
    is_managed = any(one.role == MembershipRole.MANAGER and one.user.is_active for one in members)
    return bool(members) and not is_managed and user.has_perm("grants.appoint_manager", members[0])


def waiting_invitations(organisation):
    """Invitations of an organisation that nobody answered or withdrew, also expired ones; newest first."""
    return list(organisation.invitations.filter(state="waiting").select_related("invited_by"))


def invitations_for(user):
    """Invitations waiting for this person's address; newest first."""
    waiting = Invitation.objects.filter(email=user.email).waiting(clock.now())
    return list(
        waiting.select_related("organisation", "invited_by").only(
            "public_id", "role", "state", "email", "invited_at", "expires_at", "organisation__legal_name",
            "organisation__short_name", "invited_by__name", "invited_by__email",
        )
    )  # fmt: skip


def first_steps_of(user):
    """The way of somebody who has just registered, as components/steps.html shows it."""
    done = [True, bool(user.name), bool(user.memberships_now()), False]
    labels = [
        _("Your address is verified"),
        _("Your name and time zone"),
        _("Your organisation"),
        _("An application, with your partners"),
    ]
    now = done.index(False)
    states = ["done" if is_done else "now" if place == now else "next" for place, is_done in enumerate(done)]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def open_hints(organisation):
    """Possible duplicates of an organisation that staff has not settled, in either direction."""
    concerned = Q(organisation=organisation) | Q(other=organisation)
    return list(DuplicateHint.objects.filter(concerned, settled_at=None).select_related("organisation", "other"))


def facts(organisation):
    """The data of an organisation as pairs for components/facts.html, in three groups with a heading each."""
    return [
        (_("The organisation"), [
            _fact(organisation, "legal_name"),
            _fact(organisation, "kind", organisation.get_kind_display()),
            {"label": _("Country"), "value": organisation.country.name},
            _fact(organisation, "tax_id") | {"label": tax_id_label(organisation.country), "hint": _hint(organisation)},
            _fact(organisation, "register_number"),
        ]),
        (_("Where to find it"), [
            {"label": _("Address"), "value": _address(organisation)},
            {"label": _("Website"), "value": organisation.website, "url": organisation.website},
            _fact(organisation, "email"),
            _fact(organisation, "phone"),
        ]),
        (_("Who signs for it"), [
            _fact(organisation, "representative_name"),
            _fact(organisation, "representative_capacity"),
            _fact(organisation, "representative_email"),
        ]),
    ]  # fmt: skip


def _fact(organisation, name, value=None):
    field = organisation._meta.get_field(name)
    return {"label": capfirst(field.verbose_name), "value": getattr(organisation, name) if value is None else value}


def _hint(organisation):
    if not organisation.tax_id:
        return ""
    if tax_ids.check(str(organisation.country), organisation.tax_id).is_checked:
        return _("The check digits are right.")
    return _("Not checked: the number follows no rule we know.")


def _address(organisation):
    town = " ".join(part for part in (organisation.postal_code, organisation.city) if part)
    return ", ".join(part for part in (organisation.address, town) if part)


@dataclass(frozen=True)
class Entry:
    """One line of a history, as components/timeline.html shows it."""

    what: str
    who: str
    at: datetime
    note: str = ""


def history(organisation):
    """What happened to an organisation, newest first; three queries however long it is."""
    events = list(organisation.events.select_related("actor").order_by("-at", "-pk")[:HISTORY_LENGTH])
    people = _by_public_id(User.objects, events, "person")
    invitations = _by_public_id(Invitation.objects, events, "invitation")
    return [
        Entry(event.get_action_display(), str(event.actor or ""), event.at, _note(event, people, invitations))
        for event in events
    ]


def _by_public_id(manager, events, key):
    wanted = {event.changes[key] for event in events if key in event.changes}
    return {str(row.public_id): row for row in manager.filter(public_id__in=wanted)} if wanted else {}


def _note(event, people, invitations):
    if event.action in (OrganisationAction.ADD_REPRESENTATIVE, OrganisationAction.END_REPRESENTATIVE):
        return event.note
    if event.action == OrganisationAction.ADD_PAPER:
        return str(PaperKind(event.changes["paper"]).label)
    if event.action == OrganisationAction.EDIT:
        fields = (Organisation._meta.get_field(name).verbose_name for name in event.changes)
        return capfirst(", ".join(str(label) for label in fields))
    if "invitation" in event.changes:
        invitation = invitations[event.changes["invitation"]]
        return f"{invitation.email}: {invitation.get_role_display()}"
    person = people.get(event.changes.get("person"))
    if person is None or (person == event.actor and not event.role_label):
        return ""
    return f"{person}: {event.role_label}" if event.role_label else str(person)


def account_columns():
    """Heads of a table of bank accounts."""
    labels = (_("Account"), _("State"), _("Organisation"), _("Account holder"), _("Currency"), _("Given at"))
    return [{"label": label} for label in labels]


def account_rows(accounts):
    """Bank accounts as rows of components/table.html; numbers with their middle left out."""
    return [
        [
            {"text": str(account), "url": account.get_absolute_url()},
            {"document": account},
            account.organisation.legal_name,
            account.holder,
            account.currency,
            {"moment": account.added_at},
        ]
        for account in accounts
    ]


def account_facts(account, *, sees_number):
    """A bank account as pairs for components/facts.html; the whole number only for those who need it."""
    number = account.full if sees_number else account.masked
    return [
        {"label": _("Organisation"), "value": account.organisation.legal_name},
        {"label": _("Account holder"), "value": account.holder},
        {"label": _("Bank"), "value": f"{account.bank}, {account.country.name}"},
        {"label": _("IBAN") if account.iban else _("Account number"), "value": number},
        {"label": _("BIC (SWIFT)"), "value": account.bic},
        {"label": _("Currency"), "value": account.currency},
    ]


def open_verification(account):
    """The proposal to verify the account that waits for a second person, or None."""
    waiting = Proposal.objects.open().filter(action="verify_bank_account", document_id=account.pk)
    return waiting.select_related("by").first()


def account_history(account, *, reads_notes):
    """What happened to a bank account, newest first; one query.

    ``reads_notes`` also why the first of the programme's two persons finds it in order.
    """
    events = account.events.select_related("actor").order_by("-at", "-pk")
    return [
        Entry(str(event.get_action_display()), str(event.actor or ""), event.at, _account_note(event, reads_notes))
        for event in events
    ]


def _account_note(event, reads_notes):
    if event.action == AccountAction.PROPOSE and not reads_notes:
        return ""
    before, after = event.changes.get("account", ("", ""))
    return event.note or (f"{before} → {after}" if before else after)

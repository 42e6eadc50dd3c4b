"""Who, of applications and their consortia."""

from grants.permission_rules.people import officer


def in_consortium(user, application):
    """Member of an organisation that leads or has joined the application's consortium."""
    return bool(user.organisation_ids() & application.organisation_ids())


def lead_writer(user, application):
    return application.lead_id in user.organisation_ids("manager", "editor")


def lead_manager(user, application):
    return application.lead_id in user.organisation_ids("manager")


def consortium_writer(user, application):
    return bool(user.organisation_ids("manager", "editor") & application.organisation_ids())


def writer_of_workbook(user, returned):
    return consortium_writer(user, returned.workbook.application)


def lead_writer_of_partner(user, partner):
    return lead_writer(user, partner.application)


def lead_writer_of_part(user, part):
    return lead_writer(user, part.draft.application)


def partner_manager(user, partner):
    return partner.organisation_id in user.organisation_ids("manager")


def invited_person(user, partner):
    """The invitation was sent to this person's verified address (security.md T-AC: bound to the address)."""
    return bool(partner.invited_email) and partner.invited_email == user.email


def part_writer(user, part):
    """The lead writes everywhere; a partner in the parts given to it, while it is in the consortium."""
    application = part.draft.application
    if lead_writer(user, application):
        return True
    return part.owner_id in user.organisation_ids("manager", "editor") & application.organisation_ids()


def document_reader(user, document):
    return in_consortium(user, document.application)


def document_writer(user, document):
    """Whoever may write for the organisation the file belongs to, or in the part it answers a question of."""
    if document.question:
        draft = document.application.draft
        asking = draft.version.sections.filter(questions__key=document.question).values("slug")
        return any(part_writer(user, part) for part in draft.parts.filter(slug__in=asking))
    if document.partner is None:
        return lead_writer(user, document.application)
    return partner_writer(user, document.partner)


def partner_writer(user, partner):
    """The lead writes for every partner; a partner for itself."""
    if lead_writer(user, partner.application):
        return True
    return partner.state == "joined" and partner.organisation_id in user.organisation_ids("manager", "editor")


def mandate_keeper(user, partner):
    """Asks the representative and files the paper: the lead, or the partner's own manager."""
    return lead_writer(user, partner.application) or partner_manager(user, partner)


def in_consortium_of_partner(user, partner):
    return in_consortium(user, partner.application)


def in_consortium_of_submission(user, submission):
    return in_consortium(user, submission.application)


def in_consortium_of_thread(user, thread):
    return in_consortium(user, thread.application)


def lead_writer_of_help(user, access):
    return lead_writer(user, access.application)


def help_desk(user, access):
    """An officer of the call, while the applicant lets the help desk read (decisions.md C5)."""
    return access.is_live() and officer(user, access)


def in_consortium_of_mandate(user, mandate):
    return in_consortium(user, mandate.partner.application)

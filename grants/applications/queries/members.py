"""The consortium as its page shows it: who leads, who has joined, who is invited."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import clock
from grants.applications.marks import text_mark
from grants.applications.models import Partner, PartnerRole, PartnerState
from grants.applications.queries.drafting import reasons_against_drafting
from grants.applications.queries.record import frame, pages_above
from grants.applications.workflow import Topic
from grants.calls.models import CountryGroup
from grants.templatetags.grants import moment_text


@dataclass(frozen=True)
class Place:
    """A place in the consortium, and what the reader may do with it."""

    partner: Partner
    side: str
    parts: str
    mark: str
    may_write: bool
    may_remove: bool
    is_expired: bool = False


def consortium_page(application, user):
    """Everything the consortium page shows, with what this person may do there."""
    url = reverse("applications:consortium", args=[application.public_id])
    page = frame(application, user, url=url)
    open_now = not reasons_against_drafting(application)
    leads = user.has_perm("grants.edit_consortium", application)
    reading = page["reading"]
    rows = application.partners.exclude(state=PartnerState.REMOVED).select_related("organisation")
    places = [_place(row, user, reading, open_now, leads) for row in rows]
    parts = application.draft.parts.all()
    titles = {section.slug: section.title for section in reading.form.sections}
    return page | {
        "url": url,
        "joined": [place for place in places if place.partner.state == PartnerState.JOINED],
        "invited": [place for place in places if place.partner.state == PartnerState.INVITED],
        "declined": [place for place in places if place.partner.state == PartnerState.DECLINED],
        "rule": _rule(application.call),
        "lacks": page["checklist"].reasons(Topic.CONSORTIUM),
        "may_lead": leads and open_now,
        "parts": [
            {"part": part, "title": titles[part.slug], "owner_id": part.owner_id or application.lead_id}
            for part in parts
            if part.slug in titles
        ],
    }


def _place(partner, user, reading, open_now, leads):
    side = reading.groups.get(str(partner.organisation.country)) if partner.organisation else None
    own = [slug for slug, owner_id in reading.owners.items() if owner_id and owner_id == partner.organisation_id]
    partner.application = reading.application
    return Place(
        partner=partner,
        side=str(CountryGroup(side).label) if side else "",
        parts=", ".join(section.title for section in reading.form.sections if section.slug in own),
        mark=text_mark(partner.tasks),
        may_write=open_now and user.has_perm("grants.edit_partner", partner),
        may_remove=open_now and leads and partner.role != PartnerRole.LEAD,
        is_expired=partner.expires_at is not None and partner.expires_at <= clock.now(),
    )


def _rule(call):
    return _(
        "The call asks for at least %(la)d from Latin America and at least %(eu)d from the European Union. "
        "Associates without budget do not count."
    ) % {"la": call.least_la, "eu": call.least_eu}


def partner_pages(partner) -> dict:
    """A page about one partner: the pages above it."""
    application = partner.application
    consortium = {"url": reverse("applications:consortium", args=[application.public_id]), "label": _("Consortium")}
    return {"partner": partner, "application": application, "above": [*pages_above(application), consortium]}


def place_near(partner) -> str:
    """The page of the consortium, and on it the one who stands next to a partner: where one goes on after a removal."""
    page = reverse("applications:consortium", args=[partner.application.public_id])
    others = list(partner.application.partners.filter(state=PartnerState.JOINED).exclude(pk=partner.pk).order_by("pk"))
    after = [one for one in others if one.pk > partner.pk] or others[-1:]
    return f"{page}#partner-{after[0].key}" if after else page


def invitation_page(partner, user) -> dict:
    """What the invited person is asked for, and whether it can still be answered."""
    application = partner.application
    return {
        "partner": partner,
        "call": application.call,
        "title": _("%(lead)s invites you to “%(title)s”") % {"lead": application.lead, "title": application.title},
        "facts": [_("answer until %(moment)s") % {"moment": moment_text(partner.expires_at, user.time_zone)}],
        "offer": [
            {"label": _("Call"), "value": application.call.title, "hint": application.call.reference},
            {"label": _("Lead applicant"), "value": application.lead.legal_name, "hint": application.lead.country.name},
            {"label": _("Your role"), "value": partner.get_role_display()},
            {"label": _("Invited by"), "value": str(partner.invited_by)},
        ],
        "sentence": _why_over(partner),
        "organisations": user.organisation_ids("manager"),
        "register": {"url": reverse("organisations:register"), "label": _("Register your organisation")},
    }


def _why_over(partner):
    """Why an invitation can no longer be answered; "" while it can."""
    if partner.state == PartnerState.DECLINED:
        return _("You declined this invitation. Ask the lead applicant for a new one if you changed your mind.")
    if partner.expires_at <= clock.now():
        return _("This invitation has expired. Ask the lead applicant to send a new one.")
    reasons = reasons_against_drafting(partner.application)
    return str(reasons[0]) if reasons else ""

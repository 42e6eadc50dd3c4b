"""What the pages of handing in show: the rehearsal, the decision, the tries, the receipt, the mandates."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants import clock
from grants.applications.messages import sentence
from grants.applications.models import MandateMethod
from grants.applications.queries.content import content_sha256
from grants.applications.queries.mandate_text import mandate_text
from grants.applications.queries.mandates import Cover, last_request, standing_of, standings
from grants.applications.queries.reading import read
from grants.applications.queries.receipts import moments, official, official_in_step, receipt_words, zones_of
from grants.applications.queries.record import frame
from grants.applications.queries.verification import verify
from grants.applications.workflow import ApplicationState, Topic
from grants.attempts.models import Outcome
from grants.attempts.queries import attempts_at

TRIED = {
    "submit_application": gettext_lazy("Submit"),
    "withdraw_application": gettext_lazy("Withdraw"),
}
"""The tries an applicant may have to prove, by the name of the action."""

COVER_LOOKS = {
    Cover.MISSING: ("waiting", "waiting"),
    Cover.VALID: ("good", "signature"),
    Cover.EDITED: ("waiting", "warning"),
    Cover.VOID: ("bad", "warning"),
}


def check_page(application, user):
    """The rehearsal: all items with all their reasons, and whether this person can go on to submit."""
    page = frame(application, user, url=reverse("applications:check", args=[application.public_id]))
    found = page["checklist"]
    return page | {
        "items": found.items,
        "reasons": found.reasons(),
        "warnings": [sentence(warning) for warning in found.warnings],
        "may_submit": user.has_perm("grants.submit_application", application),
    }


def submit_page(application, user):
    """The decision: what would be handed in, to whom it is told, what stands against it."""
    page = frame(application, user, url=reverse("applications:submit", args=[application.public_id]))
    found, last = page["checklist"], official(application)
    is_unchanged = last is not None and last.sha256 == content_sha256(application, page["reading"])
    return page | {
        "reasons": found.reasons(),
        "problems": [{"sentence": str(reason), "url": reason.url} for reason in found.reasons()],
        "is_late": bool(found.reasons(Topic.CALL)),
        "warnings": [sentence(warning) for warning in found.warnings],
        "last": last,
        "is_unchanged": is_unchanged,
        "told": ", ".join(str(person) for person in application.people()),
    }


def withdraw_page(application, user):
    """What is withdrawn, and whether that is still possible."""
    page = frame(application, user, url=reverse("applications:withdraw", args=[application.public_id]))
    is_submitted = application.state == ApplicationState.SUBMITTED
    return page | {
        "last": application.submissions.first(),
        "is_possible": is_submitted and not page["checklist"].reasons(Topic.CALL),
        "told": ", ".join(str(person) for person in application.people()),
    }


def tries_page(application, user):
    """Every try to submit or withdraw, newest first, to the second."""
    page = frame(application, user, url=reverse("applications:tries", args=[application.public_id]))
    found = list(attempts_at(application).filter(action__in=TRIED))
    again = _handed_in_again(found)
    zone = [application.call.time_zone]
    return page | {
        "tries": [
            {
                "what": TRIED[one.action],
                "who": str(one.user or ""),
                "moments": moments(one.received_at, zone),
                "outcome": one.get_outcome_display(),
                "state": one.outcome,
                "reasons": [_("The same was handed in before. That submission counts; this changed nothing.")]
                if one.pk in again
                else one.sentences,
                "sha256": one.sha256,
            }
            for one in found
        ]
    }


def _handed_in_again(found):
    """The tries, newest first, that found what they would have handed in to be there already; by their ids."""
    again, last = set(), ""
    for one in reversed(found):
        if one.outcome == Outcome.DONE:
            sha256 = one.sha256 if one.action == "submit_application" else ""
            again |= {one.pk} if sha256 and sha256 == last else set()
            last = sha256
    return again


def receipt_page(submission, user):
    """The receipt, and whether it is the one that counts now."""
    application = submission.application
    counts = official_in_step(application, submission.step)
    others = application.submissions.exclude(pk=submission.pk).order_by("-number")
    return {
        "submission": submission,
        "application": application,
        "call": application.call,
        "words": receipt_words(submission, person=user),
        "is_official": counts is not None and counts.pk == submission.pk,
        "is_withdrawn": application.state == ApplicationState.WITHDRAWN,
        "is_open": application.is_open(clock.now()),
        "official": counts,
        "others": list(others),
        "made": {receipt.language for receipt in submission.receipts.all()},
        "above": [
            {"url": reverse("applications:list"), "label": _("Your applications")},
            {"url": application.get_absolute_url(), "label": application.title},
        ],
    }


def verify_page(*, number, uploaded):
    """The answer of the public page, and for a good one when the submission was received."""
    answer = verify(number, uploaded)
    page = {"answer": answer, "received": []}
    if answer.is_good:
        call = answer.submission.application.call
        page["received"] = moments(answer.submission.received_at, zones_of(call, None))
    return page


def mandates_page(application, user):
    """Each co-applicant with its signature and what changed since."""
    page = frame(application, user, url=reverse("applications:mandates", args=[application.public_id]))
    found = standings(application, page["reading"], country=page["number_country"])
    return page | {
        "standings": [_line(standing, user) for standing in found],
        "associates": [p for p in page["reading"].partners if p not in page["reading"].co_applicants][1:],
    }


def _line(standing, user):
    tone, icon = COVER_LOOKS[standing.cover]
    return {
        "partner": standing.partner,
        "mandate": standing.mandate,
        "changes": standing.changes,
        "word": standing.cover.label,
        "tone": tone,
        "icon": icon,
        "blocks": standing.blocks,
        "may_sign": user.has_perm("grants.sign_mandate", standing.partner),
    }


def mandate_page(partner, user):
    """One partner's mandate: what is signed, whether it is, and the ways to sign it."""
    application = partner.application
    page = frame(application, user, url=reverse("applications:mandates", args=[application.public_id]))
    reading = page["reading"]
    country = page["number_country"]
    standing = standing_of(partner, reading, country=country)
    page["above"].append(
        {"url": reverse("applications:mandates", args=[application.public_id]), "label": _("Mandates")}
    )
    return page | {
        "partner": partner,
        "standing": standing,
        "line": _line(standing, user) if standing else None,
        "text": mandate_text(standing, reading, country=country) if standing else None,
        "mandate_facts": _mandate_facts(standing) if standing and standing.mandate else [],
        "needs_signature": standing is not None and standing.cover != Cover.VALID and not page["locked_sentence"],
        "asked": last_request(partner),
        "may_sign": user.has_perm("grants.sign_mandate", partner),
        "may_ask": user.has_perm("grants.request_mandate", partner),
        "earlier": list(partner.mandates.filter(~Q(void_since=None))),
    }


def _mandate_facts(standing):
    mandate = standing.mandate
    is_scan = mandate.method == MandateMethod.SCAN
    return [
        {"label": _("Signed by"), "value": f"{mandate.signed_by_name}, {mandate.capacity}"},
        {"label": _("Signed on"), "value": mandate.signed_on},
        {
            "label": _("How"),
            "value": mandate.get_method_display(),
            "url": reverse("applications:mandate_scan", args=[mandate.public_id]) if is_scan else "",
        },
        {
            "label": _("Later corrections by the lead applicant"),
            "value": _("Allowed where they do not concern the partner") if mandate.allows_edits else _("Not allowed"),
        },
    ]


def link_page(asked, code):
    """What the representative sees after the code: the mandate as it stands now."""
    reading = read(asked.partner.application)
    standing = standing_of(asked.partner, reading)
    return {
        "asked": asked,
        "code": code,
        "standing": standing,
        "text": mandate_text(standing, reading) if standing else None,
    }

"""A receipt in words, for its page and its PDF: plain words first, hashes last."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grants import clock
from grants.applications.messages import sentence
from grants.applications.models import Submission
from grants.applications.queries.content import content_sha256
from grants.applications.workflow import ApplicationState
from grants.calls.models import CallStep
from grants.templatetags.grants import LANGUAGE_PREFIXES, OFFICIAL_ZONE, zone_name

UTC = "UTC"


def official(application) -> Submission | None:
    """The submission that counts now: the last one, unless the application was withdrawn; one query."""
    if application.state != ApplicationState.SUBMITTED:
        return None
    return application.submissions.first()


def official_in_step(application, step) -> Submission | None:
    """The submission that counts in a step: in the first, once the second has begun, that on which it was judged."""
    if application.step == step:
        return official(application)
    return application.submissions.filter(step=step).first()


def handed_in(application, reading, *, is_closed=False) -> dict:
    """What the record says of handing in: the submissions, the one that counts, whether the draft is ahead of it.

    One query, none for the content when it was read already. Where nothing can be handed in any more, an
    organisation that has moved since does not put the draft ahead.
    """
    submissions = list(application.submissions.defer("document").order_by("-number"))
    counts = submissions[0] if submissions and application.state == ApplicationState.SUBMITTED else None
    return {
        "submissions": submissions,
        "counts": counts,
        "is_ahead": not is_closed and counts is not None and counts.sha256 != content_sha256(application, reading),
    }


def receipt_action(handed) -> dict | None:
    """The next step of an application that is handed in as it stands: look at its receipt."""
    counts = handed["counts"]
    if counts is None or handed["is_ahead"]:
        return None
    return {"url": counts.get_absolute_url(), "label": _("Open the receipt")}


def closes_at(call, step):
    """The deadline of a step of the call; one query for a call with two."""
    return call.two_steps.closes_at(step) if call.steps == 2 else call.closes_at


def zones_of(call, person) -> list[str]:
    """The zones a binding moment is shown in, each once: the call's, Brussels, the person's own."""
    zones = [call.time_zone, OFFICIAL_ZONE, *([person.time_zone] if person else [])]
    return list(dict.fromkeys(zones))


def moments(moment, zones) -> list[str]:
    """A binding moment to the second, in each of the zones and in UTC."""
    lines = []
    for zone in [*zones, UTC]:
        local = moment.astimezone(ZoneInfo(zone))
        place = zone if zone == UTC else _("%(city)s time") % {"city": zone_name(zone)}
        lines.append(f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M:%S} ({place})")
    return lines


@dataclass(frozen=True)
class File:
    """A file of the submission as the receipt lists it."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True)
class ReceiptWords:
    """Everything a receipt says, in the language of the moment."""

    submission: Submission
    title: str
    lead: str
    facts: list[dict]
    warnings: list[str]
    steps: list[str]
    files: list[File]
    verify_url: str


def receipt_words(submission, *, person) -> ReceiptWords:
    """What the receipt says to ``person``; no query for a submission read with its application and call."""
    application, document = submission.application, submission.document
    call = application.call
    lead = next(row for row in document["partners"] if row["key"] == document["lead"])
    names = [row["organisation"]["data"]["legal_name"] for row in document["partners"] if row is not lead]
    received = "\n".join(moments(submission.received_at, zones_of(call, person)))
    facts = [
        {"label": _("Receipt number"), "value": submission.receipt_number},
        {"label": _("Application"), "value": f"{application.reference}, {document['title']}"},
        {"label": _("Call"), "value": f"{call.reference}, {call.title}"},
        {"label": _("Lead applicant"), "value": lead["organisation"]["data"]["legal_name"]},
        {"label": _("Partners"), "value": ", ".join(names)},
        {"label": _("Received"), "value": received},
        {"label": _("Handed in by"), "value": str(submission.frozen_by)},
    ]
    is_concept = submission.step == CallStep.CONCEPT
    sentence_received = (
        _("We have received your concept note “%(title)s”. This is submission number %(number)d.")
        if is_concept
        else _("We have received your application “%(title)s”. This is submission number %(number)d.")
    )
    return ReceiptWords(
        submission=submission,
        title=_("Receipt of your concept note") if is_concept else _("Receipt of your application"),
        lead=sentence_received % {"title": document["title"], "number": submission.number},
        facts=facts,
        warnings=[sentence(warning) for warning in submission.warnings],
        steps=_steps(submission, call),
        files=_files(document),
        verify_url=verify_url(),
    )


def _steps(submission, call):
    """What happens next, as seen now: nothing more of the time before the deadline once it has passed."""
    closes = closes_at(call, submission.step)
    deadline = moments(closes, [call.time_zone])[0]
    until_then = _(
        "Until the deadline, %(deadline)s, you can change the application and submit it again, or withdraw it. "
        "The last submission received in time counts."
    )
    sealed = _("Nobody of the programme reads your answers before the deadline.")
    opened = _("After the deadline the applications are opened and checked. We write to you about each step.")
    if submission.step == CallStep.CONCEPT:
        until_then = _(
            "Until the deadline, %(deadline)s, you can change the concept note and submit it again, or withdraw it. "
            "The last submission received in time counts."
        )
        opened = _("After the deadline the concept notes are opened and checked. We write to you about each step.")
    steps = [until_then % {"deadline": deadline}, sealed] if clock.now() < closes else []
    steps.append(opened)
    if submission.step == CallStep.CONCEPT:
        steps.append(_("Those whose concept note passes are invited to hand in the full application."))
    elif call.results_expected:
        day = date_format(call.results_expected, "DATE_FORMAT")
        steps.append(_("Results are expected by %(day)s.") % {"day": day})
    return steps


def _files(document):
    named = [File(row["name"], _size(row["size"]), row["sha256"]) for row in document["documents"]]
    scans = {row["partner"]: row["file_sha256"] for row in document["mandates"] if row["file_sha256"]}
    names = {row["key"]: row["organisation"]["data"]["legal_name"] for row in document["partners"]}
    return named + [
        File(_("Signed mandate of %(partner)s") % {"partner": names[key]}, "", sha256) for key, sha256 in scans.items()
    ]


def _size(number_of_bytes):
    return filesizeformat(number_of_bytes).replace("\u00a0", " ")


def verify_url() -> str:
    """The public page that verifies receipts, in the language of the moment, with its host."""
    prefix = next(prefix for prefix, code, _name in LANGUAGE_PREFIXES if code == get_language())
    return settings.SITE_URL + reverse("public:verify", kwargs={"lang": prefix})


def pdf_data(words: ReceiptWords) -> dict:
    """The receipt as the typst template takes it: plain values, all of it translated."""
    submission = words.submission
    return {
        "frame": frame_words(words.title, submission.receipt_number, submission.application.call),
        "lead": words.lead,
        "facts": [{"label": fact["label"], "value": fact["value"] or "–"} for fact in words.facts],
        "warnings": words.warnings,
        "next": words.steps,
        "words": {
            "warnings": _("To know"),
            "next": _("What happens next"),
            "verify": _("How to verify this receipt"),
            "content_hash": _("SHA-256 of everything that was handed in"),
            "files": _("Files handed in"),
            "columns": [_("File"), _("Size"), "SHA-256"],
        },
        "verify": _(
            "Anybody can verify this receipt by its number, or by uploading this PDF, the content file or, with the "
            "receipt number, a file that was handed in. Nothing of the content is shown there:"
        ),
        "url": words.verify_url,
        "sha256": submission.sha256,
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in words.files],
    }


def frame_words(title, subject, call) -> dict:
    """Head line, emblem words and page numbers of every document of a call."""
    return {
        "title": title,
        "subject": subject,
        "programme": f"AL-INVEST Verde · {call.reference}",
        "funded": _("Funded by the European Union"),
        "page": _("Page {page} of {pages}"),
    }

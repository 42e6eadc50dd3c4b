"""The record of a candidate: what was handed in, how the checks stand, what happened."""

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.models import ApplicationDocument, Mandate
from grants.applications.queries.handed import answer_files
from grants.applications.queries.record import country_of
from grants.evaluation.messages import happened
from grants.evaluation.models import Candidate, CheckStage
from grants.evaluation.models.evaluations import sees_whole
from grants.evaluation.queries.checks import checks_of
from grants.evaluation.queries.submission import handed_in
from grants.evaluation.queries.ways import above
from grants.evaluation.workflow import CandidateState

TIMELINE_LENGTH = 30


def with_submission(candidate) -> Candidate:
    """The candidate with its submission, lead and lot, read once; one query, the evaluation as it was read."""
    read = Candidate.objects.select_related("submission", "lead", "lot").get(pk=candidate.pk)
    read.evaluation = candidate.evaluation
    return read


def record_page(candidate, user) -> dict:
    """Everything the record shows: to assessors what was handed in and answered, to the rest the checks too."""
    candidate, country = with_submission(candidate), country_of(user)
    is_whole = sees_whole(user, candidate.call)
    handed = handed_in(candidate, country=country, file_url=file_url_of(candidate))
    page = {
        "candidate": candidate,
        "pages": above(candidate.evaluation),
        "facts": [str(candidate.lead), candidate.country.name, formats.money(candidate.requested, country)],
        "handed": handed,
        "contents": _contents(handed),
        "clarifications": clarifications_of(candidate, only_answered=not is_whole),
        "number_country": country,
        "is_whole": is_whole,
        "may_check": user.has_perm("grants.check_candidate", candidate),
    }
    page["links"] = _links(candidate, user)
    return page | (_for_the_whole(candidate, page) if is_whole else {"action": None})


def _links(candidate, user):
    """To the assessments, for those who run them."""
    if not user.has_perm("grants.read_reviews", candidate):
        return []
    return [{"url": reverse("evaluation:assessments", args=[candidate.public_id]), "label": _("Assessments")}]


def _for_the_whole(candidate, page):
    """What officers and the committee see besides: checks, history, the next step."""
    checks = checks_of(candidate)
    waits = candidate.state == CandidateState.RECEIVED
    url = reverse("evaluation:checks", args=[candidate.public_id])
    events = candidate.events.select_related("actor").order_by("-at", "-pk")[:TIMELINE_LENGTH]
    return {
        "action": {"url": url, "label": _("Check this candidate")} if waits and page["may_check"] else None,
        "stages": [
            {"label": stage.label, "rows": checks.of(stage), "failed": len(checks.failed(stage))}
            for stage in CheckStage
        ],
        "received_at": candidate.submission.received_at,
        "history": [happened(event) for event in events],
    }


def _contents(handed):
    parts = [("consortium", _("Consortium")), *((f"part-{part['slug']}", part["title"]) for part in handed.parts)]
    parts += [("logframe", _("Logframe"))] if handed.has_logframe else []
    parts += [("budget", _("Budget"))] if handed.has_budget else []
    parts += [("documents", _("Documents"))] if handed.has_documents or handed.has_mandates else []
    parts.append(("clarifications", _("Clarifications")))
    return [{"label": label, "url": f"#{slug}", "state": "", "note": "", "current": False} for slug, label in parts]


def clarifications_of(candidate, *, only_answered=False) -> list:
    """Questions and answers, newest first, each with its files; two queries."""
    rows = candidate.clarifications.select_related("asked_by", "answered_by").prefetch_related("files__file")
    return list(rows.exclude(answered_at=None) if only_answered else rows)


# Files -------------------------------------------------------------------------------------------


def file_url_of(candidate):
    """How files of the submission are addressed: by their kind and place in it."""

    def address(kind, place):
        return reverse("evaluation:file", args=[candidate.public_id, kind, place])

    return address


def files_in(document, kind) -> list:
    """The rows of a submission that name files of a kind, in the order of their places."""
    if kind in ("documents", "mandates"):
        return document.get(kind, [])
    return answer_files(document) if kind == "answers" else []


def file_of(candidate, kind, place):
    """The stored file at a place of the submission, and its neutral name; None where there is none. Three queries."""
    candidate = with_submission(candidate)
    rows = files_in(candidate.submission.document, kind)
    if place >= len(rows):
        return None
    row = rows[place]
    if kind == "documents":
        found = ApplicationDocument.objects.filter(
            application=candidate.application_id, slot__slug=row["slot"], file__sha256=row["sha256"]
        )
        name = row["slot"]
    elif kind == "answers":
        found = ApplicationDocument.objects.filter(application=candidate.application_id, public_id=row["id"])
        name = "answer"
    else:
        found = Mandate.objects.filter(
            partner__application=candidate.application_id, file__sha256=row["file_sha256"] or "-"
        )
        name = "mandate"
    kept = found.select_related("file").order_by("pk").first()
    if kept is None:
        return None
    stem, dot, ending = kept.file.original_name.rpartition(".")
    return kept.file, f"{candidate.reference}-{name}-{place + 1}{dot}{ending if stem else ''}"

"""Codes of the stage in words: what happened to a candidate, what the system found in a submission."""

from decimal import Decimal

from django.utils.translation import gettext_lazy
from django_countries import countries as country_names

from grants import formats
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text

EVENT_WORDS = {
    "open_submissions": gettext_lazy("Submissions opened"),
    "release_files": gettext_lazy("Files that are not scanned released"),
    "set_clarification_term": gettext_lazy("Term for clarifications set"),
    "answer_checks": gettext_lazy("Checks answered"),
    "find_inadmissible": gettext_lazy("Found not admissible"),
    "find_ineligible": gettext_lazy("Found not eligible"),
    "find_eligible": gettext_lazy("Found eligible"),
    "reopen_check": gettext_lazy("Check opened again"),
    "request_clarification": gettext_lazy("Clarification asked for"),
    "answer_clarification": gettext_lazy("Clarification answered"),
    "declare_conflict": gettext_lazy("Conflict of interest on record"),
    "end_conflict": gettext_lazy("Conflict of interest ended"),
    "assign_by_lot": gettext_lazy("Assessors assigned by lot"),
    "diverge": gettext_lazy("Two assessments diverge"),
    "rank_candidate": gettext_lazy("Scored and ranked"),
    "reject_candidate": gettext_lazy("Scored below the threshold"),
    "reopen_candidate": gettext_lazy("Score taken back"),
    "consolidate_evaluation": gettext_lazy("Scores consolidated"),
    "reopen_scores": gettext_lazy("Scores opened again"),
    "void_assessments": gettext_lazy("Assessments void for conflicts of interest"),
}
"""Code of an event of an evaluation or a candidate -> what the timeline says."""


def happened(event) -> dict:
    """A line of components/timeline.html."""
    return {
        "what": EVENT_WORDS.get(event.action, event.action),
        "who": str(event.actor) if event.actor else "",
        "at": event.at,
        "note": event.note,
    }


def finding_sentence(finding, *, country=formats.NEUTRAL, zone=OFFICIAL_ZONE) -> str:
    """What was found, in the reader's language, amounts as in ``country``. Raises KeyError for an unknown code."""
    params = {name: _in_words(name, value, country, zone) for name, value in finding.params.items()}
    return str(_FINDINGS[finding.code]) % params


def _in_words(name, value, country, zone):
    if name in ("received", "deadline"):
        return f"{moment_text(value, zone)}"
    if name == "country":
        return country_names.name(value) or value
    if name == "countries":
        return ", ".join(country_names.name(code) or code for code in value) or "–"
    if isinstance(value, list):
        return "; ".join(value)
    if name in ("amount", "total"):
        return formats.money(value, country)
    if isinstance(value, Decimal):
        return formats.number(value, 2, country)
    return value


_FINDINGS = {
    "in_time": gettext_lazy("Received on %(received)s; the deadline was %(deadline)s."),
    "documents_there": gettext_lazy("All required documents are there. Files: %(count)d."),
    "documents_missing": gettext_lazy("Missing: %(documents)s."),
    "mandates_signed": gettext_lazy("Signed mandates: %(count)d."),
    "mandates_not_asked": gettext_lazy("This step asks for no mandates."),
    "mandates_missing": gettext_lazy("Without signed mandate: %(partners)s."),
    "lead_country": gettext_lazy("The lead applicant is established in: %(country)s."),
    "consortium": gettext_lazy(
        "Latin America %(la)d (at least %(least_la)d), European Union %(eu)d (at least %(least_eu)d)."
    ),
    "countries": gettext_lazy("Countries of the project: %(countries)s."),
    "duration": gettext_lazy("%(months)d months; the call allows %(least)d to %(most)d."),
    "grant": gettext_lazy("%(amount)s asked for; the call allows %(least)s to %(most)s."),
    "share": gettext_lazy("%(amount)s of %(total)s; the call allows %(least)s to %(most)s %%."),
}
"""Code -> sentence; a test finds every code of eligibility.py."""

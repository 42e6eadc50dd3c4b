"""What pages read of lists of sanctions."""

from django.utils.translation import gettext as _

from grants.diligence.messages import SENTENCES
from grants.jobs.models import LIVE, Job
from grants.words import date_text

LOAD, RESCREEN = "load_sanctions", "rescreen"
"""Kinds of jobs: read a list; compare everybody under contract with it."""


def list_columns():
    """Heads of the table of lists."""
    return [
        {"label": _("Version"), "hint": _("By")},
        {"label": _("State")},
        {"label": _("Published")},
        {"label": _("Persons and entities"), "kind": "number"},
        {"label": _("Given")},
    ]


def list_rows(lists):
    """Lists of sanctions as rows of components/table.html."""
    return [
        [
            {"text": row.version or row.name, "url": row.get_absolute_url(), "hint": str(row.added_by)},
            {"document": row},
            {"moment": row.published_at} if row.published_at else "–",
            row.entry_count if row.version else None,
            {"moment": row.added_at},
        ]
        for row in lists
    ]


def list_facts(sanctions_list):
    """A list as pairs for components/facts.html."""
    published = sanctions_list.published_at
    items = [
        {"label": _("List"), "value": sanctions_list.name},
        {"label": _("Version"), "value": sanctions_list.version or "–"},
        {"label": _("Published"), "value": date_text(published) if published else "–"},
        {"label": _("Persons and entities"), "value": sanctions_list.entry_count},
        {"label": _("Given by"), "value": str(sanctions_list.added_by)},
    ]
    if sanctions_list.problem:
        items.append({"label": _("What is wrong"), "value": SENTENCES[sanctions_list.problem]})
    return items


def job_of(sanctions_list):
    """The job that reads the list, or compares everybody with it, while it lives."""
    return Job.objects.filter(
        kind__in=[LOAD, RESCREEN], target=str(sanctions_list.pk), state__in=LIVE
    ).first()  # fmt: skip

"""The workplan as its page shows it: a chart by month, and under it the activities field by field."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.applications.cells import parts_of
from grants.applications.gantt import gantt
from grants.applications.marks import text_mark
from grants.applications.models import Activity, Application, ResultLevel
from grants.applications.queries.beside import beside
from grants.applications.queries.cells import (
    has_conflicts,
    history_groups,
    shown_cell,
    texts_without_place,
    told_cell,
)
from grants.applications.queries.reading import read
from grants.applications.queries.record import frame
from grants.applications.workplan_cells import CHOICE_FIELDS, FIELDS, cell_name, problems_of, stored_text
from grants.applications.workplan_messages import sentence, span

CHART = "grants/applications/_gantt.html"


@dataclass(frozen=True)
class Row:
    """An activity as the page draws it."""

    activity: Activity
    number: int
    name: str
    result: str
    partner: str
    span: str
    cells: dict


def after_logframe(application) -> str:
    """The page that comes after the logframe: the workplan where the call asks for one."""
    name = "workplan" if application.asked.workplan else "budget"
    return reverse(f"applications:{name}", args=[application.public_id])


def workplan_page(application, user, *, outcome=None, reasons=()):
    """Everything the page shows; ``outcome`` is that of a save: what was read before it is read again."""
    if outcome is not None:
        application = Application.objects.for_pages().get(pk=application.pk)
    url = reverse("applications:workplan", args=[application.public_id])
    page = frame(application, user, url=url)
    outcome, reading = outcome or {}, page["reading"]
    is_writer = user.has_perm("grants.edit_workplan", application)
    titles = result_titles(reading.results)
    rows = workplan_rows(reading, user, outcome)
    return page | {
        "url": url,
        "next_url": reverse("applications:budget", args=[application.public_id]),
        "is_asked": application.asked.workplan,
        "beside": beside(application, "workplan", user),
        "links": _links(application) if is_writer and application.asked.workplan else [],
        "rows": rows,
        "chart": chart_of(rows, application.months),
        "result_choices": list(titles.items()),
        "partner_choices": [(str(partner.key), str(partner)) for partner in reading.partners],
        "locked": bool(page["locked_sentence"]) or not is_writer or not application.asked.workplan,
        "gone": texts_without_place(outcome),
        "has_conflicts": has_conflicts(outcome),
        "problems": [{"sentence": str(reason)} for reason in reasons] or _problems(rows),
    }


def _links(application):
    address = reverse("applications:workplan_history", args=[application.public_id])
    return [{"url": address, "label": _("Earlier texts"), "icon": "history"}]


def result_titles(results) -> dict:
    """Key of each result -> its level with its number, and how it begins; in the order of the logframe."""
    ordered = sorted(results, key=lambda row: (ResultLevel.values.index(row.level), row.position, row.pk))
    levels = [row.level for row in ordered]
    titles = {}
    for place, row in enumerate(ordered):
        number = "" if levels.count(row.level) == 1 else f" {levels[: place + 1].count(row.level)}"
        begins = shortened(row.statement)
        titles[str(row.key)] = f"{row.get_level_display()}{number}{': ' if begins else ''}{begins}"
    return titles


def shortened(statement) -> str:
    """How a result begins, to tell it from the others."""
    return statement if len(statement) <= 32 else f"{statement[:31].rstrip()}…"


def workplan_rows(reading, user, outcome=None) -> list[Row]:
    """The activities in the order in which people put them."""
    titles, zone, outcome = result_titles(reading.results), ZoneInfo(user.time_zone), outcome or {}
    return [
        Row(
            activity=activity,
            number=number,
            name=activity.title.strip() or _("Activity %(number)d") % {"number": number},
            result=titles[str(activity.result.key)] if activity.result else "",
            partner=str(activity.partner) if activity.partner else "",
            span=span(activity.first_month, activity.last_month),
            cells=_cells(activity, outcome, zone),
        )
        for number, activity in enumerate(reading.activities, start=1)
    ]


def _cells(activity, outcome, zone):
    problems = problems_of(activity)
    return {
        field: shown_cell(
            cell_name(activity, field),
            stored_text(activity, field),
            outcome=outcome,
            zone=zone,
            problem=sentence(problems.get(field, "")),
        )
        for field in FIELDS["activity"]
    }


def _problems(rows):
    """What was not understood, each with its activity and the field it stands in."""
    return [
        {"sentence": f"{row.name}: {cell.problem}", "id": f"answer-{cell.name}"}
        for row in rows
        for cell in row.cells.values()
        if cell.problem
    ]


def chart_of(rows, months):
    """The drawing of rows that have name, partner, span and an activity; None while there is none."""
    lines = [(row.name, row.partner, row.span, row.activity.first_month, row.activity.last_month) for row in rows]
    return gantt(lines, months) if lines else None


def printed_plan(rows, months) -> dict | None:
    """Rows (name, result, partner, span, first, last) as ``templates/pdf/page.typ`` draws them; None without any."""
    if not rows:
        return None
    return {
        "months": max([months or 12, *(row["last"] or row["first"] or 0 for row in rows)]),
        "rows": rows,
        "columns": [_("Activity"), _("Result"), _("Responsible partner"), _("Months")],
        "chart": _("Chart of the activities by month; the table below says the same in words"),
    }


def marks_now(application) -> dict:
    """The mark of every cell as it stands: open pages ask for what colleagues have written meanwhile."""
    rows = application.activities.select_related("result", "partner")
    return {cell_name(row, field): text_mark(stored_text(row, field)) for row in rows for field in FIELDS["activity"]}


def history_page(application, user):
    """Every text of every cell of the workplan, newest first; bringing one back is a save of that cell."""
    url = reverse("applications:workplan", args=[application.public_id])
    page = frame(application, user, url=url)
    words = choice_words(page["reading"])
    labelled = _labelled(page["reading"].activities)
    return page | {
        "title": _("Workplan"),
        "groups": history_groups(application.workplan_revisions, labelled, in_words=words),
        "url": url,
        "links": [{"url": url, "label": _("Back to the part"), "icon": "back"}],
        "restore_url": reverse("applications:save_workplan", args=[application.public_id]),
        "may_restore": not page["locked_sentence"] and user.has_perm("grants.edit_workplan", application),
    }


def choice_words(reading):
    """What a text of a cell means to people: the title behind the key of a choice."""
    names = result_titles(reading.results) | {str(partner.key): str(partner) for partner in reading.partners}

    def in_words(name, raw):
        _kind, _key, field = parts_of(name)
        if field not in CHOICE_FIELDS or not raw:
            return raw
        return names.get(raw) or _("no longer there")

    return in_words


def field_words() -> dict:
    """What the fields of an activity are called."""
    return {
        "title": _("Activity"),
        "result": _("Result"),
        "partner": _("Responsible partner"),
        "first_month": _("First month"),
        "last_month": _("Last month"),
    }


def _labelled(activities):
    """Each cell's name, its label in the history and what stands in it, in the order of the page."""
    words = field_words()
    for number, activity in enumerate(activities, start=1):
        name = activity.title.strip() or _("Activity %(number)d") % {"number": number}
        for field in FIELDS["activity"]:
            yield cell_name(activity, field), f"{name}: {words[field]}", stored_text(activity, field)


def told(name, result, application, user) -> dict:
    """The answer autosave expects after saving one field: the chart as it is now goes with it."""
    reading = read(Application.objects.for_pages().get(pk=application.pk))
    rows = workplan_rows(reading, user)
    chart = {"chart": chart_of(rows, application.months)}

    def saved(kept):
        problem = sentence(problems_of(kept.row).get(kept.field, ""))
        return {"understood": "", "problem": problem, "pieces": {"workplan-chart": render_to_string(CHART, chart)}}

    return told_cell(result, user, saved, name=name, in_words=choice_words(reading))


def place_of(application, activity=None) -> str:
    """The workplan's page, and on it the place of an activity."""
    url = reverse("applications:workplan", args=[application.public_id])
    return f"{url}#activity-{activity.key}" if activity else url

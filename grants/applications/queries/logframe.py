"""The logframe as its page shows it: the results chain with its indicators, field by field."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.logframe_cells import (
    FIELDS,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    NUMBER_FIELDS,
    PROBLEM_TOO_LONG,
    cell_name,
    places_of,
    problems_of,
    stored_text,
)
from grants.applications.marks import text_mark
from grants.applications.models import LogframeIndicator, LogframeResult, ResultLevel
from grants.applications.queries.beside import beside
from grants.applications.queries.cells import (
    has_conflicts,
    history_groups,
    shown_cell,
    texts_without_place,
    told_cell,
)
from grants.applications.queries.record import country_of, frame
from grants.applications.queries.workplan import after_logframe
from grants.calls.queries import catalogue_of
from grants.number_messages import sentence as number_sentence


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator in a result: its definition in the catalogue and the four fields people fill in."""

    row: LogframeIndicator
    cells: dict
    may_go: bool


@dataclass(frozen=True)
class ResultRow:
    """A result of the chain with its indicators, and the indicators that could still be taken.

    ``number`` tells results of one level apart; "" where a level has only one.
    """

    row: LogframeResult
    number: str
    title: str
    cells: dict
    indicators: list
    offered: list


def problem_sentence(code, row, country=formats.NEUTRAL) -> str:
    """Why a text typed into this row cannot be handed in as it is; "" without a code."""
    if code == PROBLEM_TOO_LONG:
        sentence = _("This text is too long: at most %(text)s characters, %(source)s for a source. It is kept.")
        return sentence % {"text": formats.number(LONGEST_TEXT), "source": formats.number(LONGEST_SOURCE)}
    return number_sentence(code, places=places_of(row), country=country) if code else ""


def logframe_page(application, user, *, outcome=None, reasons=()):
    """Everything the logframe page shows; ``outcome`` is that of a save that met a colleague's."""
    url = reverse("applications:logframe", args=[application.public_id])
    page = frame(application, user, url=url)
    country, outcome, zone = page["number_country"], outcome or {}, ZoneInfo(user.time_zone)
    catalogue = list(catalogue_of(application.call))
    numbered = numbered_results(page["reading"].results)
    rows = [_result_row(row, number, catalogue, country, outcome, zone) for row, number in numbered]
    return page | {
        "url": url,
        "next_url": after_logframe(application),
        "links": _links(application) if user.has_perm("grants.edit_logframe", application) else [],
        "results": rows,
        "levels": ResultLevel.choices,
        "beside": beside(application, "logframe", user),
        "locked": bool(page["locked_sentence"]) or not user.has_perm("grants.edit_logframe", application),
        "gone": texts_without_place(outcome),
        "has_conflicts": has_conflicts(outcome),
        "problems": [{"sentence": str(reason)} for reason in reasons] or _problems(rows),
    }


def results_shown(reading, user) -> list[ResultRow]:
    """The results chain of a reading, to read."""
    country, zone = country_of(user), ZoneInfo(user.time_zone)
    results = sorted(reading.results, key=_place)
    return [_result_row(row, number, [], country, {}, zone) for row, number in numbered_results(results)]


def _problems(results):
    """What was not understood, each with its indicator and the field it stands in."""
    return [
        {"sentence": f"{indicator.row.indicator.version.name}: {cell.problem}", "id": f"answer-{cell.name}"}
        for result in results
        for indicator in result.indicators
        for cell in indicator.cells.values()
        if cell.problem
    ]


def marks_now(application) -> dict:
    """The mark of every cell as it stands: open pages ask for what colleagues have written meanwhile."""
    indicators = LogframeIndicator.objects.filter(result__application=application)
    rows = [*application.results.all(), *indicators.select_related("indicator__version")]
    kinds = {LogframeResult: "result", LogframeIndicator: "indicator"}
    return {
        cell_name(row, field): text_mark(stored_text(row, field)) for row in rows for field in FIELDS[kinds[type(row)]]
    }


def _links(application):
    address = reverse("applications:logframe_history", args=[application.public_id])
    return [{"url": address, "label": _("Earlier texts"), "icon": "history"}]


def history_page(application, user):
    """Every text of every cell of the logframe, newest first; bringing one back is a save of that cell."""
    url = reverse("applications:logframe", args=[application.public_id])
    page = frame(application, user, url=url)
    return page | {
        "title": _("Logframe"),
        "groups": history_groups(application.logframe_revisions, _labelled(page["reading"].results)),
        "url": url,
        "links": [{"url": url, "label": _("Back to the part"), "icon": "back"}],
        "restore_url": reverse("applications:save_logframe", args=[application.public_id]),
        "may_restore": not page["locked_sentence"] and user.has_perm("grants.edit_logframe", application),
    }


def _labelled(results):
    """Each cell's name, its label in the history and what stands in it, in the order of the page."""
    words = {
        "statement": _("Result"),
        "assumptions": _("Assumptions"),
        "baseline": _("Baseline"),
        "target": _("Target"),
        "source": _("Source of data"),
    }
    for result, number in numbered_results(results):
        title = f"{result.get_level_display()} {number}".strip()
        for field in FIELDS["result"]:
            yield cell_name(result, field), f"{title}: {words[field]}", stored_text(result, field)
        for row in result.rows:
            for field in (*NUMBER_FIELDS, "source"):  # as on the page
                label = f"{row.indicator.version.name}: {words[field]}"
                yield cell_name(row, field), label, stored_text(row, field)


def place_of(application, row=None) -> str:
    """The logframe's page, and on it the place of a row."""
    url = reverse("applications:logframe", args=[application.public_id])
    if row is None:
        return url
    kind = "result" if isinstance(row, LogframeResult) else "indicator"
    return f"{url}#{kind}-{row.key}"


def _place(result):
    return ResultLevel.values.index(result.level), result.position, result.pk


def numbered_results(results):
    """Results in their order, with their number within their level: "1", "2"; "" for the only one."""
    results = sorted(results, key=_place)
    levels = [result.level for result in results]
    for place, result in enumerate(results):
        alone = levels.count(result.level) == 1
        yield result, "" if alone else str(levels[: place + 1].count(result.level))


def _result_row(result, number, catalogue, country, outcome, zone):
    taken = {row.indicator_id for row in result.rows}
    return ResultRow(
        row=result,
        number=number,
        title=f"{result.get_level_display()} {number}".strip(),
        cells=_cells(result, country, outcome, zone),
        indicators=[
            IndicatorRow(row, _cells(row, country, outcome, zone), not row.indicator.required) for row in result.rows
        ],
        offered=[one for one in catalogue if one.pk not in taken],
    )


def _cells(row, country, outcome, zone):
    kind = "result" if isinstance(row, LogframeResult) else "indicator"
    problems = problems_of(row)
    return {field: _cell(row, field, problems.get(field, ""), country, outcome, zone) for field in FIELDS[kind]}


def _cell(row, field, problem, country, outcome, zone):
    return shown_cell(
        cell_name(row, field),
        stored_text(row, field),
        outcome=outcome,
        zone=zone,
        problem=problem_sentence(problem, row, country),
        understood=_understood(row, field, country),
    )


def _understood(row, field, country):
    value = getattr(row, field)
    if isinstance(value, str) or value is None:
        return ""
    return f"{formats.number(value, places_of(row), country)} {row.indicator.version.unit}"


def told(result, user) -> dict:
    """The answer autosave expects after saving one field of the logframe."""
    country = country_of(user)

    def saved(kept):
        code = problems_of(kept.row).get(kept.field, "")
        understood = _understood(kept.row, kept.field, country)
        return {"understood": understood, "problem": problem_sentence(code, kept.row, country)}

    return told_cell(result, user, saved)

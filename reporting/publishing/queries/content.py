"""The content of a publication: what a compilation found, as it may leave, with everything it rests on.

Made once, when it is proposed and again when it is approved; pages read the frozen result.
"""

import json
from datetime import datetime
from decimal import Decimal

from grants import clock
from grants.audit import canonical
from grants.contracts.models import Contract, Project, ProjectKind
from grants.contracts.workflow import ContractState
from grants.indicators.models import IndicatorVersion
from grants.money import percent
from reporting.publishing.kinds import FLAGS, OF_PEOPLE, SHOWN
from reporting.publishing.suppression import suppressed_in
from reporting.results.messages import CONDITIONS
from reporting.results.models import Figure

LANGUAGES = ("es", "pt_br", "en")
TEXTS = ("name", "definition", "evidence_minimum", "unit")
RULES = ("level", "entity", "decimals", "time_rule", "cross_project_rule", *CONDITIONS)
NUMBERS = ("gross", "net", "overlap", "low", "high")


def content_of(compilation) -> dict:
    """Everything a publication of this compilation says, as plain JSON."""
    figures = list(
        compilation.figures.select_related("indicator__indicator").order_by("indicator__indicator__code", "pk")
    )
    return json.loads(canonical(basis_of(compilation) | {"figures": figures_of(figures)}))


def basis_of(compilation) -> dict:
    """The same without the figures, which the compilation's hash stands for: what a proposal rests on."""
    projects = projects_at(compilation.cut_off, compilation.as_of)
    return {
        "cut_off": compilation.cut_off,
        "as_of": compilation.as_of,
        "compiled_at": compilation.done_at,
        "inputs_sha256": compilation.inputs_sha256,
        "figures_sha256": compilation.figures_sha256,
        "indicators": indicators_of(compilation),
        "projects": projects,
        "elapsed": elapsed(projects, compilation.cut_off),
    }


def indicators_of(compilation) -> list[dict]:
    """The definitions the figures were counted by, in three languages."""
    used = Figure.objects.filter(compilation=compilation).order_by().values("indicator").distinct()
    versions = IndicatorVersion.objects.filter(pk__in=used).select_related("indicator").order_by("indicator__code")
    return [
        {"code": one.indicator.code, "version": one.number}
        | {name: getattr(one, name) for name in RULES}
        | {name: {code: getattr(one, f"{name}_{code}") or "" for code in LANGUAGES} for name in TEXTS}
        for one in versions
    ]


def figures_of(figures) -> list[dict]:
    """The figures that may leave; a suppressed one keeps its place without its numbers."""
    shown = [one for one in figures if tuple(sorted(one.dims)) in SHOWN]
    hidden = _hidden(shown)
    return [_row(one, (one.indicator_id, _cell(one.dims)) in hidden) for one in shown]


def _hidden(figures):
    """(indicator, cell) of what stands for too few."""
    tables = {}
    for one in figures:
        if one.indicator.entity in OF_PEOPLE:
            reached = one.dims.get("reached", "")
            tables.setdefault((one.indicator_id, reached), {})[_cell(one.dims, without="reached")] = one.net
    hidden = set()
    for (indicator, reached), cells in tables.items():
        also = (("reached", reached),) if reached else ()
        hidden |= {(indicator, tuple(sorted((*cell, *also)))) for cell in suppressed_in(cells, flags=FLAGS)}
    return hidden


def _cell(dims, without=""):
    return tuple(sorted((name, str(value)) for name, value in dims.items() if name != without))


def _row(figure, is_hidden):
    row = {"indicator": figure.indicator.indicator.code, "dims": figure.dims, "projects": figure.projects}
    if is_hidden:
        return row | {"suppressed": True}
    return row | {name: getattr(figure, name) for name in NUMBERS}


# Projects ---------------------------------------------------------------------------------------------


def projects_at(cut_off, as_of: datetime) -> list[dict]:
    """Public facts of the projects that had begun: never a firm's name, never a person's."""
    contracts = (
        Contract.objects.filter(
            state=ContractState.SIGNED, project__starts_on__lte=cut_off, signed_on__lte=clock.day_of(as_of)
        )
        .select_related("project__lead", "award__lot__call")
        .prefetch_related("parties__organisation", "project__countries", "project__sectors")
        .order_by("reference")
    )
    own = (
        Project.objects.filter(kind=ProjectKind.OWN_ACTION, starts_on__lte=cut_off)
        .select_related("lead")
        .prefetch_related("countries", "sectors")
        .order_by("reference")
    )
    return [_funded(contract, cut_off) for contract in contracts] + [_facts(one, cut_off) for one in own]


def _facts(project, cut_off):
    return {
        "id": project.pk,
        "public_id": project.public_id,
        "kind": project.kind,
        "reference": project.reference,
        "title": project.title,
        "lead": _organisation(project.lead),
        "partners": [],
        "pillar": project.pillar,
        "countries": [str(row.country) for row in project.countries.all()] or [str(project.country)],
        "sectors": [row.sector for row in project.sectors.all()],
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "is_running": project.ends_on is None or project.ends_on >= cut_off,
        "money": None,
    }


def _funded(contract, cut_off):
    """A funded project with its partners and its three amounts (decisions.md D8)."""
    money = {"eu": contract.grant, "own": contract.total_cost - contract.grant, "total": contract.total_cost}
    partners = [_organisation(party.organisation) for party in contract.parties.all() if not party.is_coordinator]
    return _facts(contract.project, cut_off) | {
        "partners": partners,
        "money": money,
        "call": contract.call.reference,
    }


def _organisation(organisation):
    return {"name": organisation.legal_name, "country": str(organisation.country)}


def elapsed(projects, cut_off) -> Decimal | None:
    """How much of the time from the first start to the last end of the running projects is over, in percent."""
    running = [one for one in projects if one["kind"] == ProjectKind.GRANT and one["is_running"] and one["ends_on"]]
    if not running:
        return None
    first, last = min(one["starts_on"] for one in running), max(one["ends_on"] for one in running)
    return percent(Decimal((cut_off - first).days), Decimal((last - first).days), 0)

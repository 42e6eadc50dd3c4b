"""What pages show of compilations: stored figures only, nothing is counted on the way."""

from decimal import Decimal

from django.db.models import Case, Count, Q, When
from django.utils.translation import gettext as _
from django_countries import countries

from grants.calls.models import Pillar
from grants.contracts.models import Project, ProjectKind
from grants.indicators.models import CrossProjectRule, Entity
from grants.jobs.models import LIVE, Job
from grants.organisations.names import search_form
from reporting.firms.messages import section_name
from reporting.firms.models import Size
from reporting.progress.models import Fact
from reporting.results import judging
from reporting.results.models import KIND, Compilation, CompilationState, Figure


def listed(user):
    """The compilations a person sees: that of now, then the newest first, with how many updates each counted."""
    found = Compilation.objects.visible_to(user).select_related("requested_by").annotate(updates=Count("inputs"))
    return found.order_by(Case(When(state=CompilationState.CURRENT, then=0), default=1), "-requested_at", "-pk")


def job_of(compilation):
    """The job that compiles it, while it lives."""
    return Job.objects.filter(key=f"{KIND}:{compilation.pk}", state__in=LIVE).first()


def before(compilation):
    """The finished compilation of the scope that comes before this one: by cut-off, then by moment."""
    earlier = Q(cut_off__lt=compilation.cut_off) | Q(cut_off=compilation.cut_off, as_of__lt=compilation.as_of)
    return Compilation.objects.done().filter(earlier, scope=compilation.scope).first()


def _figures(compilation, *breakdowns):
    rows = Figure.objects.filter(compilation=compilation, breakdown__in=breakdowns)
    return rows.select_related("indicator__indicator").order_by("indicator__indicator__code", "pk")


def wholes(compilation, earlier=None):
    """The figures of the whole, one line each: with the second figure "ever reached", and what it was before.

    Money stands in three lines, each with its label. Two queries.
    """
    earlier_net = {}
    if earlier is not None:
        earlier_net = {_line_of(f): f.net for f in _figures(earlier, "", "money")}
    found = list(_figures(compilation, "", "money", "reached"))
    ever = {f.indicator_id: f for f in found if "reached" in f.dims}
    return [
        {"figure": f, "ever": ever.get(f.indicator_id), "before": earlier_net.get(_line_of(f))}
        for f in found
        if "reached" not in f.dims
    ]


def _line_of(figure):
    return figure.indicator.indicator.code, figure.dims.get("money", "")


BY = ("country", "pillar", "stream", "project", "call", "lot", "size", "section", "owner_sex", "status")
"""What figures can be divided by on the page of a compilation."""


def divided(compilation, by):
    """The cells of one breakdown as (columns, lines): a column for each indicator that has any. One query."""
    breakdowns = (by, " ".join(sorted((by, "money"))))
    cells, columns = {}, {}
    for figure in _figures(compilation, *breakdowns):
        if figure.dims.get("money", "total_cost") != "total_cost":
            continue
        columns.setdefault(figure.indicator_id, figure.indicator)
        cells.setdefault(figure.dims[by], {})[figure.indicator_id] = figure
    return list(columns.values()), sorted(cells.items(), key=lambda line: _in_order(by, line[0]))


def _in_order(by, value):
    """Countries by what they are called, everything else by its code."""
    return search_form(value_label(by, value)) if by == "country" else value


def concentrations(compilation):
    """(figure of the whole, country with over half of it): to be looked at before release. One query."""
    wholes_, parts = {}, {}
    for figure in _figures(compilation, "", "country"):
        if figure.breakdown == "":
            wholes_[figure.indicator_id] = figure
        else:
            parts.setdefault(figure.indicator_id, {})[figure.dims["country"]] = figure.net
    found = [
        (figure, judging.concentrated(parts.get(indicator, {}), figure.net)) for indicator, figure in wholes_.items()
    ]
    return [(figure, country) for figure, country in found if country]


def identified(compilation):
    """Reference of a project -> (identified by a tax id, all) over the indicators that count firms. One query."""
    shares = {}
    for figure in _figures(compilation, "project").exclude(by_id=None):
        known, whole = shares.get(figure.dims["project"], (Decimal(0), Decimal(0)))
        shares[figure.dims["project"]] = (known + figure.by_id, whole + figure.gross)
    return {reference: pair for reference, pair in shares.items() if pair[1]}


def drift(compilation):
    """The last nightly recount where it found something else than was compiled; None where all stands."""
    last = compilation.events.filter(action="recount").last()
    return last if last is not None and last.changes["differences"] else None


# One figure ---------------------------------------------------------------------------------------------


def by_project(figure):
    """The figures of the same indicator and cell for each project, by reference: one query."""
    if "project" in figure.dims:
        return [figure]
    wanted = {name: value for name, value in figure.dims.items() if name not in OF_PROJECT}
    names = " ".join(sorted([*wanted, "project"]))
    found = Figure.objects.filter(
        compilation=figure.compilation_id, indicator=figure.indicator_id, breakdown=names, dims__contains=wanted
    )
    references = _references(figure.dims)
    rows = found if references is None else found.filter(dims__project__in=references)
    return sorted(rows, key=lambda row: row.dims["project"])


OF_PROJECT = {
    "pillar": "pillar",
    "stream": "kind",
    "call": "contract__award__lot__call__reference",
    "lot": "contract__award__lot__code",
}
"""Name of a cell -> the column of the project it is made of."""


def _references(dims):
    """References of the projects of a cell; None where the cell says nothing of projects."""
    filters = {OF_PROJECT[name]: value for name, value in dims.items() if name in OF_PROJECT}
    if "lot" in dims:  # written as the call's reference and the lot's code
        call, _space, code = dims["lot"].rpartition(" ")
        filters |= {OF_PROJECT["call"]: call, OF_PROJECT["lot"]: code}
    return list(Project.objects.filter(**filters).values_list("reference", flat=True)) if filters else None


def projects_of(compilation, references):
    """Projects by reference with the approved updates that were counted: two queries."""
    found = {project.reference: project for project in Project.objects.filter(reference__in=references)}
    counted = compilation.inputs.select_related("version__update").order_by("version__update__period_end")
    for project in found.values():
        project.counted = []
    by_number = {project.pk: project for project in found.values()}
    for one in counted.filter(version__update__project__in=by_number):
        by_number[one.version.update.project_id].counted.append(one.version)
    return found


def rests_on_firms(figure):
    """Whether the figure is counted from firm lists, so that there are firms to look at."""
    return figure.indicator.value_form in ("register", "composite") and figure.indicator.entity in (
        Entity.FIRM, Entity.JOB,
    )  # fmt: skip


def is_sum(figure):
    """Whether nobody can tell who was counted twice."""
    return figure.indicator.cross_project_rule == CrossProjectRule.SUM


# Words --------------------------------------------------------------------------------------------------


def _dimensions():
    return {
        "country": _("Country"), "pillar": _("Pillar"), "stream": _("Stream"), "project": _("Project"),
        "call": _("Call"), "lot": _("Lot"), "size": _("Size at first support"), "section": _("Sector (ISIC section)"),
        "owner_sex": _("Sex of the owner or manager"), "status": _("Status"), "sex": _("Sex"), "green": _("Green"),
        "digital": _("Digital"), "split": _("Part"), "side": _("Side"), "money": _("Money"), "reached": _("Reached"),
    }  # fmt: skip


def dimension_label(name):
    """What a name of a cell is called."""
    return str(_dimensions().get(name, name))


def value_label(name, value):
    """What a value of a cell is called."""
    known = {
        "pillar": {str(pillar.value): pillar.label for pillar in Pillar},
        "stream": dict(ProjectKind.choices),
        "size": dict(Size.choices),
        "status": dict(Fact.Status.choices),
        "money": {
            "eu_contribution": _("EU contribution"), "cofinancing": _("Co-financing"), "total_cost": _("Total cost"),
        },
        "side": {"la": _("Latin America"), "eu": _("European Union")},
        "reached": {"ever": _("ever reached")},
        "owner_sex": {"female": _("Woman"), "male": _("Man")},
        "green": {"true": _("yes")},
        "digital": {"true": _("yes")},
    }.get(name, {})  # fmt: skip
    if name == "country":
        return str(countries.name(value) or value)
    if name == "section":
        return section_name(value)
    return str(known.get(value, value))


def cell_label(dims):
    """A cell in words: what it is divided by, and which part."""
    return ", ".join(f"{dimension_label(name)}: {value_label(name, value)}" for name, value in sorted(dims.items()))


def has_figures(compilation):
    """Whether there is something to read."""
    return compilation.state in (CompilationState.DONE, CompilationState.CURRENT)


def is_current(compilation):
    """Whether it follows every approval."""
    return compilation.state == CompilationState.CURRENT


# As it is printed ---------------------------------------------------------------------------------------


def printed(compilation) -> dict:
    """A finished compilation as decisions.md D1 prints it, sorted."""
    figures = compilation.figures.select_related("indicator__indicator")
    rows = sorted(figures, key=lambda f: (f.indicator.indicator.code, f.indicator.number, sorted(f.dims.items())))
    return {
        "cut_off": compilation.cut_off,
        "as_of": compilation.as_of,
        "inputs_sha256": compilation.inputs_sha256,
        "figures": [
            faced(
                f.indicator.indicator.code, f.indicator.number, f.indicator.unit_en, f.dims, f.gross, f.net, f.overlap,
                f.low, f.high, f.projects,
            )
            for f in rows
        ],
    }  # fmt: skip


def faced(indicator, version, unit, dims, gross, net, overlap, low, high, projects):
    """A figure as decisions.md D1 prints it."""
    return {
        "indicator": indicator, "version": version, "unit": unit, "dims": dims, "gross": gross, "net": net,
        "overlap": overlap, "undeduplicable": [low, high], "projects": projects,
    }  # fmt: skip

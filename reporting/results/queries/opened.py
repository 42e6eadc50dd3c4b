"""A figure opened down to the firms and the evidence of a project: for officers and auditors of an engagement."""

from django.db.models import Count, Max, Q

from grants.contracts.models import Contract, Project, ProjectKind
from grants.roles import Role
from reporting.firms.models import Firm, FirmPair, Identity, Size
from reporting.progress.models import Fact
from reporting.progress.queries.told import TOLD, told_until
from reporting.progress.workflow import ListState
from reporting.results import judging
from reporting.results.merging import resolved

OF_FIRM = ("country", "size", "section", "owner_sex")
OF_FACT = {"status": "status", "sex": "sex", "green": "is_green", "digital": "is_digital"}


def opened_to(user):
    """The projects whose firms a person may look at: within the roles' scope, without conflicts of interest."""
    held = [role for role in user.roles() if role.role == Role.OFFICER or is_engagement(role)]
    scope = Q(pk__in=[])
    for role in held:
        within = Q()
        if role.call_id:
            within &= Q(contract__award__lot__call_id=role.call_id)
        if role.country:
            within &= Q(countries__country=role.country)
        scope |= within if within else Q(pk__isnull=False)
    read = Q(contract__in=Contract.objects.visible_to(user)) | Q(kind=ProjectKind.OWN_ACTION)
    return Project.objects.filter(scope & read).distinct()


def is_engagement(role):
    """An auditor looks at firms for a time that ends: that of an audit engagement (decisions.md C15)."""
    return role.role == Role.AUDITOR and role.valid_until is not None


def facts_of(figure, project):
    """The facts of a project that the figure was counted from, and those beside them that do not count."""
    return facts_behind(figure).filter(participation__project=project)


def facts_behind(figure):
    """The same of every project."""
    compilation, definition = figure.compilation, figure.indicator
    codes = definition.parts or [definition.indicator.code]
    return Fact.objects.filter(
        indicator__code__in=codes,
        participation__list__state=ListState.TAKEN,
        participation__list__update__version__in=compilation.inputs.values("version"),
        on__lte=compilation.cut_off,
    )


def merges():
    """The firm each merged firm counts as now: one query."""
    pairs = FirmPair.objects.filter(verdict=FirmPair.Verdict.SAME).order_by("pk")
    return resolved(dict(pairs.values_list("other_id", "firm_id")))


def as_counted(numbers, counts_as):
    """Of these firms those decided to be one with others: firm -> the Firm with what is known of all, as counted.

    The same choice as in ``known.known_firms``. One query, none where nothing is merged.
    """
    group = {counts_as.get(number, number) for number in numbers}
    members = {}
    for number, one in sorted(counts_as.items()):
        if one in group:
            members.setdefault(one, [one]).append(number)
    firms = Firm.objects.in_bulk({number for one in members.values() for number in one}) if members else {}
    found = {}
    for one, others in members.items():
        known = firms[one]
        known.identity = min((firms[number].identity for number in others), key=Identity.values.index)
        sizes = [firms[number].size for number in others if firms[number].size != Size.UNKNOWN]
        known.size = sizes[0] if sizes else Size.UNKNOWN
        found |= dict.fromkeys(others, known)
    return found


def as_told(figure, firms):
    """These firms as they were told up to the figure's moment; no query where none was corrected since."""
    as_of = figure.compilation.as_of
    since = [firm for firm in firms if firm.corrected_at and firm.corrected_at > as_of]
    told = {number: said for number, *said in told_until(as_of)} if since else {}
    for firm in since:
        for name, word in zip(TOLD, told.get(firm.pk, ()), strict=False):
            setattr(firm, name, word)
    return firms


def firms_of(figure, project, counts_as):
    """The firms of a project in a figure's cell as they were reported, by name."""
    facts = facts_of(figure, project)
    for name, column in OF_FACT.items():
        if name in figure.dims:
            facts = facts.filter(**{column: {"true": True}.get(figure.dims[name], figure.dims[name])})
    chosen = Firm.objects.filter(participations__facts__in=facts)
    wanted = {name: figure.dims[name] for name in OF_FIRM if name in figure.dims}
    if wanted:
        fitting = set(Firm.objects.filter(pk__in=set(counts_as.values()), **wanted).values_list("pk", flat=True))
        moved = [firm for firm, one in counts_as.items() if one in fitting]
        chosen = chosen.filter((Q(**wanted) & ~Q(pk__in=counts_as)) | Q(pk__in=moved))
    found = chosen.annotate(facts=Count("participations__facts"), since=Max("participations__facts__on"))
    return found.order_by("search_name", "pk")


def judged(figure, project, firms, counts_as):
    """Firm -> its facts, each with the code of the reason why it does not count, "" where it does. One query."""
    group = {counts_as.get(firm.pk, firm.pk) for firm in firms}
    members = {*group, *(firm for firm, one in counts_as.items() if one in group)}
    facts = list(
        facts_of(figure, project)
        .filter(participation__firm__in=members)
        .select_related("participation__list__update", "indicator")
        .order_by("on", "pk")
    )
    found = {}
    for fact in judge(figure, facts, counts_as):
        found.setdefault(fact.participation.firm_id, []).append(fact)
    return found


def judge(figure, facts, counts_as):
    """Put on each fact the code of the reason why it does not count; ``facts`` are whole firms of any projects."""
    by_project = {}
    for fact in facts:
        part = fact.participation
        fact.counts_as = counts_as.get(part.firm_id, part.firm_id)
        fact.said_on, fact.row = part.list.update.period_end, part.row
        by_project.setdefault(part.project_id, []).append(fact)
    latest = {fact for of_one in by_project.values() for fact in judging.latest_of(of_one)}
    for fact in facts:
        fact.why_not = judging.why_not(fact, figure.indicator, figure.compilation.cut_off, latest=fact in latest)
    return facts

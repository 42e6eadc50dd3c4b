"""What the pages of the register read."""

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q

from grants.organisations.names import search_form
from grants.organisations.tax_ids import compact
from reporting.firms.merging import root_of
from reporting.firms.models import Firm, FirmPair
from reporting.firms.names import core_name

Verdict = FirmPair.Verdict


def firms(user, *, q="", country="", identity="", size="", merged=""):
    """The register as this person sees it, filtered: by words of the name, a tax id or a place."""
    rows = Firm.objects.visible_to(user)
    for word in core_name(q).split() if q else []:
        rows = rows.filter(Q(search_name__contains=word) | Q(key__startswith=compact(word)) | Q(place__icontains=word))
    if country:
        rows = rows.filter(country=country)
    if identity:
        rows = rows.filter(identity=identity)
    if size:
        rows = rows.filter(size=size)
    is_merged = Exists(FirmPair.objects.filter(other=OuterRef("pk"), verdict=Verdict.SAME))
    if merged:
        rows = rows.filter(is_merged if merged == "yes" else ~is_merged)
    return rows.annotate(
        projects=Count("participations__project", distinct=True), is_merged=is_merged
    ).order_by("search_name", "pk")  # fmt: skip


def open_pairs(user, *, country="", q=""):
    """The pairs that wait for a person, the likest first."""
    rows = FirmPair.objects.visible_to(user).filter(verdict=Verdict.OPEN)
    if country:
        rows = rows.filter(firm__country=country)
    for word in search_form(q).split():
        rows = rows.filter(Q(firm__search_name__contains=word) | Q(other__search_name__contains=word))
    return rows.order_by("-likeness", "pk")


def counts_as():
    """{merged firm: firm} of all decisions in force."""
    return dict(FirmPair.objects.filter(verdict=Verdict.SAME).values_list("other_id", "firm_id").order_by())


def pairs_of(firm, user):
    """Every pair the firm stands in, decided or not, with what happened to it."""
    return (
        FirmPair.objects.visible_to(user)
        .filter(Q(firm=firm) | Q(other=firm))
        .prefetch_related("events__actor")
        .order_by("verdict", "-likeness", "pk")
    )


def counted_firm(firm):
    """The firm this one counts as; itself where it was not merged."""
    number = root_of(firm.pk, counts_as())
    return firm if number == firm.pk else Firm.objects.get(pk=number)


def participations_of(firm):
    """What each project did with the firm: rows of lists in force, with their facts."""
    return (
        firm.participations.filter(list__state="taken")
        .select_related("project__lead", "list__update")
        .prefetch_related("facts__indicator")
        .order_by("project__reference", "list__update__period_end", "row")
    )


def updates_opened(user, numbers):
    """Of these results updates the numbers of those the person may open."""
    updates = apps.get_model("reporting.ResultsUpdate").objects.visible_to(user)
    return set(updates.filter(pk__in=numbers).values_list("pk", flat=True))

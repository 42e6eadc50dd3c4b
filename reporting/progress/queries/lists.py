"""What the pages of firm lists read."""

from grants.jobs.models import Job
from reporting.progress.list_messages import KINDS
from reporting.progress.list_workflow import UNDER_WAY
from reporting.progress.models import FirmList, ListProblem, Participation

KIND_OF = {code: kind for kind, (_name, codes) in KINDS.items() for code in codes.split()}
CODES = {kind: codes.split() for kind, (_name, codes) in KINDS.items()}


def lists_of(update):
    """Every list of the update, the latest first."""
    return list(update.lists.select_related("file", "uploaded_by", "update__project"))


def progress_of(firm_list):
    """The job that reads it, while it waits or runs; None otherwise."""
    if firm_list.state not in UNDER_WAY:
        return None
    return Job.objects.filter(kind="read_firm_list", target=str(firm_list.pk)).order_by("-pk").first()


def totals_by_kind(firm_list):
    """[{kind, name, problems, notes}] of the list, kinds without any left out; also of those that are not kept."""
    totals = {}
    for code, (problems, notes) in firm_list.found.items():
        line = totals.setdefault(KIND_OF.get(code, "values"), {"problems": 0, "notes": 0})
        line["problems"] += problems
        line["notes"] += notes
    return [{"kind": kind, "name": name, **totals[kind]} for kind, (name, _codes) in KINDS.items() if kind in totals]


def problems_of(firm_list, *, kind="", only=""):
    """What is wrong, cell by cell: first what has to be put right, then the notes, each down the list."""
    rows = ListProblem.objects.filter(list=firm_list)
    if kind in CODES:
        rows = rows.filter(code__in=CODES[kind])
    if only:
        rows = rows.filter(is_note=only == "notes")
    return rows.order_by("is_note", "row", "pk")


def rows_of(firm_list, *, q=""):
    """The rows of a list in force as the project typed them."""
    rows = Participation.objects.filter(list=firm_list).prefetch_related("facts__indicator").order_by("row")
    return rows.filter(as_typed__name__icontains=q) if q else rows


def in_force(update):
    """The list that counts for the update, if one was taken over."""
    return FirmList.objects.filter(update=update, state="taken").first()

"""Taking in a published list of sanctions: the file at once, its entries in the worker."""

from datetime import timedelta

from grants import clock
from grants.diligence import sanctions_file
from grants.diligence.matching import Index
from grants.diligence.messages import SENTENCES
from grants.diligence.models import ListedParty, SanctionsList
from grants.diligence.queries import LOAD, RESCREEN
from grants.diligence.sanctions_file import BadList
from grants.diligence.workflow import ListAction, ListState
from grants.files.actions import store
from grants.jobs.actions import enqueue
from grants.workflow import Refused, action, advance, locked, record, take_turns

MOST_MEGABYTES = 80
"""The list has some 25 MB."""

CHUNK = 1000
SLACK = timedelta(days=1)


@action
def import_sanctions_list(*, by, uploaded):
    """Take the file of a list; a worker reads it next. Raises BadFile for what is no XML or too large."""
    stored = store(uploaded, by=by, allow=("xml",), most_megabytes=MOST_MEGABYTES)
    if SanctionsList.objects.filter(stored__sha256=stored.sha256).exclude(state=ListState.REFUSED).exists():
        raise Refused([SENTENCES["known"]])
    sanctions_list = SanctionsList.objects.create(stored=stored, added_by=by, added_at=clock.now())
    record(sanctions_list, ListAction.IMPORT, by=by)
    enqueue(LOAD, target=sanctions_list.pk, key=f"{LOAD}:{sanctions_list.pk}")
    return sanctions_list


def load_sanctions_list(sanctions_list, at_work=lambda done: None):
    """Read the file's entries, then keep all or none; everybody under contract is compared with them next.

    A file that cannot be read is refused with the reason, and who gave it is told. Harmless when done before.
    The reading stands outside the transaction, so that its progress is seen.
    """
    entries = []
    try:
        with sanctions_list.stored.content.open("rb") as stream:
            found = sanctions_file.read(stream)
            header = next(found)
            for entry in found:
                entries.append(entry)
                if len(entries) % CHUNK == 0:
                    at_work(len(entries))
    except BadList as problem:
        return refuse_sanctions_list(sanctions_list, problem.code)
    return keep_sanctions_list(sanctions_list, header, entries)


@action
def keep_sanctions_list(sanctions_list, header, entries):
    """Keep what was read of a list, unless it is of a day to come or here already."""
    take_turns("sanctions lists")
    sanctions_list = locked(sanctions_list)
    if sanctions_list.state != ListState.WAITING:
        return sanctions_list
    if problem := _problem(sanctions_list, header):
        return refuse_sanctions_list(sanctions_list, problem)
    ListedParty.objects.bulk_create((_party(sanctions_list, entry) for entry in entries), batch_size=CHUNK)
    sanctions_list.version, sanctions_list.published_at = header.version, header.published_at
    sanctions_list.entry_count = len(entries)
    fields = ["version", "published_at", "entry_count"]
    advance(sanctions_list, ListAction.LOAD, by=sanctions_list.added_by, fields=fields)
    enqueue(RESCREEN, target=sanctions_list.pk, key=f"{RESCREEN}:{sanctions_list.pk}")
    return sanctions_list


@action
def refuse_sanctions_list(sanctions_list, code):
    """Say that a file is no list that can be read, and why; who gave it is told. Harmless when decided."""
    sanctions_list = locked(sanctions_list)
    if sanctions_list.state == ListState.WAITING:
        sanctions_list.problem = code
        advance(sanctions_list, ListAction.REFUSE, by=sanctions_list.added_by, fields=["problem"])
    return sanctions_list


def _problem(sanctions_list, header):
    if header.published_at > clock.now() + SLACK:
        return "future"
    same = SanctionsList.objects.filter(name=sanctions_list.name, version=header.version, state=ListState.LOADED)
    return "known" if same.exists() else ""


def _party(sanctions_list, entry):
    return ListedParty(
        sanctions_list=sanctions_list, reference=entry.reference, is_person=entry.is_person, names=list(entry.names),
        born=entry.born, programme=entry.programme, remark=entry.remark,
    )  # fmt: skip


def index_of(sanctions_list):
    """The names of a list, to compare many with; one query."""
    rows = sanctions_list.listed.values_list("pk", "names")
    return Index((pk, name) for pk, names in rows.iterator(chunk_size=CHUNK) for name in names)

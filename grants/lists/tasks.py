"""The worker's side of lists: their files, and the end of these."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from grants import clock
from grants.files.streams import MOST_ROWS, BookWriter
from grants.jobs.actions import JobFailed, handles, renew
from grants.lists.actions import forget_files, give_up_file, keep_file
from grants.lists.listing import Listing, table_of
from grants.lists.models import ListFile
from grants.lists.queries import KIND, list_at, request_for

NOT_YOURS = gettext_noop("You may no longer open this list.")
NO_LIST = gettext_noop("This list is no longer there.")
TOO_LONG = gettext_noop("The list has more rows than a workbook holds. Take the CSV file.")
FAILED = gettext_noop("Something went wrong on our side. The administrators see it; try again later.")

RENEW_EVERY = timedelta(seconds=5)


def _gave_up(job, error):
    asked = ListFile.objects.filter(pk=int(job.target)).first()
    if asked:
        known = error in (NOT_YOURS, NO_LIST, TOO_LONG)
        give_up_file(asked, error=error if known else FAILED, by=None)


@handles(KIND, label=_("Make the file of a list"), gave_up=_gave_up)
def make_list_file(job):
    """Write the workbook the job names: the list as the person who asked may open it now, in their language."""
    asked = ListFile.objects.select_related("person").get(pk=int(job.target))
    if not asked.is_under_way:
        return
    with translation.override(asked.language):
        request = request_for(asked.person, asked.address)
        table = table_of(request, _listing(request, asked))
        if table.count > MOST_ROWS:
            raise JobFailed(TOO_LONG)
        with BookWriter() as book:
            book.table(_("Rows"), table.heads, _at_work(job, table), above=table.above)
        with book.content:
            keep_file(asked, content=book.content, rows=table.count, name=f"{table.name}.xlsx", by=None)


def _listing(request, asked):
    view, arguments = list_at(asked.address) or (None, {})
    if view is None or not asked.person.is_active:
        raise JobFailed(NO_LIST if view is None else NOT_YOURS)
    try:
        listing = view(request, **arguments)
    except (PermissionDenied, Http404) as error:
        raise JobFailed(NOT_YOURS) from error
    if not isinstance(listing, Listing):
        raise JobFailed(NOT_YOURS)  # the page asks for something first, like a declaration
    return listing


def _at_work(job, table):
    """The rows, telling how far they are; a worker that takes too long keeps its lease."""
    renewed = clock.now()
    renew(job, phase="", done=0, total=table.count)
    for number, row in enumerate(table.rows, start=1):
        if number % 500 == 0 and clock.now() - renewed > RENEW_EVERY:
            renewed = clock.now()
            renew(job, done=min(number, table.count), total=table.count)
        yield row


@handles("forget_list_files", label=_("Nightly end of files of lists"))
def forget_list_files(job):
    """Every night: files of lists whose days are over."""
    forget_files(by=None)

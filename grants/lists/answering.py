"""How a list answers: with its page, or with its file."""

from functools import wraps

from django.db import connection
from django.http import FileResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from grants.attempts.actions import note_reading
from grants.files.serving import SANDBOX
from grants.files.streams import CSV, WORKBOOK, BookWriter, csv_pieces
from grants.lists.listing import Listing, address_query, table_of
from grants.lists.queries import views_on
from grants.roles import Role

FORMS = ("csv", "xlsx")

AT_ONCE = 5000
"""Rows of a workbook that is made while the reader waits; a larger one is made by a worker."""


def exportable(view):
    """Decorator of a view that returns a Listing: its page, or its file where the address asks for one.

    Stands below ``needs``. A request that ``takes_listing`` (a worker's) is given the Listing itself.
    """

    @wraps(view)
    def shown(request, *args, **kwargs):
        listing = view(request, *args, **kwargs)
        if not isinstance(listing, Listing) or hasattr(request, "takes_listing"):
            return listing
        form = request.GET.get("export")
        return as_file(request, listing, form) if form in FORMS else as_page(request, listing)

    shown.is_list = True
    return shown


def as_page(request, listing):
    """One page of the list, with what can be done with the whole."""
    context = listing.context
    if listing.columns is None:
        context["rows"] = listing.lines(listing.shown)
    context["tools"] = tools_of(request, listing)
    return render(request, listing.template, context)


def tools_of(request, listing) -> dict:
    """What components/list_tools.html shows: the files, the views saved here, saving one, what was not understood."""
    form = listing.context.get("form")
    query = address_query(request, form)
    views = views_on(request.user, request.path)
    for view in views:
        view.is_shown = view.query == query
    return {
        "title": listing.title,
        "path": request.path,
        "query": query,
        "prefix": f"?{query}&" if query else "?",
        "count": listing.count,
        "views": views,
        "may_save": bool(query) and not any(view.is_shown for view in views),
        "left_out": [str(form.fields[name].label) for name in form.errors] if form is not None else [],
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
    }


def as_file(request, listing, form):
    """The whole list: CSV sent while it is made, a workbook at once, or the page to have a long one made."""
    if form == "xlsx" and listing.count > (AT_ONCE if listing.at_once is None else listing.at_once):
        query = address_query(request, listing.context.get("form"))
        context = {"title": listing.title, "count": listing.count, "path": request.path, "query": query}
        return render(request, "grants/lists/file_long.html", context)
    if request.user.roles() and not request.user.has_role(Role.AUDITOR):  # what an auditor opens is kept already
        note_reading(request.user, address=request.get_full_path())
    if form == "csv":
        table = table_of(request, listing, between=_give_connection_back)
        response = StreamingHttpResponse(csv_pieces(_lines(table)), content_type=CSV)
    else:
        table = table_of(request, listing)
        with BookWriter() as book:
            book.table(_("Rows"), table.heads, table.rows, above=table.above)
        response = FileResponse(book.content, content_type=WORKBOOK)
    response["Content-Disposition"] = content_disposition_header(True, f"{table.name}.{form}")
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(table):
    yield from table.above
    yield table.heads
    yield from table.rows


def _give_connection_back():
    """Back to the pool while a slow line reads: the next batch takes one again."""
    if not connection.in_atomic_block:
        connection.close()

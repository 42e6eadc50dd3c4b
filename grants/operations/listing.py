"""Lists page by page, with what is filtered in the address."""

from urllib.parse import urlencode

from django.core.paginator import Paginator

from grants.lists.listing import chosen

PER_PAGE = 50


def listed(request, form, rows, total=None):
    """What a list page shows of ``rows``: one page, the filters in force and how to take each away.

    ``rows(**filters)`` returns the queryset; filters that are not valid are not applied. ``total`` is how
    many rows there are without a filter, where the page has counted them already.
    """
    filters = chosen(form)
    is_narrowed = any(value for name, value in filters.items() if name != "sort")
    page = paged(request, rows(**filters), None if is_narrowed else total)
    chips = [
        {"label": f"{form.fields[name].label}: {_word(form, name, value)}", "url": "?" + _query(filters, without=name)}
        for name, value in filters.items()
        if value
    ]
    query = _query(filters)
    return {"page": page, "form": form, "chips": chips, "query": f"{query}&" if query else ""}


def paged(request, rows, total=None):
    """One page of ``rows``, the one the address names; they are counted where ``total`` does not say."""
    paginator = Paginator(rows, PER_PAGE)
    if total is not None:
        paginator.count = total
    return paginator.get_page(request.GET.get("page"))


def _query(filters, without=""):
    return urlencode({name: value for name, value in filters.items() if value and name != without})


def _word(form, name, value):
    return dict(getattr(form.fields[name], "choices", ())).get(value, value)

"""What a person has kept of lists."""

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from grants.jobs.models import LIVE, Job
from grants.lists.models import SavedView

KIND = "make_list_file"
"""Jobs that make the file of a list."""


def views_on(user, path) -> list[SavedView]:
    """The views the person has saved on the list; no query for who has none at all."""
    return list(SavedView.objects.visible_to(user).filter(path=path)) if user.keeps_views else []


def job_of(list_file):
    """The job that makes the file, while it lives."""
    return Job.objects.filter(kind=KIND, target=str(list_file.pk), state__in=LIVE).first()


def list_at(address):
    """(view, its arguments) of the list at an address of ours; None for what is no list."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None  # of another site, whatever its path
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    return (found.func, found.kwargs) if getattr(found.func, "is_list", False) else None


def request_for(user, address):
    """A request of the person for the list at the address: whoever asks, the list checks whether they may."""
    parts, request = urlsplit(address), HttpRequest()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.META["QUERY_STRING"], request.GET = parts.query, QueryDict(parts.query)
    request.user, request.htmx, request.takes_listing = user, False, True
    return request

"""The site's addresses, and the floor: an empty page through the whole middleware."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from grants.web import needs

EMPTY = "<!doctype html><html lang='es'><title>·</title><body></body></html>"


@needs("grants.edit_profile")
def floor(request):
    """What the stack costs before a page does anything."""
    return HttpResponse(engines["django"].from_string(EMPTY).render({}, request))


urlpatterns = [path("floor/", floor, name="floor"), path("", include("alinvest.urls"))]

"""Index of the pages of reporting, stage by stage."""

from django.urls import include, path

from reporting.home.urls import public_urlpatterns as public_home

public_urlpatterns = [*public_home]
"""Under /es/, /pt/ and /en/, in the namespace ``public``."""

urlpatterns = [
    path("lists/", include("reporting.progress.list_urls")),
    path("firms/", include("reporting.firms.urls")),
    path("", include("reporting.home.urls")),
    path("updates/", include("reporting.progress.urls")),
]

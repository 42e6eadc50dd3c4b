"""Index of the pages of reporting, stage by stage."""

from django.urls import include, path

from reporting.home.urls import public_urlpatterns as public_home

public_urlpatterns = [*public_home]
"""Under /es/, /pt/ and /en/, in the namespace ``public``."""

urlpatterns = [
    path("results/", include("reporting.results.urls")),
    path("", include("reporting.home.urls")),
]

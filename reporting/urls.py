"""Index of the pages of reporting, stage by stage."""

from django.urls import include, path

from reporting.home.urls import public_urlpatterns as public_home
from reporting.publishing.urls import public_urlpatterns as public_results

public_urlpatterns = [*public_results, *public_home]
"""Under /es/, /pt/ and /en/, in the namespace ``public``."""

urlpatterns = [
    path("lists/", include("reporting.progress.list_urls")),
    path("firms/", include("reporting.firms.urls")),
    path("results/", include("reporting.results.urls")),
    path("", include("reporting.home.urls")),
    path("updates/", include("reporting.progress.urls")),
    path("visits/", include("reporting.monitoring.urls")),
    path("findings/", include("reporting.monitoring.finding_urls")),
    path("audits/", include("reporting.auditing.urls")),
    path("publications/", include("reporting.publishing.urls")),
]

"""Index of the pages of grants, stage by stage."""

from django.urls import include, path

from grants.applications.urls import public_urlpatterns as public_applications
from grants.calls.urls import public_urlpatterns as public_calls
from grants.maintenance.urls import public_urlpatterns as public_maintenance
from grants.organisations.views.profile import choose_language

public_urlpatterns = [*public_calls, *public_applications, *public_maintenance]
"""Under /es/, /pt/ and /en/, in the namespace ``public``."""

urlpatterns = [
    path("applications/", include("grants.applications.urls")),
    path("calls/", include("grants.calls.urls")),
    path("indicators/", include("grants.indicators.urls")),
    path("forms/", include("grants.questionnaire.urls")),
    path("evaluation/", include("grants.evaluation.urls")),
    path("contracts/", include("grants.contracts.urls")),
    path("payments/", include("grants.payments.urls")),
    path("diligence/", include("grants.diligence.urls")),
    path("maintenance/", include("grants.maintenance.urls")),
    path("language/", choose_language, name="choose_language"),
    path("", include("grants.lists.urls")),
    path("", include("grants.organisations.urls")),
    path("", include("grants.operations.urls")),
]

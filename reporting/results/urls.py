"""Addresses of compilations and figures."""

from django.urls import path

from reporting.results.views import compilations, figures

app_name = "results"
urlpatterns = [
    path("", compilations.compilation_list, name="list"),
    path("new/", compilations.compilation_new, name="new"),
    path("<uuid:public_id>/", compilations.compilation_detail, name="compilation"),
    path("<uuid:public_id>/progress/", compilations.compilation_progress, name="progress"),
    path("figures/<uuid:public_id>/", figures.figure_detail, name="figure"),
    path("figures/<uuid:public_id>/<uuid:project>/", figures.figure_firms, name="firms"),
    path("figures/<uuid:public_id>/<uuid:project>/<uuid:firm>/", figures.figure_facts, name="facts"),
]

"""Addresses of findings."""

from django.urls import path

from reporting.monitoring.views import findings

app_name = "findings"

urlpatterns = [
    path("", findings.finding_list, name="list"),
    path("new/", findings.new, name="new"),
    path("files/<uuid:public_id>/", findings.file, name="file"),
    path("<uuid:public_id>/", findings.detail, name="detail"),
    path("<uuid:public_id>/answer/", findings.answer, name="answer"),
    path("<uuid:public_id>/return/", findings.give_back, name="return"),
    path("<uuid:public_id>/close/", findings.close, name="close"),
]

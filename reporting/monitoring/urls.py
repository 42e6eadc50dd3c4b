"""Addresses of visits."""

from django.urls import path

from reporting.monitoring.queries import links
from reporting.monitoring.views import findings, visits, writing

assert links  # what stands beside contracts, updates and firms
app_name = "visits"

urlpatterns = [
    path("", visits.visit_list, name="list"),
    path("new/", visits.new, name="new"),
    path("files/<uuid:public_id>/", writing.file, name="file"),
    path("files/<uuid:public_id>/remove/", writing.remove_file, name="remove_file"),
    path("<uuid:public_id>/", visits.detail, name="detail"),
    path("<uuid:public_id>/change/", visits.change, name="change"),
    path("<uuid:public_id>/report/", writing.report, name="report"),
    path("<uuid:public_id>/files/", writing.upload, name="upload"),
    path("<uuid:public_id>/firms/", writing.firms, name="firms"),
    path("<uuid:public_id>/sample/", writing.sample, name="sample"),
    path("<uuid:public_id>/pick/", writing.pick, name="pick"),
    path("<uuid:public_id>/firms/<int:position>/leave-out/", writing.leave_out, name="leave_out"),
    path("<uuid:public_id>/carry-out/", visits.carry_out, name="carry_out"),
    path("<uuid:public_id>/cancel/", visits.cancel, name="cancel"),
    path("<uuid:public_id>/findings/new/", findings.new_of_visit, name="new_finding"),
]

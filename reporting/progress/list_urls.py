"""Addresses of firm lists."""

from django.urls import path

from reporting.progress.views import lists

app_name = "lists"

urlpatterns = [
    path("update/<uuid:public_id>/", lists.of_update, name="of_update"),
    path("update/<uuid:public_id>/hand-in/", lists.hand_in, name="hand_in"),
    path("update/<uuid:public_id>/template/", lists.template, name="template"),
    path("<uuid:public_id>/", lists.detail, name="detail"),
    path("<uuid:public_id>/workbook/", lists.download, name="download"),
    path("<uuid:public_id>/report/", lists.report, name="report"),
    path("<uuid:public_id>/rows/", lists.rows, name="rows"),
]

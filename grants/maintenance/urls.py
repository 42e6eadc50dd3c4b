"""Addresses of maintenance: the administrators', and the public page under /es/, /pt/, /en/."""

from django.urls import path

from grants.maintenance import views

app_name = "maintenance"

urlpatterns = [
    path("", views.maintenance_list, name="list"),
    path("announce/", views.announce, name="announce"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/times/", views.change, name="change"),
    path("<uuid:public_id>/start/", views.start, name="start"),
    path("<uuid:public_id>/end/", views.end, name="end"),
    path("<uuid:public_id>/withdraw/", views.withdraw, name="withdraw"),
]

public_urlpatterns = [path("status/", views.status, name="status")]

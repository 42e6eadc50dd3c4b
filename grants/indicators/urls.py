"""Addresses of the catalogue of indicators, as officers set it up."""

from django.urls import path

from grants.indicators import views

app_name = "indicators"

urlpatterns = [
    path("", views.indicator_list, name="list"),
    path("load/", views.load, name="load"),
    path("new/", views.indicator_new, name="new"),
    path("<slug:code>/", views.indicator, name="indicator"),
    path("<slug:code>/next/", views.next_version, name="next_version"),
]

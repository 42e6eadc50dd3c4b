"""Addresses of the register of firms."""

from django.urls import path

from reporting.firms.views import pairs, register

app_name = "firms"

urlpatterns = [
    path("", register.firm_list, name="list"),
    path("pairs/", pairs.queue, name="pairs"),
    path("pairs/<uuid:public_id>/", pairs.pair_detail, name="pair"),
    path("pairs/<uuid:public_id>/merge/", pairs.merge, name="merge"),
    path("pairs/<uuid:public_id>/keep-apart/", pairs.keep_two, name="keep_apart"),
    path("pairs/<uuid:public_id>/unmerge/", pairs.unmerge, name="unmerge"),
    path("<uuid:public_id>/", register.firm_detail, name="detail"),
]

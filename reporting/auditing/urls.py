"""Addresses of audits."""

from django.urls import path

from reporting.auditing.views import populations, samples

app_name = "audits"

urlpatterns = [
    path("", samples.sample_list, name="list"),
    path("population/", populations.choose, name="population"),
    path("population/<slug:table>.<slug:form>", populations.download, name="download"),
    path("<uuid:public_id>/", samples.sample_detail, name="sample"),
    path("<uuid:public_id>/items.csv", samples.sample_items, {"form": "csv"}, name="items_csv"),
    path("<uuid:public_id>/items.xlsx", samples.sample_items, {"form": "xlsx"}, name="items_xlsx"),
    path("<uuid:public_id>/units.csv", samples.sample_units, name="units"),
]

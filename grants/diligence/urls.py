"""Addresses of what the programme looks up about organisations."""

from django.urls import path

from grants.diligence.views import lists, records

app_name = "diligence"

urlpatterns = [
    path("lists/", lists.list_list, name="lists"),
    path("lists/import/", lists.import_list, name="import_list"),
    path("lists/<uuid:public_id>/", lists.detail, name="list"),
    path("lists/<uuid:public_id>/progress/", lists.progress, name="list_progress"),
    path("organisations/<uuid:public_id>/", records.of_organisation, name="organisation"),
    path("organisations/<uuid:public_id>/records/new/", records.new_check, name="new_check"),
    path("organisations/<uuid:public_id>/flags/new/", records.new_flag, name="new_flag"),
    path("flags/<uuid:public_id>/", records.flag, name="flag"),
    path("flags/<uuid:public_id>/escalate/", records.escalate, name="escalate_flag"),
    path("flags/<uuid:public_id>/clear/", records.clear, name="clear_flag"),
]

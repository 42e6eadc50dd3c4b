"""Addresses of saved views and of files of lists."""

from django.urls import include, path

from grants.lists.views import files, saved

view_pages = [
    path("", saved.view_list, name="list"),
    path("new/", saved.view_new, name="new"),
    path("<uuid:public_id>/", saved.view_rename, name="rename"),
    path("<uuid:public_id>/delete/", saved.view_delete, name="delete"),
]
file_pages = [
    path("", files.file_list, name="list"),
    path("new/", files.file_new, name="new"),
    path("<uuid:public_id>/", files.file_detail, name="detail"),
    path("<uuid:public_id>/progress/", files.file_progress, name="progress"),
    path("<uuid:public_id>/download/", files.file_download, name="download"),
]

urlpatterns = [
    path("saved-views/", include((view_pages, "views"))),
    path("exports/", include((file_pages, "exports"))),
]

"""Addresses of results updates."""

from django.urls import path

from reporting.progress.views import deciding, filling, updates

app_name = "updates"

urlpatterns = [
    path("", updates.update_list, name="list"),
    path("new/", updates.new, name="new"),
    path("evidence/<uuid:public_id>/", filling.evidence, name="evidence"),
    path("evidence/<uuid:public_id>/remove/", filling.remove, name="remove_evidence"),
    path("<uuid:public_id>/", updates.detail, name="detail"),
    path("<uuid:public_id>/values/", filling.values, name="values"),
    path("<uuid:public_id>/values/save/", filling.save, name="save"),
    path("<uuid:public_id>/values/autosave/", filling.autosave, name="autosave"),
    path("<uuid:public_id>/values/history/", filling.history, name="history"),
    path("<uuid:public_id>/evidence/<str:code>/", filling.upload, name="upload"),
    path("<uuid:public_id>/submit/", deciding.submit, name="submit"),
    path("<uuid:public_id>/review/", deciding.review, name="review"),
    path("<uuid:public_id>/return/", deciding.give_back, name="return"),
    path("<uuid:public_id>/approve/", deciding.approve, name="approve"),
    path("<uuid:public_id>/correct/", deciding.correct, name="correct"),
]

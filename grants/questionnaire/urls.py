"""Addresses of the forms and grids, as staff set them up."""

from django.urls import path

from grants.questionnaire.views import questions, versions

app_name = "forms"

urlpatterns = [
    path("", versions.form_list, name="list"),
    path("new/", versions.form_new, name="new"),
    path("versions/<uuid:public_id>/", versions.version, name="version"),
    path("versions/<uuid:public_id>/name/", versions.rename, name="rename"),
    path("versions/<uuid:public_id>/copy/", versions.form_copy, name="copy"),
    path("versions/<uuid:public_id>/next/", versions.next_version, name="next_version"),
    path("versions/<uuid:public_id>/sections/new/", questions.section_new, name="section_new"),
    path("sections/<uuid:public_id>/", questions.section, name="section"),
    path("sections/<uuid:public_id>/move/", questions.section_move, name="section_move"),
    path("sections/<uuid:public_id>/remove/", questions.section_remove, name="section_remove"),
    path("sections/<uuid:public_id>/questions/", questions.kinds, name="kinds"),
    path("sections/<uuid:public_id>/questions/<slug:kind>/", questions.question_new, name="question_new"),
    path("questions/<uuid:public_id>/", questions.question, name="question"),
    path("questions/<uuid:public_id>/move/", questions.question_move, name="question_move"),
    path("questions/<uuid:public_id>/copy/", questions.question_copy, name="question_copy"),
    path("questions/<uuid:public_id>/remove/", questions.question_remove, name="question_remove"),
]

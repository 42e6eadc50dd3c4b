"""Addresses of the calls: the staff's, and the public ones under /es/, /pt/, /en/."""

from django.urls import path

from grants.calls.views import decisions, form_preview, programmes, public, questions, records, setting_up

app_name = "calls"

urlpatterns = [
    path("", records.call_list, name="list"),
    path("new/", setting_up.call_new, name="new"),
    path("programmes/", programmes.programme_list, name="programmes"),
    path("programmes/new/", programmes.programme_new, name="programme_new"),
    path("programmes/<slug:code>/", programmes.programme, name="programme"),
    path("form-preview/<uuid:public_id>/", form_preview.preview, name="form_preview"),
    path("lots/<uuid:public_id>/", setting_up.lot, name="lot"),
    path("lots/<uuid:public_id>/remove/", setting_up.lot_remove, name="lot_remove"),
    path("slots/<uuid:public_id>/", setting_up.slot, name="slot"),
    path("slots/<uuid:public_id>/remove/", setting_up.slot_remove, name="slot_remove"),
    path("slots/<uuid:public_id>/template/", setting_up.template_new, name="template_new"),
    path("templates/<uuid:public_id>/", records.slot_template, name="slot_template"),
    path("templates/<uuid:public_id>/remove/", setting_up.template_remove, name="template_remove"),
    path("documents/<uuid:public_id>/remove/", decisions.document_remove, name="document_remove"),
    path("ask/<slug:slug>/", questions.ask, name="ask"),
    path("questions/<uuid:public_id>/", questions.question, name="question"),
    path("questions/<uuid:public_id>/set-aside/", questions.set_aside, name="question_set_aside"),
    path("questions/<uuid:public_id>/amend/", questions.amend, name="question_amend"),
    path("<uuid:public_id>/questions/", questions.question_list, name="questions"),
    path("<uuid:public_id>/", records.call_detail, name="detail"),
    path("<uuid:public_id>/preview/", records.preview, name="preview"),
    path("<uuid:public_id>/counts/", records.counts, name="counts"),
    path("<uuid:public_id>/basics/", setting_up.call_basics, name="basics"),
    path("<uuid:public_id>/lots/new/", setting_up.lot_new, name="lot_new"),
    path("<uuid:public_id>/countries/", setting_up.countries, name="countries"),
    path("<uuid:public_id>/indicators/", setting_up.catalogue, name="catalogue"),
    path("<uuid:public_id>/form/", setting_up.form, name="form"),
    path("<uuid:public_id>/slots/new/", setting_up.slot_new, name="slot_new"),
    path("<uuid:public_id>/documents/new/", decisions.document_new, name="document_new"),
    path("<uuid:public_id>/copy/", setting_up.call_copy, name="copy"),
    path("<uuid:public_id>/form/correct/", decisions.form_correct, name="form_correct"),
    path("<uuid:public_id>/dates/new/", decisions.date_new, name="date_new"),
    path("dates/<uuid:public_id>/", decisions.date, name="date"),
    path("dates/<uuid:public_id>/remove/", decisions.date_remove, name="date_remove"),
    path("<uuid:public_id>/correct/", decisions.correct, name="correct"),
    path("<uuid:public_id>/publish/", decisions.publish, name="publish"),
    path("<uuid:public_id>/steps/", setting_up.steps, name="steps"),
    path("<uuid:public_id>/deadline/", decisions.deadline, name="deadline"),
    path("<uuid:public_id>/cancel/", decisions.cancel, name="cancel"),
]

public_urlpatterns = [
    path("calls/", public.call_list, name="calls"),
    path("calls/<slug:slug>/", public.call_page, name="call"),
    path("calls/<slug:slug>/check/", public.self_check, name="call_check"),
    path("calls/<slug:slug>/templates/<uuid:public_id>/", public.template, name="call_template"),
    path("calls/<slug:slug>/documents/<uuid:public_id>/", public.document, name="call_document"),
]

"""Addresses of contracts and own actions."""

from django.urls import path

from grants.contracts.views import addenda, own_actions, preparing, records, signing

app_name = "contracts"

urlpatterns = [
    path("", records.contract_list, name="list"),
    path("waiting/", preparing.waiting, name="waiting"),
    path("prepare/<uuid:public_id>/", preparing.prepare, name="prepare"),
    path("own-actions/", own_actions.own_action_list, name="own_actions"),
    path("own-actions/new/", own_actions.own_action_new, name="own_action_new"),
    path("versions/<uuid:public_id>/document/", signing.document, name="document"),
    path("signatures/<uuid:public_id>/scan/", signing.scan, name="scan"),
    path("<uuid:public_id>/", records.contract_detail, name="detail"),
    path("<uuid:public_id>/facts/", preparing.facts, name="facts"),
    path("<uuid:public_id>/terms/", preparing.terms, name="terms"),
    path("<uuid:public_id>/budget/", records.budget, name="budget"),
    path("<uuid:public_id>/budget/<slug:row>/", preparing.correct, name="correct"),
    path("<uuid:public_id>/logframe/", preparing.logframe, name="logframe"),
    path("<uuid:public_id>/parties/refresh/", preparing.refresh, name="refresh_parties"),
    path("<uuid:public_id>/word/", signing.word, name="word"),
    path("<uuid:public_id>/send/", signing.send, name="send"),
    path("<uuid:public_id>/signatures/", signing.signatures, name="sign"),
    path("<uuid:public_id>/force/", signing.put_in_force, name="put_in_force"),
    path("<uuid:public_id>/cancel/", signing.cancel, name="cancel"),
    path("<uuid:public_id>/addendum/", addenda.sign, name="addendum"),
    path("addenda/<uuid:public_id>/scan/", addenda.scan, name="addendum_scan"),
]

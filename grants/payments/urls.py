"""Addresses of payments, of the money of contracts and of the books."""

from django.urls import path

from grants.payments.views import money, payments, requests

app_name = "payments"

urlpatterns = [
    path("", requests.payment_list, name="list"),
    path("ledger/", money.ledger, name="ledger"),
    path("ledger/close/", money.close, name="close_period"),
    path("contracts/<uuid:public_id>/", money.contract_money, name="contract"),
    path("contracts/<uuid:public_id>/request/", requests.new, name="new"),
    path("contracts/<uuid:public_id>/screening/", money.screen, name="screen"),
    path("screenings/<uuid:public_id>/", money.screening, name="screening"),
    path("screenings/<uuid:public_id>/clear/", money.clear, name="clear_screening"),
    path("requests/<uuid:public_id>/", requests.detail, name="request"),
    path("requests/<uuid:public_id>/initiate/", requests.initiate, name="initiate"),
    path("requests/<uuid:public_id>/return/", requests.give_back, name="return_request"),
    path("requests/<uuid:public_id>/withdraw/", requests.withdraw, name="withdraw_request"),
    path("<uuid:public_id>/", payments.detail, name="detail"),
    path("<uuid:public_id>/approve/", payments.approve, name="approve"),
    path("<uuid:public_id>/reject/", payments.reject, name="reject"),
    path("<uuid:public_id>/cancel/", payments.cancel, name="cancel"),
    path("<uuid:public_id>/confirm/", payments.confirm, name="confirm"),
    path("<uuid:public_id>/return/", payments.give_back, name="return"),
]

"""Addresses of payments, of the money of contracts and of the books."""

from django.urls import path

from grants.payments.views import books, money, payments, reconciling, requests, transfers

app_name = "payments"

urlpatterns = [
    path("", requests.payment_list, name="list"),
    path("ledger/", money.ledger, name="ledger"),
    path("ledger/close/", money.close, name="close_period"),
    path("exports/", books.batch_list, name="batches"),
    path("exports/make/", books.export, name="export"),
    path("exports/<uuid:public_id>/", books.batch, name="batch"),
    path("exports/<uuid:public_id>/csv/", books.batch_csv, name="batch_csv"),
    path("exports/<uuid:public_id>/xlsx/", books.batch_workbook, name="batch_workbook"),
    path("lists/", books.paid_list_list, name="paid_lists"),
    path("lists/read/", books.read_list, name="read_list"),
    path("lists/<uuid:public_id>/", books.paid_list, name="paid_list"),
    path("lists/<uuid:public_id>/file/", books.paid_list_file, name="paid_list_file"),
    path("lists/<uuid:public_id>/confirm/", books.confirm_list, name="confirm_list"),
    path("months/", reconciling.month_list, name="months"),
    path("months/reconcile/", reconciling.reconcile, name="reconcile"),
    path("months/<uuid:public_id>/", reconciling.reconciliation, name="reconciliation"),
    path("months/<uuid:public_id>/statement/", reconciling.statement, name="statement"),
    path("months/<uuid:public_id>/confirm/", reconciling.confirm, name="confirm_reconciliation"),
    path("months/<uuid:public_id>/return/", reconciling.give_back, name="return_reconciliation"),
    path("contracts/<uuid:public_id>/compare/", money.compare, name="compare"),
    path("screenings/<uuid:public_id>/confirm/", money.confirm_match, name="confirm_match"),
    path("contracts/<uuid:public_id>/transfers/", transfers.transfer_list, name="transfers"),
    path("contracts/<uuid:public_id>/transfers/new/", transfers.new, name="new_transfer"),
    path("transfers/<uuid:public_id>/correct/", transfers.correct, name="correct_transfer"),
    path("transfers/<uuid:public_id>/proof/", transfers.proof, name="transfer_proof"),
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

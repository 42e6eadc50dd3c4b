"""Addresses of applications: the list, the record, one page per part, the consortium, handing in."""

from django.urls import path

from grants.applications.views import (
    beside,
    budget,
    consortium,
    documents,
    drafting,
    logframe,
    mandates,
    parts,
    receipts,
    submission,
    trying,
    workbook,
    workplan,
)

app_name = "applications"

urlpatterns = [
    path("", drafting.application_list, name="list"),
    path("new/", drafting.new_application, name="new"),
    path("new/<slug:slug>/", drafting.start_application, name="start"),
    path("try/<uuid:public_id>/", trying.try_out, name="try_out"),
    path("<uuid:public_id>/", drafting.application_detail, name="detail"),
    path("<uuid:public_id>/facts/", drafting.facts, name="facts"),
    path("<uuid:public_id>/facts/save/", drafting.save_facts, name="save_facts"),
    path("<uuid:public_id>/print/", drafting.print_application, name="print"),
    path("<uuid:public_id>/pdf/", drafting.draft_pdf, name="draft_pdf"),
    path("<uuid:public_id>/presence/", drafting.presence, name="presence"),
    # One page per part of the form.
    path("<uuid:public_id>/parts/<slug:slug>/", parts.part, name="part"),
    path("parts/<uuid:public_id>/save/", parts.save_part, name="save_part"),
    path("parts/<uuid:public_id>/autosave/", parts.autosave, name="autosave"),
    path("parts/<uuid:public_id>/history/", parts.history, name="history"),
    path("parts/<uuid:public_id>/restore/", parts.restore, name="restore"),
    path("parts/<uuid:public_id>/files/<slug:key>/", documents.upload_answer, name="upload_answer"),
    path("parts/<uuid:public_id>/owner/", consortium.assign_part, name="assign_part"),
    # The consortium.
    path("<uuid:public_id>/consortium/", consortium.consortium, name="consortium"),
    path("<uuid:public_id>/consortium/invite/", consortium.invite_partner, name="invite_partner"),
    path("partners/<uuid:public_id>/withdraw/", consortium.withdraw_invitation, name="withdraw_invitation"),
    path("partners/<uuid:public_id>/remove/", consortium.remove_partner, name="remove_partner"),
    path("partners/<uuid:public_id>/tasks/", consortium.tasks, name="tasks"),
    path("invitations/<uuid:public_id>/", consortium.invitation, name="invitation"),
    path("invitations/<uuid:public_id>/decline/", consortium.decline_invitation, name="decline_invitation"),
    # The logframe.
    path("<uuid:public_id>/logframe/", logframe.logframe, name="logframe"),
    path("<uuid:public_id>/logframe/save/", logframe.save_logframe, name="save_logframe"),
    path("<uuid:public_id>/logframe/autosave/", logframe.autosave, name="autosave_logframe"),
    path("<uuid:public_id>/logframe/history/", logframe.history, name="logframe_history"),
    path("<uuid:public_id>/logframe/results/", logframe.add_result, name="add_result"),
    path("<uuid:public_id>/logframe/results/<uuid:key>/delete/", logframe.delete_result, name="delete_result"),
    path("<uuid:public_id>/logframe/results/<uuid:key>/indicators/", logframe.add_indicator, name="add_indicator"),
    path("<uuid:public_id>/logframe/indicators/<uuid:key>/delete/", logframe.delete_indicator, name="delete_indicator"),
    path("<uuid:public_id>/logframe/indicators/<uuid:key>/move/", logframe.move_indicator, name="move_indicator"),
    # The workplan.
    path("<uuid:public_id>/workplan/", workplan.workplan, name="workplan"),
    path("<uuid:public_id>/workplan/save/", workplan.save_workplan, name="save_workplan"),
    path("<uuid:public_id>/workplan/autosave/", workplan.autosave, name="autosave_workplan"),
    path("<uuid:public_id>/workplan/history/", workplan.history, name="workplan_history"),
    path("<uuid:public_id>/workplan/activities/", workplan.add_activity, name="add_activity"),
    path("<uuid:public_id>/workplan/activities/<uuid:key>/move/", workplan.move_activity, name="move_activity"),
    path("<uuid:public_id>/workplan/activities/<uuid:key>/delete/", workplan.delete_activity, name="delete_activity"),
    # Comments, and help on the last evening.
    path("<uuid:public_id>/comments/<slug:place>/", beside.begin_thread, name="begin_thread"),
    path("comments/<uuid:public_id>/answer/", beside.answer_thread, name="answer_thread"),
    path("comments/<uuid:public_id>/resolve/", beside.resolve_thread, name="resolve_thread"),
    path("comments/<uuid:public_id>/reopen/", beside.reopen_thread, name="reopen_thread"),
    path("<uuid:public_id>/help/<slug:place>/", beside.open_help, name="open_help"),
    path("help/", beside.help_list, name="help_list"),
    path("help/<uuid:public_id>/", beside.read_help, name="help"),
    path("help/<uuid:public_id>/end/", beside.end_help, name="end_help"),
    # The budget.
    path("<uuid:public_id>/budget/", budget.budget, name="budget"),
    path("<uuid:public_id>/budget/paste/", budget.paste, name="paste_budget"),
    path("<uuid:public_id>/budget/save/", budget.save_budget, name="save_budget"),
    path("<uuid:public_id>/budget/autosave/", budget.autosave, name="autosave_budget"),
    # Documents.
    path("<uuid:public_id>/documents/", documents.documents, name="documents"),
    path("<uuid:public_id>/documents/<slug:slot>/", documents.upload, name="upload"),
    path("partners/<uuid:public_id>/documents/<slug:slot>/", documents.upload_for_partner, name="upload_for_partner"),
    path("documents/<uuid:public_id>/", documents.download, name="document"),
    path("documents/<uuid:public_id>/remove/", documents.remove, name="remove_document"),
    # Working without a connection.
    path("<uuid:public_id>/offline/", workbook.offline, name="offline"),
    path("<uuid:public_id>/offline/workbook/", workbook.download, name="make_workbook"),
    path("<uuid:public_id>/offline/return/", workbook.hand_in, name="return_workbook"),
    path("workbooks/<uuid:public_id>/", workbook.returned, name="workbook_return"),
    path("workbooks/<uuid:public_id>/take/", workbook.take, name="take_workbook"),
    path("workbooks/<uuid:public_id>/file/", workbook.file, name="workbook_file"),
    # Partners' mandates.
    path("<uuid:public_id>/mandates/", mandates.mandates, name="mandates"),
    path("partners/<uuid:public_id>/mandate/", mandates.mandate, name="mandate"),
    path("partners/<uuid:public_id>/mandate/sign/", mandates.sign, name="sign_mandate"),
    path("partners/<uuid:public_id>/mandate/request/", mandates.ask, name="request_mandate"),
    path("partners/<uuid:public_id>/mandate/scan/", mandates.scan, name="record_mandate"),
    path("partners/<uuid:public_id>/mandate/paper/", mandates.paper, name="mandate_paper"),
    path("mandates/<uuid:public_id>/scan/", mandates.scan_file, name="mandate_scan"),
    # Handing in.
    path("<uuid:public_id>/check/", submission.check, name="check"),
    path("<uuid:public_id>/submit/", submission.submit, name="submit"),
    path("<uuid:public_id>/withdraw/", submission.withdraw, name="withdraw"),
    path("<uuid:public_id>/tries/", submission.tries, name="tries"),
    path("submissions/<uuid:public_id>/", receipts.receipt, name="receipt"),
    path("submissions/<uuid:public_id>/pdf/", receipts.make_pdf, name="make_receipt_pdf"),
    path("submissions/<uuid:public_id>/pdf/<slug:language>/", receipts.pdf, name="receipt_pdf"),
    path("submissions/<uuid:public_id>/application/", receipts.submission_pdf, name="submission_pdf"),
    path("submissions/<uuid:public_id>/content/", receipts.content, name="submission_content"),
]

public_urlpatterns = [
    path("verify/", receipts.verify, name="verify"),
    path("mandates/<str:token>/", mandates.sign_by_link, name="sign_by_link"),
]
"""Under /es/, /pt/ and /en/, in the namespace ``public``: without account and without cookie."""

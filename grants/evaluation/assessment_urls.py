"""Addresses of the assessments: those of who assesses, of who runs them, and the rules of a call."""

from django.urls import path

from grants.evaluation.views import assessing, offline, review, rules

urlpatterns = [
    path("assessments/", assessing.assignments, name="assignments"),
    path("assessments/<uuid:public_id>/", assessing.assessment, name="assessment"),
    path("assessments/<uuid:public_id>/save/", assessing.save, name="save_assessment"),
    path("assessments/<uuid:public_id>/autosave/", assessing.autosave, name="autosave_assessment"),
    path("assessments/<uuid:public_id>/submit/", assessing.submit, name="submit_assessment"),
    path("assessments/<uuid:public_id>/offline/", offline.offline, name="offline_assessment"),
    path("assessments/<uuid:public_id>/offline/workbook/", offline.workbook, name="assessment_workbook"),
    path("assessments/<uuid:public_id>/reopen/", review.reopen, name="reopen_assessment"),
    path("assessments/<uuid:public_id>/withdraw/", review.withdraw, name="withdraw_assessment"),
    path("assessors/<uuid:public_id>/", assessing.assessor, name="assessor"),
    path("assessors/<uuid:public_id>/accept/", assessing.accept, name="accept_assessor"),
    path("assessors/<uuid:public_id>/decline/", assessing.decline, name="decline_assessor"),
    path("assessors/<uuid:public_id>/end/", review.end, name="end_assessor"),
    path("assessors/<uuid:public_id>/remind/", review.remind, name="remind_assessor"),
    path("candidates/<uuid:public_id>/assessments/", review.assessments, name="assessments"),
    path("candidates/<uuid:public_id>/assign/", review.assign, name="assign"),
    path("<uuid:public_id>/review/", review.review, name="review"),
    path("<uuid:public_id>/assessors/", review.assessor_list, name="assessors"),
    path("<uuid:public_id>/assessors/invite/", review.invite, name="invite_assessor"),
    path("<uuid:public_id>/lot/", review.lot, name="assign_by_lot"),
    path("<uuid:public_id>/consolidate/", review.consolidate, name="consolidate"),
    path("<uuid:public_id>/reopen-scores/", review.reopen_scores, name="reopen_scores"),
    path("rules/<uuid:public_id>/", rules.rules, name="rules"),
    path("rules/<uuid:public_id>/grids/", rules.load, name="load_grids"),
    path("rules/<uuid:public_id>/grids/new/", rules.grid_new, name="grid_new"),
]

"""Addresses of the evaluation: opening, candidates, checks, conflicts, clarifications."""

from django.urls import path

from grants.evaluation.assessment_urls import urlpatterns as assessment_patterns
from grants.evaluation.decision_urls import urlpatterns as decision_patterns
from grants.evaluation.views import (
    answers,
    ballots,
    candidates,
    checks,
    clarifications,
    conflicts,
    criteria,
    cuts,
    files,
    opening,
)

app_name = "evaluation"

urlpatterns = [
    *assessment_patterns,
    *decision_patterns,
    path("", candidates.evaluation_list, name="list"),
    path("open/<uuid:public_id>/", opening.open_call, name="open"),
    path("criteria/<uuid:public_id>/", criteria.criterion, name="criterion"),
    path("criteria/<uuid:public_id>/remove/", criteria.criterion_remove, name="criterion_remove"),
    path("criteria/of/<uuid:public_id>/", criteria.criteria, name="criteria"),
    path("criteria/of/<uuid:public_id>/new/", criteria.criterion_new, name="criterion_new"),
    path("criteria/of/<uuid:public_id>/standard/", criteria.adopt, name="criteria_adopt"),
    path("candidates/<uuid:public_id>/", candidates.candidate, name="candidate"),
    path("candidates/<uuid:public_id>/files/<slug:kind>/<int:place>/", candidates.file, name="file"),
    path("candidates/<uuid:public_id>/checks/", checks.checks, name="checks"),
    path("candidates/<uuid:public_id>/checks/<slug:decision>/", checks.decide, name="decide"),
    path("candidates/<uuid:public_id>/reopen/", checks.reopen, name="reopen"),
    path("candidates/<uuid:public_id>/clarify/", clarifications.ask, name="ask"),
    path("candidates/<uuid:public_id>/conflict/", conflicts.declare, name="declare_conflict"),
    path("conflicts/<uuid:public_id>/end/", conflicts.end, name="end_conflict"),
    path("clarifications/<uuid:public_id>/", clarifications.clarification, name="clarification"),
    path(
        "clarifications/<uuid:public_id>/files/<uuid:file_id>/",
        clarifications.clarification_file,
        name="clarification_file",
    ),
    path("<uuid:public_id>/", candidates.evaluation_detail, name="detail"),
    path("<uuid:public_id>/answers/", answers.answers, name="answers"),
    path("<uuid:public_id>/opening/", opening.record, name="record"),
    path("<uuid:public_id>/cut/", cuts.cut, name="cut"),
    path("<uuid:public_id>/decide/", ballots.decide_empty, name="decide_empty"),
    path("<uuid:public_id>/next/", checks.next_check, name="next_check"),
    path("<uuid:public_id>/eligible/", checks.find_all, name="find_all"),
    path("<uuid:public_id>/conflicts/", conflicts.conflicts, name="conflicts"),
    path("<uuid:public_id>/files/", files.unscanned_files, name="unscanned_files"),
    path("<uuid:public_id>/term/", clarifications.term, name="term"),
]

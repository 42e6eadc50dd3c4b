"""Who, of the evaluation: officers, committee, assessors."""

from grants.permission_rules.applications import in_consortium, lead_writer
from grants.permission_rules.people import call_of, officer
from grants.roles import Role

EVALUATORS = (Role.OFFICER, Role.CHAIR, Role.SECRETARY, Role.VOTER, Role.ASSESSOR)


def evaluator(user, document):
    """Officer, committee or assessor of the call; which candidates they see is ``visible_to``'s matter."""
    return any(user.has_role(role, call=call_of(document)) for role in EVALUATORS)


def _runs_assessments(user, document, *roles):
    """One of the roles for the call, and not an assessor of it: who scores does not see others' scores."""
    if not any(user.has_role(role, call=call_of(document)) for role in roles):
        return False
    return call_of(document).pk not in _assessed_calls(user)


def _assessed_calls(user):
    """Numbers of the calls this person was asked to assess in and has not declined: one query per request."""
    if not hasattr(user, "_assessed_calls"):
        own = user.assessorships.exclude(state__in=["declined", "ended"])
        user._assessed_calls = set(own.order_by().values_list("evaluation__call_id", flat=True))
    return user._assessed_calls


def reviewer(user, document):
    """Officer, chair or secretary of the call: who sees all assessments."""
    return _runs_assessments(user, document, Role.OFFICER, Role.CHAIR, Role.SECRETARY)


def review_secretary(user, document):
    """Officer or secretary of the call: who invites, assigns, opens again."""
    return _runs_assessments(user, document, Role.OFFICER, Role.SECRETARY)


def consolidator(user, document):
    """Chair or secretary of the committee."""
    return _runs_assessments(user, document, Role.CHAIR, Role.SECRETARY)


def invited_assessor(user, assessor):
    return assessor.user_id == user.pk


def invited_assessor_or_reviewer(user, assessor):
    return invited_assessor(user, assessor) or reviewer(user, assessor)


def assessor_of(user, assessment):
    return assessment.assessor.user_id == user.pk


def assessor_or_reviewer(user, assessment):
    return assessor_of(user, assessment) or reviewer(user, assessment)


def assessing(user, document):
    """Has the role of an assessor, or was asked to assess."""
    return user.has_role(Role.ASSESSOR)


def committee(user, document):
    """Officer of the call or of its committee: who sees the whole evaluation, unlike an assessor."""
    return any(user.has_role(role, call=call_of(document)) for role in EVALUATORS if role != Role.ASSESSOR)


def checker(user, document):
    """Officer or secretary of the call: who checks candidates, asks applicants and keeps the conflicts."""
    return officer(user, document) or user.has_role(Role.SECRETARY, call=call_of(document))


def term_setter(user, document):
    """The committee, or the officer in its name, sets what is the same for all."""
    return checker(user, document) or user.has_role(Role.CHAIR, call=call_of(document))


def lead_writer_asked(user, clarification):
    return lead_writer(user, clarification.application)


def asked_or_evaluator(user, clarification):
    return in_consortium(user, clarification.application) or evaluator(user, clarification)


def committee_member(user, document):
    """Chair, secretary or voter of the call's committee."""
    return any(user.has_role(role, call=call_of(document)) for role in (Role.CHAIR, Role.SECRETARY, Role.VOTER))


def officer_or_committee(user, document):
    return officer(user, document) or committee_member(user, document)


def chair(user, document):
    return user.has_role(Role.CHAIR, call=call_of(document))


def secretary(user, document):
    return user.has_role(Role.SECRETARY, call=call_of(document))


def voter(user, document):
    return user.has_role(Role.VOTER, call=call_of(document))


def officer_or_secretary(user, document):
    return officer(user, document) or secretary(user, document)


def officer_or_chair(user, document):
    return officer(user, document) or chair(user, document)


def programme_officer(user, document):
    """An officer of the whole programme, not only of one call: money moves between calls."""
    return any(held.role == Role.OFFICER and held.call_id is None for held in user.roles())

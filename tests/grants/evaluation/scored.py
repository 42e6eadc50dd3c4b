"""What the tests of scoring stand on: a small grid, people who assess, scores handed in."""

import json
from datetime import timedelta
from decimal import Decimal

from grants import clock, models
from grants.audit import canonical, content_hash
from grants.evaluation.actions.assessing import save_scores, submit_assessment
from grants.evaluation.actions.assessors import accept_assessor, invite_assessor
from grants.evaluation.actions.assigning import assign_assessment
from grants.evaluation.queries.declaration import declaration_text
from grants.permissions import Role
from grants.questionnaire.actions import add_question, add_section, new_questionnaire
from tests.factories import NOON, ApplicationFactory, OrganisationFactory, UserFactory
from tests.life import candidate_of

KEYS = ("capacity-one", "capacity-two", "relevance-one", "relevance-two")


def small_grid(*, is_carried=False):
    """Capacity 10 (threshold 6, the lowest score rejects) and relevance 15 (the first criterion twice).

    With ``is_carried`` full applications keep the relevance of their concept note.
    """
    version = new_questionnaire(purpose="grid", name="Small grid").versions.get()
    capacity = add_section(version, slug="capacity", title="Capacidad", threshold=Decimal(6), rejects_lowest=True)
    relevance = add_section(version, slug="relevance", title="Pertinencia", is_carried=is_carried)
    for section, key, weight in (
        (capacity, "capacity-one", 1), (capacity, "capacity-two", 1),
        (relevance, "relevance-one", 2), (relevance, "relevance-two", 1),
    ):  # fmt: skip
        scale = {"least": 1, "most": 5, "weight": weight}
        add_question(section, key=key, kind="score", label={"es": key, "en": key.title()}, **scale)
        add_question(section, key=f"{key}-comment", kind="long", label={"es": "Comentario", "en": "Comment"},
                     required=False, most_words=150)  # fmt: skip
    return version


def rules_for(call, **fields):
    """The rules of a call: the small grid, from 12 of 25 points, two assessors, diverging above 20 %."""
    values = {
        "grid": small_grid(), "threshold": Decimal("12.00"), "percent": Decimal(20), "comment_at_most": None,
        "comment_at_least": None, "set_at": NOON,
    }  # fmt: skip
    return models.ScoringRules.objects.create(call=call, **values | fields)


def signed_assessor(evaluation, user, *, by, **fields):
    """An assessor who has accepted and signed."""
    assessor = invite_assessor(evaluation, user=user, by=by, **fields)
    return accept_assessor(assessor, seen_sha256=hash_for(assessor), by=user)


def hash_for(assessor):
    """The hash of the declaration as it is shown now."""
    return content_hash("\n".join(declaration_text()).encode())


def more_assessors(evaluation, count, *, by):
    """So many more people who have signed."""
    return [signed_assessor(evaluation, UserFactory(role=Role.ASSESSOR), by=by) for _one in range(count)]


def candidates_of(evaluation, count, *, state="eligible", lot=None):
    """So many candidates, each of its own organisation, received one second after the other.

    What was handed in is as short as can be: for tests of what happens to many.
    """
    call, made = evaluation.call, []
    for _one in range(count):
        number = models.Candidate.objects.count() + 1
        lead = OrganisationFactory()
        application = ApplicationFactory(
            call=call, lead=lead, lot=lot or call.lots.first(), started_by=evaluation.opened_by,
            reference=f"AIV-T-{number:04}", title=f"Proposal {number}", state="submitted", submitted_at=NOON,
        )  # fmt: skip
        answers = {"problem": {"raw": f"Growers of {number} lose their forest.", "value": "…"}}
        whole = canonical({"kind": "application", "reference": application.reference, "answers": answers})
        submission = models.Submission.objects.create(
            application=application, number=1, document=json.loads(whole), sha256=content_hash(whole), frozen_at=NOON,
            frozen_by=evaluation.opened_by, receipt_number=f"R-{number:04}",
            received_at=NOON + timedelta(seconds=number),
        )  # fmt: skip
        made.append(candidate_of(submission, evaluation, state=state))
    return made


def in_three_weeks():
    """A term."""
    return clock.now() + timedelta(days=21)


def assign(candidate, assessor, *, by, **fields):
    """An assignment, due in three weeks."""
    return assign_assessment(candidate, assessor=assessor, due_at=in_three_weeks(), by=by, **fields)


def fill(assessment, *scores, comments=()):
    """Type the four scores, and comments ``{key: text}``."""
    answers = dict(zip(KEYS, map(str, scores), strict=True)) | dict(comments)
    return save_scores(assessment, answers=answers, based_on={}, by=assessment.assessor.user)


def score(candidate, assessor, *scores, by, **fields):
    """An assessment assigned, filled in and submitted."""
    assessment = assign(candidate, assessor, by=by, **fields)
    fill(assessment, *scores)
    return submit_assessment(assessment, by=assessor.user)

"""What the nightly check finds wrong with assessments and consolidations."""

import pytest

from grants import models
from grants.evaluation import invariants
from grants.evaluation.actions.consolidating import consolidate_evaluation
from grants.evaluation.scoring import CODES
from grants.evaluation.scoring_messages import _SENTENCES
from tests.grants.evaluation.scored import score

pytestmark = pytest.mark.django_db

CHECKS = (
    invariants.submitted_assessments_are_frozen,
    invariants.assessors_have_signed,
    invariants.progress_is_what_assessments_come_to,
    invariants.consolidated_scores_are_frozen,
)


def found():
    return [line for check in CHECKS for line in check() if line is not None]


def test_each_check_is_silent_until_something_is_wrong(eligible, first, second, sonia, ines):
    one = score(eligible, first, 4, 4, 4, 4, by=sonia)
    score(eligible, second, 4, 4, 4, 4, by=sonia)
    consolidate_evaluation(eligible.evaluation, by=ines)
    assert found() == []

    models.Assessment.objects.filter(pk=one.pk).update(scores={"capacity-one": 5})
    models.Assessor.objects.filter(pk=first.pk).update(state="ended", declaration=None)
    models.Progress.objects.update(submitted=1)
    models.Candidate.objects.filter(pk=eligible.pk).update(score="21.0000")

    assert found() == [
        f"assessment {one.public_id}",
        f"assessment {one.public_id}",
        f"candidate {eligible.reference}",
        f"candidate {eligible.reference}",
    ]


def test_every_code_of_scoring_has_its_sentence():
    assert set(_SENTENCES) == set(CODES)

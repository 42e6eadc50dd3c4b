"""What must be true of calls is, and is missed when it is not."""

from datetime import timedelta

import pytest

from grants.calls import actions, invariants
from grants.models import Call, QuestionnaireVersion
from grants.proposals.actions import approve

pytestmark = pytest.mark.django_db


def found(check):
    return [line for line in check() if line]


@pytest.fixture
def moved_call(whole_call, diego, dora):
    """Published, its deadline moved once."""
    call = actions.publish_call(whole_call, by=diego)
    later = call.closes_at + timedelta(days=1)
    approve(actions.propose_deadline(call, by=diego, closes_at=later, reason="Strike."), by=dora)
    return call


def test_what_the_actions_leave_behind_is_right(moved_call):
    checks = [
        invariants.published_calls_ask_frozen_forms,
        invariants.rules_are_those_that_were_frozen,
        invariants.corrigenda_and_versions_keep_step,
    ]

    assert [found(check) for check in checks] == [[], [], []]


def test_a_form_thawed_under_a_call_is_found(moved_call):
    QuestionnaireVersion.objects.update(frozen_at=None)

    assert found(invariants.published_calls_ask_frozen_forms)[:1] == ["call AIV-CALL-3"]


def test_a_deadline_moved_behind_everybody_s_back_is_found(moved_call):
    Call.objects.filter(pk=moved_call.pk).update(closes_at=moved_call.closes_at + timedelta(days=9))

    assert found(invariants.rules_are_those_that_were_frozen) == ["call AIV-CALL-3, version 2"]


def test_a_corrigendum_that_vanished_is_found(moved_call):
    moved_call.corrigenda.all().delete()

    assert found(invariants.corrigenda_and_versions_keep_step) == ["call AIV-CALL-3: versions [1, 2], corrigenda []"]

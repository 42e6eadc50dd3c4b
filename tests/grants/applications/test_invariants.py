"""What must be true of what was handed in is, and is missed when it is not."""

import pytest

from grants.applications import invariants
from grants.applications.actions.submission import submit_application, withdraw_application
from grants.applications.models import ReferenceCounter
from grants.workflow import Refused

pytestmark = pytest.mark.django_db


def found(check):
    return [line for line in check() if line]


def test_what_the_actions_leave_behind_is_right(complete, application, ana):
    submit_application(complete, by=ana)
    withdraw_application(complete, by=ana)
    submit_application(complete, by=ana)

    checks = [
        invariants.submissions_are_in_order,
        invariants.submissions_were_in_time,
        invariants.submitted_applications_have_a_receipt,
        invariants.references_have_no_gaps,
    ]
    assert [found(check) for check in checks] == [[], [], [], []]


def test_a_refused_submission_uses_up_no_reference(application, ana):
    with pytest.raises(Refused):
        submit_application(application, by=ana)

    assert not ReferenceCounter.objects.exists()


def test_a_lost_reference_is_found(complete, ana):
    submit_application(complete, by=ana)
    ReferenceCounter.objects.update(last=3)

    assert found(invariants.references_have_no_gaps) == ["AIV-2026- was given 1 times and counted to 3"]

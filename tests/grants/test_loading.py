"""Inside a load: one transaction for everything, no savepoint per action, traces that belong to it."""

import pytest
from django.db import transaction

from grants.attempts.actions import attempt
from grants.loading import all_or_nothing
from grants.models import Attempt
from grants.organisations.actions import edit_organisation
from grants.workflow import Refused, action

pytestmark = pytest.mark.django_db


@action
def touch(organisation):
    """Reads one row."""
    organisation.refresh_from_db(fields=["city"])


def refuse_after_a_change(organisation, *, by):
    """Changes something, then finds that it may not; the story that expects this takes it back itself."""
    with transaction.atomic():
        edit_organisation(organisation, by=by, data={"city": "Puno"})
        raise Refused(["Too late."])


def test_an_action_of_a_load_has_no_savepoint(chamber, django_assert_num_queries):
    with django_assert_num_queries(3):
        touch(chamber)
    with all_or_nothing(), transaction.atomic(), django_assert_num_queries(1):
        touch(chamber)


def test_a_refused_try_of_a_load_stays_on_record(chamber, ana, noon):
    with all_or_nothing(), transaction.atomic(), pytest.raises(Refused), attempt("edit", chamber, by=ana):
        refuse_after_a_change(chamber, by=ana)

    assert Attempt.objects.get().outcome == "refused"
    chamber.refresh_from_db()
    assert chamber.city != "Puno"


def test_what_fails_takes_the_whole_load_with_it(chamber, ana, noon):
    with pytest.raises(Refused), all_or_nothing(), transaction.atomic(), attempt("edit", chamber, by=ana):
        refuse_after_a_change(chamber, by=ana)

    assert not Attempt.objects.exists()

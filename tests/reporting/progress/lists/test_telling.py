"""What the register says of a firm is what the first approved report says, and its correction."""

from datetime import UTC, date, datetime

import pytest

from grants import clock, models
from reporting.models import Firm
from reporting.progress.actions.lists import hand_in_list, take_over_list
from reporting.progress.actions.telling import tell_firms
from reporting.progress.queries.told import told_until
from tests.reporting.progress.lists.conftest import firm, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(update, rival):
    """The update of another project for the same half-year."""
    other = models.Project.objects.create(
        kind="grant", reference="922-AIV-002", title="Otro", lead=rival, pillar=2, country="PE"
    )
    return type(update).objects.create(project=other, period_end=date(2025, 6, 30), due_on=date(2025, 7, 15))


def take(update, by, **said):
    return take_over_list(hand_in_list(update, file=workbook(firm(**said)), by=by))


def approve(update, day):
    moment = datetime(2025, 7, day, tzinfo=UTC)
    type(update).objects.filter(pk=update.pk).update(state="approved", approved_at=moment)
    with clock.at(moment):
        return tell_firms(update)


def corrected(update):
    return type(update).objects.create(
        project=update.project, period_end=update.period_end, due_on=update.due_on, number=update.number + 1
    )


def test_a_list_nobody_has_approved_tells_nothing_once_another_is(update, theirs, ana, fabio):
    take(theirs, fabio, size="large", section="C")
    take(update, ana)

    assert approve(update, 6) == 1
    one = Firm.objects.get()
    assert (one.size, one.section, one.corrected_at) == ("micro", "A", None)


def test_who_was_approved_first_tells_and_a_correction_of_that_report_changes_it(update, theirs, ana, fabio):
    take(update, ana)
    take(theirs, fabio, size="small")
    assert (approve(update, 6), approve(theirs, 7)) == (0, 0)

    anew = corrected(update)
    take(anew, ana, size="large", entity_type="association")
    assert approve(anew, 8) == 1
    one = Firm.objects.get()
    assert (one.size, one.entity_type, one.corrected_at is None) == ("large", "association", False)

    assert told_until(datetime(2025, 7, 7, 23, tzinfo=UTC)) == [(one.pk, "company", "micro", "A", "female")]
    assert told_until(one.corrected_at) == []

    again = corrected(theirs)
    take(again, fabio, size="medium")
    assert approve(again, 9) == 0


def test_a_correction_that_leaves_a_firm_out_leaves_it_to_the_next_report(update, theirs, ana, fabio):
    take(update, ana)
    take(theirs, fabio, size="small")
    approve(update, 6), approve(theirs, 7)

    anew = corrected(update)
    take(anew, ana, tax_id="20100047218", name="Telar Sur")
    assert approve(anew, 8) == 1
    assert Firm.objects.get(name="Café Andino S.A.C.").size == "small"

"""The firms a visit looks at: drawn once from the lists that count, or picked and marked so."""

import pytest
from django.db import IntegrityError, transaction

from grants.workflow import Refused
from reporting.models import Firm, ResultsUpdate
from reporting.monitoring.actions.samples import draw_sample, leave_firm_out, note_outcomes, pick_firms
from reporting.monitoring.queries.pages import sample_of
from reporting.monitoring.queries.projects import firms_reported
from reporting.monitoring.sampling import drawn
from tests.reporting.progress.reporting import firm, list_of

pytestmark = pytest.mark.django_db


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_the_sample_is_what_its_seed_draws(visit, listed, marta):
    visit = draw_sample(visit, by=marta, size=3)

    keys = [str(key) for key in firms_reported(visit.project).values_list("public_id", flat=True)]
    rows = [str(one.firm.public_id) for one in visit.observations.order_by("position")]
    assert rows == drawn(keys, 3, visit.seed)
    assert (len(visit.seed), visit.population, len(visit.population_sha256)) == (16, 4, 64)
    assert visit.events.get(action="draw").changes["seed"] == visit.seed


def test_it_is_drawn_once(visit, listed, marta):
    draw_sample(visit, by=marta, size=1)

    with pytest.raises(Refused) as refused:
        draw_sample(visit, by=marta, size=1)
    assert codes(refused) == ["drawn"]


@pytest.mark.parametrize("size", [0, 51])
def test_its_size_has_bounds(visit, listed, marta, size):
    with pytest.raises(Refused) as refused:
        draw_sample(visit, by=marta, size=size)
    assert codes(refused) == ["size"]


def test_all_are_looked_at_where_there_are_few(visit, listed, marta):
    assert draw_sample(visit, by=marta, size=10).observations.count() == 4


def test_every_firm_of_the_lists_that_count_can_be_drawn(visit, listed):
    assert sorted(firms_reported(visit.project).values_list("name", flat=True)) == ["Cuatro", "Dos", "Tres", "Uno"]


def test_without_an_approved_list_there_is_nothing_to_draw(visit, marta):
    with pytest.raises(Refused) as refused:
        draw_sample(visit, by=marta, size=1)
    assert codes(refused) == ["no_firms"]


def test_picked_firms_are_marked_and_can_be_left_out_drawn_ones_cannot(visit, listed, marta):
    one, two = Firm.objects.filter(name__in=["Uno", "Dos"]).order_by("name")
    pick_firms(visit, by=marta, firms=[one, two])
    pick_firms(visit, by=marta, firms=[two])  # twice is once
    assert [one.is_drawn for one in visit.observations.all()] == [False, False]

    leave_firm_out(visit.observations.get(firm=one), by=marta)
    draw_sample(visit, by=marta, size=4)
    assert visit.observations.filter(is_drawn=True).count() == 4  # the one picked before was drawn too
    with pytest.raises(Refused) as refused:
        leave_firm_out(visit.observations.first(), by=marta)
    assert codes(refused) == ["drawn"]


def test_only_firms_the_project_reported_are_picked(visit, listed, marta):
    for firms in ([firm("Cinco")], []):
        with pytest.raises(Refused) as refused:
            pick_firms(visit, by=marta, firms=firms)
        assert codes(refused) == ["not_reported"]


def test_a_firm_that_says_otherwise_needs_a_note(visit, listed, marta):
    draw_sample(visit, by=marta, size=2)
    with pytest.raises(Refused) as refused:
        note_outcomes(visit, by=marta, outcomes={1: ("seen", ""), 2: ("differs", " ")})
    assert codes(refused) == ["no_note"]
    assert not visit.observations.exclude(outcome="").exists()

    note_outcomes(visit, by=marta, outcomes={1: ("seen", ""), 2: ("differs", "Three hours, not eight")})
    rows = visit.observations.order_by("position").values_list("outcome", "note")
    assert list(rows) == [("seen", ""), ("differs", "Three hours, not eight")]


def test_what_the_project_reported_stands_beside_each_firm(visit, listed, marta):
    draw_sample(visit, by=marta, size=1)

    (row,) = sample_of(visit)
    assert len(row["said"]) == 1
    assert row["said"][0].endswith("8.00 · 01/05/2025 · Verified")


@pytest.mark.parametrize("size", [1, 3])
def test_the_sample_is_read_in_the_same_number_of_queries(visit, listed, marta, size, django_assert_num_queries):
    draw_sample(visit, by=marta, size=size)

    with django_assert_num_queries(4):
        assert len(sample_of(visit)) == size


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"outcome": "differs"}, "observation_otherwise_says_what"),
        ({"outcome": "gone", "note": "x"}, "observation_outcome_known"),
    ],
)
def test_what_can_never_be_false_of_a_sampled_firm(visit, listed, marta, change, name):
    draw_sample(visit, by=marta, size=1)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        visit.observations.update(**change)


def test_rows_of_an_update_that_is_not_approved_are_not_drawn_from_since_they_may_still_go(listed, project, ana):
    later = ResultsUpdate.objects.create(project=project, period_end="2026-12-31", due_on="2027-01-15")
    list_of(later, ["Seis"], by=ana)

    assert not firms_reported(project).filter(name="Seis").exists()

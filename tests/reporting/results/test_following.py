"""The figures of now: one compilation that follows approvals, corrections and decisions about firms, exactly."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from grants.jobs.actions import enqueue, run
from grants.models import IndicatorVersion, Job
from reporting.firms.actions.pairs import merge_firms, unmerge_firms
from reporting.models import Compilation, FirmPair
from reporting.results import tasks  # noqa: F401 - the job that is run
from reporting.results.actions import compiling, following
from reporting.results.actions.following import bring_up_to_date
from reporting.results.actions.requesting import request_compilation
from reporting.results.invariants import figures_add_up, firms_are_those_a_plain_count_finds
from reporting.results.queries.inputs import inputs
from tests.reporting.results.approved import AS_OF, CUT_OFF, fact, firm, reported, update_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiled(trained):
    return compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))


@pytest.fixture
def current(compiled):
    return bring_up_to_date()


def net(compilation, code, **dims):
    return compilation.figures.get(indicator__indicator__code=code, dims=dims).net


def held(compilation):
    """Each figure by its indicator and cell, as it is stored."""
    columns = ("indicator__indicator__code", "dims", "breakdown", "gross", "net", "overlap", "high", "projects")
    return {
        (code, json.dumps(dims, sort_keys=True)): numbers
        for code, dims, *numbers in compilation.figures.values_list(*columns)
    }


def whole(compilation):
    """The same out of a whole count of this moment."""
    figures = compiling.figures_of(inputs(compilation.cut_off, compilation.as_of), compilation.cut_off)
    return {
        (figure.indicator, json.dumps(dict(figure.dims))): [
            " ".join(name for name, _word in figure.dims),
            *(Decimal(number) / 100 for number in (figure.gross, figure.net, figure.overlap, figure.high)),
            figure.projects,
        ]
        for figure in figures
    }


def how(current):
    """How the last change was counted: in parts or whole."""
    return "whole" if current.events.last().changes["whole"] else "parts"


def decided(one, other, by):
    pair = FirmPair.objects.create(firm=one, other=other, likeness=Decimal(97))
    return merge_firms(pair, by=by)


def test_an_update_approved_afterwards_is_in_the_figures_of_now_without_anybody_asking(compiled, current, coffee):
    later = update_of(coffee, period_end=date(2025, 12, 31), approved_at=AS_OF + timedelta(days=1))
    fact(later, firm("Sayani"), "AIV-OP-01")
    reported(later, "AIV-OP-02", "7")

    assert run(enqueue("count_again", target=later.pk).pk)

    current.refresh_from_db()
    assert (net(compiled, "AIV-OP-01"), net(current, "AIV-OP-01"), how(current)) == (2, 3, "parts")
    assert (current.cut_off, current.requested_by) == (CUT_OFF, None)
    assert held(current) == whole(current)


def test_every_step_of_a_life_leaves_what_a_whole_count_finds(trained, coffee, action, diego, compiled, current):
    kuelap, misti, nobody = trained
    sayani, unsized = firm("Sayani", country="CO"), firm("?", size="unknown")
    day = AS_OF + timedelta(days=1)

    def approve(project, number, *rows, **how):
        update = update_of(project, approved_at=day, number=number, **how)
        for who, code, more in rows:
            fact(update, who, code, **more)
        reported(update, "AIV-OP-02", str(number + 4))
        bring_up_to_date()

    def goes_on():
        current.refresh_from_db()
        assert held(current) == whole(current)
        assert how(current) == "parts"

    jobs = {"status": "certified", "item": "Finca", "sex": "female", "is_green": True}
    approve(
        action, 1, (sayani, "AIV-OP-01", {}), (kuelap, "AIV-OC-03a", jobs), (unsized, "AIV-OC-01", {"item": "Compost"}),
        (nobody, "AIV-OC-03a", jobs | {"quantity": Decimal("2.5")}),
    )  # fmt: skip
    goes_on()
    approve(coffee, 2, (misti, "AIV-OP-01", {}), (kuelap, "AIV-OC-03a", jobs | {"quantity": Decimal(9)}))
    goes_on()
    first = decided(misti, kuelap, diego)
    bring_up_to_date()
    goes_on()
    decided(sayani, misti, diego)
    bring_up_to_date()
    goes_on()
    approve(action, 2, (sayani, "AIV-OP-01", {"quantity": Decimal(1)}))
    goes_on()
    unmerge_firms(first, by=diego)
    bring_up_to_date()
    goes_on()
    assert list(figures_add_up()) == []
    assert [line for line in firms_are_those_a_plain_count_finds() if line] == []


def test_before_anything_is_compiled_there_are_no_figures_of_now(trained):
    assert bring_up_to_date() is None
    assert not Compilation.objects.exists()


def test_many_approvals_move_one_compilation(current, coffee, textiles):
    days = [AS_OF + timedelta(days=day) for day in (1, 2)]
    for project, day in zip((coffee, textiles), days, strict=True):
        fact(update_of(project, period_end=date(2025, 12, 31), approved_at=day), firm(), "AIV-OP-01")

    for _approval in days:
        assert bring_up_to_date() == current

    assert Compilation.objects.filter(state="current").count() == 1
    assert [event.changes["updates"] for event in current.events.all()] == [2, 2]
    assert net(current, "AIV-OP-01") == 4


def test_figures_of_now_move_to_the_latest_day_that_was_compiled(current, trained, coffee):
    fact(update_of(coffee, period_end=date(2024, 12, 31)), firm(), "AIV-OP-01", on=date(2025, 7, 1))
    compiling.compile_results(request_compilation(cut_off=date(2025, 7, 31)))

    bring_up_to_date()

    current.refresh_from_db()
    assert (current.cut_off, how(current), net(current, "AIV-OP-01")) == (date(2025, 7, 31), "whole", 3)


def test_by_another_definition_the_whole_is_counted(current):
    version = IndicatorVersion.objects.get(indicator__code="AIV-OP-01")
    later = IndicatorVersion.objects.get(pk=version.pk)
    later.pk, later.number, later.least_amount = None, 2, Decimal(40)
    later.save()
    IndicatorVersion.objects.filter(pk=later.pk).update(frozen_at=AS_OF)

    bring_up_to_date()

    assert (how(current), net(current, "AIV-OP-01")) == ("whole", 0)
    assert held(current) == whole(current)


def test_at_night_the_whole_is_counted_and_what_slipped_is_put_right(current):
    current.figures.filter(indicator__indicator__code="AIV-OP-01", dims={}).update(gross=9, net=7)

    bring_up_to_date()
    assert net(current, "AIV-OP-01") == 7
    bring_up_to_date(whole=True)

    assert (net(current, "AIV-OP-01"), current.events.last().changes["figures"]) == (2, 1)


def test_what_another_worker_has_counted_meanwhile_is_not_added_twice(current, coffee):
    fact(update_of(coffee, period_end=date(2025, 12, 31), approved_at=AS_OF), firm(), "AIV-OP-01")
    stale = following._news(current, CUT_OFF, AS_OF, whole=False)
    bring_up_to_date()

    assert following._move(current, stale) is False
    assert net(current, "AIV-OP-01") == 3


def test_a_firm_told_anew_moves_the_figures_and_is_no_fault_of_older_ones(current, compiled, trained):
    kuelap, *_others = trained
    type(kuelap).objects.filter(pk=kuelap.pk).update(size="large", corrected_at=AS_OF + timedelta(days=400))

    bring_up_to_date()

    current.refresh_from_db()
    assert (net(compiled, "AIV-OP-01"), net(current, "AIV-OP-01"), how(current)) == (2, 1, "whole")
    assert list(firms_are_those_a_plain_count_finds()) == []


def test_figures_of_now_are_never_made_final(current):
    with pytest.raises(DatabaseError), transaction.atomic():
        Compilation.objects.filter(pk=current.pk).update(state="done", inputs_sha256="a", figures_sha256="b")


def test_merging_and_parting_ask_for_the_figures(compiled, trained, diego):
    pair = decided(*trained[:2], diego)
    unmerge_firms(pair, by=diego)

    assert Job.objects.filter(kind="count_again", target=f"pair {pair.pk}").count() == 2

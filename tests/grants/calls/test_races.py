"""Two people, or two clicks, at one moment: one of them wins, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from grants.calls import actions
from grants.calls.queries import deadline_of
from grants.indicators.actions import define_indicator, load_catalogue
from grants.models import Call, CallVersion, Indicator, IndicatorVersion, Programme
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def together(*functions):
    """Run the functions at the same moment, each on a connection of its own; True where it was not refused."""
    barrier = Barrier(len(functions))

    def run(function):
        try:
            barrier.wait(timeout=10)
            function()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def test_a_proposal_approved_twice_at_once_moves_the_deadline_once(call, diego, dora):
    Call.objects.filter(pk=call.pk).update(closes_at=call.closes_at.replace(year=2126))  # no clock is frozen here
    call.refresh_from_db()
    third = UserFactory(name="Dario", role="officer")
    later = call.closes_at.replace(day=9)
    proposal = actions.propose_deadline(call, by=diego, closes_at=later, reason="A national strike.")

    outcome = together(lambda: approve(proposal, by=dora), lambda: approve(proposal, by=third))

    assert sorted(outcome) == [False, True]
    assert deadline_of(call).closes_at == later
    assert (call.corrigenda.count(), CallVersion.objects.filter(call=call).count()) == (1, 1)


def test_a_call_published_by_two_clicks_is_published_once(whole_call, diego):
    Call.objects.filter(pk=whole_call.pk).update(closes_at=whole_call.closes_at.replace(year=2126))

    outcome = together(*[lambda: actions.publish_call(whole_call, by=diego)] * 3)

    assert sorted(outcome) == [False, False, True]
    assert whole_call.versions.count() == 1
    assert whole_call.events.filter(action="publish").count() == 1


def test_two_who_begin_a_programme_under_one_code_begin_it_once(diego):
    begin = partial(actions.begin_programme, by=diego, code="aiv-c9", name_es="Nueve", contract_prefix="929-AIV-")

    assert sorted(together(begin, begin, begin)) == [False, False, True]
    assert Programme.objects.filter(code="aiv-c9").count() == 1


def test_two_who_define_an_indicator_under_one_code_define_it_once(diego):
    define = partial(
        define_indicator, by=diego, code="AIV-OP-99", name_es="Nueve", unit_es="u", level="output", entity="person",
        value_form="reported", time_rule="sum", cross_project_rule="sum",
    )  # fmt: skip

    assert sorted(together(define, define, define)) == [False, False, True]
    assert Indicator.objects.get(code="AIV-OP-99").versions.count() == 1


def test_the_catalogue_brought_in_by_two_clicks_is_there_once(db):
    assert together(load_catalogue, load_catalogue) == [True, True]
    assert Indicator.objects.count() == IndicatorVersion.objects.count() == 15

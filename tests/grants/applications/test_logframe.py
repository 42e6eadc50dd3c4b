"""Writing the logframe, field by field."""

from decimal import Decimal

import pytest

from grants import clock
from grants.applications.actions import logframe
from grants.applications.actions.cells import Kept
from grants.applications.cells import Clash, Gone
from grants.applications.logframe_cells import problems_of
from grants.applications.marks import text_mark
from grants.models import LogframeIndicator
from grants.workflow import Refused
from tests.factories import ApplicationFactory


@pytest.fixture
def result(application, ana):
    """An empty outcome."""
    return logframe.add_result(application, level="outcome", by=ana)


@pytest.fixture
def indicator(application, result, call, ana):
    """The indicator every logframe of the call has, under that outcome."""
    code = call.indicators.get(required=True).version.indicator.code
    return logframe.add_indicator(application, result_key=result.key, code=code, by=ana)


def save(application, by, name, text, based_on=""):
    outcome = logframe.save_logframe(application, cells={name: text}, based_on={name: text_mark(based_on)}, by=by)
    return outcome[name]


def history(application):
    return {(one.cell, one.raw, one.is_aside, one.by) for one in application.logframe_revisions.all()}


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_text_is_saved_on_what_it_was_based_on(application, result, ana):
    name = f"result-{result.key}-statement"

    kept = save(application, ana, name, "Firms trace their coffee")

    result.refresh_from_db()
    assert result.statement == "Firms trace their coffee"
    assert isinstance(kept, Kept)
    assert kept.mark == text_mark("Firms trace their coffee")


def test_the_second_of_two_texts_is_shown_the_first_and_overwrites_nothing(application, result, ana, amalia):
    name = f"result-{result.key}-statement"
    save(application, amalia, name, "Hers")

    clash = save(application, ana, name, "His")

    assert clash == Clash(text_mark("Hers"), "Hers", "His", by=amalia, at=clock.now())
    result.refresh_from_db()
    assert result.statement == "Hers"
    assert history(application) == {(name, "Hers", False, amalia), (name, "His", True, ana)}


def test_saving_again_what_stands_or_was_not_touched_changes_nothing(application, result, ana, amalia):
    name = f"result-{result.key}-statement"
    save(application, amalia, name, "Hers")

    repeated = save(application, amalia, name, "Hers")
    untouched = save(application, ana, name, "")

    assert (repeated.mark, untouched.mark) == (text_mark("Hers"), text_mark("Hers"))
    result.refresh_from_db()
    assert result.statement == "Hers"
    assert history(application) == {(name, "Hers", False, amalia)}


def test_two_people_write_in_two_fields_of_one_row(application, indicator, ana, amalia):
    """T-CO-02."""
    save(application, ana, f"indicator-{indicator.key}-target", "120")
    kept = save(application, amalia, f"indicator-{indicator.key}-source", "Attendance lists")

    indicator.refresh_from_db()
    assert isinstance(kept, Kept)
    assert (indicator.target, indicator.source) == (Decimal("120.00"), "Attendance lists")


@pytest.mark.parametrize(
    ("typed", "value", "problem"),
    [
        ("1200", Decimal("1200"), ""),
        ("1 200 300", Decimal("1200300"), ""),
        ("1,200", None, "number_ambiguous"),
        ("99999999999999", None, "number_too_large"),
        ("many", None, "number_unreadable"),
        ("12.5", None, "number_decimals"),
        ("", None, ""),
    ],
)
def test_a_number_is_understood_or_kept_as_typed(application, indicator, ana, typed, value, problem):
    save(application, ana, f"indicator-{indicator.key}-target", typed)

    indicator.refresh_from_db()
    assert indicator.target == value
    assert indicator.raw == ({"target": typed} if problem else {})
    assert problems_of(indicator) == ({"target": problem} if problem else {})


def test_a_number_put_right_is_no_longer_kept_as_typed(application, indicator, ana):
    name = f"indicator-{indicator.key}-target"
    save(application, ana, name, "many")

    save(application, ana, name, "12", based_on="many")

    indicator.refresh_from_db()
    assert (indicator.target, indicator.raw) == (Decimal("12.00"), {})


def test_a_source_too_long_for_its_column_is_kept_and_flagged(application, indicator, ana):
    """T-CO-07."""
    save(application, ana, f"indicator-{indicator.key}-source", "x" * 300)

    indicator.refresh_from_db()
    assert indicator.raw == {"source": "x" * 300}
    assert problems_of(indicator) == {"source": "text_too_long"}


def test_a_row_of_another_application_is_gone(application, call, rival, fabio, ana):
    """T-AC-03: a row key of somebody else changes nothing."""
    theirs = ApplicationFactory(call=call, lead=rival, started_by=fabio)
    foreign = logframe.add_result(theirs, level="impact", by=fabio)

    outcome = save(application, ana, f"result-{foreign.key}-statement", "Mine now")

    foreign.refresh_from_db()
    assert outcome == Gone("Mine now")
    assert foreign.statement == ""


@pytest.mark.parametrize("name", ["", "result", "result-x-statement", "indicator-1-raw", "result-1-application_id"])
def test_a_name_no_page_sends_is_gone(application, ana, name):
    assert save(application, ana, name, "x") == Gone("x")


def test_an_indicator_the_call_requires_cannot_be_removed(application, indicator, ana):
    with pytest.raises(Refused) as refused:
        logframe.delete_indicator(application, key=indicator.key, by=ana)

    assert codes(refused) == ["required"]
    assert LogframeIndicator.objects.filter(pk=indicator.pk).exists()


def test_an_indicator_can_be_moved_to_another_result(application, indicator, ana):
    other = logframe.add_result(application, level="output", by=ana)

    logframe.move_indicator(application, key=indicator.key, result_key=other.key, by=ana)

    indicator.refresh_from_db()
    assert indicator.result == other


def test_a_result_with_indicators_cannot_be_removed(application, result, indicator, ana):
    with pytest.raises(Refused) as refused:
        logframe.delete_result(application, key=result.key, by=ana)

    assert codes(refused) == ["indicators"]


@pytest.mark.parametrize("key", ["nothing", "00000000-0000-4000-8000-000000000000"])
def test_a_result_that_is_gone_takes_no_indicator(application, ana, key):
    with pytest.raises(Refused) as refused:
        logframe.add_indicator(application, result_key=key, code="T-1", by=ana)

    assert codes(refused) == ["gone"]


def test_only_indicators_of_the_calls_catalogue_are_taken(application, result, ana):
    with pytest.raises(Refused) as refused:
        logframe.add_indicator(application, result_key=result.key, code="AIV-XX-99", by=ana)

    assert codes(refused) == ["not_offered"]


def test_indicators_are_taken_in_together_or_not_at_all(application, result, call, ana):
    code = call.indicators.get(required=True).version.indicator.code
    before = LogframeIndicator.objects.count()

    with pytest.raises(Refused) as refused:
        logframe.add_indicators(application, picks=[(result.key, code), (result.key, code)], by=ana)

    assert codes(refused) == ["twice"]
    assert LogframeIndicator.objects.count() == before
    (added,) = logframe.add_indicators(application, picks=[(result.key, code)], by=ana)
    assert LogframeIndicator.objects.get(pk=added.pk).position == before + 1

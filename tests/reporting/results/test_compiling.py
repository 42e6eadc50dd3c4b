"""Compilations: asked for once at a time, compiled whole or not at all, never changed afterwards."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from grants import clock
from grants.audit import canonical, content_hash
from grants.jobs.actions import HANDLERS
from grants.jobs.models import LeaseLost
from grants.models import IndicatorVersion, Job
from grants.workflow import Refused
from reporting.models import Compilation, Fact, Figure, FirmPair, ResultsUpdate
from reporting.results import tasks
from reporting.results.actions import compiling, recounting
from reporting.results.actions.requesting import half_year_before, request_compilation
from reporting.results.queries import reading
from tests.reporting.results.approved import AS_OF, CUT_OFF, fact, firm, same, sealed_before, update_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def compilation(trained, diego):
    """Asked for by Diego in August: the middle of 2025 as approved up to 15 July."""
    return request_compilation(cut_off=CUT_OFF, as_of=AS_OF, by=diego)


@pytest.fixture
def compiled(compilation):
    return compiling.compile_results(compilation)


def net(compilation, code, **dims):
    return compilation.figures.get(indicator__indicator__code=code, dims=dims).net


def test_it_is_asked_for_and_a_job_waits(compilation, diego, august):
    assert (compilation.state, compilation.requested_by, compilation.requested_at) == ("queued", diego, august)
    assert Job.objects.get().key == f"compile_results:{compilation.pk}"
    event = compilation.events.get()
    assert (event.action, event.actor, event.changes["cut_off"]) == ("request", diego, "2025-06-30")


def test_without_a_moment_it_is_as_of_now(catalogue, august):
    assert request_compilation(cut_off=CUT_OFF).as_of == august


@pytest.mark.parametrize(
    ("cut_off", "as_of", "reason"),
    [
        (CUT_OFF, datetime(2025, 8, 1, 12, 0, 1, tzinfo=UTC), "is not known yet"),
        (date(2025, 7, 17), AS_OF, "choose an earlier cut-off"),
        (date(2025, 8, 2), None, "choose an earlier cut-off"),
    ],
)
def test_what_is_not_over_yet_cannot_be_compiled(catalogue, cut_off, as_of, reason):
    with pytest.raises(Refused, match=reason):
        request_compilation(cut_off=cut_off, as_of=as_of)

    assert not Compilation.objects.exists()


def test_one_of_a_scope_is_under_way_at_a_time(compilation):
    with pytest.raises(Refused, match="under way"):
        request_compilation(cut_off=CUT_OFF)

    compiling.compile_results(compilation)
    request_compilation(cut_off=CUT_OFF)
    assert Compilation.objects.count() == 2


def test_it_is_compiled_with_everything_it_rests_on(compiled, august):
    assert (compiled.state, compiled.done_at) == ("done", august)
    assert len(compiled.inputs_sha256) == len(compiled.figures_sha256) == 64
    assert sorted(one.version.update.project.reference for one in compiled.inputs.all()) == [
        "922-AIV-001", "922-AIV-002",
    ]  # fmt: skip
    whole = compiled.figures.get(indicator__indicator__code="AIV-OP-01", dims={})
    assert (whole.gross, whole.net, whole.overlap, whole.low, whole.high, whole.projects, whole.by_id) == (
        4, 2, 1, 0, 1, 2, 3,
    )  # fmt: skip
    assert compiled.figures.get(indicator__indicator__code="AIV-OP-03", dims={}).by_id is None
    assert compiled.events.last().action == "compile"


def test_the_definitions_it_used_are_frozen(compiled):
    assert not IndicatorVersion.objects.filter(frozen_at=None).exists()


def test_done_again_it_changes_nothing(compiled, trained, coffee):
    fact(update_of(coffee, period_end=date(2024, 12, 31)), firm(), "AIV-OP-01", on=date(2024, 12, 1))
    before = list(Figure.objects.values_list("pk", "net"))

    assert compiling.compile_results(compiled).figures_sha256 == compiled.figures_sha256
    assert list(Figure.objects.values_list("pk", "net")) == before


def test_the_same_question_has_the_same_answer(compiled):
    again = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))

    assert (again.inputs_sha256, again.figures_sha256) == (compiled.inputs_sha256, compiled.figures_sha256)


def test_a_worker_that_lost_the_job_has_written_nothing(compilation):
    def at_work(phase, done, total):
        if phase == compiling.WRITING:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        compiling.compile_results(compilation, at_work=at_work)

    assert (Figure.objects.count(), Compilation.objects.get().state) == (0, "queued")
    assert compiling.compile_results(compilation).state == "done"


def test_a_second_worker_that_comes_late_writes_nothing(compilation):
    stale = Compilation.objects.get()
    compiling.compile_results(compilation)
    count = Figure.objects.count()

    assert compiling.compile_results(stale).state == "done"
    assert Figure.objects.count() == count


def test_what_is_done_never_changes(compiled):
    for change in (
        lambda: Compilation.objects.update(cut_off=date(2025, 1, 1)),
        lambda: Compilation.objects.all()._raw_delete("default"),
        lambda: compiled.figures.update(net=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_one_changed_row_moves_the_figures_of_the_next_compilation_and_not_of_this(compiled, trained):
    kuelap, *_rest = trained
    with sealed_before():
        Fact.objects.filter(participation__firm=kuelap).update(quantity=Decimal(3))
    later = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))

    assert (net(compiled, "AIV-OP-01"), net(later, "AIV-OP-01")) == (2, 1)
    assert (net(compiled, "AIV-OP-01", country="PE"), net(compiled, "AIV-OP-01", country="CO")) == (1, 1)
    assert compiled.inputs_sha256 != later.inputs_sha256


def test_the_hash_is_of_the_figures_as_they_are_printed(compiled):
    assert content_hash(canonical(reading.printed(compiled)["figures"])) == compiled.figures_sha256


def test_a_job_set_aside_ends_the_compilation_and_the_next_can_be_asked_for(compilation):
    job = Job.objects.get()
    HANDLERS[job.kind].gave_up(job, "The worker stopped each time this was tried.")

    compilation.refresh_from_db()
    assert (compilation.state, compilation.error) == ("failed", "The worker stopped each time this was tried.")
    assert compilation.events.last().action == "fail"
    request_compilation(cut_off=CUT_OFF)


# Recounting --------------------------------------------------------------------------------------------


def test_a_recount_that_gives_the_same_leaves_no_trace(compiled):
    assert recounting.recount(compiled) == {}
    assert [event.action for event in compiled.events.all()] == ["request", "compile"]


def test_a_firm_found_to_be_another_later_is_drift_and_changes_nothing_compiled(compiled, trained):
    kuelap, misti, _nobody = trained
    pair = same(kuelap, misti)

    differences = recounting.recount(compiled)
    recounting.recount(compiled)

    assert differences["AIV-OP-01"] == ["2.00", "1.00"]
    assert differences["AIV-OP-01 country=CO"] == ["1.00", None]
    assert net(compiled, "AIV-OP-01") == 2
    (event,) = compiled.events.filter(action="recount")
    assert (event.changes["differences"], event.changes["figures"]["AIV-OP-01"]) == (
        len(differences), ["2.00", "1.00"],
    )  # fmt: skip

    FirmPair.objects.filter(pk=pair.pk).update(verdict="distinct")
    assert recounting.recount(compiled) == {}
    assert compiled.events.filter(action="recount").last().changes["differences"] == 0


def test_a_recount_counts_by_the_definitions_of_its_time(compiled):
    version = IndicatorVersion.objects.get(indicator__code="AIV-OP-01")
    later = IndicatorVersion.objects.get(pk=version.pk)
    later.pk, later.number, later.least_amount = None, 2, Decimal(40)
    later.save()
    IndicatorVersion.objects.filter(pk=later.pk).update(frozen_at=AS_OF - timedelta(days=1))

    assert recounting.recount(compiled) == {}


def test_the_latest_and_the_latest_published_are_recounted(compiled, august):
    compiled.events.create(action="publish", at=august)
    later = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))
    latest = compiling.compile_results(request_compilation(cut_off=date(2025, 7, 1)))

    assert recounting.to_recount() == [compiled, latest]
    assert later.pk not in {one.pk for one in recounting.to_recount()}


# The calendar ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2025, 12, 31)),
        (date(2025, 7, 1), date(2025, 6, 30)),
        (date(2025, 6, 30), date(2024, 12, 31)),
        (date(2025, 12, 31), date(2025, 6, 30)),
    ],
)
def test_a_half_year_ends_in_june_and_in_december(day, end):
    assert half_year_before(day) == end


def test_the_calendar_asks_once_for_each_half_year(catalogue):
    with clock.at(datetime(2025, 7, 1, 3, 0, tzinfo=UTC)):
        tasks.queue_half_year()
        tasks.queue_half_year()
        tasks.compile_half_year(Job.objects.get(kind="compile_half_year"))

    assert [one.cut_off for one in Compilation.objects.all()] == [CUT_OFF]


# The command -------------------------------------------------------------------------------------------


def printed(*arguments):
    out = StringIO()
    call_command("compile_results", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_what_was_compiled(trained):
    document = json.loads(printed("--cut-off", "2025-06-30", "--as-of", "2025-07-15", "--json"))

    assert sorted(document) == ["as_of", "cut_off", "figures", "inputs_sha256", "schema"]
    assert (document["schema"], document["cut_off"]) == (1, "2025-06-30")
    assert document["as_of"] == "2025-07-15T21:59:59.999999+00:00"
    assert document["inputs_sha256"] == Compilation.objects.get().inputs_sha256
    (whole,) = [f for f in document["figures"] if f["indicator"] == "AIV-OP-01" and f["dims"] == {"country": "PE"}]
    assert whole == {
        "indicator": "AIV-OP-01", "version": 1, "unit": "MSMEs", "dims": {"country": "PE"}, "gross": "3.00",
        "net": "1.00", "overlap": "1.00", "undeduplicable": ["0.00", "1.00"], "projects": 2,
    }  # fmt: skip
    keys = [(f["indicator"], f["version"], sorted(f["dims"].items())) for f in document["figures"]]
    assert keys == sorted(keys)


def test_the_command_says_the_same_twice_and_without_json_in_words(trained):
    arguments = ("--cut-off", "2025-06-30", "--as-of", "2025-07-15T10:00")

    assert printed(*arguments, "--json") == printed(*arguments, "--json")
    assert "AIV-OP-01 MSMEs trained: 2.00 net, 4.00 gross, 1.00 overlap" in printed(*arguments)


def test_the_command_says_why_not(compilation):
    with pytest.raises(CommandError, match="under way"):
        printed("--cut-off", "2025-06-30")
    with pytest.raises(CommandError, match="--as-of"):
        printed("--cut-off", "2025-06-30", "--as-of", "yesterday")


def test_what_was_approved_later_is_in_the_command_of_later(trained, coffee):
    before = json.loads(printed("--cut-off", "2025-06-30", "--as-of", "2025-07-01", "--json"))

    assert ResultsUpdate.objects.filter(approved_at__gt=datetime(2025, 7, 2, tzinfo=UTC)).count() == 2
    assert {f["net"] for f in before["figures"] if f["indicator"] == "AIV-OP-01"} == {"0.00"}

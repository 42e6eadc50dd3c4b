"""Visits: planned, announced, reported on, handed in for good, cancelled."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from grants import models
from grants.applications.marks import text_mark
from grants.files.actions import BadFile
from grants.models import Message
from grants.workflow import Refused, reasons_against
from reporting.models import Visit, VisitFile
from reporting.monitoring.actions.samples import draw_sample
from reporting.monitoring.actions.visits import (
    add_visit_files,
    cancel_visit,
    carry_out_visit,
    change_visit,
    plan_visit,
    remove_visit_file,
    save_report,
)
from reporting.monitoring.workflow import STEPS, VisitState
from tests.grants.files.samples import JPEG, PDF
from tests.reporting.monitoring.visiting import PLAN, REPORT

pytestmark = pytest.mark.django_db


def letters(kind):
    return sorted(Message.objects.filter(kind=f"visit_{kind}").values_list("address", flat=True))


def codes(refused):
    return sorted(reason.code for reason in refused.value.reasons)


def photo(name="photo.jpg", content=JPEG):
    return SimpleUploadedFile(name, content)


def test_a_visit_is_planned_by_its_monitor_and_nobody_is_told(visit, marta):
    assert (visit.state, visit.monitor, visit.announced_at) == ("planned", marta, None)
    assert list(visit.events.values_list("action", "actor")) == [("plan", marta.pk)]
    assert not Message.objects.filter(kind__startswith="visit_").exists()


def test_an_announced_visit_is_told_to_the_people_of_the_lead_and_so_is_its_change(project, marta):
    visit = plan_visit(project, by=marta, announce=True, **PLAN)
    assert letters("announce") == ["amalia@demo.example", "ana@demo.example"]

    changed = change_visit(visit, by=marta, **PLAN | {"planned_on": date(2026, 7, 9)})
    assert len(letters("announce")) == 4
    change_visit(changed, by=marta, **PLAN | {"planned_on": date(2026, 7, 9)})  # nothing changed
    assert len(letters("announce")) == 4
    assert visit.events.get(action="change").changes == {"planned_on": ["2026-07-01", "2026-07-09"]}


def test_a_visit_can_be_announced_later(visit, marta):
    change_visit(visit, by=marta, announce=True, **PLAN)

    assert letters("announce") == ["amalia@demo.example", "ana@demo.example"]


@pytest.mark.parametrize(("missing", "code"), [("place", "no_place"), ("purpose", "no_purpose")])
def test_a_plan_says_where_and_what_for(project, marta, missing, code):
    with pytest.raises(Refused) as refused:
        plan_visit(project, by=marta, **PLAN | {missing: " "})

    assert codes(refused) == [code]


def test_a_project_without_a_signed_contract_is_not_visited(project, marta):
    models.Contract.objects.update(state="sent")
    project.refresh_from_db()

    with pytest.raises(Refused) as refused:
        plan_visit(models.Project.objects.get(pk=project.pk), by=marta, **PLAN)

    assert codes(refused) == ["does_not_run"]


def test_a_chamber_s_own_action_is_visited_too(courses, marta):
    plan_visit(courses, by=marta, announce=True, **PLAN)

    assert letters("announce") == ["pilar@demo.example"]


def test_a_report_that_is_not_written_is_not_handed_in(visit, listed, marta):
    draw_sample(visit, by=marta, size=2)

    with pytest.raises(Refused) as refused:
        carry_out_visit(visit, by=marta)

    assert codes(refused) == ["firms_open", "no_day", "no_met", "no_report"]


def test_a_visit_is_not_carried_out_before_its_day(visit, marta):
    save_report(visit, by=marta, **REPORT | {"held_on": date(2026, 7, 6)})

    with pytest.raises(Refused) as refused:
        carry_out_visit(visit, by=marta)

    assert codes(refused) == ["too_early"]


def test_a_report_handed_in_is_kept_under_its_hash_and_told(held, marta, july):
    assert (held.state, held.carried_out_at) == ("carried_out", july)
    assert held.version.is_intact
    assert held.version.document["report"] == "Two of three stations work."
    assert held.events.get(action="carry_out").changes == {"sha256": held.version.sha256}
    assert letters("carry_out") == ["amalia@demo.example", "ana@demo.example", "diego@demo.example"]


def test_a_report_saved_meanwhile_by_a_colleague_is_not_overwritten(visit, marta):
    empty = dict.fromkeys(REPORT, text_mark(""))
    save_report(visit, by=marta, seen=empty, **REPORT)

    with pytest.raises(Refused) as refused:
        save_report(visit, by=marta, seen=empty, **REPORT | {"met": "Luis", "report": "Another text"})

    assert codes(refused) == ["met", "report"]
    assert "Two of three stations work." in str(refused.value)


def test_what_was_not_touched_stays_as_a_colleague_has_saved_it(visit, marta):
    empty = dict.fromkeys(REPORT, text_mark(""))
    save_report(visit, by=marta, held_on=REPORT["held_on"], met="Luis", report="")

    save_report(visit, by=marta, seen=empty, held_on=REPORT["held_on"], met="", report="Mine")

    visit.refresh_from_db()
    assert (visit.met, visit.report) == ("Luis", "Mine")


def test_every_earlier_text_of_a_report_is_in_its_history(visit, marta):
    save_report(visit, by=marta, **REPORT)
    save_report(visit, by=marta, **REPORT | {"report": "Three work."})
    save_report(visit, by=marta, **REPORT | {"report": "Three work."})

    changes = visit.events.filter(action="report").order_by("pk").values_list("changes", flat=True)
    assert list(changes) == [{}, {"report": "Two of three stations work."}]


def test_photos_are_put_beside_the_report_and_taken_away_again(visit, marta):
    one, two = add_visit_files(visit, by=marta, files=[photo(), photo("list.pdf", PDF)], caption="The station")
    remove_visit_file(two, by=marta)

    assert [file.caption for file in visit.files.all()] == ["The station"]
    assert one.file.media_type == "image/jpeg"
    assert list(visit.events.order_by("pk").values_list("action", flat=True)) == ["plan", "add_file", "remove_file"]


@pytest.mark.parametrize(
    "bad", [photo("page.html", b"<script>"), photo("photo.jpg", b"MZ\x90\x00program"), photo("empty.jpg", b"")]
)
def test_a_hostile_file_is_refused_with_all_that_came_with_it(visit, marta, bad):
    with pytest.raises(BadFile):
        add_visit_files(visit, by=marta, files=[photo(), bad])

    assert not visit.files.exists()
    assert not models.StoredFile.objects.filter(uploaded_by=marta).exists()


def test_files_have_a_limit(visit, marta):
    with pytest.raises(Refused) as refused:
        add_visit_files(visit, by=marta, files=[photo()] * 31)
    assert codes(refused) == ["full"]
    with pytest.raises(Refused):
        add_visit_files(visit, by=marta, files=[])


def test_a_cancelled_visit_has_its_reason_and_only_who_knew_is_told(visit, project, marta):
    with pytest.raises(Refused) as refused:
        cancel_visit(visit, by=marta, note=" ")
    assert codes(refused) == ["no_reason"]

    assert cancel_visit(visit, by=marta, note="The road is closed").state == "cancelled"
    assert letters("cancel") == []
    cancel_visit(plan_visit(project, by=marta, announce=True, **PLAN), by=marta, note="The road is closed")
    assert letters("cancel") == ["amalia@demo.example", "ana@demo.example"]


@pytest.mark.parametrize("state", VisitState.values)
@pytest.mark.parametrize("action", list(STEPS))
def test_every_state_and_action(visit, state, action):
    visit.state = state
    wrong = [reason for reason in reasons_against(visit, action) if reason.code == "wrong_state"]

    assert bool(wrong) == (state != "planned")


OVER = {
    "change": lambda visit, by: change_visit(visit, by=by, **PLAN),
    "report": lambda visit, by: save_report(visit, by=by, **REPORT),
    "files": lambda visit, by: add_visit_files(visit, by=by, files=[photo()]),
    "draw": lambda visit, by: draw_sample(visit, by=by, size=1),
    "carry_out": lambda visit, by: carry_out_visit(visit, by=by),
    "cancel": lambda visit, by: cancel_visit(visit, by=by, note="Too late"),
}


@pytest.mark.parametrize("what", OVER)
@pytest.mark.parametrize("over", ["held", "cancelled"])
def test_nothing_is_done_to_a_visit_that_is_over(visit, marta, listed, what, over):
    if over == "held":
        save_report(visit, by=marta, **REPORT)
        carry_out_visit(visit, by=marta)
    else:
        cancel_visit(visit, by=marta, note="Rain")

    with pytest.raises(Refused) as refused:
        OVER[what](visit, marta)

    assert codes(refused)[0] in ("over", "wrong_state")


def test_postgresql_refuses_to_change_what_was_handed_in(visit, listed, marta):
    draw_sample(visit, by=marta, size=1)
    visit.observations.update(outcome="seen")
    add_visit_files(visit, by=marta, files=[photo()])
    save_report(visit, by=marta, **REPORT)
    held = carry_out_visit(visit, by=marta)
    stored = visit.files.get().file
    attempts = (
        lambda: Visit.objects.filter(pk=held.pk).update(report="Nicer"),
        lambda: Visit.objects.filter(pk=held.pk)._raw_delete("default"),
        lambda: held.observations.update(outcome="not_found", note="x"),
        lambda: held.observations.all()._raw_delete("default"),
        lambda: held.files.update(caption="Other"),
        lambda: VisitFile.objects.create(visit=held, file=stored, added_by=marta, added_at=held.carried_out_at),
    )

    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "carried_out"}, "visit_carried_out_has_report"),
        ({"state": "cancelled"}, "visit_cancelled_has_reason"),
        ({"state": "over"}, "visit_state_known"),
        ({"seed": "a1"}, "visit_drawn_sample_has_population"),
        ({"population": 3}, "visit_drawn_sample_has_population"),
    ],
)
def test_what_can_never_be_false_of_a_visit(visit, change, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**change)

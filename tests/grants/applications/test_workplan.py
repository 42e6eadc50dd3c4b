"""The workplan: activities by month and partner, from the first cell to what is handed in."""

import pytest
from django.urls import reverse

from grants.applications.actions import logframe, workplan
from grants.applications.actions.cells import Kept
from grants.applications.actions.consortium import remove_partner
from grants.applications.cells import Clash, Gone
from grants.applications.gantt import gantt
from grants.applications.marks import text_mark
from grants.applications.models import Activity, Application, LogframeResult
from grants.applications.queries.completeness import checklist
from grants.applications.queries.content import content, part
from grants.applications.queries.reading import read
from grants.applications.workflow import Topic
from grants.applications.workplan_cells import problems_of
from grants.workflow import Refused
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(call):
    """The call asks for a workplan."""
    call.workplan = True
    call.save()
    return call


@pytest.fixture
def activity(asked, application, ana):
    """An empty activity of Ana's application."""
    return workplan.add_activity(application, by=ana)


@pytest.fixture
def planned(asked, complete, ana):
    """A complete application whose partner does one activity in months 3 to 8."""
    row = workplan.add_activity(complete, by=ana)
    result = complete.results.get(level="output")
    place = complete.partners.get(role="co_applicant")
    for field, text in {
        "title": "Train the trainers", "result": str(result.key), "partner": str(place.key),
        "first_month": "3", "last_month": "8",
    }.items():  # fmt: skip
        save(complete, ana, row, field, text)
    row.refresh_from_db()
    return row


def save(application, by, row, field, text, based_on=""):
    name = f"activity-{row.key}-{field}"
    return workplan.save_workplan(application, cells={name: text}, based_on={name: text_mark(based_on)}, by=by)[name]


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def address(application, name, *keys):
    return reverse(f"applications:{name}", args=[application.public_id, *keys])


def lacks(application):
    return [reason.code for reason in checklist(application).reasons(Topic.WORKPLAN)]


def test_a_text_is_saved_on_what_it_was_based_on(application, activity, ana):
    kept = save(application, ana, activity, "title", "Map the farms")

    activity.refresh_from_db()
    assert isinstance(kept, Kept)
    assert activity.title == "Map the farms"


def test_the_second_of_two_texts_overwrites_nothing_and_is_kept_aside(application, activity, ana, amalia):
    save(application, amalia, activity, "first_month", "3")

    clash = save(application, ana, activity, "first_month", "4")

    activity.refresh_from_db()
    assert isinstance(clash, Clash)
    assert (clash.theirs, clash.by, activity.first_month) == ("3", amalia, 3)
    history = {(one.raw, one.is_aside, one.by) for one in application.workplan_revisions.all()}
    assert history == {("3", False, amalia), ("4", True, ana)}


@pytest.mark.parametrize(
    ("typed", "value", "problem"),
    [
        ("7", 7, ""),
        (" 12 ", 12, ""),
        ("", None, ""),
        ("0", None, "month_unreadable"),
        ("-1", None, "month_unreadable"),
        ("121", None, "month_unreadable"),
        ("May", None, "month_unreadable"),
        ("²", None, "month_unreadable"),
        ("3.5", None, "month_unreadable"),
    ],
)
def test_a_month_is_understood_or_kept_as_typed(application, activity, ana, typed, value, problem):
    save(application, ana, activity, "first_month", typed)

    activity.refresh_from_db()
    assert activity.first_month == value
    assert problems_of(activity) == ({"first_month": problem} if problem else {})
    assert activity.raw == ({"first_month": typed} if problem else {})


def test_only_results_and_partners_of_this_application_can_be_chosen(application, activity, call, rival, fabio, ana):
    theirs = ApplicationFactory(call=call, lead=rival, started_by=fabio)
    foreign = logframe.add_result(theirs, level="output", by=fabio)

    save(application, ana, activity, "result", str(foreign.key))
    save(application, ana, activity, "partner", str(theirs.partners.get().key))

    activity.refresh_from_db()
    assert (activity.result, activity.partner) == (None, None)
    assert problems_of(activity) == {"result": "choice_gone", "partner": "choice_gone"}


def test_an_activity_of_another_application_is_gone(application, asked, rival, fabio, ana):
    theirs = ApplicationFactory(call=asked, lead=rival, started_by=fabio)
    foreign = workplan.add_activity(theirs, by=fabio)

    assert save(application, ana, foreign, "title", "Mine now") == Gone("Mine now")
    with pytest.raises(Refused) as refused:
        workplan.delete_activity(application, key=foreign.key, by=ana)
    assert codes(refused) == ["gone"]
    assert Activity.objects.get().title == ""


def test_a_call_that_asks_for_none_takes_none(application, ana):
    with pytest.raises(Refused) as refused:
        workplan.add_activity(application, by=ana)

    assert codes(refused) == ["not_asked"]
    assert lacks(application) == []
    assert "workplan" not in content(application)


def test_a_workplan_has_an_end(application, activity, ana, monkeypatch):
    monkeypatch.setattr(workplan, "MOST_ACTIVITIES", 1)

    with pytest.raises(Refused) as refused:
        workplan.add_activity(application, by=ana)

    assert codes(refused) == ["full"]


def test_the_checklist_says_what_each_activity_lacks(application, asked, ana):
    assert lacks(application) == ["no_activity"]
    activity = workplan.add_activity(application, by=ana)
    assert lacks(application) == ["title_missing", "result_missing", "partner_missing", "months_missing"]
    save(application, ana, activity, "first_month", "5")
    save(application, ana, activity, "last_month", "3")
    assert lacks(application) == ["months_reversed", "title_missing", "result_missing", "partner_missing"]


def test_an_activity_after_the_end_of_the_project_blocks(complete, planned, ana):
    assert lacks(complete) == []
    save(complete, ana, planned, "last_month", "25", based_on="8")

    (reason,) = checklist(complete).reasons(Topic.WORKPLAN)

    assert reason.code == "months_outside"
    assert reason.url == f"{address(complete, 'workplan')}#activity-{planned.key}"


def test_what_is_handed_in_names_result_and_partner_by_their_keys(complete, planned):
    place = complete.partners.get(role="co_applicant")

    assert content(complete)["workplan"] == [
        {
            "key": str(planned.key),
            "title": "Train the trainers",
            "result": str(complete.results.get(level="output").key),
            "partner": str(place.key),
            "first_month": 3,
            "last_month": 8,
        }
    ]


def test_a_partners_activities_are_in_its_mandate_and_not_material(complete, planned):
    reading = read(Application.objects.get(pk=complete.pk))
    place = reading.co_applicants[0]
    found = part(reading, place, content(complete, reading))

    assert [row["title"] for row in found["rest"]["activities"]] == ["Train the trainers"]
    assert "activities" not in found["material"]


def test_who_leaves_and_what_is_removed_leave_the_activity_behind(complete, planned, ana):
    planned.result.indicators.all().delete()
    logframe.delete_result(complete, key=planned.result.key, by=ana)
    complete.budget.lines.filter(partner__organisation=planned.partner.organisation).delete()
    remove_partner(planned.partner, by=ana)

    planned.refresh_from_db()
    assert (planned.result, planned.partner) == (None, None)
    assert lacks(complete) == ["result_missing", "partner_missing"]


def test_bars_begin_at_their_month_and_end_after_it():
    drawing = gantt([("Train", "AV", "months 3 to 8", 3, 8), ("Open", "", "", None, 4)], 24)

    train, unknown = drawing.bars
    assert (train.left, train.width) == (230 + 2 * 26, 6 * 26)
    assert unknown.width == 0
    assert (drawing.width, len(drawing.ticks)) == (230 + 24 * 26, 24)
    assert [tick.number for tick in drawing.ticks if tick.begins_year] == [1, 13]


def test_a_bar_beyond_the_project_widens_the_drawing():
    assert len(gantt([("Late", "AV", "", 20, 30)], 24).ticks) == 30


def test_the_page_draws_and_saves_and_brings_a_choice_back_in_words(login, complete, planned, ana):
    client = login(ana)
    page = client.get(address(complete, "workplan")).text
    assert page.count("<rect") == 1
    assert "Associazione Verde" in page

    name = f"activity-{planned.key}-partner"
    lead = complete.partners.get(role="lead")
    data = {"key": name, "value": str(lead.key), "rev": text_mark(str(planned.partner.key))}
    answer = client.post(address(complete, "autosave_workplan"), data).json()
    assert answer["saved"] is True
    assert "CCC" in answer["pieces"]["workplan-chart"]

    history = client.get(address(complete, "workplan_history")).text
    assert "Associazione Verde" in history
    assert "Bring this text back" in history


def test_two_browsers_on_one_choice_read_names_not_keys(login, complete, planned, ana, bruno):
    lead, place = complete.partners.get(role="lead"), planned.partner
    name, url = f"activity-{planned.key}-partner", address(complete, "autosave_workplan")
    login(bruno).post(url, {"key": name, "value": str(lead.key), "rev": text_mark(str(place.key))})

    response = login(ana).post(url, {"key": name, "value": "", "rev": text_mark(str(place.key))})

    assert response.status_code == 409
    assert (response.json()["theirs"], response.json()["shown"]) == (str(lead.key), "CCC")


def test_the_plain_form_saves_all_and_shows_both_texts_of_a_conflict(login, application, activity, ana, amalia):
    name, url = f"activity-{activity.key}-title", address(application, "save_workplan")
    client = login(ana)
    sent = {f"answer-{name}": "Map the farms", f"rev-{name}": text_mark("")}
    assert client.post(url, sent).url == address(application, "workplan")

    late = {f"answer-{name}": "Walk the farms", f"rev-{name}": text_mark("")}
    response = login(amalia).post(url, late)

    assert response.status_code == 409
    assert "Map the farms" in response.text
    assert "Walk the farms" in response.text


def test_a_reader_cannot_write_and_a_partner_can(login, application, partner, activity, aldo, bruno):
    url = address(application, "add_activity")

    assert login(aldo).post(url).status_code == 403
    assert login(bruno).post(url).status_code == 302
    assert application.activities.count() == 2


def test_buttons_add_and_remove_an_activity(login, application, asked, ana):
    client = login(ana)
    response = client.post(address(application, "add_activity"))
    activity = application.activities.get()
    assert response.url == f"{address(application, 'workplan')}#activity-{activity.key}"

    client.post(address(application, "delete_activity", activity.key))

    assert not application.activities.exists()


def test_the_workplan_is_printed(login, complete, planned, ana):
    page = login(ana).get(address(complete, "print")).text

    assert "months 3 to 8" in page
    assert page.count("<rect") == 1


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_as_many_queries_whatever_the_size(
    login, complete, planned, ana, size, django_assert_num_queries
):
    for position in range(1, size):
        result = LogframeResult.objects.create(application=complete, level="output", position=9)
        Activity.objects.create(application=complete, title="More", result=result, position=position)
    client = login(ana)
    url = address(complete, "workplan")
    client.get(url)
    with django_assert_num_queries(14):
        assert client.get(url).status_code == 200


def test_an_activity_is_moved_up_and_down(login, asked, application, ana):
    rows = [workplan.add_activity(application, by=ana) for _one in range(3)]
    client = login(ana)

    def move(row, way):
        client.post(reverse("applications:move_activity", args=[application.public_id, row.key]), {way: ""})
        order = application.activities.order_by("position").values_list("pk", flat=True)
        return [[row.pk for row in rows].index(pk) for pk in order]

    assert move(rows[2], "up") == [0, 2, 1]
    assert move(rows[0], "up") == [0, 2, 1]
    assert move(rows[0], "down") == [2, 0, 1]
    assert move(rows[1], "down") == [2, 0, 1]

"""The logframe's page, with and without scripts."""

from decimal import Decimal

import pytest
from django.urls import reverse

from grants import clock
from grants.applications.actions import logframe
from grants.applications.marks import text_mark
from grants.models import LogframeResult
from tests.factories import ApplicationFactory


@pytest.fixture
def result(application, ana):
    """An empty outcome."""
    return logframe.add_result(application, level="outcome", by=ana)


@pytest.fixture
def indicator(application, result, call, ana):
    """The required indicator under it."""
    code = call.indicators.get(required=True).version.indicator.code
    return logframe.add_indicator(application, result_key=result.key, code=code, by=ana)


def address(application, name, *keys):
    return reverse(f"applications:{name}", args=[application.public_id, *keys])


def test_autosave_echoes_the_number_it_understood(login, application, indicator, ana):
    data = {"key": f"indicator-{indicator.key}-target", "value": "1 200 300", "rev": text_mark("")}

    answer = login(ana).post(address(application, "autosave_logframe"), data).json()

    assert (answer["saved"], answer["understood"], answer["problem"]) == (True, "1,200,300 firms", "")
    assert answer["rev"] == text_mark("1200300")


def test_save_and_continue_stays_where_a_number_is_not_understood(login, application, indicator, ana):
    name, client = f"indicator-{indicator.key}-target", login(ana)
    sent = {f"answer-{name}": "many", f"rev-{name}": text_mark(""), "next": "1"}

    stays = client.post(address(application, "save_logframe"), sent)
    goes_on = client.post(
        address(application, "save_logframe"), sent | {f"answer-{name}": "120", f"rev-{name}": text_mark("many")}
    )

    assert stays.url.partition("#")[0] == address(application, "logframe")
    assert goes_on.url == address(application, "budget")


def test_two_browsers_on_one_field(login, application, result, ana, amalia):
    key = f"result-{result.key}-statement"
    url = address(application, "autosave_logframe")
    login(amalia).post(url, {"key": key, "value": "Hers", "rev": text_mark("")})

    response = login(ana).post(url, {"key": key, "value": "His", "rev": text_mark("")})

    assert response.status_code == 409
    assert response.json() == {
        "conflict": True,
        "rev": text_mark("Hers"),
        "theirs": "Hers",
        "by": "Amalia",
        "at": "13:00",
    }


def test_the_history_shows_every_text_and_brings_one_back(login, application, indicator, ana, amalia):
    name, client = f"indicator-{indicator.key}-source", login(ana)
    url = address(application, "autosave_logframe")
    login(amalia).post(url, {"key": name, "value": "Her lists", "rev": text_mark("")})
    client.post(url, {"key": name, "value": "His lists", "rev": text_mark("")})

    page = client.get(address(application, "logframe_history")).text
    assert page.index("His lists") < page.index("Her lists")
    assert page.count("Came after a colleague") == 1
    assert (page.count("Stands now"), page.count("Bring this text back")) == (1, 1)

    sends = {f"answer-{name}": "His lists", f"rev-{name}": text_mark("Her lists")}
    for field, value in sends.items():
        assert f'name="{field}" value="{value}"' in page
    client.post(address(application, "save_logframe"), sends)

    indicator.refresh_from_db()
    assert indicator.source == "His lists"


def test_texts_of_a_removed_row_stay_in_the_history(login, application, result, ana):
    name = f"result-{result.key}-statement"
    logframe.save_logframe(application, cells={name: "Firms trace"}, based_on={name: text_mark("")}, by=ana)
    logframe.delete_result(application, key=result.key, by=ana)

    page = login(ana).get(address(application, "logframe_history")).text

    assert "Rows that were removed" in page
    assert "Firms trace" in page
    assert "Bring this text back" not in page


def test_open_pages_learn_what_stands_in_each_cell(login, application, indicator, ana):
    name, client = f"indicator-{indicator.key}-target", login(ana)
    logframe.save_logframe(application, cells={name: "120"}, based_on={name: text_mark("")}, by=ana)

    revs = client.get(address(application, "presence") + "?at=logframe").json()["revs"]

    assert revs[name] == text_mark("120")
    assert revs[f"result-{indicator.result.key}-statement"] == text_mark("")


def test_a_row_taken_out_meanwhile_is_told_in_words(login, application, result, ana):
    logframe.delete_result(application, key=result.key, by=ana)
    data = {"key": f"result-{result.key}-statement", "value": "x", "rev": text_mark("")}

    response = login(ana).post(address(application, "autosave_logframe"), data)

    assert response.status_code == 422
    assert response.json() == {"problem": "This row was taken out meanwhile. Copy your text and load the page again."}


def test_without_scripts_the_whole_page_is_saved(login, application, indicator, ana):
    data = {
        f"answer-result-{indicator.result.key}-statement": "Firms trace",
        f"rev-result-{indicator.result.key}-statement": text_mark(""),
        f"answer-indicator-{indicator.key}-target": "120",
        f"rev-indicator-{indicator.key}-target": text_mark(""),
    }

    response = login(ana).post(address(application, "save_logframe"), data)

    indicator.refresh_from_db()
    assert response.url == address(application, "logframe")
    assert (indicator.target, LogframeResult.objects.get(pk=indicator.result_id).statement) == (
        Decimal("120.00"),
        "Firms trace",
    )


def test_what_was_not_understood_stands_in_a_list_at_the_top_that_leads_to_it(login, application, indicator, ana):
    field = f"indicator-{indicator.key}-target"
    login(ana).post(address(application, "save_logframe"), {f"answer-{field}": "muchas", f"rev-{field}": text_mark("")})

    page = login(ana).get(address(application, "logframe")).content.decode()

    assert "One thing has to be put right" in page
    assert f'<a href="#answer-{field}">' in page


def test_without_scripts_a_conflict_shows_both_texts(login, application, result, ana, amalia):
    name = f"result-{result.key}-statement"
    logframe.save_logframe(application, cells={name: "Her text"}, based_on={name: text_mark("")}, by=amalia)

    response = login(ana).post(
        address(application, "save_logframe"), {f"answer-{name}": "His text", f"rev-{name}": text_mark("")}
    )

    assert response.status_code == 409
    assert "Her text" in response.content.decode()
    assert "His text" in response.content.decode()


def test_after_the_deadline_the_typed_text_comes_back(login, call, application, result, ana):
    client = login(ana)
    with clock.at(call.closes_at):
        response = client.post(
            address(application, "save_logframe"), {f"answer-result-{result.key}-statement": "Typed in vain"}
        )

    assert response.status_code == 422
    assert "Typed in vain" in response.content.decode()


@pytest.mark.parametrize(("name", "status"), [("aldo", 403), ("bruno", 403), ("fabio", 404)])
def test_only_the_lead_writes_the_logframe(request, login, application, partner, rival, result, name, status):
    client = login(request.getfixturevalue(name))
    data = {"key": f"result-{result.key}-statement", "value": "x", "rev": text_mark("")}

    responses = [
        client.post(address(application, "autosave_logframe"), data),
        client.post(address(application, "save_logframe"), {}),
        client.post(address(application, "add_result"), {"level": "impact"}),
        client.post(address(application, "delete_result", result.key)),
    ]

    assert [response.status_code for response in responses] == [status] * 4
    assert LogframeResult.objects.filter(pk=result.pk).exists()


def test_rows_of_another_application_do_not_open_under_ones_own(login, application, call, rival, fabio, ana):
    """T-AC-02."""
    theirs = logframe.add_result(ApplicationFactory(call=call, lead=rival, started_by=fabio), level="impact", by=fabio)

    login(ana).post(address(application, "delete_result", theirs.key))

    assert LogframeResult.objects.filter(pk=theirs.pk).exists()


def test_adding_moving_and_removing_by_button(login, application, call, result, ana):
    client = login(ana)
    code = call.indicators.get(required=False).version.indicator.code
    client.post(address(application, "add_result"), {"level": "impact"})
    impact = application.results.get(level="impact")

    client.post(address(application, "add_indicator", result.key), {"code": code})
    indicator = result.indicators.get()
    client.post(address(application, "move_indicator", indicator.key), {"result": str(impact.key)})
    moved = impact.indicators.count()
    client.post(address(application, "delete_indicator", indicator.key))
    client.post(address(application, "delete_result", impact.key))

    assert moved == 1
    assert [row.level for row in application.results.all()] == ["outcome"]

"""The page of a part: who reads, who writes, what happens when two write or the deadline passes."""

import uuid

import pytest
from django.urls import reverse

from grants import clock
from grants.models import Application, ApplicationPart, Cell, Revision
from tests.factories import ApplicationFactory

TEXT = "Producers cannot prove that their land was not cleared."


@pytest.fixture
def part(application):
    """The part "Relevance" of Ana's application."""
    return ApplicationPart.objects.get(draft=application.draft, slug="relevance")


@pytest.fixture
def foreign(call, rival, fabio, noon):
    """Fabio's application in the same call."""
    return ApplicationFactory(call=call, lead=rival, started_by=fabio, title="CANARY-FOREIGN")


def page_of(part):
    return reverse("applications:part", args=[part.draft.application.public_id, part.slug])


def address(name, part):
    return reverse(f"applications:{name}", args=[part.public_id])


def autosave(client, part, value, rev=0, key="problem"):
    return client.post(address("autosave", part), {"key": key, "value": value, "rev": rev})


@pytest.mark.parametrize(
    ("name", "status"),
    [("ana", 200), ("amalia", 200), ("aldo", 200), ("bruno", 200), ("fabio", 404), ("nadia", 404), ("diego", 404)],
)
def test_only_the_consortium_reads_a_part(request, login, partner, part, name, status):
    response = login(request.getfixturevalue(name)).get(page_of(part))

    assert response.status_code == status


def test_foreign_and_missing_look_alike(login, part, rival, fabio):
    client = login(fabio)

    foreign = client.get(page_of(part))
    missing = client.get(reverse("applications:part", args=[uuid.uuid4(), "relevance"]))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert len(foreign.content) == len(missing.content)


def test_a_part_the_form_does_not_have_is_missing(login, application, ana):
    response = login(ana).get(reverse("applications:part", args=[application.public_id, "nothing"]))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["aldo", "bruno"])
def test_readers_and_partners_without_the_part_read_it_locked_and_cannot_save(request, login, partner, part, name):
    client = login(request.getfixturevalue(name))

    page = client.get(page_of(part)).content.decode()
    response = autosave(client, part, TEXT)

    assert "data-autosave=" not in page
    assert response.status_code == 403
    assert not Cell.objects.exists()


def test_a_partner_writes_in_the_part_it_was_given(login, partner, part, bruno):
    ApplicationPart.objects.filter(pk=part.pk).update(owner=partner.organisation)

    response = autosave(login(bruno), part, TEXT)

    assert response.status_code == 200
    assert Cell.objects.get().raw == TEXT


def test_autosave_answers_what_became_of_the_text(login, part, ana):
    response = autosave(login(ana), part, TEXT)

    answer = response.json()
    assert (answer["saved"], answer["rev"], answer["problem"]) == (True, 1, "")
    assert answer["completeness"] == "1 of 2 required questions answered"


def test_a_number_not_understood_is_kept_and_flagged(login, part, ana):
    """T-CO-07."""
    answer = autosave(login(ana), part, "1,200", key="firms").json()

    assert answer["saved"] is True
    assert answer["problem"].startswith("This could mean a thousand or a decimal.")
    assert Cell.objects.get().raw == "1,200"


def test_two_browsers_on_one_field_lose_neither_text(login, part, ana, amalia):
    autosave(login(amalia), part, "Hers")

    response = autosave(login(ana), part, "His")

    assert response.status_code == 409
    assert (response.json()["theirs"], response.json()["by"], response.json()["rev"]) == ("Hers", "Amalia", 1)
    assert Cell.objects.get().raw == "Hers"
    assert list(Revision.objects.filter(is_aside=True).values_list("raw", flat=True)) == ["His"]


def test_two_people_in_different_fields_are_both_saved(login, part, ana, amalia):
    """T-CO-02."""
    autosave(login(ana), part, TEXT)
    autosave(login(amalia), part, "120", key="firms")

    assert dict(Cell.objects.values_list("key", "raw")) == {"problem": TEXT, "firms": "120"}


@pytest.mark.parametrize("rev", ["", "-1", "one", "9" * 30, "1e3"])
def test_a_revision_that_is_none_overwrites_nothing(login, part, ana, amalia, rev):
    autosave(login(amalia), part, "Hers")

    response = autosave(login(ana), part, "His", rev=rev)

    assert response.status_code == 409
    assert Cell.objects.get().raw == "Hers"


@pytest.mark.parametrize("key", ["", "approach", "nothing", "id"])
def test_a_question_of_another_part_is_refused_with_a_sentence(login, part, ana, key):
    response = autosave(login(ana), part, TEXT, key=key)

    assert response.status_code == 422
    assert response.json() == {"problem": "This part of the form has no such question. Load the page again."}
    assert not Cell.objects.exists()


def test_a_save_after_the_deadline_is_refused_in_words(login, call, part, ana):
    client = login(ana)
    with clock.at(call.closes_at):
        response = autosave(client, part, TEXT)

    assert response.status_code == 422
    assert response.json() == {
        "problem": "The deadline has passed: what was saved before it stays, nothing can be changed."
    }
    assert not Cell.objects.exists()


def test_a_plain_save_after_the_deadline_gives_the_text_back(login, call, part, ana):
    client = login(ana)
    with clock.at(call.closes_at):
        response = client.post(address("save_part", part), {"answer-problem": TEXT, "rev-problem": "0"})

    assert response.status_code == 422
    assert TEXT in response.content.decode()
    assert "The deadline has passed" in response.content.decode()
    assert not Cell.objects.exists()


def test_without_scripts_the_whole_part_is_saved_and_the_next_one_opened(login, application, part, ana):
    data = {"answer-problem": TEXT, "rev-problem": "0", "answer-firms": "120", "rev-firms": "0", "next": "1"}

    response = login(ana).post(address("save_part", part), data)

    assert response.url == reverse("applications:part", args=[application.public_id, "design"])
    assert dict(Cell.objects.values_list("key", "raw")) == {"problem": TEXT, "firms": "120"}


def test_without_scripts_a_conflict_shows_both_texts_and_waits_for_the_choice(login, part, ana, amalia):
    autosave(login(amalia), part, "Her text")
    client = login(ana)

    page = client.post(address("save_part", part), {"answer-problem": "His text", "rev-problem": "0"})

    assert page.status_code == 409
    assert "Her text" in page.content.decode()
    assert "His text" in page.content.decode()
    assert Cell.objects.get().raw == "Her text"

    client.post(
        address("save_part", part), {"answer-problem": "His text", "rev-problem": "1", "keep-mine": "answer-problem"}
    )
    assert Cell.objects.get().raw == "His text"


def test_without_scripts_theirs_can_be_kept(login, part, ana, amalia):
    autosave(login(amalia), part, "Her text")

    data = {"answer-problem": "His text", "rev-problem": "1", "keep-theirs": "answer-problem"}
    login(ana).post(address("save_part", part), data)

    assert Cell.objects.get().raw == "Her text"


def test_fields_of_no_question_are_ignored(login, call, application, part, ana, rival):
    """T-AC-04."""
    extra = {"state": "submitted", "lead": str(rival.pk), "call": "1", "submitted_at": "2026-01-01", "owner": "1"}

    login(ana).post(
        address("save_part", part), {"answer-problem": TEXT, "rev-problem": "0", "answer-notes": "x"} | extra
    )

    application.refresh_from_db()
    assert (application.state, application.lead_id, application.submitted_at) == ("draft", application.lead_id, None)
    assert dict(Cell.objects.values_list("key", "raw")) == {"problem": TEXT}


def test_an_earlier_text_comes_back_as_the_newest(login, part, ana):
    """T-CO-17."""
    client = login(ana)
    autosave(client, part, "First")
    autosave(client, part, "Second", rev=1)
    page = client.get(address("history", part)).content.decode()
    mark = page.split('name="mark" value="')[1].split('"')[0]

    client.post(address("restore", part), {"key": "problem", "mark": mark, "rev": "2"})

    cell = Cell.objects.get()
    assert (cell.raw, cell.rev) == ("First", 3)
    assert part.draft.application.events.get(action="restore_answer").changes == {
        "part": "relevance",
        "question": "problem",
    }


def test_a_text_that_never_stood_there_cannot_be_restored(login, part, ana):
    client = login(ana)
    client.post(address("restore", part), {"key": "problem", "mark": "0" * 12, "rev": "0"})

    assert "This text is not in the history of this part." in client.get(address("history", part)).content.decode()
    assert not Cell.objects.exists()


@pytest.mark.parametrize("name", ["history", "save_part", "autosave", "restore", "assign_part"])
def test_parts_of_others_are_missing(login, foreign, ana, chamber, name):
    """T-AC-02: no address of another application's part opens."""
    part = ApplicationPart.objects.filter(draft=foreign.draft).first()
    client = login(ana)

    responses = [client.get(address(name, part)), client.post(address(name, part), {"key": "problem", "value": "x"})]

    assert {response.status_code for response in responses} <= {404, 405}
    assert not Cell.objects.exists()


def test_a_membership_that_ends_ends_the_saving(login, part, chamber, amalia):
    """T-AC-08."""
    client = login(amalia)
    chamber.memberships.filter(user=amalia).update(ended_at=clock.now())

    response = autosave(client, part, TEXT)

    assert response.status_code == 404
    assert not Cell.objects.exists()


def test_who_is_here_and_what_is_newer(login, application, part, ana, amalia):
    here = reverse("applications:presence", args=[application.public_id]) + "?at=relevance"
    autosave(login(ana), part, TEXT)
    login(ana).get(here)

    answer = login(amalia).get(here).json()

    assert answer["who"] == ["Ana"]
    assert answer["revs"] == {"problem": 1}
    assert answer["deadline_iso"] == "2026-04-01T10:00:00+00:00"
    assert answer["deadline_times"][0] == "1 April 2026, 12:00"


@pytest.mark.parametrize("page", ["submit", "check", "mandates", "facts"])
def test_every_page_of_a_draft_follows_a_deadline_that_moves(login, application, ana, page):
    shown = login(ana).get(reverse(f"applications:{page}", args=[application.public_id])).text

    assert f'data-presence="/applications/{application.public_id}/presence/"' in shown
    assert "<span data-closing>" in shown


def test_without_the_cache_presence_still_tells_the_deadline(login, application, ana, redis_away):
    answer = login(ana).get(reverse("applications:presence", args=[application.public_id])).json()

    assert answer["who"] == []
    assert answer["deadline_iso"] == "2026-04-01T10:00:00+00:00"
    assert answer["closing_text"] == "closes in 21 days"


def test_saving_a_field_takes_few_queries(login, part, ana, django_assert_max_num_queries):
    client = login(ana)
    autosave(client, part, "First")

    with django_assert_max_num_queries(14):
        autosave(client, part, "Second", rev=1)
    assert Application.objects.count() == 1

"""The home page of each role: what waits, what is theirs, what happened; honest where nothing is there yet."""

from datetime import date, timedelta

import pytest
from django.utils.html import strip_tags

from grants.calls import actions
from grants.calls.actions import ask_question, set_question_aside
from grants.models import Job, Message, Partner, User
from grants.organisations.actions import invite_member
from grants.permissions import Role
from reporting.models import Compilation, FirmPair
from tests.client import html_of
from tests.factories import ApplicationFactory, CallFactory, OrganisationFactory, UserFactory
from tests.reporting.progress.reporting import own_action
from tests.reporting.results.approved import firm, funded

pytestmark = pytest.mark.django_db


def waiting(client):
    return [item["title"] for item in client.get("/home/").context["waiting"]]


def test_somebody_without_organisation_is_shown_how_to_begin(login, nadia, noon):
    page = html_of(login(nadia).get("/home/"))

    assert "You act for no organisation yet" in page
    assert 'href="/organisations/register/">Register your organisation' in page
    assert "Nothing waits for you." in page


def test_an_applicant_without_application_is_shown_the_open_call(login, ana, chamber, call, noon):
    page = html_of(login(ana).get("/home/"))

    assert "A call is open: Test call." in page
    assert 'href="/applications/new/">New application' in page


def test_the_lead_finds_its_draft_waiting_and_in_its_list(login, application, ana, amalia, aldo):
    assert waiting(login(ana)) == waiting(login(amalia)) == ["Complete and submit “Café sin deforestación”"]
    assert waiting(login(aldo)) == []
    page = html_of(login(aldo).get("/home/"))
    assert f'href="{application.get_absolute_url()}">Café sin deforestación' in page
    assert "CCC · Lead applicant · Test call" in page


def test_a_draft_of_a_closed_call_waits_for_nobody(login, application, ana):
    application.call.closes_at = application.started_at
    application.call.save()

    assert waiting(login(ana)) == []


def test_a_partner_finds_the_mandate_to_sign(login, application, partner, bruno):
    assert waiting(login(bruno)) == ["Sign the mandate of Associazione Verde for “Café sin deforestación”"]


def test_an_invitation_to_a_consortium_waits_for_the_address_it_was_sent_to(
    login, application, fabio, nadia, ana, noon
):
    Partner.objects.create(
        application=application, role="co_applicant", state="invited", invited_name="Verde", invited_email=nadia.email,
        invited_by=ana, invited_at=noon, expires_at=noon + timedelta(days=14),
    )  # fmt: skip

    assert waiting(login(nadia)) == ["CCC invites you to “Café sin deforestación”"]
    assert waiting(login(fabio)) == []


def test_an_invitation_to_act_for_an_organisation_waits(login, chamber, ana, nadia, noon):
    invite_member(chamber, email=nadia.email, role="editor", by=ana)

    assert waiting(login(nadia)) == ["CCC invites you to act for it"]


def test_what_is_due_first_stands_first(login, ana, chamber, noon):
    for days, title in ((9, "Third"), (2, "First"), (5, "Second")):
        call = CallFactory(closes_at=noon + timedelta(days=days))
        ApplicationFactory(call=call, lead=chamber, started_by=ana, title=title)

    assert waiting(login(ana)) == [f"Complete and submit “{title}”" for title in ("First", "Second", "Third")]


def test_an_officer_finds_proposals_of_others_and_calls_with_counts(login, call, application, diego, dora, noon):
    actions.propose_deadline(call, by=diego, closes_at=call.closes_at + timedelta(days=1), reason="Strike.")

    page = html_of(login(dora).get("/home/"))

    assert waiting(login(dora)) == ["Decide: Move the deadline of the call"]
    assert waiting(login(diego)) == []
    assert "1 application begun, 0 submitted" in page
    assert application.title not in page


def test_an_officer_of_another_call_is_not_asked(login, call, diego, dora, noon):
    dora.role_assignments.update(call=CallFactory())
    actions.propose_deadline(call, by=diego, closes_at=call.closes_at + timedelta(days=1), reason="Strike.")

    assert waiting(login(dora)) == []


def test_an_officer_of_one_call_finds_no_counts_of_others(login, call, application, dora, noon):
    other = CallFactory()
    dora.role_assignments.update(call=other)

    home = login(dora).get("/home/")
    assert [line["note"] for line in home.context["calls"]] == [
        f"{other.reference} · 0 applications begun, 0 submitted"
    ]
    rows = {row[0]["hint"]: row[4:] for row in login(dora).get("/calls/").context["rows"]}
    assert rows == {other.reference: [0, 0], call.reference: [{"text": "–"}, {"text": "–"}]}


def test_a_call_being_set_up_waits_for_its_officers(login, diego, noon):
    CallFactory(state="draft", title_en="Next call")

    assert waiting(login(diego)) == ["Publish the call “Next call”"]


def test_an_administrator_finds_what_failed(login, admin, noon):
    assert waiting(login(admin)) == []
    Job.objects.create(kind="x", state="failed", not_before=noon, queued_at=noon)
    Message.objects.create(
        event_model="grants.callevent", event_id=1, kind="x", address="a@b.example", language="es", not_before=noon,
        created_at=noon, state="failed",
    )  # fmt: skip

    User.objects.filter(pk=admin.pk).update(is_superuser=True)

    assert waiting(login(admin)) == [
        "1 account stands above all rules", "1 letter could not be sent", "1 piece of background work failed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("clara", "The applications you assess"),
        ("marta", "The projects you accompany"),
        ("olga", "The portfolio and its results"),
    ],
)
def test_roles_whose_part_has_not_begun_are_told_what_will_be_here(request, login, role, words, noon):
    page = html_of(login(request.getfixturevalue(role)).get("/home/"))

    assert words in page
    assert "Your applications" not in page.partition("<main")[2]


def test_an_auditor_finds_the_engagement_with_its_scope_and_end(login, axel, noon):
    words = " ".join(strip_tags(html_of(login(axel).get("/home/"))).split())

    assert "Your audit Choose a population System audit The whole programme, until" in words


@pytest.mark.parametrize("count", [1, 3])
def test_an_applicant_s_home_asks_the_same_number_of_queries(
    login, ana, chamber, noon, count, django_assert_num_queries
):
    client = login(ana)
    for _number in range(count):
        ApplicationFactory(call=CallFactory(), lead=chamber, started_by=ana)

    client.get("/home/")
    with django_assert_num_queries(8):
        response = client.get("/home/")

    assert len(response.context["applications"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_an_officer_s_home_asks_the_same_number_of_queries(login, diego, dora, noon, count, django_assert_num_queries):
    client = login(dora)
    for call in CallFactory.create_batch(count):
        actions.propose_deadline(call, by=diego, closes_at=call.closes_at + timedelta(days=1), reason="Strike.")

    client.get("/home/")
    with django_assert_num_queries(14):
        response = client.get("/home/")

    assert (len(response.context["waiting"]), len(response.context["calls"])) == (count, count)


def test_an_officer_finds_the_calls_with_questions_to_answer(login, call, diego, nadia, noon):
    question = ask_question(call, by=nadia, text="May a university lead?")
    assert waiting(login(diego)) == [f"Answer the questions about “{call.title_en}”"]

    set_question_aside(question, by=diego, reason="Answered already.")
    assert waiting(login(diego)) == []


def test_home_is_for_those_signed_in(client):
    assert client.get("/home/").url == "/accounts/login/?next=/home/"


def test_an_officer_finds_pairs_of_firms_and_figures_that_have_not_left(login, diego, olga, noon):
    FirmPair.objects.create(firm=firm("Uno"), other=firm("Unos"), likeness=97)
    compiled = Compilation.objects.create(
        cut_off=date(2025, 6, 30), as_of=noon, requested_at=noon, state="done", done_at=noon, inputs_sha256="a" * 64,
        figures_sha256="b" * 64,
    )  # fmt: skip

    now = Compilation.objects.create(
        cut_off=date(2025, 6, 30), as_of=noon + timedelta(days=1), requested_at=noon, state="current"
    )

    assert waiting(login(diego)) == ["1 pair of firms may be one", "Publish the figures up to 30 June 2025"]
    assert [line["url"] for line in login(diego).get("/home/").context["results"]] == [
        now.get_absolute_url(), compiled.get_absolute_url(),
    ]  # fmt: skip
    assert waiting(login(olga)) == []
    (line,) = login(olga).get("/home/").context["results"]
    assert (line["title"], line["url"]) == ("Results at 30 June 2025", compiled.get_absolute_url())


def test_a_chamber_s_reporter_finds_the_own_actions_first_and_no_empty_list(login, noon, diego):
    pilar = UserFactory(name="Pilar", role=Role.CHAMBER_REPORTER)
    own_action(OrganisationFactory(manager=pilar), by=diego)
    page = html_of(login(pilar).get("/home/")).partition("<nav")[2]
    navigation, _main, content = page.partition("<main")

    assert 'href="/updates/?search=922-AIV-A001">Cursos de economía circular</a>' in content
    assert "until 31 October 2026" in content
    assert "Your applications" not in content
    assert 'href="/contracts/"' not in navigation


def test_a_monitor_finds_the_projects_of_the_country(login, noon, diego, marta):
    call = CallFactory(reference="AIV-2022")
    marta.role_assignments.update(country="PE")
    funded(call, diego, reference="922-AIV-001")
    funded(call, diego, reference="922-AIV-002", countries={"CO": 100})

    lines = login(marta).get("/home/").context["projects"]

    assert [line["note"].split(" · ")[0] for line in lines] == ["922-AIV-001"]

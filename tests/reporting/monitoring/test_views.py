"""The pages of visits and findings, what each person sees, home desks, what stands beside other records."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants import clock, models
from reporting.models import Finding, Firm, Visit
from reporting.monitoring.actions.findings import answer_finding, close_finding, raise_finding, return_finding
from reporting.monitoring.actions.samples import draw_sample, note_outcomes
from reporting.monitoring.actions.visits import add_visit_files, carry_out_visit, plan_visit, save_report
from tests.factories import CallFactory, UserFactory
from tests.grants.files.samples import JPEG, PDF
from tests.reporting.monitoring.visiting import FINDING, PLAN, REPORT
from tests.reporting.progress.reporting import JULY, another

pytestmark = pytest.mark.django_db


def html_of(response):
    """The page with its tags, every run of blanks as one."""
    return " ".join(response.content.decode().split())


def waiting(client):
    return [item["title"] for item in client.get("/home/").context["waiting"]]


def page(document, name):
    return f"{document.get_absolute_url()}{name}/"


# Who sees what --------------------------------------------------------------------------------------


def test_each_sees_their_own(
    held, finding, courses, ana, bruno, fabio, pilar, marta, olga, axel, diego, elena, project
):  # fmt: skip
    planned = plan_visit(courses, by=marta, **PLAN)
    ours = raise_finding(project, by=marta, **FINDING | {"side": "programme"})
    sees = {
        person: (
            list(Visit.objects.visible_to(person).order_by("pk")),
            list(Finding.objects.visible_to(person).order_by("pk")),
        )
        for person in (ana, bruno, fabio, pilar, marta, olga, axel, diego, elena)
    }

    assert sees[ana] == sees[bruno] == ([held], [finding])
    assert sees[fabio] == sees[pilar] == sees[olga] == sees[elena] == ([], [])
    assert sees[marta] == sees[diego] == ([held, planned], [finding, ours])
    assert sees[axel] == ([held], [finding, ours])


def test_a_planned_or_cancelled_visit_is_nothing_the_project_reads(login, visit, ana, axel):
    for person in (ana, axel):
        assert login(person).get(visit.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("scope", ["country", "call"])
def test_a_monitor_of_another_country_or_call_sees_nothing(held, finding, marta, axel, scope):
    narrow = {"country": "BO"} if scope == "country" else {"call": CallFactory()}
    models.RoleAssignment.objects.filter(user__in=[marta, axel]).update(**narrow)

    for person in (marta, axel):
        person = models.User.objects.get(pk=person.pk)
        assert not Visit.objects.visible_to(person).exists()
        assert not Finding.objects.visible_to(person).exists()


def test_a_monitor_of_one_call_who_is_officer_of_another_writes_nothing_there(login, visit, call, marta):
    models.RoleAssignment.objects.filter(user=marta).update(country="BO")
    models.RoleAssignment.objects.create(user=marta, role="officer", call=call, valid_from=JULY - timedelta(days=1))
    client = login(models.User.objects.get(pk=marta.pk))

    assert client.get(visit.get_absolute_url()).status_code == 200
    assert client.get(page(visit, "report")).status_code == 403


def test_a_conflict_of_interest_keeps_a_monitor_out(login, held, marta, chamber):
    models.Conflict.objects.create(person=marta, organisation=chamber, origin="recorded", at=JULY)
    client = login(marta)

    assert client.get(held.get_absolute_url()).status_code == 404
    assert client.get("/visits/new/").context["form"].fields["project"].queryset.count() == 0


def test_partners_read_the_report_without_firms_and_files(login, visit, listed, marta, ana, bruno):
    draw_sample(visit, by=marta, size=4)
    visit.observations.update(outcome="seen")
    add_visit_files(visit, by=marta, files=[SimpleUploadedFile("photo.jpg", JPEG)])
    save_report(visit, by=marta, **REPORT)
    held = carry_out_visit(visit, by=marta)

    read = {person: html_of(login(person).get(held.get_absolute_url())) for person in (ana, bruno)}
    for text, reader in (("Two of three stations work.", {ana, bruno}), ("Cuatro", {ana}), ("photo.jpg", {ana})):
        assert {person for person in read if text in read[person]} == reader
    file = reverse("visits:file", args=[held.files.get().public_id])
    handed_out = login(ana).get(file)
    assert (handed_out.status_code, b"".join(handed_out)) == (200, JPEG)
    assert login(bruno).get(file).status_code == 403


# Visits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_visits_asks_the_same_number_of_queries(
    login, visit, call, diego, marta, count, django_assert_num_queries
):
    for number in range(2, count + 1):
        plan_visit(another(call, diego, f"922-AIV-00{number}"), by=marta, **PLAN)
    client = login(marta)

    client.get("/visits/")
    with django_assert_num_queries(5):
        assert len(client.get("/visits/").context["rows"]) == count


def test_visits_are_searched_and_filtered(login, held, courses, diego, marta, ana):
    plan_visit(courses, by=marta, **PLAN)

    def found(query):
        return [row[0]["hint"] for row in login(diego).get(f"/visits/?{query}").context["rows"]]

    assert sorted(found("")) == ["922-AIV-001", "922-AIV-A001"]
    assert found("state=carried_out") == ["922-AIV-001"]
    assert found("state=overdue") == ["922-AIV-A001"]
    assert found("search=lima") == ["922-AIV-A001"]
    assert sorted(found("year=2026&country=PE")) == ["922-AIV-001", "922-AIV-A001"]
    assert found("country=BO") == []
    assert "country" not in login(ana).get("/visits/").context["form"].fields


def test_the_project_counts_only_the_findings_it_sees(login, finding, marta, ana):
    raise_finding(finding.project, by=marta, visit=finding.visit, **FINDING | {"side": "programme"})

    for person, count in ((ana, "1"), (marta, "2")):
        (row,) = login(person).get("/visits/?search=922-AIV-001").context["rows"]
        assert (row[6]["text"], row[6]["hint"]) == (count, f"{count} not closed")


def seen(client, visit):
    """The marks of what the page of the report shows."""
    form = client.get(page(visit, "report")).context["form"]
    return {name: form[name].value() for name in form.fields if name.startswith("seen_")}


def test_a_visit_is_planned_reported_on_and_handed_in_on_its_pages(login, project, listed, marta):
    client = login(marta)
    form = {"project": project.public_id, "planned_on": "2026-07-01", "place": "Cusco", "purpose": "Stations"}
    answer = client.post("/visits/new/", form)
    visit = Visit.objects.get()
    assert answer.url == visit.get_absolute_url()
    assert "Write the report" in html_of(client.get(answer.url))

    client.post(page(visit, "sample"), {"size": "2"})
    client.post(page(visit, "firms"), {"outcome-1": "seen", "note-1": "", "outcome-2": "not_found", "note-2": "Moved"})
    client.post(page(visit, "files"), {"files": SimpleUploadedFile("photo.jpg", JPEG), "caption": "A station"})
    texts = {"held_on": "2026-07-01", "met": "Ana", "report": "Good", "next": "1"} | seen(client, visit)
    assert client.post(page(visit, "report"), texts).url == visit.get_absolute_url()
    record = html_of(client.get(visit.get_absolute_url()))
    assert "Hand in the report" in record
    assert "1 as the project says, 0 say otherwise, 1 not found" in record
    assert "A station" in record

    client.post(page(visit, "carry-out"))
    visit.refresh_from_db()
    assert visit.state == "carried_out"


def test_what_is_missing_is_listed_with_the_way_there(login, visit, marta):
    record = html_of(login(marta).get(visit.get_absolute_url()))

    assert f'<a href="/visits/{visit.public_id}/report/#id_report">Write the report.</a>' in record
    assert "Write who was met." in html_of(login(marta).post(page(visit, "carry-out")))


def test_a_form_that_is_not_right_keeps_what_was_typed(login, visit, listed, project, marta):
    client = login(marta)
    answers = (
        client.post("/visits/new/", {"project": project.public_id, "place": "Quillabamba", "purpose": "Look"}),
        client.post(page(visit, "change"), {"planned_on": "", "place": "Quillabamba", "purpose": "Look"}),
    )
    for answer in answers:
        assert answer.status_code == 422
        assert "Quillabamba" in html_of(answer)
    assert client.post(page(visit, "sample"), {"size": "900"}).status_code == 422
    assert client.post(page(visit, "pick"), {}).status_code == 422
    assert client.post(page(visit, "files"), {}).status_code == 422
    assert client.post(page(visit, "cancel"), {"note": ""}).status_code == 422
    draw_sample(visit, by=marta, size=1)
    refused = client.post(page(visit, "firms"), {"outcome-1": "differs", "note-1": ""})
    assert refused.status_code == 422
    assert "say what the firm says" in html_of(refused)


def test_a_report_written_by_two_shows_the_other_text_and_then_replaces_it(login, visit, marta):
    client = login(marta)
    texts = {"held_on": "2026-07-01", "met": "", "report": "Mine"} | seen(client, visit)
    save_report(visit, by=marta, **REPORT)

    refused = client.post(page(visit, "report"), texts)
    assert refused.status_code == 422
    assert "Two of three stations work." in html_of(refused)
    form = refused.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert client.post(page(visit, "report"), again).status_code == 302
    visit.refresh_from_db()
    assert (visit.report, visit.met) == ("Mine", REPORT["met"])


def test_a_day_the_page_only_offered_does_not_replace_a_colleague_s(login, visit, marta):
    client = login(marta)
    texts = {"held_on": "2026-07-01", "met": "", "report": "Mine"} | seen(client, visit)
    save_report(visit, by=marta, held_on=date(2026, 6, 30), met="", report="")

    form = client.post(page(visit, "report"), texts).context["form"]
    client.post(page(visit, "report"), {name: form[name].value() for name in form.fields})

    visit.refresh_from_db()
    assert (visit.held_on, visit.report) == (date(2026, 6, 30), "Mine")


def test_outcomes_noted_by_two_are_both_kept(login, visit, listed, marta):
    draw_sample(visit, by=marta, size=3)
    client = login(marta)
    first = client.get(page(visit, "firms")).context["form"]
    note_outcomes(visit, by=marta, outcomes={1: ("differs", "Theirs"), 2: ("not_found", "Moved")})
    mine = {name: first[name].value() for name in first.fields} | {"outcome-1": "seen", "outcome-3": "seen"}

    refused = client.post(page(visit, "firms"), mine)
    assert refused.status_code == 422
    assert "a colleague has noted meanwhile “Seen, says otherwise. Theirs”" in html_of(refused)
    form = refused.context["form"]
    assert client.post(page(visit, "firms"), {name: form[name].value() for name in form.fields}).status_code == 302
    rows = visit.observations.order_by("position").values_list("outcome", "note")
    assert list(rows) == [("seen", ""), ("not_found", "Moved"), ("seen", "")]
    assert visit.events.filter(action="note").latest("pk").changes["before"] == {"1": ["differs", "Theirs"]}


def test_firms_are_picked_by_name_and_taken_out_again(login, visit, listed, marta):
    client = login(marta)
    offered = client.get(page(visit, "sample"), {"q": "cuat"}).context["pick_form"].fields["firms"].choices
    assert [label.split(" · ")[0] for _value, label in offered] == ["Cuatro"]
    ticked = str(Firm.objects.get(name="Dos").public_id)
    refused = client.post(f"{page(visit, 'pick')}?q=cuat", {"firms": [ticked, "nobody"]})
    form = refused.context["pick_form"]
    assert [label.split(" · ")[0] for _value, label in form.fields["firms"].choices] == ["Dos", "Cuatro"]
    assert (form["firms"].value()[0], refused.context["search"]["q"].value()) == (ticked, "cuat")

    client.post(page(visit, "pick"), {"firms": [Firm.objects.get(name="Cuatro").public_id]})
    assert "picked by hand" in html_of(client.get(visit.get_absolute_url()))
    client.post(f"{visit.get_absolute_url()}firms/1/leave-out/")
    assert not visit.observations.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_of_a_visit_asks_the_same_number_of_queries(
    login, visit, listed, marta, ana, count, django_assert_num_queries
):
    draw_sample(visit, by=marta, size=count)
    visit.observations.update(outcome="seen")
    add_visit_files(visit, by=marta, files=[SimpleUploadedFile(f"{n}.jpg", JPEG) for n in range(count)])
    save_report(visit, by=marta, **REPORT)
    held = carry_out_visit(visit, by=marta)
    for _number in range(count):
        raise_finding(held.project, by=marta, visit=held, **FINDING)
    client = login(ana)

    client.get(held.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(held.get_absolute_url())


# Findings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_findings_asks_the_same_number_of_queries(
    login, finding, project, marta, count, django_assert_num_queries
):
    for _number in range(1, count):
        raise_finding(project, by=marta, **FINDING)
    client = login(marta)

    client.get("/findings/")
    with django_assert_num_queries(4):
        assert len(client.get("/findings/").context["rows"]) == count


def test_findings_are_searched_and_filtered(login, answered, project, courses, marta, diego, ana):
    raise_finding(courses, by=marta, **FINDING | {"severity": "low"})
    raise_finding(project, by=marta, **FINDING | {"side": "programme"})
    close_finding(answered, by=marta)

    def found(query):
        return [row[0]["hint"] for row in login(diego).get(f"/findings/?{query}").context["rows"]]

    assert found("") == ["922-AIV-001/2", "922-AIV-A001/1", "922-AIV-001/1"]  # closed ones last, by weight
    assert found("state=unfinished&severity=low") == ["922-AIV-A001/1"]
    assert found("state=closed") == ["922-AIV-001/1"]
    assert found("side=programme") == ["922-AIV-001/2"]
    assert found("search=lima") == ["922-AIV-A001/1"]
    assert found("state=overdue") == []
    with clock.at(JULY + timedelta(days=20)):
        assert found("state=overdue") == ["922-AIV-001/2", "922-AIV-A001/1"]
    assert "side" not in login(ana).get("/findings/").context["form"].fields


def test_a_finding_is_raised_answered_returned_and_closed_on_its_pages(login, held, marta, ana):
    monitor, lead = login(marta), login(ana)
    form = {"severity": "high", "what": "No lists", "recommendation": "Sign", "side": "project", "due_on": "2026-07-20"}
    monitor.post(page(held, "findings/new"), form)
    finding = Finding.objects.get()
    assert "No lists" in html_of(lead.get(held.get_absolute_url()))

    record = html_of(lead.get(finding.get_absolute_url()))
    assert "due on 20 July 2026" in record
    assert record.partition("<main")[2].partition("</main>")[0].count("btn-primary") == 1
    lead.post(page(finding, "answer"), {"text": "Signed", "files": SimpleUploadedFile("lists.pdf", PDF)})
    read = monitor.get(finding.get_absolute_url())
    assert read.context["action"]["label"] == "Close finding"
    assert "lists.pdf" in html_of(read)
    monitor.post(page(finding, "return"), {"note": "Two are missing", "due_on": "2026-08-01"})
    assert "Two are missing" in html_of(lead.get(finding.get_absolute_url()))
    lead.post(page(finding, "answer"), {"text": "Now all"})
    monitor.post(page(finding, "close"), {"note": "Thank you"})
    finding.refresh_from_db()
    assert (finding.state, finding.closing_note, finding.answers.count()) == ("closed", "Thank you", 2)
    assert "Thank you" in html_of(lead.get(finding.get_absolute_url()))


def test_a_finding_is_raised_without_a_visit(login, project, marta):
    form = {
        "project": project.public_id, "severity": "low", "what": "Update is thin", "recommendation": "More words",
        "side": "programme", "due_on": "2026-07-20",
    }  # fmt: skip
    client = login(marta)

    assert client.post("/findings/new/", form | {"due_on": "2026-07-06"}).status_code == 422
    assert client.post("/findings/new/", form).url == Finding.objects.get().get_absolute_url()


def test_before_the_report_is_handed_in_no_finding_is_raised(login, visit, marta):
    assert login(marta).get(page(visit, "findings/new")).url == visit.get_absolute_url()


def test_a_form_about_a_finding_that_is_not_right_says_so(login, answered, finding, marta, ana):
    monitor = login(marta)
    assert monitor.post(page(answered, "return"), {"note": "", "due_on": ""}).status_code == 422
    return_finding(answered, by=marta, note="More", due_on=JULY.date() + timedelta(days=9))
    assert monitor.post(page(answered, "close"), {"note": ""}).status_code == 422
    refused = login(ana).post(page(answered, "answer"), {"text": ""})
    assert (refused.status_code, "Write your answer" in html_of(refused)) == (422, True)


def test_partners_and_readers_do_not_answer_and_read_no_files(login, answered, ana, aldo, bruno, finding, marta):
    return_finding(answered, by=marta, note="More", due_on=JULY.date() + timedelta(days=9))
    answer_finding(answered, by=ana, text="Here", files=[SimpleUploadedFile("lists.pdf", PDF)])
    return_finding(answered, by=marta, note="More", due_on=JULY.date() + timedelta(days=9))

    read = {person: html_of(login(person).get(answered.get_absolute_url())) for person in (ana, aldo, bruno)}
    assert [("Send answer" in read[one], "lists.pdf" in read[one]) for one in (ana, aldo, bruno)] == [
        (True, True), (False, True), (False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_finding_asks_the_same_number_of_queries(
    login, finding, marta, ana, count, django_assert_num_queries
):
    for number in range(count):
        files = [SimpleUploadedFile(f"{number}.pdf", PDF)] * count
        answer_finding(finding, by=ana, text="Here", files=files)
        return_finding(finding, by=marta, note="More", due_on=JULY.date() + timedelta(days=9))
    client = login(ana)

    client.get(finding.get_absolute_url())
    with django_assert_num_queries(9):
        client.get(finding.get_absolute_url())


# Home pages, other records ----------------------------------------------------------------------------


def test_the_desk_of_the_lead(login, finding, ana, aldo, bruno):
    assert "Answer the finding “Attendance lists are not signed”" in waiting(login(ana))
    for person in (aldo, bruno):
        assert not any("finding" in title for title in waiting(login(person)))
    answer_finding(finding, by=ana, text="Signed")
    assert not any("finding" in title for title in waiting(login(ana)))


def test_the_desk_of_the_monitor(login, finding, project, courses, ana, marta):
    plan_visit(courses, by=marta, **PLAN)
    plan_visit(project, by=marta, **PLAN | {"planned_on": JULY.date() + timedelta(days=20)})
    plan_visit(project, by=marta, **PLAN | {"planned_on": JULY.date() + timedelta(days=90)})
    answer_finding(finding, by=ana, text="Signed")
    raise_finding(courses, by=marta, **FINDING)

    home = login(marta).get("/home/")
    assert [item["title"] for item in home.context["waiting"]] == [
        "Write the report of the visit to “Cursos de economía circular”",
        f"Visit “{project.title}”",
        "Decide about the answer to “Attendance lists are not signed”",
    ]
    assert [line["side"] for line in home.context["accompanied"]] == [
        "planned for 01/07/2026",
        "planned for 25/07/2026",
    ]
    assert len(home.context["findings"]) == 2
    with clock.at(JULY + timedelta(days=20)):
        assert "1 finding is overdue" in waiting(login(marta))


def test_the_desk_of_the_officer(login, finding, project, marta, diego):
    raise_finding(project, by=marta, **FINDING | {"side": "programme", "what": "No answer from us"})

    assert "Answer the finding “No answer from us”" in waiting(login(diego))
    with clock.at(JULY + timedelta(days=20)):
        assert "1 finding is overdue" in waiting(login(diego))


@pytest.mark.parametrize("count", [1, 3])
def test_a_monitor_s_home_asks_the_same_number_of_queries(
    login, project, call, diego, marta, count, django_assert_num_queries
):
    for number in range(count):
        other = another(call, diego, f"922-AIV-01{number}")
        plan_visit(other, by=marta, **PLAN)
        answer_finding(raise_finding(other, by=marta, **FINDING), by=UserFactory(), text="Done")
    client = login(marta)

    client.get("/home/")
    with django_assert_num_queries(12):
        client.get("/home/")


def test_contracts_updates_and_firms_lead_to_visits(login, visit, listed, marta, ana, olga, axel):
    draw_sample(visit, by=marta, size=4)
    visit.observations.update(outcome="differs", note="Three hours, not eight")
    firm = Firm.objects.get(name="Uno")
    assert "What visits found" not in html_of(login(axel).get(firm.get_absolute_url()))
    save_report(visit, by=marta, **REPORT)
    carry_out_visit(visit, by=marta)

    link = 'href="/visits/?search=922-AIV-001"'
    for url in (visit.project.contract.get_absolute_url(), listed.get_absolute_url()):
        assert link in html_of(login(ana).get(url))
        assert link not in html_of(login(olga).get(url))
    assert "Three hours, not eight" in html_of(login(axel).get(firm.get_absolute_url()))

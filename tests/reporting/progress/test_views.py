"""The pages of updates: the list, the record, filling in, review and decision, home desks."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock, models
from grants.applications.marks import text_mark
from grants.models import Reading
from reporting.models import Evidence, IndicatorValue, ResultsUpdate
from reporting.progress.actions.updates import (
    approve_update,
    begin_correction,
    begin_update,
    return_update,
    submit_update,
)
from reporting.progress.actions.values import save_values
from tests.factories import CallFactory, IndicatorVersionFactory, UserFactory
from tests.reporting.progress.conftest import FILLED
from tests.reporting.progress.reporting import JULY, PERSONS, THIRD, another, list_of, persons, stored
from tests.reporting.progress.test_values import PDF

pytestmark = pytest.mark.django_db


def html_of(response):
    """The page with its tags, every run of blanks as one."""
    return " ".join(response.content.decode().split())


def address(update, page=""):
    return f"{update.get_absolute_url()}{page}"


def waiting(client):
    return [item["title"] for item in client.get("/home/").context["waiting"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(login, update, call, diego, count, django_assert_num_queries):
    for number in range(2, count + 1):
        begin_update(another(call, diego, f"922-AIV-00{number}"), period_end=THIRD, by=None)
    client = login(diego)

    client.get("/updates/")
    with django_assert_num_queries(6):
        page = client.get("/updates/")

    assert len(page.context["rows"]) == count


def test_the_list_is_searched_and_filtered(login, update, submitted, courses, pilar, diego, call):
    begin_update(courses, period_end=THIRD, by=None)

    def found(query):
        return [row[0]["hint"] for row in login(diego).get(f"/updates/?{query}").context["rows"]]

    assert found("") == ["922-AIV-001", "922-AIV-A001"]
    assert found("state=submitted") == ["922-AIV-001"]
    assert found("search=lima") == ["922-AIV-A001"]
    assert found(f"call={call.slug}") == ["922-AIV-001"]
    assert found("country=PE") == ["922-AIV-001", "922-AIV-A001"]
    assert found("country=BO") == []
    assert found("state=overdue") == []
    with clock.at(JULY + timedelta(days=20)):
        assert found("state=overdue") == ["922-AIV-A001"]
    assert "country" not in login(pilar).get("/updates/").context["form"].fields


def test_each_sees_their_own(login, update, courses, ana, bruno, fabio, pilar, marta, olga, axel, diego, approved):
    begin_update(courses, period_end=THIRD, by=None)
    draft = ResultsUpdate.objects.get(project=courses)
    sees = {
        person: list(ResultsUpdate.objects.visible_to(person).order_by("pk"))
        for person in (ana, bruno, fabio, pilar, marta, olga, axel, diego)
    }

    assert sees[ana] == sees[bruno] == [approved]
    assert sees[fabio] == []
    assert sees[pilar] == [draft]
    assert sees[marta] == sees[diego] == [approved, draft]
    assert sees[olga] == sees[axel] == [approved]


def test_a_monitor_of_another_country_and_an_officer_of_another_call_see_nothing(login, update, call, marta, dora):
    def calls_offered():
        return [
            slug for slug, _reference in login(dora).get("/updates/").context["form"].fields["call"].choices if slug
        ]

    assert calls_offered() == [call.slug]
    models.RoleAssignment.objects.filter(user=marta).update(country="BO")
    models.RoleAssignment.objects.filter(user=dora).update(call=CallFactory())

    for person in (marta, dora):
        assert not ResultsUpdate.objects.visible_to(person).exists()
    assert calls_offered() == []


def test_the_record_says_what_is_missing_and_leads_there(login, update, ana, bruno):
    page = html_of(login(ana).get(address(update)))

    assert "Before the update can be submitted" in page
    assert (
        f'<a href="{address(update, "values/")}#answer-P-1.whole">The number of “Persons trained” is missing.' in page
    )
    assert "due on 15 July 2026" in page
    assert "Fill in the values" in page
    assert "Fill in the values" not in html_of(login(bruno).get(address(update)))


def test_the_record_of_a_complete_update_leads_to_submitting_it(login, filled, ana, amalia):
    page = html_of(login(ana).get(address(filled)))

    assert "Nothing is missing" in page
    assert f'href="{address(filled, "submit/")}">Submit update' in page
    assert "submit/" not in html_of(login(amalia).get(address(filled)))


def test_an_indicator_without_light_says_why(login, update, project, ana):
    jobs = IndicatorVersionFactory(indicator=models.Indicator.objects.create(code="J-1"), entity="job", decimals=2)
    result = project.results.get()
    models.ProjectIndicator.objects.create(result=result, version=jobs, target=Decimal(26))
    aimless = persons("P-2", name_en="Visitors")
    models.ProjectIndicator.objects.create(result=result, version=aimless, target=None)

    rows = {row["code"]: row for row in login(ana).get(update.get_absolute_url()).context["rows"]}

    assert (rows["J-1"]["now"], rows["J-1"]["unlit"]) == (0, "compared when results are compiled")
    assert (rows["P-1"]["now"], rows["P-1"]["unlit"]) == (None, "no number yet")
    assert (rows["P-2"]["light"], rows["P-2"]["unlit"]) == (None, "no target to compare with")


def test_the_record_leads_to_handing_in_a_list_and_the_list_back(login, update, ana, bruno):
    lists = f"/lists/update/{update.public_id}/"

    assert f'href="{lists}"' in html_of(login(ana).get(address(update)))
    assert "Hand in a list of firms" in html_of(login(ana).get(address(update)))
    assert lists in html_of(login(ana).get(address(update, "values/")))
    back = html_of(login(ana).get(lists))
    assert f'href="{update.get_absolute_url()}"' in back
    assert lists not in html_of(login(bruno).get(address(update)))


def test_who_reviews_finds_the_lists_and_hands_in_none(login, submitted, diego):
    for page in ("", "review/"):
        read = html_of(login(diego).get(address(submitted, page)))
        assert "All firm lists of this update" in read
        assert "Hand in a list of firms" not in read


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_asks_the_same_number_of_queries(login, filled, ana, count, django_assert_num_queries):
    for number in range(count):
        list_of(filled, [f"Firm {number}"], by=ana, state="taken" if number == 0 else "replaced")
    client = login(ana)

    client.get(address(filled))
    with django_assert_num_queries(15):
        client.get(address(filled))


def test_the_donor_reads_figures_without_names_and_comments(login, submitted, diego, ana, olga):
    return_update(submitted, by=diego, note="Secret note", comments={PERSONS: "Secret comment"})
    list_of(submitted, ["Uno"], by=ana)
    approve_update(submit_update(submitted, by=ana), by=diego)

    page = html_of(login(olga).get(address(submitted)))

    assert "Persons trained" in page
    for word in ("Secret", "firms.xlsx", "Ana"):
        assert word not in page


def test_a_look_of_an_auditor_is_kept(login, approved, axel, olga):
    login(axel).get(address(approved))
    login(olga).get(address(approved))

    kept = Reading.objects.get()
    assert (kept.user, kept.document_model, kept.document_id) == (axel, "reporting.resultsupdate", approved.pk)


def post(client, update, cells, **more):
    data = {f"answer-{name}": text for name, text in cells.items()}
    data |= {f"rev-{name}": text_mark("") for name in cells}
    return client.post(address(update, "values/save/"), data | more)


def test_the_plain_form_saves_and_says_so(login, update, ana):
    response = post(login(ana), update, {"P-1.whole": "40", "P-1.note": "Lists"}, next="1")

    assert response.url == address(update)
    assert IndicatorValue.objects.get().value == 40


def test_a_number_that_is_not_one_is_named_at_its_field(login, update, ana):
    client = login(ana)
    post(client, update, {"P-1.whole": "1,234"})

    page = html_of(client.get(address(update, "values/")))

    assert "This could mean a thousand or a decimal." in page
    assert 'value="1,234"' in page


def test_both_texts_are_shown_when_a_colleague_was_faster(login, update, ana, amalia):
    post(login(amalia), update, {"P-1.whole": "41"})

    response = post(login(ana), update, {"P-1.whole": "40"})

    assert response.status_code == 409
    page = html_of(response)
    assert "A colleague saved another text here" in page
    assert "41" in page


def test_autosave_answers_what_it_understood(login, update, ana):
    client = login(ana)
    url = address(update, "values/autosave/")

    saved = client.post(url, {"key": "P-1.whole", "value": "1.234.567", "rev": text_mark("")})
    late = client.post(url, {"key": "P-1.whole", "value": "5", "rev": text_mark("")})
    foreign = client.post(url, {"key": "X.whole", "value": "5", "rev": ""})

    assert (saved.status_code, saved.json()["understood"]) == (200, "1,234,567 persons")
    assert (late.status_code, late.json()["theirs"]) == (409, "1234567")
    assert foreign.status_code == 422


def test_what_cannot_be_saved_is_given_back(login, submitted, ana):
    response = post(login(ana), submitted, {"P-1.whole": "39"})

    assert response.status_code == 422
    assert "39" in html_of(response)
    assert IndicatorValue.objects.get(split="").value == 40


def test_earlier_texts_are_shown_and_brought_back(login, update, ana):
    client = login(ana)
    save_values(update, by=ana, values={PERSONS: {"": "40"}})
    save_values(update, by=ana, values={PERSONS: {"": "41"}})

    page = client.get(address(update, "values/history/"))
    assert "Persons trained: Number" in html_of(page)
    sent = {"answer-P-1.whole": "40", "rev-P-1.whole": text_mark("41")}
    client.post(address(update, "values/save/"), sent)

    assert IndicatorValue.objects.get().value == 40


def test_a_file_is_uploaded_downloaded_and_removed(login, update, ana, bruno, olga):
    client = login(ana)
    response = client.post(address(update, f"evidence/{PERSONS}/"), {"file": SimpleUploadedFile("lists.pdf", PDF)})
    assert response.url == address(update, "values/")
    piece = Evidence.objects.get()

    download = login(bruno).get(f"/updates/evidence/{piece.public_id}/")
    assert b"".join(download.streaming_content) == PDF
    assert login(olga).get(f"/updates/evidence/{piece.public_id}/").status_code == 404
    client.post(f"/updates/evidence/{piece.public_id}/remove/")
    assert not Evidence.objects.exists()


def test_a_file_that_is_refused_says_why_in_its_slot(login, update, ana):
    response = login(ana).post(address(update, f"evidence/{PERSONS}/"), {"file": SimpleUploadedFile("a.exe", b"MZ")})

    assert response.status_code == 422
    assert 'id="slot-P-1-error"' in html_of(response)


def test_the_donor_does_not_open_evidence_of_an_approved_update(login, submitted, ana, diego, olga, axel):
    version = IndicatorValue.objects.get(split="").indicator
    ResultsUpdate.objects.filter(pk=submitted.pk).update(state="returned")
    piece = submitted.evidence.create(indicator=version, file=stored("lists.pdf"), added_by=ana, added_at=JULY)
    approve_update(submit_update(submitted, by=ana), by=diego)

    assert login(olga).get(f"/updates/evidence/{piece.public_id}/").status_code == 403
    download = login(axel).get(f"/updates/evidence/{piece.public_id}/")
    assert b"".join(download.streaming_content) == b"%PDF-1.7 test"
    assert {(kept.user, kept.sha256) for kept in Reading.objects.all()} == {(axel, ""), (axel, piece.file.sha256)}


def test_submitting_says_what_happens_then_does_it(login, filled, ana):
    client = login(ana)
    page = html_of(client.get(address(filled, "submit/")))
    assert "Only if the programme returns it." in page
    assert "1 officer of the programme" in page

    response = client.post(address(filled, "submit/"))

    assert response.url == address(filled)
    filled.refresh_from_db()
    assert filled.state == "submitted"


def test_submitting_too_early_says_why(login, update, ana):
    client = login(ana)

    response = client.post(address(update, "submit/"))

    assert "The number of “Persons trained” is missing." in html_of(response)


def test_the_review_shows_what_was_approved_before_the_target_and_what_changed(login, submitted, ana, diego):
    return_update(submitted, by=diego, note="Not clear", comments={PERSONS: "Count again", "list": "No list"})
    save_values(submitted, by=ana, values={PERSONS: {"": "38", "sex:men": "13"}})
    list_of(submitted, ["Uno", "Dos"], by=ana)
    submit_update(submitted, by=ana)

    page = html_of(login(diego).get(address(submitted, "review/")))

    assert "Changed since it was returned" in page
    assert "<del>40</del>" in page
    assert "<ins>38</ins>" in page
    assert "Persons trained · Men" in page
    assert "<ins>firms.xlsx</ins>" in page
    assert "Far behind" in page  # 38 of 200 after 14 of 18 months
    assert "Count again" in page
    assert "No list" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_asks_the_same_number_of_queries(login, submitted, diego, count, django_assert_num_queries):
    client = login(diego)
    for _number in range(count - 1):
        ResultsUpdate.objects.filter(pk=submitted.pk).update(state="returned")
        submit_update(submitted, by=submitted.submitted_by)

    client.get(address(submitted, "review/"))
    with django_assert_num_queries(13):
        client.get(address(submitted, "review/"))


def test_an_update_is_returned_with_a_comment_at_its_indicator(login, submitted, diego, ana):
    data = {"note": "Not clear", "comment-P-1": "Count again", "comment-list": "", "comment-F-1": ""}

    response = login(diego).post(address(submitted, "return/"), data)

    assert response.url == address(submitted)
    for page in ("", "values/"):
        assert "Count again" in html_of(login(ana).get(address(submitted, page)))
    assert "Not clear" in html_of(login(ana).get(address(submitted)))


def test_a_return_without_reason_says_so(login, submitted, diego):
    response = login(diego).post(address(submitted, "return/"), {"note": "", "comment-P-1": "Count again"})

    assert response.status_code == 422
    assert "Say why: the people of the project read it." in html_of(response)
    assert "Count again" in html_of(response)


def test_approving_says_what_happens_then_does_it(login, submitted, diego, ana):
    client = login(diego)
    assert "No. A mistake found later is put right by a correction" in html_of(
        client.get(address(submitted, "approve/"))
    )

    client.post(address(submitted, "approve/"))

    submitted.refresh_from_db()
    assert submitted.state == "approved"
    assert submitted.version.sha256 in html_of(login(ana).get(address(submitted)))


def test_who_submitted_is_told_to_ask_a_colleague(login, filled, diego):
    submit_update(filled, by=diego)

    assert "Ask a colleague." in html_of(login(diego).get(address(filled, "review/")))


def test_a_correction_is_begun_with_a_reason_and_both_point_to_each_other(login, approved, diego, ana):
    response = login(diego).post(address(approved, "correct/"), {"note": "Counted twice"})

    correction = ResultsUpdate.objects.get(number=2)
    assert response.url == address(correction)
    assert address(correction) in html_of(login(ana).get(address(approved)))
    assert address(approved) in html_of(login(ana).get(address(correction)))
    assert "Results up to 30 June 2026: correction" in html_of(login(ana).get(address(correction)))


def test_a_correction_under_way_is_said_at_the_form(login, approved, diego):
    begin_correction(approved, by=diego, note="Why")

    response = login(diego).post(address(approved, "correct/"), {"note": "Again"})

    assert response.status_code == 422
    assert "Only the update that counts can be corrected" in html_of(response)


def test_an_officer_begins_the_update_of_an_earlier_half_year(login, project, july, diego):
    data = {"project": project.pk, "period_end": "2025-12-31"}

    response = login(diego).post("/updates/new/", data)

    update = ResultsUpdate.objects.get()
    assert response.url == address(update)
    assert login(diego).post("/updates/new/", data).status_code == 422


def about_results(client):
    return [title.partition(" “")[0] for title in waiting(client) if "the results of" in title]


def test_the_desk_of_the_coordinator(login, update, ana, aldo, diego):
    assert about_results(login(ana)) == ["Fill in the results of"]
    assert about_results(login(aldo)) == []
    save_values(update, by=ana, values=FILLED)
    submit_update(update, by=ana)
    assert about_results(login(ana)) == []
    return_update(update, by=diego, note="No")
    assert about_results(login(ana)) == ["Answer the comments on the results of"]


def test_the_desk_of_the_chamber_reporter(login, courses, pilar):
    begin_update(courses, period_end=THIRD, by=None)

    assert waiting(login(pilar)) == ["Fill in the results of “Cursos de economía circular” up to 30 June 2026"]


def test_the_desk_of_the_officer(login, submitted, courses, diego):
    begin_update(courses, period_end=THIRD, by=None)
    with clock.at(JULY + timedelta(days=20)):
        titles = waiting(login(diego))

    assert any(title.startswith("Review the results of") for title in titles)
    assert "1 results update is overdue" in titles


def test_the_monitor_finds_the_updates_on_the_home_page(login, update, marta):
    page = html_of(login(marta).get("/home/"))

    assert address(update) in page
    assert "All results updates" in page


def test_nobody_reviews_what_concerns_their_own_chamber(login, courses, pilar, lima):
    update = begin_update(courses, period_end=THIRD, by=None)
    submit_update(update, by=pilar)
    insider = UserFactory(role="officer")
    lima.memberships.create(user=insider, role="reader", since=JULY)

    assert login(insider).get(address(update, "review/")).status_code == 404

"""The staff's pages of calls: who gets in, what they show, what they save, what they ask to put right."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.calls.countries import EUROPEAN_UNION, LATIN_AMERICA
from grants.calls.messages import HAPPENED
from grants.models import Attempt, Call, Lot, Programme, Proposal
from grants.proposals.actions import approve
from tests.client import html_of
from tests.factories import ApplicationFactory, CallFactory, IndicatorVersionFactory, OrganisationFactory, form_version

pytestmark = pytest.mark.django_db

TYPED = {
    "reference": "AIV-CALL-3",
    "slug": "third-call",
    "title_es": "Tercera convocatoria",
    "title_pt_br": "Terceira chamada",
    "title_en": "Third call",
    "summary_es": "Resumen",
    "summary_pt_br": "Resumo",
    "summary_en": "Summary",
    "contact": "calls@sequa.example",
    "opens_at": "2026-04-01T12:00",
    "closes_at": "2026-06-30T12:00",
    "questions_until": "",
    "time_zone": "America/Lima",
    "grant_min": "200.000,00",
    "grant_max": "300000",
    "share_min": "50",
    "share_max": "80",
    "indirect_max": "7",
    "contingency_max": "5",
    "months_min": "18",
    "months_max": "27",
    "least_la": "1",
    "least_eu": "1",
    "mandate_evidence": "either",
    "mandate_edits": "on",
}


def address(name, document):
    return reverse(f"calls:{name}", args=[document.public_id])


@pytest.fixture
def officer(login, diego, noon):
    """Diego, signed in, at noon."""
    return login(diego)


# Who gets in -------------------------------------------------------------------------------------


def test_calls_are_for_officers_and_administrators(login, call, diego, admin, ana, elena, chamber):
    assert [login(user).get("/calls/").status_code for user in (diego, admin, ana, elena)] == [200, 200, 403, 403]
    assert login(ana).get(call.get_absolute_url()).status_code == 403


def test_a_call_being_set_up_does_not_exist_for_applicants(login, new_call, ana, chamber):
    assert login(ana).get(new_call.get_absolute_url()).status_code == 404


def test_an_officer_of_one_call_neither_begins_another_nor_sees_its_setting_up(login, call, new_call, dora):
    dora.role_assignments.update(call=call)
    client = login(dora)

    assert client.get(reverse("calls:new")).status_code == 403
    assert client.get(new_call.get_absolute_url()).status_code == 404
    assert client.get(address("deadline", call)).status_code == 200


# The list and the record -------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(
    officer, noon, count, django_assert_num_queries, chamber, ana
):
    for call in CallFactory.create_batch(count):
        ApplicationFactory(call=call, lead=chamber, started_by=ana)

    officer.get("/calls/")
    with django_assert_num_queries(5):
        response = officer.get("/calls/")

    assert html_of(response).count("Test call") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_asks_the_same_number_of_queries_whatever_the_call_holds(
    officer, call, count, django_assert_num_queries
):
    for number in range(count):
        Lot.objects.create(call=call, code=f"X{number}", title_es="Más", envelope=Decimal("1"))

    officer.get(call.get_absolute_url())
    with django_assert_num_queries(14):
        officer.get(call.get_absolute_url())


def test_the_list_is_searched_and_filtered(officer, noon):
    CallFactory(title_en="Coffee without deforestation")
    CallFactory(
        title_en="Past one", opens_at=datetime(2025, 1, 1, tzinfo=UTC), closes_at=datetime(2025, 2, 1, tzinfo=UTC)
    )

    def found(query):
        return [title for title in ("Coffee", "Past one") if title in html_of(officer.get(f"/calls/?{query}"))]

    assert found("") == ["Coffee", "Past one"]
    assert found("q=coffee") == ["Coffee"]
    assert found("state=open") == ["Coffee"]
    assert found("state=closed") == ["Past one"]
    assert found("state=cancelled") == []
    assert found("state=nonsense") == ["Coffee", "Past one"]


def test_the_record_says_what_is_missing_with_links(officer, new_call):
    page = html_of(officer.get(new_call.get_absolute_url()))

    assert f'href="/calls/{new_call.public_id}/lots/new/">Add at least one lot with its envelope.' in page
    assert f'href="/calls/{new_call.public_id}/indicators/">Choose the indicators applicants can take.' in page


def test_a_published_call_offers_nothing_to_edit(officer, call):
    page = html_of(officer.get(call.get_absolute_url()))

    assert address("basics", call) not in page
    assert address("deadline", call) in page


def test_counts_have_no_names(officer, call, application, chamber):
    application.draft.cells.create(
        key="problem", raw="x", value="x", rev=1, by=application.started_by, at=application.started_at
    )
    other = OrganisationFactory(legal_name="Secret Federation", country="BR")
    ApplicationFactory(call=call, lead=other, started_by=application.started_by, title="Secret title")

    page = html_of(officer.get(address("counts", call)))

    assert "2 applications so far" in page
    assert "Brazil" in page
    assert "Peru" in page
    assert not any(name in page for name in ("Secret", "Cusco", "Café", application.title))


def test_the_preview_shows_every_question_as_applicants_see_it(officer, call):
    page = html_of(officer.get(address("preview", call)))

    assert "What problem do you address?" in page
    assert "<fieldset disabled>" in page


# Setting up --------------------------------------------------------------------------------------


def test_a_call_is_begun_with_times_of_its_own_zone(officer, programme):
    response = officer.post(reverse("calls:new"), TYPED)

    call = Call.objects.get()
    assert response.url == call.get_absolute_url()
    assert call.closes_at == datetime(2026, 6, 30, 17, 0, tzinfo=UTC)
    assert (call.grant_min, call.grant_max) == (Decimal("200000.00"), Decimal("300000.00"))
    assert call.state == "draft"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("grant_max", "300,000", "This can be read in two ways. Write it without a separator, like 300000."),
        ("grant_max", "lots", "Write a number like 300000 or 300,000.00."),
        ("closes_at", "tomorrow", "Write the day and the time like 2026-06-30 12:00."),
        ("title_es", "", "This field is required."),
        ("slug", "Con espacios", "Write letters without accents, digits and hyphens, like own-funds."),
        ("questions_until", "2026-08-01T12:00", "Questions end by the deadline at the latest."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(officer, programme, field, typed, sentence):
    response = officer.post(reverse("calls:new"), TYPED | {field: typed})

    page = html_of(response)
    assert (response.status_code, Call.objects.count()) == (422, 0)
    assert sentence in page
    assert "Terceira chamada" in page
    assert str(response.context["form"][field].value() or "") == typed


def test_a_reference_in_use_is_told_beside_its_field(officer, programme):
    CallFactory(reference="AIV-CALL-3")

    response = officer.post(reverse("calls:new"), TYPED)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reference"]


@pytest.mark.parametrize(
    ("typed", "word"), [("2026-03-29T02:30", "does not exist"), ("2026-10-25T02:30", "comes twice")]
)
def test_times_that_do_not_exist_or_come_twice_are_refused(officer, programme, typed, word):
    response = officer.post(
        reverse("calls:new"),
        TYPED | {"time_zone": "Europe/Brussels", "closes_at": typed, "opens_at": "2026-03-11T12:00"},
    )

    assert word in str(response.context["form"].errors["closes_at"])


def test_the_basic_data_show_times_as_they_were_typed(officer, programme):
    officer.post(reverse("calls:new"), TYPED)

    page = html_of(officer.get(address("basics", Call.objects.get())))

    assert 'value="2026-06-30T12:00"' in page
    assert 'value="200000"' in page


def test_saving_the_basic_data_unchanged_records_nothing(officer, programme):
    officer.post(reverse("calls:new"), TYPED)
    call = Call.objects.get()

    response = officer.post(address("basics", call), TYPED)

    assert response.status_code == 302
    assert [event.action for event in call.events.all()] == ["set_up"]


def test_a_lot_is_added_changed_and_removed(officer, new_call):
    typed = {
        "code": "1",
        "title_es": "Agro",
        "title_pt_br": "",
        "title_en": "",
        "envelope": "6115000",
        "position": "1",
        "pillar": "1",
    }

    officer.post(address("lot_new", new_call), typed)
    lot = new_call.lots.get()
    officer.post(address("lot", lot), typed | {"envelope": "6285000.00"})
    lot.refresh_from_db()
    assert lot.envelope == Decimal("6285000.00")
    officer.post(address("lot_remove", lot))

    assert new_call.lots.count() == 0


def test_a_lot_s_code_used_twice_is_told_on_the_form(officer, whole_call):
    typed = {"code": "1", "title_es": "Otro", "envelope": "5", "position": "2", "pillar": "1"}

    response = officer.post(address("lot_new", whole_call), typed)

    assert (response.status_code, whole_call.lots.count()) == (422, 1)
    assert "This code is used already." in html_of(response)


def test_the_usual_countries_are_ticked_at_first(officer, new_call):
    form = officer.get(address("countries", new_call)).context["form"]

    assert form["la"].value() == list(LATIN_AMERICA)
    assert form["eu"].value() == list(EUROPEAN_UNION)
    assert (len(LATIN_AMERICA), len(EUROPEAN_UNION)) == (18, 27)


def test_countries_are_saved_and_both_sides_are_needed(officer, new_call):
    assert officer.post(address("countries", new_call), {"la": ["PE"]}).status_code == 422

    officer.post(address("countries", new_call), {"la": ["PE", "BR"], "eu": ["DE"]})

    assert sorted(str(row.country) for row in new_call.countries.all()) == ["BR", "DE", "PE"]


def test_the_catalogue_offers_the_newest_version_of_each_indicator(officer, new_call):
    old = IndicatorVersionFactory(name_en="Old words")
    new = IndicatorVersionFactory(indicator=old.indicator, number=2, name_en="New words")

    page = html_of(officer.get(address("catalogue", new_call)))
    officer.post(address("catalogue", new_call), {"offered": [new.pk], "required": [new.pk]})

    assert ("New words" in page, "Old words" in page) == (True, False)
    assert [(row.version, row.required) for row in new_call.indicators.all()] == [(new, True)]


def test_a_required_indicator_outside_the_catalogue_is_told(officer, new_call):
    one = IndicatorVersionFactory()

    response = officer.post(address("catalogue", new_call), {"required": [one.pk]})

    assert response.status_code == 422
    assert "must also be in the catalogue" in html_of(response)


def test_the_form_is_chosen(officer, new_call):
    version = form_version()

    officer.post(address("form", new_call), {"version": version.pk})

    new_call.refresh_from_db()
    assert new_call.form == version


def test_a_document_slot_gets_its_key_from_its_title(officer, new_call):
    typed = {"title_es": "Estatutos y actas", "most_megabytes": "10", "position": "1", "required": "on"}

    officer.post(address("slot_new", new_call), typed)
    slot = new_call.required_documents.get()
    assert (slot.slug, slot.required, slot.per_partner) == ("estatutos-y-actas", True, False)
    officer.post(address("slot", slot), typed | {"per_partner": "on", "slug": slot.slug, "file_kinds": ["pdf", "jpg"]})
    slot.refresh_from_db()
    assert (slot.per_partner, slot.file_kinds) == (True, ["pdf", "jpg"])
    officer.post(address("slot_remove", slot))

    assert new_call.required_documents.count() == 0


def test_a_slot_larger_than_a_slow_line_can_send_is_refused(officer, new_call):
    typed = {"title_es": "Todo", "most_megabytes": "900", "position": "1"}

    assert "Between 1 and 50 MB." in html_of(officer.post(address("slot_new", new_call), typed))


def test_a_call_is_copied_with_new_names_and_dates(officer, call):
    typed = {
        "reference": "AIV-CALL-4", "slug": "fourth", "title_es": "Cuarta", "title_pt_br": "", "title_en": "",
        "opens_at": "2026-09-01T12:00", "closes_at": "2026-12-01T12:00", "time_zone": "Europe/Brussels",
    }  # fmt: skip

    response = officer.post(address("copy", call), typed)

    new = Call.objects.get(reference="AIV-CALL-4")
    assert response.url == new.get_absolute_url()
    assert (new.state, new.lots.count(), new.grant_max) == ("draft", 2, call.grant_max)


# Decisions ---------------------------------------------------------------------------------------


def test_publishing_is_refused_with_the_reasons_and_a_trace(officer, new_call):
    response = officer.post(address("publish", new_call), follow=True)

    new_call.refresh_from_db()
    attempt = Attempt.objects.get()
    assert new_call.state == "draft"
    assert "Add at least one lot with its envelope." in html_of(response)
    assert (attempt.action, attempt.outcome, len(attempt.reasons)) == ("publish_call", "refused", 4)


def test_a_whole_call_is_published(officer, whole_call):
    assert "Publish call" in html_of(officer.get(address("publish", whole_call)))

    officer.post(address("publish", whole_call))

    whole_call.refresh_from_db()
    assert whole_call.state == "published"


def test_a_deadline_is_proposed_in_the_call_s_zone(officer, call, login, dora):
    typed = {"closes_at": "2026-04-03T12:00", "reason": "A national strike.", "outage": ""}

    officer.post(address("deadline", call), typed)

    proposal = Proposal.objects.get()
    assert proposal.payload == {"closes_at": "2026-04-03T10:00:00+00:00", "outage": ""}
    page = html_of(login(dora).get(reverse("proposals:detail", args=[proposal.public_id])))
    assert "3 April 2026, 12:00" in page
    assert "Deadline now" in page
    assert "See the proposal" in html_of(officer.get(call.get_absolute_url()))

    approve(proposal, by=dora)
    decided = html_of(officer.get(reverse("proposals:detail", args=[proposal.public_id])))
    assert "Deadline now" not in decided
    assert "3 April 2026, 12:00" in decided


def test_an_earlier_deadline_is_refused_on_the_form_and_the_reason_stays(officer, call):
    typed = {"closes_at": "2026-03-20T12:00", "reason": "Too much work.", "outage": ""}

    response = officer.post(address("deadline", call), typed)

    assert (response.status_code, Proposal.objects.count()) == (422, 0)
    assert "A deadline moves to a later moment only" in html_of(response)
    assert "Too much work." in html_of(response)


def test_cancelling_asks_for_a_reason(officer, call):
    assert officer.post(address("cancel", call), {"reason": ""}).status_code == 422

    officer.post(address("cancel", call), {"reason": "No money."})

    call.refresh_from_db()
    assert call.state == "cancelled"


def test_a_document_is_uploaded_and_a_wrong_one_refused_on_the_form(officer, new_call):
    good = SimpleUploadedFile("guia.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "application/pdf")
    bad = SimpleUploadedFile("guia.exe", b"MZ\x90\x00", "application/octet-stream")
    typed = {"title_es": "Guía", "language": "es", "position": "1"}

    refused = officer.post(address("document_new", new_call), typed | {"upload": bad})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["upload"])
    assert new_call.documents.count() == 0
    officer.post(address("document_new", new_call), typed | {"upload": good})
    assert new_call.documents.get().title == "Guía"
    officer.post(reverse("calls:document_remove", args=[new_call.documents.get().public_id]))
    assert new_call.documents.count() == 0


def test_looking_never_changes_anything(officer, whole_call):
    before = list(whole_call.events.values_list("pk", flat=True))

    for name in (
        "publish",
        "cancel",
        "deadline",
        "copy",
        "basics",
        "countries",
        "catalogue",
        "form",
        "preview",
        "counts",
    ):
        assert officer.get(address(name, whole_call)).status_code == 200, name

    assert list(whole_call.events.values_list("pk", flat=True)) == before


def test_a_call_begins_with_its_programme_which_is_named_anew_later(officer):
    first = officer.get(reverse("calls:new"))
    assert first.url == reverse("calls:programme_new")
    typed = {"code": "aiv-c1", "name_es": "Alianza", "name_pt_br": "", "name_en": "", "contract_prefix": "922-AIV-"}
    assert "Write letters, digits and hyphens" in officer.post(first.url, typed | {"contract_prefix": "a b"}).text
    assert officer.post(first.url, typed).url == reverse("calls:new")

    page = reverse("calls:programme", args=["aiv-c1"])
    officer.post(page, typed | {"code": "other", "name_pt_br": "Aliança"})

    programme = Programme.objects.get()
    assert (programme.code, programme.name_pt_br) == ("aiv-c1", "Aliança")
    assert [event.action for event in programme.events.all()] == ["begin", "edit"]
    assert officer.post(reverse("calls:programme_new"), typed).status_code == 422


def test_everything_any_stage_notes_on_a_call_has_words_for_its_history():
    noted = set()
    for path in (settings.BASE_DIR / "grants").rglob("*.py"):
        noted |= set(re.findall(r"\brecord\(call, \"(\w+)\"", path.read_text()))

    assert len(noted) > 10
    assert noted - set(HAPPENED) == set()

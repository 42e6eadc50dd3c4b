"""Mandates: what a partner signed, what voids it, and the three ways to sign."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock
from grants.applications.actions import mandates as actions
from grants.applications.actions.submission import submit_application
from grants.applications.models import Mandate
from grants.applications.queries.mandates import link_token, request_by_token, standing_of, standings
from grants.budgets.models import BudgetLine
from grants.messages.models import Message
from grants.workflow import Refused
from tests.factories import NOON

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def co_applicant(complete):
    return complete.partners.get(role="co_applicant")


@pytest.fixture
def asked(co_applicant, ana):
    """Rosa is asked to sign for Bruno's organisation: the request and its code."""
    co_applicant.mandates.update(void_since=NOON, void_reason="For this test")
    return actions.request_mandate(co_applicant, name="Rosa Quispe", address="rosa@test.example", language="es", by=ana)


def cover(application):
    return [standing.cover.value for standing in standings(application)]


def trainer(application, amount):
    BudgetLine.objects.filter(budget=application.budget, description="Trainer").update(
        quantity=1, unit_value=Decimal(amount), amount=Decimal(amount)
    )


def code_of(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_mandate_covers_what_the_partner_saw(complete):
    assert cover(complete) == ["valid"]


def test_another_amount_for_the_partner_voids_its_mandate_and_says_so(complete, ana, english):
    trainer(complete, "80000.00")

    (standing,) = standings(complete)
    assert standing.cover == "void"
    assert standing.changes == ("The amount changed from 90,000.00\u00a0EUR to 80,000.00\u00a0EUR.",)
    with pytest.raises(Refused, match="The amount changed"):
        submit_application(complete, by=ana)


def test_an_amount_put_back_makes_the_signature_good_again(complete):
    trainer(complete, "80000.00")
    trainer(complete, "90000.00")

    assert cover(complete) == ["valid"]


@pytest.mark.parametrize(
    ("field", "value"), [("tasks", "Something else."), ("role", "associate")], ids=["tasks", "role"]
)
def test_other_tasks_void_a_mandate_and_an_associate_needs_none(complete, co_applicant, field, value):
    setattr(co_applicant, field, value)
    co_applicant.save()

    assert cover(complete) == (["void"] if field == "tasks" else [])


def test_an_edit_that_is_not_material_is_allowed_where_the_mandate_says_so(complete, co_applicant, bruno, ana):
    complete.title = "Another title"
    complete.save()
    assert cover(complete) == ["valid"]

    seen = standing_of(co_applicant).seen_sha256
    actions.sign_mandate_online(
        co_applicant, name="Bruno", capacity="President", seen_sha256=seen, allows_edits=False, by=bruno
    )
    complete.title = "A third title"
    complete.save()
    assert cover(complete) == ["edited"]
    assert submit_application(complete, by=ana).warnings == [
        {"code": "mandate_edited", "params": {"partner": "Associazione Verde"}}
    ]


def test_a_new_signature_takes_the_place_of_the_void_one_and_keeps_the_reason(complete, co_applicant, bruno, english):
    trainer(complete, "80000.00")
    seen = standing_of(co_applicant).seen_sha256

    actions.sign_mandate_online(co_applicant, name="Bruno", capacity="President", seen_sha256=seen, by=bruno)

    assert cover(complete) == ["valid"]
    old = Mandate.objects.get(void_since__isnull=False)
    assert old.void_reason == "The amount changed from 90,000.00\u00a0EUR to 80,000.00\u00a0EUR."


def test_nobody_signs_what_changed_while_they_were_reading(complete, co_applicant, bruno):
    seen = standing_of(co_applicant).seen_sha256
    trainer(complete, "80000.00")

    with pytest.raises(Refused) as refused:
        actions.sign_mandate_online(co_applicant, name="Bruno", capacity="President", seen_sha256=seen, by=bruno)

    assert code_of(refused) == ["changed_meanwhile"]
    assert cover(complete) == ["void"]


def test_after_the_deadline_nothing_is_signed(complete, co_applicant, bruno):
    seen = standing_of(co_applicant).seen_sha256

    with clock.at(complete.call.closes_at), pytest.raises(Refused) as refused:
        actions.sign_mandate_online(co_applicant, name="Bruno", capacity="President", seen_sha256=seen, by=bruno)

    assert code_of(refused) == ["closed"]


# By link and code ---------------------------------------------------------------------------------


def test_the_representative_signs_once_with_link_and_code(asked, complete, co_applicant):
    request, code = asked
    assert request_by_token(link_token(request)) == request

    seen = standing_of(co_applicant).seen_sha256
    mandate = actions.sign_mandate_by_link(request, code=code, capacity="Presidenta", seen_sha256=seen)

    assert (mandate.signed_by_name, mandate.recorded_by, mandate.signed_on) == ("Rosa Quispe", None, date(2026, 3, 10))
    assert cover(complete) == ["valid"]
    assert request_by_token(link_token(request)) is None
    with pytest.raises(Refused) as refused:
        actions.sign_mandate_by_link(request, code=code, capacity="Presidenta", seen_sha256=seen)
    assert code_of(refused) == ["wrong_code"]


def test_the_mail_carries_the_link_and_never_the_code(asked):
    request, code = asked

    letter = Message.objects.get(kind="application_mandate_link")
    assert (letter.address, letter.language) == ("rosa@test.example", "es")
    digits = code.replace("-", "")
    assert digits not in request.code_hash
    assert code not in letter.body
    assert digits not in letter.body


def test_five_wrong_codes_end_the_link(asked, co_applicant):
    request, code = asked
    wrong = "00000000" if code != "0000-0000" else "11111111"

    answers = [actions.check_code(request, wrong) for _try in range(5)]

    assert answers == [False] * 5
    assert actions.check_code(request, code) is False
    assert request_by_token(link_token(request)) is None


def test_a_wrong_code_stays_counted_when_the_signature_is_refused(asked):
    request, _code = asked

    with pytest.raises(Refused):
        actions.sign_mandate_by_link(request, code="12", capacity="x", seen_sha256="x")

    request.refresh_from_db()
    assert request.tries == 1


def test_a_link_expires_with_the_deadline_and_gives_way_to_a_newer_one(asked, complete, co_applicant, ana):
    request, _code = asked
    assert request.expires_at == NOON + timedelta(days=14)
    with clock.at(request.expires_at):
        assert request_by_token(link_token(request)) is None

    newer, _code = actions.request_mandate(
        co_applicant, name="Rosa Quispe", address="rosa@test.example", language="es", by=ana
    )
    assert request_by_token(link_token(request)) is None
    assert request_by_token(link_token(newer)) == newer


@pytest.mark.parametrize("forged", ["", "x", "00000000000000000000000000000000:abc"])
def test_a_forged_link_leads_nowhere(forged, db):
    assert request_by_token(forged) is None


def test_nobody_is_asked_while_the_mandate_is_good(complete, co_applicant, ana):
    with pytest.raises(Refused) as refused:
        actions.request_mandate(co_applicant, name="Rosa", address="rosa@test.example", language="es", by=ana)

    assert code_of(refused) == ["signed_already"]


# On paper -----------------------------------------------------------------------------------------


def record_scan(partner, by, **fields):
    given = {
        "uploaded": SimpleUploadedFile("mandate.pdf", PDF),
        "control_number": standing_of(partner).control_number,
        "name": "Rosa Quispe",
        "capacity": "Presidenta",
        "signed_on": date(2026, 3, 9),
    }
    return actions.record_mandate_scan(partner, by=by, **given | fields)


def test_a_scan_with_the_control_number_of_today_is_taken(complete, co_applicant, ana):
    trainer(complete, "80000.00")
    number = standing_of(co_applicant).control_number.lower().replace("-", " ")

    mandate = record_scan(co_applicant, ana, control_number=number)

    assert (mandate.method, mandate.signed_on, mandate.recorded_by) == ("scan", date(2026, 3, 9), ana)
    assert cover(complete) == ["valid"]


def test_a_paper_printed_before_a_material_edit_is_refused(complete, co_applicant, ana):
    printed = standing_of(co_applicant).control_number
    trainer(complete, "80000.00")

    with pytest.raises(Refused) as refused:
        record_scan(co_applicant, ana, control_number=printed)

    assert code_of(refused) == ["wrong_control_number"]


def test_a_signature_of_tomorrow_and_a_text_file_are_refused(complete, co_applicant, ana):
    with pytest.raises(Refused) as refused:
        record_scan(co_applicant, ana, signed_on=date(2026, 3, 11))
    assert code_of(refused) == ["signed_in_future"]

    with pytest.raises(Refused):
        record_scan(co_applicant, ana, uploaded=SimpleUploadedFile("mandate.pdf", b"only text"))


def test_the_lead_signs_no_mandate(complete, ana):
    lead = complete.partners.get(role="lead")

    with pytest.raises(Refused) as refused:
        actions.sign_mandate_online(lead, name="Ana", capacity="x", seen_sha256="x", by=ana)

    assert code_of(refused) == ["no_mandate_needed"]


# What the call accepts --------------------------------------------------------------------------


def accept(application, **settings):
    for name, value in settings.items():
        setattr(application.call, name, value)
    application.call.save()


def scan(partner, by, **fields):
    values = {
        "uploaded": SimpleUploadedFile("signed.pdf", PDF, "application/pdf"),
        "control_number": standing_of(partner).control_number,
        "name": "Rosa Quispe",
        "capacity": "President",
        "signed_on": date(2026, 3, 9),
    }
    return actions.record_mandate_scan(partner, by=by, **values | fields)


def test_a_call_that_takes_only_paper_refuses_signatures_on_line(complete, co_applicant, bruno, ana, asked):
    request, code = asked
    accept(complete, mandate_evidence="scan")
    seen = standing_of(co_applicant).seen_sha256
    signature = {"capacity": "President", "seen_sha256": seen}

    with pytest.raises(Refused) as by_account:
        actions.sign_mandate_online(co_applicant, name="Bruno", by=bruno, **signature)
    with pytest.raises(Refused) as by_link:
        actions.sign_mandate_by_link(request, code=code, **signature)
    with pytest.raises(Refused) as by_asking:
        actions.request_mandate(co_applicant, name="Rosa", address="rosa@test.example", language="es", by=ana)

    assert [code_of(refused) for refused in (by_account, by_link, by_asking)] == [["paper_only"]] * 3
    assert scan(co_applicant, ana).method == "scan"


def test_a_call_that_takes_only_signatures_on_line_refuses_a_scan(complete, co_applicant, ana, asked):
    accept(complete, mandate_evidence="online")

    with pytest.raises(Refused) as refused:
        scan(co_applicant, ana)

    assert code_of(refused) == ["online_only"]


def test_where_a_call_allows_no_later_corrections_no_mandate_does(complete, co_applicant, ana, asked):
    accept(complete, mandate_edits=False)

    mandate = scan(co_applicant, ana, allows_edits=True)
    complete.title = "Another title"
    complete.save()

    assert mandate.allows_edits is False
    assert cover(complete) == ["edited"]
    assert [warning["code"] for warning in submit_application(complete, by=ana).warnings] == ["mandate_edited"]

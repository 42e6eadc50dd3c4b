"""Handing in: on time, once, complete, untouched by what comes later."""

from datetime import UTC, datetime, timedelta

import pytest

from grants import clock
from grants.applications.actions.submission import submit_application, withdraw_application
from grants.applications.models import ApplicationDocument, Submission
from grants.applications.queries.content import content, content_sha256
from grants.applications.queries.receipts import official
from grants.audit import canonical, content_hash
from grants.messages.models import Message
from grants.organisations.models import OrganisationVersion
from grants.workflow import Refused

pytestmark = pytest.mark.django_db

DEADLINE = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def refused_codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [reason.code for reason in refused.value.reasons]


def test_a_complete_application_gets_a_reference_and_a_numbered_receipt(complete, ana, noon):
    submission = submit_application(complete, by=ana)

    complete.refresh_from_db()
    assert (complete.state, complete.reference, complete.submitted_at) == ("submitted", "AIV-2026-0001", noon)
    assert (submission.number, submission.received_at, submission.frozen_by) == (1, noon, ana)
    number, _dash, code = submission.receipt_number.rpartition("-")
    assert (number, len(code)) == ("AIV-2026-0001-1", 8)


def test_what_is_frozen_is_the_content_and_its_hash(complete, ana):
    submission = submit_application(complete, by=ana)

    submission.refresh_from_db()
    assert submission.sha256 == content_hash(canonical(content(complete))) == content_sha256(complete)
    assert submission.is_intact
    assert submission.document["title"] == "Café sin deforestación"


def test_the_organisations_are_frozen_once_and_named_by_number_and_hash(complete, ana):
    submission = submit_application(complete, by=ana)

    frozen = list(OrganisationVersion.objects.order_by("organisation__country").values_list("number", "sha256"))
    named = [row["organisation"] for row in submission.document["partners"]]
    assert sorted((row["version"], row["sha256"]) for row in named) == sorted(frozen)
    assert [number for number, _sha256 in frozen] == [1, 1]


@pytest.mark.parametrize(
    ("received_at", "codes"),
    [(DEADLINE - SECOND, []), (DEADLINE, ["too_late"]), (DEADLINE + SECOND, ["too_late"])],
)
def test_received_before_the_deadline_counts_and_at_the_deadline_is_late(complete, ana, received_at, codes):
    with clock.at(received_at):
        if codes:
            assert refused_codes(submit_application, complete, by=ana) == codes
        else:
            submit_application(complete, by=ana)

    complete.refresh_from_db()
    assert complete.state == ("draft" if codes else "submitted")
    assert complete.events.filter(action="submit").count() == (0 if codes else 1)


def test_what_reached_us_in_time_counts_however_long_a_worker_takes(complete, ana):
    with clock.at(DEADLINE + 8 * SECOND):
        submission = submit_application(complete, by=ana, received_at=DEADLINE - 2 * SECOND)

    assert submission.received_at == DEADLINE - 2 * SECOND
    assert submission.frozen_at == DEADLINE + 8 * SECOND


def test_a_second_click_gets_the_same_receipt_and_no_second_mail(complete, ana):
    first = submit_application(complete, by=ana)
    mails = Message.objects.count()

    second = submit_application(complete, by=ana)

    assert second == first
    assert complete.events.filter(action="submit").count() == 1
    assert Message.objects.count() == mails


def test_a_retry_after_the_deadline_gets_the_receipt_of_what_was_in_time(complete, ana):
    first = submit_application(complete, by=ana)

    with clock.at(DEADLINE + SECOND):
        assert submit_application(complete, by=ana) == first


def test_lead_and_partners_are_told_each_once(complete, ana, amalia, aldo, bruno, fabio):
    submit_application(complete, by=ana)

    told = Message.objects.filter(kind="application_submit").values_list("address", flat=True)
    assert sorted(told) == ["amalia@demo.example", "ana@demo.example", "bruno@demo.example"]


def test_a_changed_application_replaces_the_earlier_one_which_stays_as_it_was(complete, ana):
    first = submit_application(complete, by=ana)
    before = canonical(first.document)
    complete.refresh_from_db()
    complete.title = "Café sin deforestación II"
    complete.save()

    second = submit_application(complete, by=ana)

    first.refresh_from_db()
    complete.refresh_from_db()
    assert (second.number, second.document["title"]) == (2, "Café sin deforestación II")
    assert second.receipt_number.startswith("AIV-2026-0001-2-")
    assert complete.reference == "AIV-2026-0001"
    assert canonical(first.document) == before
    assert official(complete) == second


def test_a_late_file_and_a_late_submission_leave_the_one_in_time_byte_for_byte(complete, ana):
    with clock.at(DEADLINE - timedelta(minutes=10)):
        first = submit_application(complete, by=ana)
    before = canonical(first.document)
    document = complete.documents.get()
    late = DEADLINE + 27 * SECOND
    ApplicationDocument.objects.create(
        application=complete, slot=document.slot, file=document.file, added_by=ana, added_at=late
    )

    with clock.at(late):
        assert refused_codes(submit_application, complete, by=ana) == ["too_late"]

    complete.refresh_from_db()
    first.refresh_from_db()
    assert official(complete) == first
    assert canonical(first.document) == before
    assert content_hash(before) == first.sha256


def test_an_empty_application_gets_all_reasons_at_once_each_with_its_spot(application, ana):
    with pytest.raises(Refused) as refused:
        submit_application(application, by=ana)

    reasons = [reason for reason in refused.value.reasons if reason.code]
    assert [reason.code for reason in reasons if "limit" not in reason.code and "share" not in reason.code][:14] == [
        "months_missing",
        "countries_missing",
        "answer_missing",
        "answer_missing",
        "answer_missing",
        "answer_missing",
        "too_few_eu",
        "organisation_incomplete",
        "no_impact",
        "no_outcome",
        "no_output",
        "indicator_missing",
        "document_missing",
    ]
    assert all(reason.url for reason in refused.value.reasons)
    assert Submission.objects.count() == 0


def test_a_second_version_with_a_fault_leaves_the_first_official(complete, ana):
    first = submit_application(complete, by=ana)
    complete.refresh_from_db()
    complete.months = 99
    complete.save()

    assert refused_codes(submit_application, complete, by=ana) == ["months_out_of_limits"]

    complete.refresh_from_db()
    assert official(complete) == first


def test_withdrawn_it_no_longer_counts_and_can_be_submitted_again_until_the_deadline(complete, ana):
    first = submit_application(complete, by=ana)

    withdrawn = withdraw_application(complete, by=ana, note="We found a better partner.")
    assert (withdrawn.state, official(withdrawn)) == ("withdrawn", None)

    again = submit_application(complete, by=ana)
    complete.refresh_from_db()
    assert (complete.state, again.number, again.sha256) == ("submitted", 2, first.sha256)
    assert [event.action for event in complete.events.all()][-3:] == ["submit", "withdraw", "submit"]


def test_after_the_deadline_nothing_is_withdrawn(complete, ana):
    first = submit_application(complete, by=ana)

    with clock.at(DEADLINE):
        assert refused_codes(withdraw_application, complete, by=ana) == ["too_late"]

    complete.refresh_from_db()
    assert official(complete) == first


def test_a_draft_is_not_withdrawn(complete, ana):
    assert refused_codes(withdraw_application, complete, by=ana) == ["wrong_state"]


@pytest.mark.parametrize(
    ("state", "opens_at", "code"),
    [
        ("published", datetime(2026, 3, 20, 10, 0, tzinfo=UTC), "call_not_open"),
        ("draft", datetime(2026, 3, 1, 10, 0, tzinfo=UTC), "call_not_published"),
        ("cancelled", datetime(2026, 3, 1, 10, 0, tzinfo=UTC), "call_not_published"),
    ],
)
def test_a_call_that_is_not_open_takes_nothing(complete, ana, state, opens_at, code):
    type(complete.call).objects.filter(pk=complete.call.pk).update(state=state, opens_at=opens_at)

    assert refused_codes(submit_application, complete, by=ana) == [code]


def test_references_count_per_year_of_the_call_s_zone(complete, ana):
    type(complete.call).objects.filter(pk=complete.call.pk).update(closes_at=datetime(2027, 2, 1, tzinfo=UTC))

    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        submit_application(complete, by=ana)

    complete.refresh_from_db()
    assert complete.reference == "AIV-2027-0001"


def test_a_frozen_submission_cannot_be_changed(complete, ana):
    submission = submit_application(complete, by=ana)

    with pytest.raises(TypeError):
        submission.save()

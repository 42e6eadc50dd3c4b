"""A call with two steps: concept notes, the cut, the invitation, full applications that carry everything over."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import translation

from grants import clock, models
from grants.applications import invariants as of_applications
from grants.applications.actions.drafting import edit_application, save_part, start_application
from grants.applications.actions.submission import submit_application, withdraw_application
from grants.applications.actions.workplan import add_activity
from grants.applications.queries.completeness import checklist
from grants.applications.queries.drafting import facts_mark
from grants.applications.queries.paper import submission_paper
from grants.applications.queries.receipts import receipt_words
from grants.applications.queries.verification import verify
from grants.applications.workflow import Topic
from grants.calls import actions as calls
from grants.calls import invariants as of_calls
from grants.evaluation import invariants as of_evaluation
from grants.evaluation.actions import checks
from grants.evaluation.actions.announcement import announce_evaluation, conclude_announcement, tell_candidates
from grants.evaluation.actions.assessing import submit_assessment
from grants.evaluation.actions.ballots import cast_vote, decide_ballot, put_to_vote
from grants.evaluation.actions.committee import sign_declaration
from grants.evaluation.actions.consolidating import consolidate_evaluation
from grants.evaluation.actions.envelopes import propose_envelope_move
from grants.evaluation.actions.grids import set_scoring_rules
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.cutting import cut
from grants.evaluation.queries.checks import checks_of, criteria_of
from grants.evaluation.queries.declaration import declaration_hash
from grants.evaluation.queries.letters import announced_url, decision_of, letters_to
from grants.evaluation.queries.lists import proposed_list
from grants.evaluation.queries.minutes_text import minutes_words
from grants.evaluation.ranking import Entry
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.factories import NOON, ApplicationFactory, CallFactory, OrganisationFactory, UserFactory, form_version, join
from tests.grants.applications.conftest import _complete_data, fill_in
from tests.grants.applications.test_workbook import export
from tests.grants.evaluation.scored import assign, fill, rules_for, score, signed_assessor, small_grid

FULL_FROM, FULL_UNTIL = datetime(2026, 6, 1, 10, 0, tzinfo=UTC), datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
IDEA = "Coffee growers lose their forest."


def concept_form():
    """One question, under the key the full form asks it by."""
    version = form_version()
    version.sections.exclude(slug="relevance").delete()
    version.sections.get().questions.exclude(key="problem").delete()
    return version


@pytest.fixture
def two_steps(noon, diego):
    """A published call with two steps: the concept note without budget, logframe, mandates; cut at 200 percent."""
    call = CallFactory(state="draft", form=concept_form())
    call.required_documents.update(required=False)
    call.lots.update(envelope=D("200000.00"))
    calls.plan_steps(
        call, by=diego, steps=2, full_form=form_version(), full_opens_at=FULL_FROM, full_closes_at=FULL_UNTIL,
        cut_percent=200,
    )  # fmt: skip
    calls.publish_call(call, by=diego)
    rules_for(call, step="concept", assessors=1)
    rules_for(call, step="full", assessors=1, grid=small_grid(is_carried=True))
    return models.Call.objects.get(pk=call.pk)


def concept(call, *, title):
    """A concept note of its own consortium, handed in."""
    manager = UserFactory()
    lead = OrganisationFactory(manager=manager)
    partner_manager = UserFactory()
    partner = OrganisationFactory(country="IT", kind="association", manager=partner_manager)
    application = ApplicationFactory(call=call, lead=lead, started_by=manager, title=title)
    _complete_data(lead, "20100000001")
    _complete_data(partner, "IT00743110157")
    join(application, partner)
    edit_application(
        application, title=title, lot=application.lot, months=24, countries=["PE"], based_on=facts_mark(application),
        by=manager, stated_grant=D("250000.00"), stated_cost=D("312500.00"),
    )  # fmt: skip
    save_part(
        application, part=application.draft.parts.get(slug="relevance"), answers={"problem": IDEA},
        based_on={"problem": 0}, by=manager,
    )  # fmt: skip
    application.refresh_from_db()
    submission = submit_application(application, by=manager)
    return application, submission, manager


def refused(excinfo):
    """The codes of the reasons."""
    return [reason.code for reason in excinfo.value.reasons]


def decided_by_the_committee(evaluation, sonia, ines, *voters):
    """The secretary puts the cut of the first lot, the voters say yes, the chair closes the vote."""
    with translation.override("en"):
        for person in voters:
            sign_declaration(evaluation, by=person, sha256=declaration_hash("en"))
    ballot = put_to_vote(evaluation.call.lots.first(), by=sonia)
    for person in voters:
        cast_vote(ballot, by=person, choice="yes")
    return decide_ballot(ballot, by=ines)


def everything_holds():
    """The invariants two steps touch."""
    for found in (
        of_calls.rules_are_those_that_were_frozen,
        of_calls.calls_stand_in_their_step,
        of_applications.submissions_were_in_time,
        of_applications.submitted_applications_have_a_receipt,
        of_evaluation.opened_calls_have_their_record,
        of_evaluation.submitted_applications_are_candidates,
        of_evaluation.announced_at_the_same_instant,
        of_evaluation.second_steps_are_of_the_invited,
        of_evaluation.decided_evaluations_are_complete,
    ):
        assert [line for line in found() if line] == []


def test_of_three_concept_notes_two_are_invited_and_hand_in_what_was_carried_over(
    two_steps, diego, dora, clara, sonia, ines, vera, victor, valeria, ana, chamber, login
):
    call = two_steps
    first, second, third = (concept(call, title=title) for title in ("Best", "Good", "Fair"))
    note = first[1]
    assert (note.step, note.document["step"], note.document["logframe"]) == ("concept", "concept", [])
    assert note.document["budget"]["totals"]["eu_contribution"] == "250000.00"

    with clock.at(call.closes_at + timedelta(days=2)):
        evaluation = open_submissions(call, by=diego, witness=dora)
        assert (evaluation.step, evaluation.candidates.count()) == ("concept", 3)
        evaluation.candidates.update(state="eligible")
        assessor = signed_assessor(evaluation, clara, by=sonia)
        for (application, _note, _manager), scores in (
            (first, (5, 5, 5, 5)), (second, (4, 4, 4, 4)), (third, (3, 3, 3, 3)),
        ):  # fmt: skip
            score(evaluation.candidates.get(application=application), assessor, *scores, by=sonia)
        consolidate_evaluation(evaluation, by=sonia)
        page = login(diego).get(f"/evaluation/{evaluation.public_id}/cut/")
        assert [line[2] for line in page.context["lots"][0]["lines"] if isinstance(line, list)] == [
            "Invited to the full application", "Invited to the full application", "Above the threshold, not invited",
        ]  # fmt: skip
        assert str(page.context["lots"][0]["cut"].asked) == "500000.00"
        decided_by_the_committee(evaluation, sonia, ines, vera, victor)
        states = dict(evaluation.candidates.values_list("title", "state"))
        assert states == {"Best": "invited", "Good": "invited", "Fair": "not_invited"}
        evaluation.refresh_from_db()
        assert evaluation.state == "decided"
        frozen = evaluation.minutes.get().document["lots"][0]
        assert (frozen["ballots"][0]["yes"], frozen["ballots"][0]["seats"]) == (2, 3)
        assert frozen["cut"] == {
            "threshold": "12.00", "envelope": "200000.00", "percent": 200, "aim": "400000.00", "asked": "500000.00",
        }  # fmt: skip
        assert [row["place"] for row in frozen["ranking"]] == ["invited", "invited", "not_invited"]
        at = clock.now() + timedelta(hours=1)
        announce_evaluation(evaluation, at=at, by=diego)

    with clock.at(at):
        tell_candidates(evaluation)
        conclude_announcement(evaluation, by=diego)
        everything_holds()
        call = models.Call.objects.get(pk=call.pk)
        assert (call.step, call.opens_at, call.closes_at, call.opened_at) == ("full", FULL_FROM, FULL_UNTIL, None)
        invited, left = (models.Application.objects.get(pk=one[0].pk) for one in (first, third))
        assert (invited.step, invited.state, left.step, left.state) == ("full", "draft", "concept", "submitted")
        assert str(left.get_state_display()) == "Decided, announced"
        letter = letters_to(evaluation.candidates.get(application=invited))[0]
        assert letter.subject.startswith("Invited to the full application: AIV-2026-")
        assert "1 July 2026" in letter.body
        told = decision_of(evaluation.candidates.get(application=left))
        assert (told.headline, len(told.reasons)) == ("Your concept note was not selected.", 1)
        assert announced_url(left) == f"/evaluation/applications/{left.public_id}/decision/"

    with clock.at(FULL_FROM + timedelta(days=1)):
        client = login(first[2])
        record = client.get(invited.get_absolute_url()).content.decode()
        assert "You are invited to hand in the full application" in record
        assert "Full application" in record
        assert "Complete and submit “Best”" in client.get("/home/").content.decode()
        decision = client.get(announced_url(invited)).content.decode()
        assert "25.00" in decision
        assert "/ 100" not in decision
        assert "was not selected" in login(third[2]).get(announced_url(left)).content.decode()
        lot, other = call.lots.order_by("pk")
        move = propose_envelope_move(lot, by=diego, to_lot=other, amount=D("150000.00"), reason="Fewer here.")
        approve(move, by=dora)
        page = login(diego).get(f"/evaluation/{evaluation.public_id}/cut/").context["lots"][0]
        states = [line[2] for line in page["lines"] if isinstance(line, list)]
        assert states.count("Invited to the full application") == 2
        assert (str(page["cut"].aim), str(page["envelope"])) == ("400000.00", "200000.00")
        minutes = login(diego).get(f"/evaluation/calls/{call.public_id}/minutes/?step=concept").content.decode()
        assert "Above the threshold, not invited" in minutes
        assert json.dumps(minutes_words(evaluation).for_pdf(call))  # the maker takes plain text only
        public = client.get(f"/en/calls/{call.slug}/").content.decode()
        assert "Only those invited on their concept note" in public
        assert "Begin your application" not in public
        with pytest.raises(Refused) as not_invited:
            save_part(left, part=left.draft.parts.first(), answers={"problem": "More"}, based_on={}, by=third[2])
        assert refused(not_invited) == ["not_invited"]
        assert [reason.code for reason in checklist(left).reasons(Topic.CALL)] == ["not_invited"]
        with pytest.raises(Refused):
            withdraw_application(left, by=third[2])
        with pytest.raises(Refused) as closed:
            start_application(
                call, lot=call.lots.first(), organisation=chamber, title="Late", by=ana, start_key=invited.public_id
            )
        assert refused(closed) == ["not_open"]
        assert {reason.code for reason in checklist(invited).reasons()} >= {"answer_missing", "mandate_missing"}
        partner = invited.partners.get(role="co_applicant")
        signer = partner.organisation.memberships.get().user
        fill_in(invited, partner, signer=signer, by=first[2])
        full = submit_application(invited, by=first[2])
        whole = full.document
        assert (full.number, full.step, whole["answers"]["problem"]["raw"]) == (2, "full", IDEA)
        assert full.receipt_number.startswith(invited.reference + "-2-")
        assert [row["key"] for row in whole["partners"]] == [row["key"] for row in note.document["partners"]]
        assert verify(note.receipt_number, None).is_good
        assert verify(full.receipt_number, None).is_good
        words = receipt_words(note, person=first[2])
        assert words.title == "Receipt of your concept note"
        assert words.steps[0].startswith("After the deadline the concept notes are opened")
        with clock.at(note.received_at):
            assert "1 April 2026" in receipt_words(note, person=first[2]).steps[0]
        assert "1 July 2026" in receipt_words(full, person=first[2]).steps[0]

    with clock.at(FULL_UNTIL + timedelta(days=1)):
        last = open_submissions(call, by=diego, witness=dora)
        assert [one.submission for one in last.candidates.all()] == [full]
        assert last.candidates.get().requested == D("250000.00")
        everything_holds()
        assess_what_is_not_carried(last, clara, sonia, login)


def assess_what_is_not_carried(evaluation, clara, sonia, login):
    """Relevance is 15 of 15 from the concept note: only capacity is asked, and nothing sent for relevance counts."""
    evaluation.candidates.update(state="eligible")
    candidate = evaluation.candidates.get()
    assert candidate.concept_scores == {"capacity": "10.0000", "relevance": "15.0000"}
    assessment = assign(candidate, signed_assessor(evaluation, clara, by=sonia), by=sonia)
    page = login(clara).get(assessment.get_absolute_url())
    assert [(len(part["fields"]), part["is_carried"]) for part in page.context["sections"]] == [(4, False), (0, True)]
    assert "carried over from the concept note" in page.content.decode()
    fill(assessment, 4, 3, 1, 1)
    assert submit_assessment(assessment, by=clara).total == D("22")
    frozen = assessment.versions.get().document
    assert (frozen["carried"], frozen["sections"]) == (["relevance"], {"capacity": 7, "relevance": "15.0000"})
    consolidated = consolidate_evaluation(evaluation, by=sonia).document
    assert consolidated["rules"]["carried"] == ["relevance"]
    assert consolidated["candidates"][0]["sections"] == {"capacity": "7.0000", "relevance": "15.0000"}
    document, _line = proposed_list(candidate.lot, {})
    assert (document["ranking"][0]["score"], document["ranking"][0]["carried"]) == (D(22), {"relevance": "15.0000"})


def test_a_concept_note_without_a_budget_states_what_it_will_ask_for_within_the_limits(two_steps, ana, chamber):
    application = ApplicationFactory(call=two_steps, lead=chamber, started_by=ana)

    def codes(grant, cost):
        models.Application.objects.filter(pk=application.pk).update(stated_grant=grant, stated_cost=cost)
        return {reason.code for reason in checklist(application).reasons() if reason.code.startswith("stated")}

    assert codes(None, D(400000)) == {"stated_missing"}
    assert codes(D(100000), D(200000)) == {"stated_out_of_limits"}
    assert codes(D(250000), D(260000)) == {"stated_share_out_of_limits"}
    assert codes(D(250000), D(312500)) == set()


def test_the_deadline_of_the_full_applications_moves_once_the_concept_notes_are_opened(two_steps, diego, dora):
    with clock.at(two_steps.closes_at + timedelta(days=2)):
        open_submissions(two_steps, by=diego, witness=dora)
        later = FULL_UNTIL + timedelta(days=7)
        approve(calls.propose_deadline(two_steps, by=diego, closes_at=later, reason="More time."), by=dora)
    call = models.Call.objects.get(pk=two_steps.pk)
    assert (call.closes_at, call.two_steps.full_closes_at) == (two_steps.closes_at, later)
    everything_holds()


@pytest.mark.parametrize(
    ("envelope", "percent", "invited"),
    [(150, 200, "1"), (200, 200, "12"), (300, 200, "1234"), (1000, 200, "1234"), (100, None, "1234")],
)
def test_the_cut_falls_where_the_invited_ask_for_the_multiple(envelope, percent, invited):
    asked, scores = (300, 250, 250, 200), (45, 40, 35, 35)
    entries = [Entry(str(n), n, D(s), D(a)) for n, (s, a) in enumerate(zip(scores, asked, strict=True), start=1)]
    assert "".join(entry.key for entry in cut(entries, D(envelope), percent).invited) == invited


def test_a_call_goes_back_to_one_step_while_it_is_set_up(noon, diego):
    call = CallFactory(state="draft")
    plan = {"full_form": call.form, "full_opens_at": FULL_FROM, "full_closes_at": FULL_UNTIL}
    calls.plan_steps(call, by=diego, steps=2, **plan)
    with pytest.raises(Refused):
        calls.plan_steps(call, by=diego, steps=2, **plan | {"full_opens_at": NOON})
    calls.plan_steps(call, by=diego, steps=1)
    call.refresh_from_db()
    assert (call.steps, call.step, models.CallSteps.objects.count()) == (1, "full", 0)


def test_officers_set_the_steps_up_in_the_zone_of_the_call(noon, diego, login):
    call, client = CallFactory(state="draft"), login(diego)
    address = f"/calls/{call.public_id}/steps/"
    typed = {
        "steps": "2", "full_form": call.form_id, "full_opens_at": "2026-06-01T12:00",
        "full_closes_at": "2026-07-01T12:00", "cut_percent": "300", "asks_budget": "on",
    }  # fmt: skip
    assert client.post(address, typed | {"full_closes_at": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    plan = models.CallSteps.objects.get(call=call)
    assert (plan.full_opens_at, plan.full_closes_at, plan.cut_percent) == (FULL_FROM, FULL_UNTIL, 300)
    assert plan.asked_at("concept") == (True, False, False, False)
    assert "2026-06-01T12:00" in client.get(address).content.decode()
    assert "at least 300 % of its envelope" in client.get(f"/calls/{call.public_id}/").content.decode()
    assert "With the concept note already" in client.get(f"/calls/{call.public_id}/slots/new/").content.decode()
    new_rules = client.get(f"/evaluation/rules/{call.public_id}/?step=concept").context["form"]
    assert (new_rules["percent"].value(), new_rules["tie_section"].value()) == ("30", "relevance")
    assert client.post(address, {"steps": "1"}).status_code == 302
    assert not models.CallSteps.objects.exists()


def test_each_step_has_scoring_rules_of_its_own(two_steps, diego, login):
    address = f"/evaluation/rules/{two_steps.public_id}/"
    page = login(diego).get(f"{address}?step=concept").content.decode()
    assert "Scoring rules of the concept notes" in page
    assert "Scoring rules of the full applications" in login(diego).get(f"{address}?step=full").content.decode()


def test_a_copy_has_two_steps_too_as_far_apart_as_its_model_s(two_steps, diego):
    new = calls.copy_call(
        two_steps, by=diego, reference="AIV-COPY", slug="copy", opens_at=two_steps.opens_at + timedelta(days=365),
        closes_at=two_steps.closes_at + timedelta(days=365),
    )  # fmt: skip
    new = models.Call.objects.get(pk=new.pk)
    assert (new.state, new.steps, new.step, new.form) == ("draft", 2, "concept", two_steps.form)
    assert new.two_steps.full_closes_at == FULL_UNTIL + timedelta(days=365)
    assert sorted(new.scoring_rules.values_list("step", flat=True)) == ["concept", "full"]


def test_a_draft_of_a_concept_note_states_its_amounts_on_the_page_of_its_facts(two_steps, ana, chamber, login):
    application = ApplicationFactory(call=two_steps, lead=chamber, started_by=ana)
    client, address = login(ana), f"/applications/{application.public_id}/facts/"
    assert "(optional)" not in client.get(address).content.decode()
    typed = {
        "based_on": facts_mark(application), "title": "Café", "lot": "1", "months": "", "stated_grant": "250.000,00",
        "stated_cost": "",
    }  # fmt: skip
    assert client.post(f"{address}save/", typed | {"stated_cost": "100"}).status_code == 422
    assert client.post(f"{address}save/", typed).status_code == 302
    application.refresh_from_db()
    assert (application.stated_grant, application.stated_cost) == (D("250000.00"), None)


def test_a_concept_note_shows_only_what_its_step_asks_for(two_steps, login):
    application, submission, manager = concept(two_steps, title="Short")
    client = login(manager)

    printed = client.get(f"/applications/{application.public_id}/print/").content.decode()
    paper = submission_paper(submission, manager)
    book = export(application, manager)

    assert "Logframe" not in printed.split("<main")[1]
    assert "Direct costs" not in printed.split("<main")[1]
    assert (paper["logframe"], paper["workplan"], paper["budget"]) == (None, None, None)
    pdf = client.get(reverse("applications:submission_pdf", args=[submission.public_id]))
    assert b"".join(pdf.streaming_content if pdf.streaming else [pdf.content]).startswith(b"%PDF")
    assert {"budget", "funding", "logframe", "workplan"}.isdisjoint(sheet["A1"].value for sheet in book)
    with pytest.raises(Refused):
        add_activity(application, by=manager)


def test_a_score_is_carried_over_only_between_sections_of_one_key_and_maximum(two_steps, diego):
    models.ScoringRules.objects.filter(call=two_steps, step="full").delete()
    concepts = two_steps.scoring_rules.get().grid
    concepts.sections.get(slug="relevance").questions.filter(key="relevance-two").delete()
    values = {"grid": small_grid(is_carried=True), "assessors": 1}
    with pytest.raises(Refused) as unlike:
        set_scoring_rules(two_steps, by=diego, step="full", **values)
    assert str(unlike.value) == ("The grid of the concept notes has no section “relevance” of 15 points to carry over.")
    set_scoring_rules(two_steps, by=diego, step="full", **values | {"grid": small_grid()})


def test_a_criterion_of_the_checks_is_asked_in_one_step_or_in_both(two_steps, diego, dora, login):
    client = login(diego)
    own = {"text_es": "Propio", "reason_es": "No", "stage": "eligibility", "position": 20}
    checks.adopt_standard_criteria(two_steps, by=diego)
    of_full = {row.slug for row in criteria_of(two_steps, "full")} - {
        row.slug for row in criteria_of(two_steps, "concept")
    }
    assert of_full == {"mandates"}  # the concept note needs none
    added = checks.add_criterion(two_steps, by=diego, slug="idea", step="concept", **own)
    assert "only for concept notes" in client.get(f"/evaluation/criteria/of/{two_steps.public_id}/").content.decode()
    application, _note, _manager = concept(two_steps, title="Best")
    with clock.at(two_steps.closes_at + timedelta(days=2)):
        candidate = open_submissions(two_steps, by=diego, witness=dora).candidates.get(application=application)
        read = client.get(candidate.get_absolute_url()).content.decode().split("<main")[1]
        assert (IDEA in read, "Logframe" in read, "Sources of funding" in read) == (True, False, False)
        slugs = {row.criterion.slug for row in checks_of(candidate).rows}
        assert "idea" in slugs
        assert "mandates" not in slugs
        checks.answer_checks(candidate, by=diego, answers={"idea": ("yes", "")})
        for change in (
            lambda: checks.remove_criterion(added, by=diego),
            lambda: checks.change_criterion(models.CheckCriterion.objects.get(slug="mandates"), by=diego, step=""),
        ):
            with pytest.raises(Refused):
                change()
        checks.change_criterion(models.CheckCriterion.objects.get(slug="mandates"), by=diego, position=40)
        checks.add_criterion(two_steps, by=diego, slug="accounts", step="full", **own)

"""Telling the decisions: at an instant, to each once, nothing earlier anywhere."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from grants import clock, models
from grants.evaluation.actions import announcement as actions
from grants.evaluation.actions.ballots import decide_ballot, put_to_vote
from grants.evaluation.queries.letters import letters_to
from grants.jobs.actions import run
from grants.messages import outbox
from grants.workflow import Refused
from tests.grants.evaluation.awards.conftest import JUNE, vote

pytestmark = pytest.mark.django_db

INSTANT = JUNE + timedelta(days=3)


def sentences(refused):
    return [str(reason) for reason in refused.value.reasons]


@pytest.fixture
def arranged(decided, evaluation, diego):
    """The announcement arranged for 4 June."""
    actions.announce_evaluation(evaluation, by=diego, at=INSTANT)
    return models.Evaluation.objects.get(pk=evaluation.pk)


def told():
    return models.Message.objects.filter(kind="candidate_announced")


def job(kind):
    return models.Job.objects.get(kind=kind)


def test_an_announcement_is_arranged_once_for_a_moment_that_comes(decided, evaluation, diego):
    for at in (JUNE - timedelta(seconds=1), JUNE + timedelta(days=61)):
        with pytest.raises(Refused):
            actions.announce_evaluation(evaluation, by=diego, at=at)
    actions.announce_evaluation(evaluation, by=diego, at=INSTANT)

    with pytest.raises(Refused) as refused:
        actions.announce_evaluation(evaluation, by=diego, at=INSTANT)

    assert sentences(refused) == ["The announcement is arranged already."]
    assert (job("tell_candidates").not_before, job("conclude_announcement").not_before) == (JUNE, INSTANT)


def test_nothing_is_announced_before_the_last_lot_is_decided(ballot, evaluation, diego):
    with pytest.raises(Refused):
        actions.announce_evaluation(evaluation, by=diego, at=INSTANT)


def test_the_worker_writes_one_letter_per_person_to_leave_at_the_instant(arranged, ranked):
    assert run(job("tell_candidates").pk)

    assert told().count() == 6  # Ana and Amalia of the first lead, one manager of each other
    assert set(told().values_list("not_before", "state")) == {(INSTANT, "queued")}
    assert models.Announcement.objects.get().told_at == JUNE


def test_a_worker_killed_between_two_candidates_goes_on_and_each_is_told_once(arranged, monkeypatch):
    class Killed(BaseException):
        pass

    def kill(done, total):
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        actions.tell_candidates(arranged, kill)
    assert models.CandidateEvent.objects.filter(action="announce").count() == 3
    assert models.Announcement.objects.get().told_at is None

    assert run(job("tell_candidates").pk)
    actions.tell_candidates(arranged)

    assert models.CandidateEvent.objects.filter(action="announce").count() == 5
    assert told().count() == 6
    assert told().values("address").distinct().count() == 6


def test_the_evaluation_is_closed_at_the_instant_and_not_before(arranged):
    actions.tell_candidates(arranged)
    with clock.at(INSTANT - timedelta(seconds=1)):
        assert not run(job("conclude_announcement").pk)
        with pytest.raises(Refused):
            actions.conclude_announcement(arranged, by=arranged.announcement.by)

    with clock.at(INSTANT + timedelta(minutes=2)):
        assert run(job("conclude_announcement").pk)
        actions.conclude_announcement(arranged, by=arranged.announcement.by)

    arranged.refresh_from_db()
    assert arranged.state == "announced"
    assert set(models.Award.objects.values_list("state", "announced_at")) == {("announced", INSTANT)}
    assert models.EvaluationEvent.objects.filter(action="announce").count() == 1


def test_the_evaluation_is_not_closed_while_letters_are_still_to_be_written(arranged):
    with clock.at(INSTANT):
        assert not run(job("conclude_announcement").pk)

    waiting = job("conclude_announcement")
    assert (waiting.state, waiting.error) == ("queued", "Some letters are still to be written.")


def letter(candidate):
    [found] = [found for found in letters_to(candidate) if found.person.email != "amalia@demo.example"]
    return found


def test_the_preview_is_the_letter_that_leaves(arranged, ranked):
    previewed = {
        found.person.pk: (found.subject, found.body)
        for row in ranked
        for found in letters_to(row.__class__.objects.get(pk=row.pk))
    }

    actions.tell_candidates(arranged)

    sent = {row.recipient_id: outbox.render(row) for row in told().select_related("recipient")}
    assert sent == previewed


def test_the_selected_read_of_their_grant_and_what_comes_next(decided, ranked):
    found = letter(models.Candidate.objects.get(pk=ranked[0].pk))

    assert found.subject == "Selected for a grant: AIV-2026-0001"
    assert "EU contribution: 300,000.00\xa0EUR" in found.body
    assert "Score: 91.50 of 100" in found.body
    assert reverse("evaluation:decision", args=[ranked[0].application.public_id]) in found.body


def test_those_in_reserve_read_it_in_their_language_with_the_complaint_window(arranged, ranked):
    found = letter(models.Candidate.objects.get(pk=ranked[2].pk))

    assert found.person.language == "es"
    assert found.subject == "En la lista de reserva: AIV-2026-0003"
    assert "19 de julio de 2026" in found.body  # 45 days after 4 June


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("inadmissible", "It did not fulfil the administrative requirements of the call."),
        ("ineligible", "It did not fulfil the eligibility conditions of the call."),
        ("below_threshold", "Its score is below the threshold of the call."),
        (
            "unfunded",
            "It reached the threshold, but the funds of its lot were used by applications ranked before it.",
        ),
    ],
)
def test_the_unsuccessful_read_why(decided, ranked, state, sentence):
    models.Candidate.objects.filter(pk=ranked[0].pk).update(state=state)

    found = letter(models.Candidate.objects.get(pk=ranked[0].pk))

    assert found.subject == "The decision on your application AIV-2026-0001"
    assert sentence in found.body


def test_the_committee_s_reasons_stand_in_the_letter_once_a_second_person_approved_them(decided, ranked, sonia, ines):
    candidate = models.Candidate.objects.get(pk=ranked[0].pk)
    models.Candidate.objects.filter(pk=candidate.pk).update(state="unfunded")
    feedback = actions.write_reasons(candidate, by=sonia, text="The market study is thin.")
    candidate.refresh_from_db()
    assert "market study" not in letter(candidate).body
    with pytest.raises(Refused):
        actions.approve_reasons(candidate, by=sonia, sha256=feedback.sha256)
    with pytest.raises(Refused):
        actions.approve_reasons(candidate, by=ines, sha256="0" * 64)

    actions.approve_reasons(candidate, by=ines, sha256=feedback.sha256)

    assert "The market study is thin." in letter(candidate).body


def test_reasons_not_approved_hold_the_announcement_and_do_not_change_after_it(
    decided, evaluation, ranked, sonia, ines, diego
):
    feedback = actions.write_reasons(ranked[3], by=sonia, text="The market study is thin.")
    with pytest.raises(Refused) as refused:
        actions.announce_evaluation(evaluation, by=diego, at=INSTANT)
    assert sentences(refused) == ["Reasons for some candidates are written and not approved yet."]

    actions.approve_reasons(ranked[3], by=ines, sha256=feedback.sha256)
    actions.announce_evaluation(evaluation, by=diego, at=INSTANT)

    with pytest.raises(Refused):
        actions.write_reasons(ranked[3], by=sonia, text="It was late.")


# What applicants see (security.md T-RV-13) ---------------------------------------------------------


def pages_of(login, candidate):
    """The pages an applicant can open, without what is their own: names, references, addresses, amounts."""
    client = login(candidate.lead.memberships.filter(role="manager").first().user)
    application = candidate.application
    urls = [
        reverse("home"),
        reverse("applications:list"),
        application.get_absolute_url(),
        reverse("evaluation:decision", args=[application.public_id]),
        reverse("messages:mine"),
    ]
    own = [application.title, candidate.reference, candidate.lead.legal_name, str(candidate.lead)]
    own += [str(partner.organisation) for partner in application.partners.select_related("organisation")]
    own += [membership.user.name for membership in candidate.lead.memberships.select_related("user")]
    own += [word for person in application.people() for word in (person.name, person.email)]
    own += [submission.receipt_number for submission in application.submissions.all()]
    texts = []
    for url in urls:
        response = client.get(url)
        text = response.content.decode()
        for word in sorted(set(own), key=len, reverse=True):
            text = text.replace(word, "OWN")
        text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+"', "", text)
        text = re.sub(r'data-seconds="\d+"', "", text)
        texts.append((response.status_code, re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)))
    return texts


@pytest.fixture
def alike(ranked):
    """The candidates' people and organisations differ in nothing a page would show."""
    models.User.objects.filter(memberships__organisation__in=[row.lead_id for row in ranked]).update(language="en")
    models.Candidate.objects.filter(pk=ranked[3].pk).update(state="below_threshold", rank=None)
    return ranked


def test_pages_of_selected_reserve_and_rejected_are_the_same_until_the_instant_and_not_after(
    alike, lot, signed, evaluation, diego, login
):
    ballot = put_to_vote(lot, by=signed["sonia"])
    vote(ballot, signed["vera"], signed["victor"])
    decide_ballot(ballot, by=signed["ines"])
    selected, reserve, rejected = alike[1], alike[2], alike[3]

    def pages():
        return [pages_of(login, candidate) for candidate in (selected, reserve, rejected)]

    decided = pages()
    actions.announce_evaluation(evaluation, by=diego, at=INSTANT)
    actions.tell_candidates(models.Evaluation.objects.get())
    with clock.at(INSTANT - timedelta(seconds=1)):
        before = pages()
    with clock.at(INSTANT):  # no worker has come by yet
        after = pages()

    assert decided[0] == decided[1] == decided[2]
    assert before[0] == before[1] == before[2]
    assert [status for status, _text in before[0]] == [200, 200, 200, 404, 200]
    assert [text for _status, text in (row[3] for row in after)] != [after[0][3][1]] * 3
    assert all(row[3][0] == 200 for row in after)

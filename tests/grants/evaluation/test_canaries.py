"""Words of scores, notes, votes and drafts of reasons, looked for in all an applicant can open (security.md C3)."""

from datetime import timedelta

import pytest

from grants import clock
from grants.evaluation.actions.announcement import write_reasons
from grants.evaluation.actions.assessing import reopen_assessment, submit_assessment
from grants.evaluation.actions.assessors import end_assessor
from grants.evaluation.actions.assigning import withdraw_assessment
from grants.evaluation.actions.ballots import cast_vote, put_to_vote, withdraw_ballot
from grants.evaluation.actions.conflicts import record_conflict
from grants.evaluation.actions.consolidating import consolidate_evaluation, reopen_scores
from tests.crawl import read_by
from tests.grants.evaluation.scored import assign, fill, in_three_weeks, score
from tests.life import sign_declaration

pytestmark = pytest.mark.django_db

SECRET = ("CANARY", "Clara", "Carlos", "Celia", "clara@", "carlos@", "celia@")


@pytest.fixture
def judged(eligible, first, second, third, committee_signed, sonia, ines, vera, victor, valeria, call, chamber):
    """Ana's application after everything that can be said about one before the announcement."""
    for voter in (victor, valeria):
        sign_declaration(eligible.evaluation, voter)
    one = assign(eligible, first, by=sonia)
    fill(one, 4, 4, 4, 4, comments={"capacity-one-comment": "CANARY-COMMENT"})
    submit_assessment(one, by=first.user)
    reopen_assessment(one, reason="CANARY-REOPENED", due_at=in_three_weeks(), by=sonia)
    fill(one, 5, 4, 4, 4, comments={"relevance-one-comment": "CANARY-SECOND-COMMENT"})
    submit_assessment(one, by=first.user)
    withdraw_assessment(assign(eligible, third, by=sonia), reason="CANARY-WITHDRAWN", by=sonia)
    score(eligible, second, 4, 4, 4, 4, by=sonia)
    end_assessor(third, reason="CANARY-ENDED", by=sonia)
    record_conflict(eligible.evaluation, person=third.user, organisation=chamber, reason="CANARY-TIE", by=sonia)
    evaluation = consolidate_evaluation(eligible.evaluation, by=ines).evaluation
    reopen_scores(evaluation, reason="CANARY-OPEN-AGAIN", by=ines)
    consolidate_evaluation(evaluation, by=ines)
    ballot = put_to_vote(call.lots.first(), by=sonia)
    cast_vote(ballot, by=vera, choice="no", reason="CANARY-VOTE")
    withdraw_ballot(ballot, by=sonia, note="CANARY-PROPOSAL")
    write_reasons(eligible, by=sonia, text="CANARY-REASONS")
    return eligible


@pytest.mark.parametrize("person", ["ana", "bruno", "fabio"])
def test_no_applicant_and_no_stranger_reads_a_word_of_it(judged, login, person, request):
    read = read_by(login(request.getfixturevalue(person)), judged.application.get_absolute_url())

    assert len(read) >= (8 if person == "fabio" else 15)
    assert [(address, word) for address, words in read.items() for word in SECRET if word in words] == []


def test_nor_does_an_assessor_read_what_others_wrote(judged, login, carlos):
    with clock.at(clock.now() + timedelta(hours=1)):
        read = read_by(login(carlos))

    assert any("/evaluation/assessments/" in address for address in read)
    assert [(address, word) for address, words in read.items() for word in ("CANARY", "Clara") if word in words] == []


def test_the_search_finds_what_there_is_for_those_who_may_read_it(judged, login, sonia):
    read = " ".join(read_by(login(sonia)).values())

    for word in ("COMMENT", "SECOND-COMMENT", "VOTE", "REASONS", "TIE"):
        assert f"CANARY-{word}" in read, word

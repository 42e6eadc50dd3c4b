"""The pages of committee, officers and applicants: what each sees, what is withheld, how many queries."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from docx import Document

from grants import clock, models
from grants.evaluation.actions.announcement import announce_evaluation, conclude_announcement, tell_candidates
from grants.evaluation.actions.ballots import decide_ballot, put_to_vote
from tests.grants.evaluation.awards.conftest import JUNE, conflict, ranked_candidate, sign, states, vote

pytestmark = pytest.mark.django_db


def of(name, document, *rest):
    return reverse(f"evaluation:{name}", args=[document.public_id, *rest])


def text(response):
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def announced(decided, evaluation, diego):
    announce_evaluation(evaluation, by=diego, at=JUNE)
    tell_candidates(models.Evaluation.objects.get())
    return conclude_announcement(models.Evaluation.objects.get(), by=diego)


# Before any name ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["decisions", "minutes", "minutes_pdf", "minutes_word", "awards"])
def test_who_has_not_signed_is_led_to_the_declaration_first(ranked, call, committee, login, name):
    response = login(committee["vera"]).get(of(name, call))

    assert (response.status_code, response["Location"]) == (302, of("declaration", call))


def test_a_member_signs_and_works(ranked, call, lot, committee, login):
    client = login(committee["vera"])
    assert client.get(of("ranking", lot))["Location"] == of("declaration", call)
    page = client.get(of("declaration", call))
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page.content.decode())[1]

    client.post(of("declaration", call), {"sha256": sha256, "agreed": "on"})

    assert models.Declaration.objects.get().person == committee["vera"]
    assert client.get(of("ranking", lot)).status_code == 200


def test_a_declaration_without_the_tick_is_not_signed(evaluation, call, committee, login):
    response = login(committee["vera"]).post(of("declaration", call), {"sha256": "0" * 64})

    assert (response.status_code, models.Declaration.objects.count()) == (422, 0)


# The ranking --------------------------------------------------------------------------------------


def test_the_ranking_draws_the_line_and_says_what_the_next_one_lacks(ranked, lot, signed, login):
    page = login(signed["sonia"]).get(of("ranking", lot))

    shown = text(page)
    assert [row.outcome for row in page.context["ranking"].rows] == ["selected"] * 2 + ["reserve"] * 3
    assert "The next one lacks 50,000.00" in shown
    assert shown.index("Project 2") < shown.index("Funding line") < shown.index("Project 3")
    assert page.context["action"]["label"] == "Put to the vote"


def test_what_if_draws_another_line_and_stores_nothing(ranked, lot, signed, login):
    page = login(signed["vera"]).get(of("ranking", lot), {"envelope": "1.050.000,00"})

    assert [row.outcome for row in page.context["ranking"].rows] == ["selected"] * 4 + ["reserve"]
    assert states(ranked) == ["ranked"] * 5
    lot.refresh_from_db()
    assert lot.envelope == Decimal("800000.00")


def test_an_envelope_that_is_no_number_is_said_and_the_line_stays(ranked, lot, signed, login):
    page = login(signed["vera"]).get(of("ranking", lot), {"envelope": "a lot"})

    assert page.status_code == 422
    assert [row.outcome for row in page.context["ranking"].rows] == ["selected"] * 2 + ["reserve"] * 3


def test_what_a_conflict_withholds_is_in_no_row_no_place_and_no_sum(ranked, lot, signed, login):
    conflict(signed["vera"], ranked[1].application.partners.get(role="co_applicant").organisation)
    client = login(signed["vera"])

    for envelope in ("", "1200000"):
        page = client.get(of("ranking", lot), {"envelope": envelope} if envelope else {})
        ranking = page.context["ranking"]
        assert ranked[1].reference not in page.content.decode()
        assert ranked[1].title not in page.content.decode()
        assert "250,000.00" not in text(page).replace("Left below the line", "")
        assert [row.place for row in ranking.rows] == [1, 2, 3, 4]
        assert ranking.withheld == 1
    assert ranking.rows[-1].sum == Decimal("1080000.00")
    assert "1 line withheld: conflict" in text(page)


def test_who_has_a_conflict_is_not_offered_to_put_the_lot_to_the_vote(ranked, lot, signed, login):
    conflict(signed["sonia"], ranked[0].lead)
    client = login(signed["sonia"])

    put = client.get(of("put", lot))

    assert client.get(of("ranking", lot)).context["action"] is None
    assert not any(row.reference in put.content.decode() for row in ranked)


# Putting, voting, closing -------------------------------------------------------------------------


def test_the_secretary_passes_over_looks_at_the_line_and_puts_it_to_the_vote(ranked, lot, signed, login):
    client = login(signed["sonia"])
    over = {f"over_{ranked[2].pk}": "Does not fit."}

    looked = client.post(of("put", lot), over)
    assert [candidate.pk for candidate in looked.context["selected"]] == [ranked[0].pk, ranked[1].pk, ranked[3].pk]
    assert not models.Ballot.objects.exists()
    client.post(of("put", lot), over | {"put": "yes"})

    ballot = models.Ballot.objects.get()
    assert ballot.proposed.document["used"] == "750000.00"
    assert client.get(of("put", lot)).headers["Location"] == of("ballot", ballot)


def test_voters_vote_and_see_who_voted_but_not_how_until_it_is_closed(ballot, signed, call, login):
    vera, victor = login(signed["vera"]), login(signed["victor"])
    vera.post(of("vote", ballot), {"choice": "no", "reason": "A canary of a reason"})

    seen = text(victor.get(of("ballot", ballot)))
    assert "Vera has voted" in seen
    assert "canary" not in seen + text(victor.get(of("minutes", call)))
    victor.post(of("vote", ballot), {"choice": "no", "reason": "I agree with her"})
    login(signed["ines"]).post(of("decide_ballot", ballot))

    assert "canary" in text(victor.get(of("ballot", ballot)))
    assert "canary" in text(victor.get(of("minutes", call)))
    ballot.refresh_from_db()
    assert ballot.state == "rejected"


def test_a_no_without_a_reason_is_told_at_the_reason(ballot, signed, login):
    page = login(signed["vera"]).post(of("vote", ballot), {"choice": "no", "reason": ""})

    assert page.status_code == 422
    assert '<a href="#id_reason">Reason: Say why not: the reason stands in the minutes.</a>' in page.content.decode()


def test_a_proposal_that_is_refused_keeps_why_somebody_is_passed_over(ballot, ranked, lot, signed, login):
    page = login(signed["sonia"]).post(of("put", lot), {f"over_{ranked[2].pk}": "Does not fit.", "put": "yes"})

    assert page.status_code == 422
    assert 'id="errors"' in page.content.decode()
    assert 'value="Does not fit."' in page.content.decode()


def test_who_votes_again_from_an_old_page_is_told_why_not(ballot, signed, login):
    client, address = login(signed["vera"]), of("vote", ballot)
    client.post(address, {"choice": "yes"})

    again = client.post(address, {"choice": "no", "reason": "Changed my mind"})

    assert again.status_code == 422
    assert '<section class="errors" id="errors"' in again.content.decode()


def test_a_no_without_reason_comes_back_with_the_sentence(ballot, signed, login):
    page = login(signed["vera"]).post(of("vote", ballot), {"choice": "no"})

    assert page.status_code == 422
    assert "Say why not: the reason stands in the minutes." in text(page)


def test_a_voter_in_conflict_sees_the_vote_masked_and_can_only_abstain(ballot, ranked, signed, login):
    conflict(signed["vera"], ranked[1].lead)

    page = login(signed["vera"]).get(of("ballot", ballot))

    assert ranked[1].reference not in page.content.decode()
    assert list(page.context["form"].fields["choice"].choices) == [("abstain", "Abstention")]
    assert "1 line withheld: conflict" in text(page)


def test_the_chair_closes_the_vote_and_the_awards_are_there(ballot, signed, call, login):
    vote(ballot, signed["vera"], signed["victor"])
    chair = login(signed["ines"])

    assert "Close vote" in text(chair.get(of("ballot", ballot)))
    chair.post(of("decide_ballot", ballot))
    chair.post(of("decide_ballot", ballot))

    awards = chair.get(of("awards", call))
    assert "2 awards of" in text(awards)
    assert awards.context["grants"] == Decimal("550000.00")


def test_the_secretary_withdraws_with_a_reason(ballot, signed, login):
    sonia = login(signed["sonia"])

    assert sonia.post(of("withdraw_ballot", ballot), {"note": ""}).status_code == 422
    sonia.post(of("withdraw_ballot", ballot), {"note": "The envelope grows."})

    ballot.refresh_from_db()
    assert ballot.state == "withdrawn"


# Desks --------------------------------------------------------------------------------------------


def waits(client):
    return [item["title"] for item in client.get(reverse("home")).context["waiting"]]


def test_each_desk_says_what_is_next(ranked, lot, call, committee, evaluation, diego, login):
    people = {name: login(person) for name, person in (committee | {"diego": diego}).items()}
    declare = "Sign the declaration of impartiality and confidentiality"
    assert waits(people["vera"]) == [declare]
    sign(evaluation, *committee.values())
    assert waits(people["sonia"]) == ["Put the ranking of 1 Agri-food to the vote"]

    ballot = put_to_vote(lot, by=committee["sonia"])
    assert waits(people["vera"]) == ["A decision waits for your vote: 1 Agri-food"]
    assert waits(people["sonia"]) == []
    assert waits(people["ines"]) == ["Vote on 1 Agri-food: 0 of 3 have voted"]
    vote(ballot, committee["vera"], committee["victor"])
    assert waits(people["ines"]) == ["Vote on 1 Agri-food: 2 of 3 have voted"]
    vote(ballot, committee["valeria"])
    assert waits(people["vera"]) == []
    assert waits(people["ines"]) == ["Everybody has voted: close the vote on 1 Agri-food"]

    decide_ballot(ballot, by=committee["ines"])
    assert waits(people["ines"]) == []
    assert waits(people["diego"]) == [f"Announce the decisions of {call.reference}"]
    announce_evaluation(evaluation, by=diego, at=JUNE)
    assert waits(people["diego"]) == []


# Money, reserve, renouncing -----------------------------------------------------------------------


def test_money_is_moved_by_two_officers_on_the_pages(lot, call, diego, dora, evaluation, login):
    other = call.lots.last()
    first = login(diego)
    first.post(of("move", lot), {"to_lot": other.pk, "amount": "115.000,00", "reason": "Call 1 left it over."})
    proposal = models.Proposal.objects.get()
    assert "115,000.00" in text(login(dora).get(reverse("proposals:detail", args=[proposal.public_id])))
    assert [item["title"] for item in login(dora).get(reverse("home")).context["waiting"]] == [
        "Decide: Move money to another lot"
    ]

    login(dora).post(reverse("proposals:approve", args=[proposal.public_id]), {"note": ""})

    page = first.get(of("move", other))
    assert page.context["money"].in_force == Decimal("6115000.00")
    done = text(first.get(reverse("proposals:detail", args=[proposal.public_id])))
    assert "115,000.00" in done
    assert "Envelope of the receiving lot now" not in done
    assert "Call 1 left it over." in text(page)


def test_more_than_is_left_is_refused_on_the_page(lot, call, diego, evaluation, login):
    data = {"to_lot": call.lots.last().pk, "amount": "800001.00", "reason": "R"}

    page = login(diego).post(of("move", lot), data)

    assert page.status_code == 422
    assert "Only what is unconsumed can be moved" in text(page)


def test_the_proposal_of_a_promotion_names_nobody(announced, ranked, lot, call, diego, dora, login):
    models.Lot.objects.filter(pk=lot.pk).update(envelope=Decimal("850000.00"))
    login(diego).post(of("promote", lot), {"reason": "Money came."})
    proposal = models.Proposal.objects.get()
    conflict(dora, ranked[2].lead)

    page = login(dora).get(reverse("proposals:detail", args=[proposal.public_id]))

    assert "rank 3" in text(page)
    assert not any(word in page.content.decode() for word in (ranked[2].reference, ranked[2].title))


def test_the_lead_renounces_on_its_page(announced, ranked, ana, aldo, bruno, login):
    award = models.Award.objects.get(candidate=ranked[0])
    decision = of("decision", ranked[0].application)
    assert of("renounce", award) in login(ana).get(decision).content.decode()
    for other in (aldo, bruno):
        assert of("renounce", award) not in login(other).get(decision).content.decode()
    assert login(bruno).post(of("renounce", award), {"note": "N"}).status_code == 404

    login(ana).post(of("renounce", award), {"note": "Our partner closes."})

    assert states(ranked)[0] == "renounced"


def test_an_officer_records_a_renunciation_from_the_list(announced, ranked, call, diego, login):
    client = login(diego)
    award = models.Award.objects.get(candidate=ranked[1])
    assert of("renounce", award) in client.get(of("awards", call)).content.decode()

    client.post(of("renounce", award), {"note": "Letter of 2 June."})

    page = client.get(of("awards", call))
    assert (page.context["count"], page.context["grants"]) == (1, Decimal("300000.00"))


def test_awards_in_conflict_are_in_no_row_and_no_total(announced, ranked, call, diego, login):
    conflict(diego, ranked[0].lead)

    page = login(diego).get(of("awards", call))

    assert ranked[0].reference not in page.content.decode()
    assert page.context["grants"] == Decimal("250000.00")
    assert "Your view is partial" in text(page)


def test_the_money_of_a_lot_in_conflict_is_withheld_since_it_tells_what_was_awarded(
    announced, ranked, lot, call, diego, login
):
    conflict(diego, ranked[0].lead)
    client = login(diego)

    pages = [text(client.get(of("decisions", call))), text(client.get(of("move", lot)))]
    refused = client.post(of("move", lot), {"to_lot": call.lots.last().pk, "amount": "999999.00", "reason": "R"})

    for page in (*pages, text(refused)):
        assert "550,000.00" not in page
        assert "250,000.00" not in page
    assert not models.Proposal.objects.exists()


# Announcing ---------------------------------------------------------------------------------------


def test_the_officer_previews_arranges_and_sees_the_instant(decided, ranked, call, diego, login):
    client = login(diego)
    page = client.get(of("announcement", call))
    assert [row.people for row in page.context["page"]] == [2, 1, 1, 1, 1]
    letter = client.get(of("letter", call, ranked[0].public_id))
    assert "Selected for a grant: AIV-2026-0001" in text(letter)

    client.post(of("announcement", call), {"at": "2026-06-04T14:00"})

    assert models.Announcement.objects.get().at == JUNE + timedelta(days=3)
    assert "The announcement is arranged" in text(client.get(of("announcement", call)))


def test_reasons_are_written_by_one_and_approved_by_another_on_the_page(decided, ranked, call, signed, login):
    sonia, ines = login(signed["sonia"]), login(signed["ines"])
    address = of("letter", call, ranked[3].public_id)
    sonia.post(of("reasons", call, ranked[3].public_id), {"text": "The market study is thin.\r\nSo is the plan."})
    assert "Approve reasons" not in text(sonia.get(address))
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', ines.get(address).content.decode())[1]

    ines.post(of("approve_reasons", call, ranked[3].public_id), {"sha256": sha256})

    assert models.Feedback.objects.get().approved_by == signed["ines"]


def test_the_letters_of_a_candidate_in_conflict_do_not_exist_for_the_officer(decided, ranked, call, diego, login):
    conflict(diego, ranked[0].lead)
    client = login(diego)

    assert client.get(of("letter", call, ranked[0].public_id)).status_code == 404
    assert client.get(of("letter", call, ranked[1].public_id)).status_code == 200
    assert ranked[0].reference not in client.get(of("announcement", call)).content.decode()


def test_the_consortium_reads_its_decision_from_the_instant_on(decided, evaluation, ranked, ana, bruno, fabio, login):
    announce_evaluation(evaluation, by=models.User.objects.get(name="Diego"), at=JUNE + timedelta(hours=1))
    address, record = of("decision", ranked[0].application), ranked[0].application.get_absolute_url()
    assert login(ana).get(address).status_code == 404
    assert address not in login(ana).get(record).content.decode()

    with clock.at(JUNE + timedelta(hours=1)):
        assert address in login(ana).get(record).content.decode()
        for person, score in ((ana, "91.50 / 100"), (bruno, "91,50 / 100")):  # each country's way
            page = text(login(person).get(address))
            assert "Your application was selected for a grant." in page
            assert score in page
        assert login(fabio).get(address).status_code == 404


# Minutes ------------------------------------------------------------------------------------------


def test_the_minutes_are_a_draft_until_all_is_decided_then_frozen(ballot, signed, call, login):
    client = login(signed["ines"])
    assert "Draft: not every lot is decided." in text(client.get(of("minutes", call)))
    vote(ballot, signed["vera"], signed["victor"])
    decide_ballot(ballot, by=signed["ines"])

    page = text(client.get(of("minutes", call)))

    assert "Frozen on 1 June 2026, 14:00 when the last lot was decided." in page
    assert "Accepted with 2 yes, 0 no, 0 abstained, of 3 seats." in page
    assert models.Minutes.objects.get().sha256 in page.replace(" ", "")
    for title in (call.title_en, ballot.lot.title_en):
        assert title in page
    models.User.objects.filter(pk=signed["ines"].pk).update(language="pt-br")
    page = text(client.get(of("minutes", call)))
    for title in (call.title_pt_br, ballot.lot.title_pt_br):
        assert title in page


def test_the_minutes_are_a_tagged_pdf_in_the_reader_s_language(decided, signed, call, login):
    response = login(signed["ines"]).get(of("minutes_pdf", call))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in response.content or b"/MarkInfo" in response.content or len(response.content) > 5000


def test_the_minutes_are_a_word_document_in_the_reader_s_language(decided, signed, call, login):
    signed["ines"].language = "pt-br"
    signed["ines"].save()
    client = login(signed["ines"])
    assert of("minutes_word", call) in client.get(of("minutes", call)).content.decode()

    response = client.get(of("minutes_word", call))

    document = Document(io.BytesIO(response.content))
    assert f'filename="{call.reference}-minutes-pt-br.docx"' in response["Content-Disposition"]
    assert (response["Cache-Control"], document.core_properties.language) == ("private, no-store", "pt-BR")
    ranking = next(table for table in document.tables if len(table.columns) == 5)
    assert [row.cells[3].text for row in ranking.rows[1:3]] == ["300,000.00", "250,000.00"]
    assert models.Minutes.objects.get().sha256 in [paragraph.text for paragraph in document.paragraphs]


def test_the_minutes_are_withheld_from_who_has_a_conflict_in_the_call(decided, ranked, signed, call, login):
    conflict(signed["ines"], ranked[4].lead)
    client = login(signed["ines"])

    for name in ("minutes", "minutes_pdf", "minutes_word"):
        response = client.get(of(name, call))
        assert response.status_code == 403
        assert ranked[4].reference.encode() not in response.content


# Query counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("ranking", 11), ("put", 10), ("decisions", 13), ("awards", 8), ("announcement", 10)]
)
def test_pages_ask_the_same_whatever_they_show(
    evaluation, lot, call, signed, diego, login, django_assert_num_queries, count, name, queries
):
    made = [
        ranked_candidate(evaluation, lot, rank=rank, requested=Decimal("200000.00")) for rank in range(1, count + 1)
    ]
    if name in ("awards", "announcement"):
        ballot = put_to_vote(lot, by=signed["sonia"])
        vote(ballot, signed["vera"], signed["victor"])
        decide_ballot(ballot, by=signed["ines"])
    client = login(diego if name == "announcement" else signed["sonia"])
    document = lot if name in ("ranking", "put") else call

    with django_assert_num_queries(queries):
        page = client.get(of(name, document))

    assert page.status_code == 200
    assert len(made) == count

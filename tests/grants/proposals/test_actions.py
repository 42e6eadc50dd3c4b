"""Four eyes: who proposes cannot decide, and a decision is about what was seen."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from grants.models import Message, Proposal
from grants.permissions import Role
from grants.proposals.actions import approve, propose, reject, withdraw
from grants.workflow import Refused
from tests.factories import NOON, UserFactory
from tests.grants.proposals import kinds

assert kinds


def proposed(call, by, title="Second call"):
    return propose("rename_call", call, {"title": title}, reason="The old one misleads.", by=by)


@pytest.fixture
def proposal(noon, call, diego):
    return proposed(call, diego)


def reasons(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [str(reason) for reason in refused.value.reasons]


def test_a_second_person_approves_and_it_is_carried_out(proposal, call, dora):
    decided = approve(proposal, by=dora, note=" Agreed. ")

    call.refresh_from_db()
    assert (decided.state, decided.decided_by, decided.decided_at, decided.decision_note) == (
        "approved", dora, NOON, "Agreed.",
    )  # fmt: skip
    assert (call.title_en, call.summary_en) == ("Second call", "Summary!")
    assert list(Message.objects.values_list("kind", "address")) == [("proposal_approved", "diego@demo.example")]


def test_a_second_person_rejects_and_nothing_changes(proposal, call, dora):
    decided = reject(proposal, by=dora, note="Too late.")

    call.refresh_from_db()
    assert (decided.state, call.title_en) == ("rejected", "Test call")
    assert list(Message.objects.values_list("kind", "address")) == [("proposal_rejected", "diego@demo.example")]


def test_a_rejection_says_why(proposal, dora):
    assert reasons(reject, proposal, by=dora, note="  ") == ["Say why not: the person who proposed it reads your note."]


@pytest.mark.parametrize("decide", [approve, reject])
def test_who_proposes_cannot_decide(proposal, diego, call, decide):
    said = reasons(decide, proposal, by=diego, note="Yes.")

    call.refresh_from_db()
    assert said == ["The person who proposes cannot decide. Ask a colleague."]
    assert call.title_en == "Test call"


@pytest.mark.parametrize("state", ["approved", "rejected"])
def test_nor_does_the_database_let_the_proposer_decide(proposal, diego, state):
    with pytest.raises(IntegrityError, match="proposal_second_person"), transaction.atomic():
        Proposal.objects.update(state=state, decided_by=diego, decided_at=NOON)


def test_a_decided_proposal_without_a_person_cannot_be_stored(proposal):
    with pytest.raises(IntegrityError, match="proposal_decided_has_person_and_date"), transaction.atomic():
        Proposal.objects.update(state="approved")


def test_a_document_that_changed_since_refuses_approval_but_can_be_rejected(proposal, call, dora):
    call.summary_en = "Somebody edits meanwhile"
    call.save()

    assert reasons(approve, proposal, by=dora) == [
        "The document has changed since this was proposed. It has to be proposed again."
    ]
    assert reject(proposal, by=dora, note="Propose it again.").state == "rejected"


def test_what_was_not_looked_at_may_change(proposal, call, dora):
    call.title_es = "Otra"
    call.save()

    assert approve(proposal, by=dora).state == "approved"


def test_the_same_is_not_proposed_twice_while_it_waits(proposal, call, dora):
    assert reasons(proposed, call, dora) == ["The same is proposed already and waits for a second person."]


def test_a_proposal_has_a_reason(noon, call, diego):
    assert reasons(propose, "rename_call", call, {}, reason=" ", by=diego) == [
        "Say why: the reason is published with the decision."
    ]


def test_its_author_withdraws_it_and_it_can_be_proposed_anew(proposal, call, diego, dora):
    assert reasons(withdraw, proposal, by=dora) == ["Only the person who proposed it can withdraw it, while it waits."]
    withdraw(proposal, by=diego)

    assert reasons(approve, proposal, by=dora) == ["This was decided meanwhile."]
    assert proposed(call, diego, "Third call").state == "open"


def test_if_carrying_out_fails_nothing_is_decided(proposal, call, dora):
    Proposal.objects.update(payload={})

    with pytest.raises(KeyError):
        approve(proposal, by=dora)

    proposal.refresh_from_db()
    assert (proposal.state, Message.objects.count()) == ("open", 0)


@pytest.mark.django_db(transaction=True)
def test_eight_approvals_at_the_same_time_carry_it_out_once(proposal, call):
    officers = [UserFactory(role=Role.OFFICER) for _ in range(8)]
    starting, outcomes = threading.Barrier(8), []

    def approve_at_once(officer):
        try:
            starting.wait(10)
            approve(proposal, by=officer)
            outcomes.append("approved")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve_at_once, args=(officer,)) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    call.refresh_from_db()
    assert sorted(outcomes) == ["approved"] + ["refused"] * 7
    assert call.summary_en == "Summary!"
    assert Message.objects.count() == 1

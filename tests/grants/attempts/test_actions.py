"""The trace of tries: it stays when the action is taken back."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from grants.attempts.actions import attempt, note_content
from grants.attempts.queries import attempts_at
from grants.models import Attempt, OrganisationEvent
from grants.workflow import Reason, Refused, action, filled
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@action
def edit(organisation, *, by, reasons=(), error=None):
    """Writes an event, then perhaps fails."""
    OrganisationEvent.objects.create(document=organisation, actor=by, action="edit", at=NOON)
    note_content("ab" * 32)
    if reasons:
        raise Refused(reasons)
    if error:
        raise error


def test_a_try_that_succeeds_is_done(noon, chamber, ana):
    with attempt("edit", chamber, by=ana):
        edit(chamber, by=ana)

    trace = Attempt.objects.get()
    assert (trace.user, trace.action, trace.outcome, trace.reasons) == (ana, "edit", "done", [])
    assert (trace.received_at, trace.finished_at, trace.sha256) == (NOON, NOON, "ab" * 32)


def test_a_refusal_leaves_its_reasons_although_everything_else_is_taken_back(noon, chamber, ana):
    reasons = [Reason("The call closed."), Reason("The budget is empty.", "/budget/")]

    with pytest.raises(Refused), attempt("edit", chamber, by=ana):
        edit(chamber, by=ana, reasons=reasons)

    trace = Attempt.objects.get()
    assert (trace.outcome, trace.sentences) == ("refused", ["The call closed.", "The budget is empty."])
    assert trace.sha256 == "ab" * 32
    assert not OrganisationEvent.objects.exists()


def test_a_refusal_in_spanish_is_read_in_english_names_included(chamber, ana):
    joined = filled(_("%(organisation)s is in the consortium already."), {"organisation": chamber})
    reasons = [_("Delete"), joined]
    with override("es"), pytest.raises(Refused), attempt("edit", chamber, by=ana):
        edit(chamber, by=ana, reasons=reasons)

    trace = Attempt.objects.get()
    with override("es"):
        assert trace.sentences == ["Eliminar", "CCC ya está en el consorcio."]
    with override("en"):
        assert trace.sentences == ["Delete", "CCC is in the consortium already."]


def test_what_was_said_in_one_language_alone_is_read_in_that(chamber, ana):
    with override("es"), pytest.raises(Refused), attempt("edit", chamber, by=ana):
        edit(chamber, by=ana, reasons=[gettext("Delete")])

    with override("en"):
        assert Attempt.objects.get().sentences == ["Eliminar"]


def test_a_fault_of_ours_is_a_failed_try(chamber, ana):
    with pytest.raises(ZeroDivisionError), attempt("edit", chamber, by=ana):
        edit(chamber, by=ana, error=ZeroDivisionError("secret details"))

    trace = Attempt.objects.get()
    assert (trace.outcome, trace.sentences) == ("failed", ["ZeroDivisionError"])


def test_somebody_without_account_can_try(chamber):
    with attempt("edit", chamber, by=AnonymousUser()), transaction.atomic():
        pass

    assert Attempt.objects.get().user is None


def test_inside_a_transaction_the_trace_could_be_lost_and_is_refused(chamber, ana):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), attempt("edit", chamber, by=ana):
        pass


def test_outside_a_try_nothing_is_noted():
    note_content("ab" * 32)

    assert not Attempt.objects.exists()


def test_the_tries_at_a_document_are_found_newest_first(chamber, rival, ana):
    for organisation, name in ((chamber, "one"), (rival, "other"), (chamber, "two")):
        with attempt(name, organisation, by=ana):
            pass

    assert [trace.action for trace in attempts_at(chamber)] == ["two", "one"]


def test_an_unknown_outcome_cannot_be_stored(chamber, ana):
    with pytest.raises(IntegrityError, match="attempt_outcome_known"), transaction.atomic():
        Attempt.objects.create(action="edit", document_model="x", document_id=1, received_at=NOON, outcome="perhaps")

"""What must be true of calls."""

from grants.audit import canonical
from grants.calls.models import Call
from grants.calls.queries import content
from grants.calls.workflow import CallState
from grants.invariants import invariant


@invariant("A published call asks a form that no longer changes")
def published_calls_ask_frozen_forms():
    """An applicant's answers would otherwise belong to questions nobody published."""
    asked = Call.objects.exclude(state=CallState.DRAFT).filter(is_test=False, versions__number=1)
    for call in asked.filter(form__frozen_at=None):
        yield f"call {call.reference}"


@invariant("The rules of a published call are those of its newest frozen version")
def rules_are_those_that_were_frozen():
    """Word for word: whatever changed without a corrigendum is found here."""
    for call in Call.objects.filter(state=CallState.PUBLISHED).order_by("pk"):
        version = call.versions.order_by("-number").first()
        if version and canonical(content(call)) != canonical(version.document):
            yield f"call {call.reference}, version {version.number}"
        yield None


@invariant("A published call has one version more than it has corrigenda, numbered without gap")
def corrigenda_and_versions_keep_step():
    """Each corrigendum froze the rules once."""
    for call in Call.objects.filter(versions__isnull=False).distinct().order_by("pk"):
        versions = list(call.versions.order_by("number").values_list("number", flat=True))
        corrigenda = list(call.corrigenda.order_by("number").values_list("number", flat=True))
        expected = list(range(1, len(corrigenda) + 2)), list(range(1, len(corrigenda) + 1))
        if (versions, corrigenda) != expected:
            yield f"call {call.reference}: versions {versions}, corrigenda {corrigenda}"


@invariant("A call with two steps stands in the one its own columns are of")
def calls_stand_in_their_step():
    """The columns of the call are those of its step in progress; the other's are kept beside it."""
    for call in Call.objects.order_by("pk").select_related("two_steps"):
        plan = getattr(call, "two_steps", None)
        if (plan is not None) != (call.steps == 2):
            yield f"call {call.reference} has {call.steps} steps"
        elif plan and (plan.concept_form_id is not None) != call.is_by_invitation:
            yield f"call {call.reference}: what held in the first step"
        elif call.is_by_invitation and (plan.full_form_id, plan.full_closes_at) != (call.form_id, call.closes_at):
            yield f"call {call.reference}: form or deadline of the second step"

"""What must be true of what was handed in."""

from itertools import groupby

from django.db.models import Case, Exists, F, OuterRef, Q, When

from grants.applications.models import Application, ReferenceCounter, Submission
from grants.applications.workflow import ApplicationState
from grants.invariants import invariant


@invariant("The submissions of an application are numbered from one in the order of their receipt")
def submissions_are_in_order():
    """A gap would mean that a submission was lost."""
    rows = Submission.objects.order_by("application_id", "received_at", "number")
    found = rows.values_list("application__public_id", "number").iterator(chunk_size=2000)
    for application, numbers in groupby(found, key=lambda row: row[0]):
        given = [number for _application, number in numbers]
        if given != list(range(1, len(given) + 1)):
            yield f"application {application} has the numbers {given}"


@invariant("Every submission was received before the deadline of its call")
def submissions_were_in_time():
    """Deadlines only move later (decisions.md C3), so that what was in time stays in time."""
    closes_at = Case(
        When(step=F("application__call__step"), then=F("application__call__closes_at")),
        default="application__call__two_steps__concept_closes_at",
    )
    rows = Submission.objects.annotate(closed_at=closes_at)
    late = rows.filter(Q(closed_at=None) | Q(received_at__gte=F("closed_at")))
    for submission in late.order_by("pk"):
        yield f"receipt {submission.receipt_number}"


@invariant("Every submitted application has an official submission with a receipt")
def submitted_applications_have_a_receipt():
    """The receipt is the applicant's proof."""
    submitted = Application.objects.filter(state=ApplicationState.SUBMITTED)
    received = Submission.objects.filter(application=OuterRef("pk"), step=OuterRef("step"))
    without = submitted.filter(~Exists(received.exclude(receipt_number="")))
    for application in without.order_by("pk"):
        yield f"application {application.public_id}"


@invariant("References are given without gaps")
def references_have_no_gaps():
    """The counter's row is held until the submission is written: a refused try uses up no number."""
    for counter in ReferenceCounter.objects.filter(prefix__regex=r"^AIV-\d{4}-$").order_by("prefix"):
        given = Application.objects.filter(reference__startswith=counter.prefix).count()
        if given != counter.last:
            yield f"{counter.prefix} was given {given} times and counted to {counter.last}"

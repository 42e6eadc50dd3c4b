"""Handing in, handing in again, withdrawing: the moments that count.

A submission is judged by when it was received, against the deadline as it stands in the call's row,
which is held while judging: a deadline moved at the same time judges each submission once, by one
value. Everything a submission freezes is read under the lock that every drafting action takes.
"""

import json
import secrets

from grants import clock
from grants.applications.models import Submission
from grants.applications.numbering import next_reference
from grants.applications.queries.completeness import checklist, only_the_call
from grants.applications.queries.content import content
from grants.applications.queries.reading import read
from grants.applications.workflow import Action, ApplicationState
from grants.attempts.actions import note_content
from grants.audit import canonical, content_hash
from grants.calls.models import Call
from grants.organisations.actions.registration import freeze_organisation
from grants.workflow import Refused, action, advance, in_every_language, locked, reasons_against

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters of the code that ends a receipt number: none that is mistaken for another."""

CODE_LENGTH = 8


@action
def submit_application(application, *, by, received_at=None):
    """Hand the application in as it stands now, and return the Submission with its receipt number.

    Until the deadline it may be worked on and handed in again: the last one received in time counts,
    and the earlier ones stay on record unchanged. When nothing changed since the last one, as after a
    double click or a lost answer, that one is returned and nothing is written, also after the
    deadline. Raises Refused with every reason; then what was official stays official, byte by byte.
    ``received_at`` is when the request reached us (``web.received_at``), now by default.
    """
    received_at = received_at or clock.now()
    application = _held(application)
    for organisation in _organisations(application):
        freeze_organisation(organisation, by=by)
    reading = read(application)
    whole = canonical(content(application, reading))
    sha256 = content_hash(whole)
    note_content(sha256)
    last = application.submissions.first()
    if last is not None and application.state == ApplicationState.SUBMITTED and last.sha256 == sha256:
        return last
    found = checklist(application, received_at=received_at, reading=reading)
    if reasons_against(application, Action.SUBMIT):
        raise Refused(in_every_language(lambda: _reasons_read_anew(application, received_at)))
    application.reference = application.reference or _next_reference(application, received_at)
    application.submitted_at = received_at
    submission = _freeze(application, whole, sha256, number=last.number + 1 if last else 1, by=by, found=found)
    changes = {"submission": submission.number, "receipt": submission.receipt_number, "sha256": sha256}
    advance(application, Action.SUBMIT, by=by, fields=["reference", "submitted_at"], changes=changes)
    return submission


def _reasons_read_anew(application, received_at):
    """What stands against submitting, with the texts of form and call in the language of the moment."""
    checklist(application, received_at=received_at)
    return reasons_against(application, Action.SUBMIT)


def _held(application):
    """The application locked, its call's row held against a change of the deadline (FOR SHARE)."""
    application = locked(application)
    # Django has no FOR SHARE. Submissions of one call must not wait for each other, as FOR UPDATE would have it.
    (application.call,) = Call.objects.raw("SELECT * FROM grants_call WHERE id = %s FOR SHARE", [application.call_id])
    return application


def _organisations(application):
    """Those of the consortium in the order of their numbers, so that two submissions cannot block each other."""
    partners = application.partners.filter(organisation_id__in=application.organisation_ids())
    rows = partners.select_related("organisation").order_by("organisation_id")
    return {row.organisation_id: row.organisation for row in rows}.values()


def _next_reference(application, received_at):
    """``AIV-<year of the call's zone>-<number>``."""
    return next_reference(f"AIV-{received_at.astimezone(application.call.zone).year}-", digits=4)


def _freeze(application, whole, sha256, *, number, by, found):
    code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
    return Submission.objects.create(
        application=application,
        step=application.step,
        number=number,
        # The code cannot be guessed: who does not hold the receipt cannot look it up.
        receipt_number=f"{application.reference}-{number}-{code}",
        document=json.loads(whole),
        sha256=sha256,
        received_at=found.received_at,
        warnings=found.warnings,
        frozen_at=clock.now(),
        frozen_by=by,
    )


@action
def withdraw_application(application, *, by, received_at=None, note=""):
    """Take the application back before the deadline; it no longer counts.

    What was handed in stays on record, and it may be handed in again until the deadline. Raises
    Refused after the deadline and for what is not submitted.
    """
    application = _held(application)
    received_at = received_at or clock.now()

    def reasons():
        only_the_call(application, received_at=received_at)
        return reasons_against(application, Action.WITHDRAW)

    if reasons():
        raise Refused(in_every_language(reasons))
    last = application.submissions.first()
    changes = {"submission": last.number, "receipt": last.receipt_number} if last else {}
    advance(application, Action.WITHDRAW, by=by, note=note, changes=changes)
    return application

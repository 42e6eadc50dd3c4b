"""Partners' mandates: how a co-applicant agrees that the lead hands in what it saw (decisions.md C4).

Three ways lead to the same record: a manager of the partner signs with its account, the legal
representative signs with a link from the mail and a code, or a scan of the signed paper is put in.
"""

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.applications.actions.drafting import lock_for_drafting
from grants.applications.models import Mandate, MandateMethod, MandateRequest, Partner
from grants.applications.queries.mandates import CODE_DIGITS, MOST_TRIES, Cover, standing_of, standings
from grants.files.actions import store
from grants.messages import outbox
from grants.messages.outbox import Recipient
from grants.workflow import Reason, Refused, action, locked, record

REQUEST_DAYS = 14
SCAN_KINDS = frozenset({"pdf", "jpg", "png"})


def _refuse(sentence, code, url=""):
    raise Refused([Reason(sentence, url, code)])


# Asking -------------------------------------------------------------------------------------------


@action
def request_mandate(partner, *, name, address, language, by):
    """Ask the partner's legal representative to sign on line, without an account.

    The link goes by mail; the code is returned and shown once, to be passed on by telephone or
    message, so that neither the mailbox nor the person who asks can sign alone. An earlier request
    of the partner ends. Returns (request, code). Raises Refused when there is nothing to sign.
    """
    partner, standing = _to_sign(partner, MandateMethod.ONLINE)
    if standing.cover == Cover.VALID:
        _refuse(_("The mandate covers the application as it is: there is nothing to sign."), "signed_already")
    now = clock.now()
    partner.mandate_requests.filter(ended_at=None).update(ended_at=now)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    request = MandateRequest.objects.create(
        partner=partner,
        name=name,
        address=address,
        language=language,
        code_hash=make_password(code),
        requested_by=by,
        requested_at=now,
        expires_at=min(now + timedelta(days=REQUEST_DAYS), partner.application.call.closes_at),
    )
    event = record(
        partner.application,
        "request_mandate",
        by=by,
        note=f"{partner}: {name}",
        changes={"partner": str(partner.public_id), "request": str(request.public_id)},
        tells=(lambda _application: [user for user in partner.organisation.managers() if user.email != address],),
    )
    outbox.tell(event, "application_mandate_link", [Recipient(address, language)])
    return request, f"{code[:4]}-{code[4:]}"


@action
def check_code(request, code) -> bool:
    """Whether this is the request's code; a wrong one is counted, and the fifth ends the link."""
    request = MandateRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.ended_at is not None or request.expires_at <= clock.now() or request.tries >= MOST_TRIES:
        return False
    digits = "".join(letter for letter in code if letter.isdigit())
    if check_password(digits, request.code_hash):
        return True
    request.tries += 1
    if request.tries >= MOST_TRIES:
        request.ended_at = clock.now()
    request.save(update_fields=["tries", "ended_at"])
    return False


# Signing ------------------------------------------------------------------------------------------


@action
def sign_mandate_online(partner, *, name, capacity, seen_sha256, allows_edits=True, by):
    """A manager of the partner signs with the account. ``seen_sha256`` is the hash of what the page showed.

    Raises Refused when the application changed since the page was shown, so that nobody signs what
    they did not see.
    """
    partner, standing = _to_sign(partner, MandateMethod.ONLINE)
    _refuse_unseen(standing, seen_sha256)
    fields = {"signed_by_name": name, "capacity": capacity, "allows_edits": allows_edits}
    return _sign(standing, MandateMethod.ONLINE, by=by, signed_on=_today(partner), **fields)


def sign_mandate_by_link(request, *, code, capacity, seen_sha256, allows_edits=True):
    """The legal representative signs with link and code. Used once: the request ends here.

    Two transactions, so that a wrong code stays counted. Raises Refused for a wrong or used code and
    when the application changed since it was shown. The name is the one the request was addressed to.
    """
    if not check_code(request, code):
        _refuse(_("This code is not valid."), "wrong_code")
    return _sign_by_link(request, capacity=capacity, seen_sha256=seen_sha256, allows_edits=allows_edits)


@action
def _sign_by_link(request, *, capacity, seen_sha256, allows_edits):
    """The signature itself, in one transaction; the link cannot be used twice, not even at once."""
    partner, standing = _to_sign(request.partner, MandateMethod.ONLINE)
    request = MandateRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.ended_at is not None:
        _refuse(_("This link was used already."), "used_already")
    _refuse_unseen(standing, seen_sha256)
    request.used_at = request.ended_at = clock.now()
    request.save(update_fields=["used_at", "ended_at"])
    fields = {"signed_by_name": request.name, "capacity": capacity, "allows_edits": allows_edits}
    return _sign(standing, MandateMethod.ONLINE, by=None, signed_on=_today(partner), **fields)


@action
def record_mandate_scan(partner, *, uploaded, control_number, name, capacity, signed_on, allows_edits=True, by):
    """Put in the scan of the signed paper. ``control_number`` is typed from the paper.

    It stands for the name, role, amount and declarations the paper was printed with: a paper printed
    before one of these changed is refused. So are a file that is none of ours to take and a
    signature dated in the future.
    """
    partner, standing = _to_sign(partner, MandateMethod.SCAN)
    if _letters(control_number) != _letters(standing.control_number):
        _refuse(
            _("The paper was printed from an earlier version: its control number is not the one of today."),
            "wrong_control_number",
        )
    if signed_on > max(clock.today(), _today(partner)):
        _refuse(_("The signature is dated in the future."), "signed_in_future")
    file = store(uploaded, by=by, allow=SCAN_KINDS)
    fields = {"signed_by_name": name, "capacity": capacity, "allows_edits": allows_edits, "signed_on": signed_on}
    return _sign(standing, MandateMethod.SCAN, by=by, file=file, **fields)


@action
def tell_of_outdated_mandates(application, *, by):
    """Tell those who signed what no longer covers the application, once for each state of it.

    Called when a submission was refused for it. The signature stays: an edit that is taken back makes it good
    again, also in the last minute, when nobody would be there to sign anew. Returns the mandates.
    """
    application, told = locked(application), []
    for standing in standings(application):
        if standing.cover == Cover.VOID:
            changes = {
                "partner": str(standing.partner.public_id),
                "mandate": str(standing.mandate.public_id),
                "material_sha256": standing.material_sha256,
            }
            if not application.events.filter(action="void_mandate", changes=changes).exists():
                _record_void(standing, changes, by)
                told.append(standing.mandate)
    return told


def _record_void(standing, changes, by):
    partner = standing.partner
    record(
        partner.application,
        "void_mandate",
        by=by,
        note=f"{partner}: {' '.join(standing.changes)[:200]}",
        changes=changes,
        tells=(lambda _application: partner.organisation.managers(),),
    )


def _letters(text):
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _today(partner):
    return clock.now().astimezone(partner.application.call.zone).date()


def _to_sign(partner, method):
    """The partner and its standing, read under the lock every edit of the draft takes.

    Raises Refused for a method the call does not accept.
    """
    application = lock_for_drafting(partner.application)
    if method == MandateMethod.ONLINE and not application.call.mandates_on_line:
        _refuse(_("Under this call mandates are signed on paper, and the scan is uploaded."), "paper_only")
    if method == MandateMethod.SCAN and not application.call.mandates_on_paper:
        _refuse(_("Under this call mandates are signed on line; a scan is not accepted."), "online_only")
    partner = Partner.objects.select_related("organisation").get(pk=partner.pk)
    partner.application = application
    standing = standing_of(partner)
    if standing is None:
        _refuse(_("Only co-applicants that have joined sign a mandate."), "no_mandate_needed")
    return partner, standing


def _refuse_unseen(standing, seen_sha256):
    if seen_sha256 != standing.seen_sha256:
        _refuse(_("The application changed while you were reading. Look at it again, then sign."), "changed_meanwhile")


def _sign(standing, method, *, by, allows_edits, **fields):
    partner, now = standing.partner, clock.now()
    if standing.mandate is not None:
        # The signature before gives way to this one; what voided it, if anything did, is kept with it.
        standing.mandate.void_since = now
        standing.mandate.void_reason = (" ".join(standing.changes) or str(_("Replaced by a newer signature.")))[:200]
        standing.mandate.save(update_fields=["void_since", "void_reason"])
    partner.mandate_requests.filter(ended_at=None).update(ended_at=now)
    mandate = Mandate.objects.create(
        partner=partner,
        method=method,
        signed_at=now,
        recorded_by=by,
        seen=standing.part,
        material_sha256=standing.material_sha256,
        seen_sha256=standing.seen_sha256,
        allows_edits=allows_edits and partner.application.call.mandate_edits,
        **fields,
    )
    changes = {"partner": str(partner.public_id), "mandate": str(mandate.public_id), "method": str(method)}
    record(
        partner.application,
        "sign_mandate",
        by=by,
        note=f"{partner}: {mandate.signed_by_name}, {mandate.capacity}",
        changes=changes | {"seen_sha256": mandate.seen_sha256},
        tells=(lambda application: application.people(),),
    )
    return mandate

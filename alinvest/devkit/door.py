"""`/demo/`: the door for a stranger. Exists only in the demo and answers only this machine."""

import re
import time
from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alinvest.checks import LOOPBACK
from alinvest.devkit import mail
from grants.web import goes_on

DOMAIN = "@demo.example"
BACKEND = "grants.organisations.backends.AccountBackend"

_VOTE = _("Votes on the committee: a ranking, and who of the concept notes is invited, wait for the vote.")

DESKS = {
    "ana": _(
        "Leads an application in the open call, still a draft, and a contract that runs: its first part is paid, "
        "its results update came back with a comment, and a finding of the monitor waits for an answer."
    ),
    "bruno": _("Partner in Ana's application: a mandate waits for a signature."),
    "clara": _("Assessor: two applications to assess. On another one her scores and those of Carlos diverge."),
    "carlos": _("Assessor: two applications to assess."),
    "celia": _("Assessor: the third assessment of an application whose first two diverge."),
    "ines": _("Chairs the committee: on one lot everybody has voted, and she closes the vote."),
    "sonia": _("Secretary of the committee: a ranking to put to the vote; the assessments, one pair divergent."),
    "vera": _VOTE,
    "victor": _VOTE,
    "valeria": _VOTE,
    "diego": _(
        "Runs the calls: a check to answer, contracts, results to review, compile and publish; of open calls only "
        "counts, without names."
    ),
    "dora": _("The second officer: decides on what Diego proposes, like the publication of figures and notes."),
    "pilar": _("Reports for the Lima chamber: its own action, with an update to fill in and a list of firms."),
    "elena": _("Finance, the first of two: a request for an instalment to check and initiate."),
    "hugo": _("Finance, the second of two: a payment that Elena has initiated waits for approval."),
    "olga": _("For the donor: reads the signed contracts and the results, down to the project."),
    "axel": _("Auditor: reads contracts, payments and the ledger; opens a figure down to the firm and its evidence."),
    "marta": _(
        "Monitor: an answer to a finding to decide about, another one overdue, a visit coming; reads the contracts, "
        "the results updates and the firms of the country."
    ),
    "fabio": _("Manages an association that has begun no application: he sees nothing of others."),
    "admin": _("Gives people their roles; everything the administration pages show."),
}
"""What to look at first: these people head the list, in this order; the others follow with their roles."""


def cast():
    """The people of the demo who can sign in."""
    return get_user_model().objects.filter(email__endswith=DOMAIN, is_active=True)


def at_home(view):
    """Decorator: in the demo and from this machine only; anything else gets 404."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        host = request.get_host().rsplit(":", 1)[0]
        if not settings.DEMO or request.META["REMOTE_ADDR"] not in LOOPBACK or host not in LOOPBACK:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.is_public = True
    return login_not_required(never_cache(guarded))


@at_home
@require_safe
def door(request):
    """The cast: what each desk shows, a button to enter, and what the real login asks for."""
    people = sorted(cast().prefetch_related("memberships__organisation"), key=_order)
    secrets = _totp_secrets(people)
    return render(
        request,
        "demo/door.html",
        {
            "people": [_entry(person, secrets.get(person.pk)) for person in people],
            "password": settings.DEMO_PASSWORD,
            "seconds_left": 30 - int(time.time()) % 30,
        },
    )


@goes_on
@at_home
@require_POST
def enter(request, public_id):
    """Sign in as somebody, the second factor satisfied as if the code had been typed."""
    person = get_object_or_404(cast(), public_id=public_id)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, "password")
    factor = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if factor:
        record_authentication(request, person, "mfa", id=factor.pk, type=factor.type)
    return redirect(settings.LOGIN_REDIRECT_URL)


@at_home
@require_safe
def mailbox(request):
    """All mail the demo sent, newest first."""
    return render(request, "demo/mailbox.html", {"mails": mail.received()})


@at_home
@require_safe
def letter(request, name):
    """One mail as it was received."""
    found = mail.read(name)
    if found is None:
        raise Http404
    # Pieces of text and addresses in turn: even places are text, odd ones become links.
    return render(request, "demo/mail.html", {"mail": found, "pieces": re.split(r"(https?://\S+)", found["text"])})


def _order(person):
    names = list(DESKS)
    name = person.email.removesuffix(DOMAIN)
    return (names.index(name) if name in names else len(names), name)


def _totp_secrets(people):
    factors = Authenticator.objects.filter(user__in=people, type=Authenticator.Type.TOTP)
    return {factor.user_id: decrypt(factor.data["secret"]) for factor in factors}


def _entry(person, secret):
    capacities = [assignment.get_role_display() for assignment in person.roles()]
    capacities += [str(membership.organisation) for membership in person.memberships.all()]
    return {
        "person": person,
        "capacities": capacities,
        "desk": DESKS.get(person.email.removesuffix(DOMAIN), ""),
        "secret": secret or "",
        "code": format_hotp_value(hotp_value(secret, int(time.time()) // 30)) if secret else "",
    }

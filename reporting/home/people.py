"""What waits around people and organisations: invitations, documents that end, accounts to verify, matches, concerns.

One statement for all of it, whoever asks: every kind is a part of one union, as (kind, id, name, text, moment).
"""

from datetime import UTC, datetime, time, timedelta

from django.db.models import CharField, Count, DateTimeField, UUIDField, Value, Window
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import clock
from grants.contracts.models import ContractParty
from grants.contracts.workflow import ContractState
from grants.diligence.models import Flag
from grants.diligence.models.severities import name_in_words
from grants.diligence.workflow import FlagState
from grants.organisations import account_numbers
from grants.organisations.models import (
    BankAccount,
    Invitation,
    Membership,
    MembershipRole,
    Organisation,
    Paper,
    PaperKind,
)
from grants.organisations.records import SOON_DAYS
from grants.organisations.workflow import AccountState
from grants.payments.models import Screening
from grants.payments.queries.desk import OF_A_MATCH
from grants.payments.workflow import ScreeningState
from grants.permissions import FINANCE_ROLES, Role
from grants.proposals.models import Proposal

SHOWN = 10
"""Lines of each kind."""


def waiting_around_people(user) -> list[dict]:
    """Lines for the person's home page; one query."""
    parts = [_invitations(user), *_own_papers(user), *_for_staff(user)]
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return [LINES[kind](number, name, text, at) for kind, number, name, text, at in rows]


# The parts ----------------------------------------------------------------------------------------


def _part(kind, rows, *, number, name, text, at):
    """At most ``SHOWN`` of the rows, in the columns all kinds share."""
    columns = {
        "kind_": Value(kind, CharField()),
        "number_": Cast(number, UUIDField()),
        "name_": Cast(name, CharField()),
        "text_": Cast(text, CharField()),
        "at_": Cast(at, DateTimeField()),
    }
    return rows.order_by(at, "pk").annotate(**columns).values_list(*columns)[:SHOWN]


def _named(path):
    """An organisation as its ``__str__`` names it."""
    return Coalesce(NullIf(f"{path}__short_name", Value("")), f"{path}__legal_name")


def _invitations(user):
    waiting = Invitation.objects.filter(email=user.email).waiting(clock.now())
    return _part(
        "invitation", waiting, number="public_id", name=_named("organisation"), text="role", at="expires_at"
    )  # fmt: skip


def _ending():
    """Documents in force that end within ``SOON_DAYS`` or have ended."""
    return Paper.objects.ending_by(clock.today() + timedelta(days=SOON_DAYS))


def _own_papers(user):
    """Those of organisations the person manages."""
    managed = user.organisation_ids(MembershipRole.MANAGER)
    if not managed:
        return
    rows = _ending().filter(organisation_id__in=managed)
    yield _part(
        "paper", rows, number="organisation__public_id", name=_named("organisation"), text="kind", at="expires_on"
    )  # fmt: skip


def _for_staff(user):
    own = user.organisation_ids()
    is_finance = any(user.has_role(role) for role in FINANCE_ROLES)
    is_officer = user.has_role(Role.OFFICER)
    if is_finance or is_officer:
        yield _accounts(own)
    if is_finance:
        yield _matches(own)
    if is_finance or any(held.role == Role.OFFICER and held.call_id is None for held in user.roles()):
        yield _concerns(own)
    if is_officer:
        yield _papers_under_contract()
    if is_officer or user.has_role(Role.ADMINISTRATOR):
        yield _unmanaged()


def _undecided(rows, *actions):
    """Without those a second person decides on: they wait as decisions."""
    return rows.exclude(pk__in=Proposal.objects.open().filter(action__in=actions).values("document_id"))


def _accounts(own):
    waiting = BankAccount.objects.filter(state=AccountState.PROPOSED).exclude(organisation_id__in=own)
    return _part(
        "account", _undecided(waiting, "verify_bank_account"), number="public_id", name=_named("organisation"),
        text=Coalesce(NullIf("iban", Value("")), "number"), at="added_at",
    )  # fmt: skip


def _matches(own):
    waiting = Screening.objects.filter(state=ScreeningState.HIT).exclude(organisation_id__in=own)
    return _part(
        "match", _undecided(waiting, *OF_A_MATCH), number="public_id", name="screened_name", text="list_name", at="at"
    )  # fmt: skip


def _concerns(own):
    waiting = Flag.objects.exclude(state=FlagState.CLEARED).exclude(organisation_id__in=own)
    return _part(
        "concern", _undecided(waiting, "clear_flag"), number="public_id", name=_named("organisation"),
        text=name_in_words("severity"), at="raised_at",
    )  # fmt: skip


def _papers_under_contract():
    """One line for all of them; the directory shows whose."""
    signed = ContractParty.objects.filter(contract__state=ContractState.SIGNED).values("organisation_id")
    rows = _ending().filter(organisation_id__in=signed)
    count = Window(Count("pk"))
    return _part(
        "papers", rows, number="public_id", name=Value(""), text=Cast(count, CharField()), at="expires_on"
    )[:1]  # fmt: skip


def _unmanaged():
    """Organisations whose last manager’s account is closed."""
    managers = Membership.objects.live().filter(role=MembershipRole.MANAGER)
    closed, open_ = (managers.filter(user__is_active=is_open).values("organisation_id") for is_open in (False, True))
    rows = Organisation.objects.filter(pk__in=closed).exclude(pk__in=open_)
    return _part(
        "unmanaged", rows, number="public_id", name=Coalesce(NullIf("short_name", Value("")), "legal_name"),
        text=Value(""), at="registered_at",
    )  # fmt: skip


# The lines ----------------------------------------------------------------------------------------


def _invitation(number, name, text, at):
    return {
        "title": _("%(organisation)s invites you to act for it") % {"organisation": name},
        "url": Invitation(public_id=number).get_absolute_url(),
        "note": MembershipRole(text).label,
        "due": at,
    }


def _paper(number, name, text, at):
    is_over = at.date() < clock.today()
    words = _("%(paper)s of %(organisation)s has expired") if is_over else _("%(paper)s of %(organisation)s expires")
    return {
        "title": words % {"paper": PaperKind(text).label, "organisation": name},
        "url": reverse("organisations:papers", args=[number]),
        "note": _("Give the new document as soon as you have it."),
        "due": datetime.combine(at.date(), time.max, tzinfo=UTC),
    }


def _account(number, name, text, at):
    return {
        "title": _("Verify the bank account of %(organisation)s") % {"organisation": name},
        "url": reverse("organisations:account", args=[number]),
        "note": account_numbers.masked(text),
    }


def _match(number, name, text, at):
    return {
        "title": _("Possible match with a sanctions list: %(name)s") % {"name": name},
        "url": reverse("payments:screening", args=[number]),
        "note": text,
    }


def _concern(number, name, text, at):
    return {
        "title": _("Settle the concern about %(organisation)s") % {"organisation": name},
        "url": reverse("diligence:flag", args=[number]),
        "note": _("%(severity)s, open since %(day)s") % {"severity": text, "day": date_format(at, "DATE_FORMAT")},
    }


def _without_manager(number, name, text, at):
    return {
        "title": _("Say who manages %(organisation)s") % {"organisation": name},
        "url": reverse("organisations:detail", args=[number]) + "#people",
        "note": _("The account of its last manager is closed."),
    }


def _papers(number, name, text, at):
    title = ngettext(
        "%d document of an organisation under contract ends soon or has ended",
        "%d documents of organisations under contract end soon or have ended",
        int(text),
    )
    return {"title": title % int(text), "url": f"{reverse('organisations:list')}?only=ending"}


LINES = {
    "invitation": _invitation,
    "paper": _paper,
    "account": _account,
    "match": _match,
    "concern": _concern,
    "papers": _papers,
    "unmanaged": _without_manager,
}
"""Kind of a row -> the line of the page it becomes."""

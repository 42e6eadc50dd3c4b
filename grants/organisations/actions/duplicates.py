"""Possible duplicates: noticed when an organisation is registered or changed, never in the way of anybody."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations import names
from grants.organisations.models import BankAccount, DuplicateGround, DuplicateHint, Organisation
from grants.organisations.workflow import OrganisationAction
from grants.workflow import Refused, action, locked, record

SHARED_HOSTS = frozenset({
    "facebook.com", "instagram.com", "linkedin.com", "sites.google.com", "twitter.com", "x.com", "youtube.com",
    "linktr.ee", "m.facebook.com", "es-la.facebook.com",
})  # fmt: skip
"""Websites on which many organisations have a page: no sign of being the same."""


def note_duplicates(organisation, *, by):
    """Note every other organisation that may be the same one, each pair and ground once.

    The managers of one with the same tax id are told that somebody registered it again, not who;
    the person who registers learns nothing (security.md T-AC-14). Part of an action.
    """
    for other, ground in _alike(organisation):
        _hint, is_new = DuplicateHint.objects.get_or_create(
            organisation=organisation, other=other, ground=ground, defaults={"found_at": clock.now()}
        )
        if is_new and ground == DuplicateGround.TAX_ID:
            record(other, OrganisationAction.DUPLICATE, by=None, tells=(_managers_but(by),))


def note_same_account(account):
    """Note every other organisation that gives or gave the same bank account, for staff alone. Part of an action."""
    same = BankAccount.objects.exclude(organisation=account.organisation_id)
    same = same.filter(iban=account.iban) if account.iban else same.filter(number=account.number, bic=account.bic)
    for other in Organisation.objects.filter(pk__in=same.values("organisation_id")):
        DuplicateHint.objects.get_or_create(
            organisation=account.organisation, other=other, ground=DuplicateGround.ACCOUNT,
            defaults={"found_at": clock.now()},
        )  # fmt: skip


def _alike(organisation):
    name = names.search_form(organisation.legal_name)
    alike = Q(country=organisation.country, search_name__startswith=name)
    if organisation.tax_key:
        alike |= Q(tax_key=organisation.tax_key)
    if organisation.web_domain and organisation.web_domain not in SHARED_HOSTS:
        alike |= Q(web_domain=organisation.web_domain)
    for other in Organisation.objects.filter(alike).exclude(pk=organisation.pk):
        if organisation.tax_key and other.tax_key == organisation.tax_key:
            yield other, DuplicateGround.TAX_ID
        if other.country == organisation.country and names.search_form(other.legal_name) == name:
            yield other, DuplicateGround.NAME
        if organisation.web_domain not in SHARED_HOSTS | {""} and other.web_domain == organisation.web_domain:
            yield other, DuplicateGround.WEBSITE


def _managers_but(person):
    def tells(organisation):
        return organisation.managers().exclude(pk=person.pk if person else None)

    return tells


@action
def settle_duplicate(hint, *, by, note):
    """Staff has looked at a possible duplicate; the note says what it is. Changes no organisation."""
    hint = locked(hint)
    if hint.settled_at is not None:
        raise Refused([_("A colleague has settled this meanwhile.")])
    if not note.strip():
        raise Refused([_("Say what you found: whether the two are the same, and how you know.")])
    hint.settled_by, hint.settled_at, hint.note = by, clock.now(), note.strip()
    hint.save(update_fields=["settled_by", "settled_at", "note"])
    return hint

"""Comparing organisations and their representatives with the list of sanctions kept here."""

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.contracts.models import Contract
from grants.contracts.workflow import ContractState
from grants.diligence.actions.lists import index_of
from grants.diligence.models import ListedParty, SanctionsList
from grants.organisations.models import Organisation
from grants.organisations.queries import people_of
from grants.payments.models import Screening, ScreeningCandidate
from grants.payments.standing import booking_day, parties
from grants.payments.workflow import ScreeningAction, ScreeningState, finance_people
from grants.workflow import Reason, Refused, action, filled, locked, record

LIST_HOLDS = timedelta(days=7)
"""How old the list may be with which a contract's parties are compared: it is published nearly every day."""


@action
def screen_contract(contract, *, by):
    """Compare every party of the contract and its representatives with the newest list; returns the Screenings.

    Raises Refused when no list is here, or the newest one is older than a week.
    """
    newest = SanctionsList.objects.newest()
    url = reverse("diligence:lists")
    if newest is None:
        raise Refused([Reason(_("No list of sanctions is here yet. Import it first."), url=url, code="no_list")])
    if newest.published_at < clock.now() - LIST_HOLDS:
        sentence = _("The newest list here is of %(day)s. Import the present one first.")
        day = date_format(newest.published_at, "DATE_FORMAT")
        raise Refused([Reason(filled(sentence, {"day": day}), url=url, code="old_list")])
    index = index_of(newest)
    return [screen_organisation(organisation, newest, index, by=by) for organisation in parties(contract)]


@action
def screen_organisation(organisation, sanctions_list, index, *, by):
    """Compare one organisation and its representatives with a list whose names are in ``index``.

    A candidate who stands on the list as before, and about whom the same name was asked in an earlier screening
    that is open or decided, is kept but opens nothing more. Finance is told of every new possible match.
    """
    organisation = locked(organisation)
    people = people_of([organisation])[organisation.pk]
    found = [
        candidate for name in dict.fromkeys([organisation.legal_name, *people]) for candidate in index.candidates(name)
    ]
    listed = ListedParty.objects.in_bulk({candidate.key for candidate in found})
    asked = _asked(organisation)
    known = [asked.get(_question(candidate.subject, listed[candidate.key])) for candidate in found]
    is_hit = any(screening is None for screening in known)
    screening = Screening.objects.create(
        organisation=organisation, screened_name=organisation.legal_name, screened_people=people,
        list_name=sanctions_list.name, list_version=sanctions_list.version,
        list_date=booking_day(sanctions_list.published_at), sanctions_list=sanctions_list,
        state=ScreeningState.HIT if is_hit else ScreeningState.CLEAR, by=by, at=clock.now(),
        note="; ".join(f"{one.subject} / {one.name} ({listed[one.key].reference})" for one in found),
    )  # fmt: skip
    ScreeningCandidate.objects.bulk_create(
        ScreeningCandidate(
            screening=screening, subject=one.subject, listed=listed[one.key], matched_name=one.name,
            likeness=one.score, decided_in=before,
        )
        for one, before in zip(found, known, strict=True)
    )  # fmt: skip
    record(screening, ScreeningAction.RECORD, by=by, tells=(finance_people,) if is_hit else ())
    return screening


def _asked(organisation):
    """What was asked before: the question -> the screening in which it is open or decided."""
    rows = ScreeningCandidate.objects.filter(screening__organisation=organisation, decided_in=None).exclude(
        screening__state=ScreeningState.CLEAR
    )
    return {_question(row.subject, row.listed): row.screening for row in rows.select_related("listed", "screening")}


def _question(subject, listed):
    return repr([subject, *listed.identity()])


def rescreen(sanctions_list, at_work=lambda done, total: None):
    """Compare every party of a contract in force with a list that has just come; returns how many were new.

    Each in its own transaction; taken up again after a stop, nobody is compared twice. A list older than the
    newest one is left.
    """
    if sanctions_list != SanctionsList.objects.newest():
        return 0
    done = sanctions_list.screenings.values("organisation_id")
    waiting = _under_contract().exclude(pk__in=done).order_by("pk")
    index, organisations = index_of(sanctions_list), list(waiting)
    for number, organisation in enumerate(organisations, start=1):
        screen_organisation(organisation, sanctions_list, index, by=sanctions_list.added_by)
        at_work(number, len(organisations))
    return len(organisations)


def _under_contract():
    signed = Contract.objects.filter(state=ContractState.SIGNED)
    leads, others = signed.values("project__lead_id"), signed.values("parties__organisation_id")
    return Organisation.objects.filter(pk__in=leads) | Organisation.objects.filter(pk__in=others)

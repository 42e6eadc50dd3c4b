"""An officer fills in a call as applicants will, with organisations that exist only for that."""

import uuid
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grants import clock
from grants.applications.actions.consortium import accept_partnership, invite_partner
from grants.applications.actions.drafting import start_application
from grants.applications.models import PartnerRole
from grants.calls.actions import copy_call, publish_call
from grants.calls.models import Call, CountryGroup
from grants.calls.workflow import Action, CallState
from grants.organisations.actions.registration import register_organisation
from grants.organisations.models import Organisation, OrganisationKind
from grants.workflow import Refused, action, locked, reasons_against

TRIAL_DAYS = 14
"""How long a copy for trying out takes applications."""

OF_ITS_DATES = frozenset({"dates_order", "deadline_passed"})
"""What stands against publishing a call and not against trying it out: the copy has dates of its own."""

NAMES = {CountryGroup.LATIN_AMERICA: "América Latina", CountryGroup.EUROPEAN_UNION: "Unión Europea"}


@action
def try_out(call, *, by):
    """A draft of a test organisation, with a partner, in a copy of the call made for trying out; returns the draft.

    The copy is open at once for fourteen days, stands on no public page and takes only its officers; the form
    is not frozen by it, so that it can still be changed. Everything an applicant can do is done there by the
    same actions, handing in too. Raises Refused with what is still missing of the call.
    """
    call = locked(call)
    if call.state == CallState.DRAFT:
        missing = [reason for reason in reasons_against(call, Action.PUBLISH) if reason.code not in OF_ITS_DATES]
        if missing:
            raise Refused(missing)
    trial = _copied(call, by)
    lead = _test_organisation(trial, CountryGroup.LATIN_AMERICA, by)
    title = _("Trial of %(reference)s") % {"reference": call.reference}
    lot = trial.lots.first()
    application = start_application(trial, lot=lot, organisation=lead, title=title, by=by, start_key=uuid.uuid4())
    other = _test_organisation(trial, CountryGroup.EUROPEAN_UNION, by)
    role, language = PartnerRole.CO_APPLICANT, get_language()
    place = invite_partner(application, name=other.legal_name, email=by.email, role=role, language=language, by=by)
    accept_partnership(place, organisation=other, by=by)
    return application


def _copied(call, by):
    """The copy, published: tried out so many times, it has that number behind its reference and its address."""
    now = clock.now()
    stem, address = f"{call.reference[:24]}-T", f"{call.slug[:54]}-t"
    number = Call.objects.filter(reference__startswith=stem).count() + 1
    trial = copy_call(
        call, by=by, reference=f"{stem}{number}", slug=f"{address}{number}", is_test=True,
        opens_at=now, closes_at=now + timedelta(days=TRIAL_DAYS),
    )  # fmt: skip
    return publish_call(trial, by=by)


def _test_organisation(call, group, by):
    """The officer's own test organisation on one side of the consortium, in a country that may apply."""
    countries = [str(row.country) for row in call.countries.filter(group=group)]
    mine = Organisation.objects.filter(is_test=True, memberships__user=by, memberships__ended_at=None)
    found = mine.filter(country__in=countries).order_by("pk").first()
    if found:
        return found
    data = {
        "legal_name": f"Organización de prueba de {by} ({NAMES[group]})",
        "kind": OrganisationKind.ASSOCIATION,
        "country": countries[0],
        "tax_id": f"TEST-{uuid.uuid4().hex[:12]}",
        "address": "Calle de Prueba 1",
        "city": "Prueba",
        "postal_code": "00000",
        "email": by.email,
        "representative_name": str(by),
        "representative_capacity": "Presidencia de prueba",
        "representative_email": by.email,
    }
    return register_organisation(by, by=by, data=data, is_test=True)

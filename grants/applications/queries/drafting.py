"""Whether a draft can be changed now, and who can take part: read by pages, asked by actions."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.workflow import Reason, filled

BEHIND = _("The call has gone on to the full applications of those who were invited: nothing can be changed here.")
"""What stands against whatever is done to an application that was not invited to the second step."""


def reasons_against_drafting(application) -> list[Reason]:
    """Why the draft can no longer be changed now; empty while it can.

    Only the call decides: until the deadline what was submitted may be worked on and handed in again
    (decisions.md C2), and what was withdrawn too.
    """
    call = application.call
    if application.step != call.step:
        return [Reason(BEHIND, code="not_invited")]
    if clock.now() >= call.closes_at:
        return [
            Reason(_("The deadline has passed: what was saved before it stays, nothing can be changed."), code="closed")
        ]
    if not call.is_open(clock.now()):
        return [Reason(_("The call is not open: nothing can be changed."), code="not_open")]
    return []


def country_groups(call) -> dict:
    """Country code -> side of the consortium (``la`` or ``eu``) for the eligible countries of a call."""
    return {str(row.country): row.group for row in call.countries.all()}


def reason_not_eligible(call, organisation) -> Reason | None:
    """Why this organisation cannot take part in the call, or None: its country, and that it is a real one."""
    if organisation.is_test and not call.is_test:
        sentence = _("%(organisation)s exists only for trying out calls.")
        return Reason(filled(sentence, {"organisation": organisation}), code="test_organisation")
    if call.countries.filter(country=organisation.country).exists():
        return None
    sentence = _("%(organisation)s is registered in %(country)s, which is not an eligible country of this call.")
    country = lazy(lambda: organisation.country.name, str)()
    names = {"organisation": organisation, "country": country}
    return Reason(filled(sentence, names), code="country_not_eligible")


def facts_mark(application) -> str:
    """What the facts' form was filled in from: another mark means somebody changed them meanwhile."""
    countries = ",".join(sorted(country.code for country in application.countries))
    stated = "" if application.asked.budget else f"|{application.stated_grant or ''}|{application.stated_cost or ''}"
    return f"{application.title}|{application.lot_id}|{application.months or ''}|{countries}{stated}"

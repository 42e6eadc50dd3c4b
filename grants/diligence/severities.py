"""How grave a concern is: what it stops at once, when it is escalated by itself, and to whom. The catalogue.

| severity  | stops while it is open                          | escalated after | to                    |
|-----------|-------------------------------------------------|-----------------|-----------------------|
| minor     | nothing                                         | 30 days         | officers              |
| serious   | awards and signatures of contracts              | 7 days          | officers and finance  |
| excluding | awards, signatures of contracts and payments    | 2 days          | officers and finance  |

Once escalated, by a person or by the calendar, it stops all three.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.roles import FINANCE_ROLES, Role


class Severity(models.TextChoices):
    MINOR = "minor", _("Minor: to be cleared up")
    SERIOUS = "serious", _("Serious: no award and no contract meanwhile")
    EXCLUDING = "excluding", _("Ground for exclusion: no award, no contract, no payment")


class Stopped(models.TextChoices):
    """What a concern can stop."""

    AWARD = "award", _("awards")
    CONTRACT = "contract", _("signatures of contracts")
    PAYMENT = "payment", _("payments")


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    stops: frozenset
    escalated_after: timedelta
    to: tuple


OFFICERS, BOTH = (Role.OFFICER,), (Role.OFFICER, *FINANCE_ROLES)

CATALOGUE = {
    Severity.MINOR: Entry(frozenset(), timedelta(days=30), OFFICERS),
    Severity.SERIOUS: Entry(frozenset({Stopped.AWARD, Stopped.CONTRACT}), timedelta(days=7), BOTH),
    Severity.EXCLUDING: Entry(frozenset(Stopped), timedelta(days=2), BOTH),
}


def stopping(what):
    """The severities that stop this at once."""
    return [severity for severity, entry in CATALOGUE.items() if what in entry.stops]

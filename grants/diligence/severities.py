"""What a concern can stop, and the severities a new installation begins with.

| severity  | stops while it is open                          | escalated after | to                    |
|-----------|-------------------------------------------------|-----------------|-----------------------|
| minor     | nothing                                         | 30 days         | officers              |
| serious   | awards and signatures of contracts              | 7 days          | officers and finance  |
| excluding | awards, signatures of contracts and payments    | 2 days          | officers and finance  |

Administrators change them and add others. Once escalated, by a person or by the calendar, a concern stops all three.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.roles import FINANCE_ROLES, Role


class Stopped(models.TextChoices):
    """What a concern can stop."""

    AWARD = "award", _("awards")
    CONTRACT = "contract", _("signatures of contracts")
    PAYMENT = "payment", _("payments")


class Found(models.TextChoices):
    """What raises a concern by itself: something found where one looked."""

    GRAVE = "grave", _("in EDES, in a list of sanctions or in an answer of the EU")
    OTHER = "other", _("in a declaration or a public register")


OFFICERS, BOTH = (Role.OFFICER,), (Role.OFFICER, *FINANCE_ROLES)

FIRST = [
    {
        "code": "minor", "position": 1, "escalated_after_days": 30, "is_told_to_finance": False,
        "name_es": "Leve: por aclarar", "name_pt_br": "Leve: a esclarecer", "name_en": "Minor: to be cleared up",
    },
    {
        "code": "serious", "position": 2, "escalated_after_days": 7, "raised_for": Found.OTHER,
        "stops_awards": True, "stops_contracts": True,
        "name_es": "Grave: entretanto, ni adjudicación ni contrato",
        "name_pt_br": "Grave: enquanto isso, nem concessão nem contrato",
        "name_en": "Serious: no award and no contract meanwhile",
    },
    {
        "code": "excluding", "position": 3, "escalated_after_days": 2, "raised_for": Found.GRAVE,
        "stops_awards": True, "stops_contracts": True, "stops_payments": True,
        "name_es": "Motivo de exclusión: ni adjudicación, ni contrato, ni pago",
        "name_pt_br": "Motivo de exclusão: nem concessão, nem contrato, nem pagamento",
        "name_en": "Ground for exclusion: no award, no contract, no payment",
    },
]  # fmt: skip
"""With what a new installation begins."""

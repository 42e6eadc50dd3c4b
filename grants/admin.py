"""Index of the administration: the models it shows, stage by stage."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from grants.calls import admin as calls_admin
from grants.contracts import admin as contracts_admin
from grants.diligence import admin as diligence_admin
from grants.indicators import admin as indicators_admin
from grants.lists import admin as lists_admin
from grants.operations import admin as operations_admin
from grants.organisations import admin as organisations_admin
from grants.payments import admin as payments_admin
from grants.questionnaire import admin as questionnaire_admin

admin.site.site_header = _("AL-INVEST Verde: administration")
admin.site.site_title = "AL-INVEST Verde"
admin.site.index_title = _("Set-up and repair")

__all__ = [
    "calls_admin",
    "contracts_admin",
    "diligence_admin",
    "indicators_admin",
    "lists_admin",
    "operations_admin",
    "organisations_admin",
    "payments_admin",
    "questionnaire_admin",
]

"""Contracts in the administration: to read. Only the annexes in force are entered here."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from grants.administration import OnlyToRead, Shown
from grants.contracts.models import (
    Addendum,
    AnnexTemplate,
    BudgetCorrection,
    Contract,
    ContractParty,
    ContractTerms,
    Project,
    ProjectCountry,
    ProjectSector,
    ReportingPeriod,
)


class PartiesShown(Shown):
    """Coordinator and co-beneficiaries."""

    model = ContractParty


class PeriodsShown(Shown):
    """The reporting calendar."""

    model = ReportingPeriod


class CorrectionsShown(Shown):
    """What was corrected in the budget."""

    model = BudgetCorrection


class AddendaShown(Shown):
    """What both sides changed after the signature."""

    model = Addendum


class TermsShown(Shown, admin.StackedInline):
    """The special conditions."""

    model = ContractTerms
    template = "admin/edit_inline/stacked.html"


@admin.register(Contract)
class ContractAdmin(OnlyToRead):
    """Contracts with everything about them; changed on their own pages."""

    list_display = ["reference", "project", "state", "grant", "total_cost", "signed_on"]
    list_filter = ["state"]
    list_select_related = ["project"]
    search_fields = ["reference", "project__title"]
    inlines = [PartiesShown, TermsShown, PeriodsShown, CorrectionsShown, AddendaShown]


class CountriesShown(Shown):
    """Countries with their shares."""

    model = ProjectCountry


class SectorsShown(Shown):
    """Sectors with their shares."""

    model = ProjectSector


@admin.register(Project)
class ProjectAdmin(OnlyToRead):
    """Funded projects and own actions."""

    list_display = ["reference", "title", "kind", "lead", "pillar", "country", "starts_on", "ends_on"]
    list_filter = ["kind", "pillar"]
    list_select_related = ["lead"]
    search_fields = ["reference", "title"]
    inlines = [CountriesShown, SectorsShown]


@admin.register(AnnexTemplate)
class AnnexTemplateAdmin(TranslationAdmin):
    """The annexes of contracts: a new version is a new row, since sent contracts name the old one."""

    list_display = ["code", "title", "version", "in_force_from"]
    list_filter = ["code"]

    def get_readonly_fields(self, request, obj=None):
        """What a sent contract has named stays."""
        return ["code", "version"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """Nobody."""
        return False

"""One reading of a whole draft: all its rows in a fixed number of queries.

What is handed in (``content``), what is missing (``completeness``) and who stands behind it
(``mandates``) are three views of the same reading, so that they cannot contradict each other.
"""

from dataclasses import dataclass

from django.db.models import Prefetch

from grants.applications.models import Application, LogframeIndicator, Mandate, PartnerRole, PartnerState
from grants.budgets.models import Budget
from grants.budgets.queries import sheet
from grants.calls.models import CallIndicator, CallVersion
from grants.calls.queries import limits_of
from grants.drafts.queries import answers_of
from grants.organisations.models import OrganisationVersion
from grants.questionnaire.models import QuestionKind
from grants.questionnaire.queries import form_of


@dataclass(frozen=True)
class Reading:
    """The rows of one application, read together; ``partners`` are those that joined, the lead first."""

    application: Application
    call_version: CallVersion | None
    form: object
    parts: dict
    cells: dict
    partners: list
    invited: list
    organisation_versions: dict
    results: list
    budget: Budget
    sheet: object
    documents: list
    mandates: dict

    def owner_id(self, slug) -> int:
        """Number of the organisation that fills in a part; the lead where nobody was named."""
        part = self.parts.get(slug)
        return part.owner_id if part and part.owner_id else self.application.lead_id

    def questions_of(self, partner) -> list:
        """The questions of the parts this partner fills in."""
        sections = [s for s in self.form.sections if self.owner_id(s.slug) == partner.organisation_id]
        return [question for section in sections for question in section.questions]

    def declarations_of(self, partner) -> dict:
        """Question key -> whether confirmed, for the declarations of the parts this partner fills in."""
        return {
            question.key: question.key in self.cells and self.cells[question.key].value is True
            for question in self.questions_of(partner)
            if question.kind == QuestionKind.CONFIRM
        }

    @property
    def co_applicants(self) -> list:
        """The partners whose mandate the lead needs; associates take part without budget and sign nothing."""
        return [partner for partner in self.partners if partner.role == PartnerRole.CO_APPLICANT]


def read(application) -> Reading:
    """Read the draft as it stands; about twenty queries whatever its size."""
    application = (
        Application.objects.select_related("call", "lot", "draft__version__questionnaire", "budget")
        .prefetch_related(
            "call__countries",
            "call__required_documents",
            Prefetch("call__indicators", CallIndicator.objects.select_related("version__indicator")),
            "budget__lines",
            "budget__sources",
        )
        .get(pk=application.pk)
    )
    rows = application.partners.filter(state__in=[PartnerState.JOINED, PartnerState.INVITED])
    rows = list(rows.select_related("organisation").order_by("pk"))
    partners = sorted(
        (row for row in rows if row.state == PartnerState.JOINED), key=lambda row: row.role != PartnerRole.LEAD
    )
    organisations = [row.organisation_id for row in partners]
    lead = next(row for row in partners if row.organisation_id == application.lead_id)
    return Reading(
        application=application,
        call_version=application.call.versions.order_by("-number").first(),
        form=form_of(application.draft.version),
        parts={part.slug: part for part in application.draft.parts.all()},
        cells=answers_of(application.draft),
        partners=partners,
        invited=[row for row in rows if row.state == PartnerState.INVITED],
        organisation_versions=_latest_versions(organisations),
        results=_results(application),
        budget=application.budget,
        sheet=sheet(application.budget, limits=limits_of(application.call), country=str(lead.organisation.country)),
        documents=list(
            application.documents.filter(removed_at=None).select_related("slot", "partner", "file").order_by("pk")
        ),
        mandates=_valid_mandates(partners),
    )


def _latest_versions(organisation_ids):
    versions = OrganisationVersion.objects.filter(organisation_id__in=organisation_ids)
    latest = versions.order_by("organisation_id", "-number").distinct("organisation_id")
    return {version.organisation_id: version for version in latest}


def _results(application):
    """The results chain, each with ``rows``: its indicators with their definitions."""
    results = list(application.results.order_by("position", "pk"))
    indicators = LogframeIndicator.objects.filter(result__application=application)
    indicators = list(indicators.select_related("indicator__version__indicator").order_by("position", "pk"))
    for result in results:
        result.rows = [row for row in indicators if row.result_id == result.pk]
    return results


def _valid_mandates(partners):
    mandates = Mandate.objects.filter(partner__in=partners, void_since=None).select_related("file")
    return {mandate.partner_id: mandate for mandate in mandates}

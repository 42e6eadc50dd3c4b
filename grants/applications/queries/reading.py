"""One reading of a whole draft: all its rows in a fixed number of queries.

What is handed in (``content``), what is missing (``completeness``) and who stands behind it
(``mandates``) are three views of the same reading, so that they cannot contradict each other.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from grants.applications.models import Application, LogframeIndicator, Mandate, PartnerRole, PartnerState
from grants.budgets.models import Budget
from grants.budgets.queries import Sheet, sheet
from grants.calls.models import CallIndicator, CallVersion
from grants.calls.queries import limits_of
from grants.drafts.queries import answers_of
from grants.organisations.models import OrganisationVersion
from grants.questionnaire.models import QuestionKind
from grants.questionnaire.queries import form_of


@dataclass(frozen=True)
class Reading:
    """The rows of one application, read together; ``partners`` are those that joined, the lead first.

    What only some of the views need is read when the first of them asks, once.
    """

    application: Application
    form: object
    parts: dict
    cells: dict
    partners: list
    invited: list

    @cached_property
    def call_version(self) -> CallVersion | None:
        """The call as it is published now."""
        return self.application.call.versions.order_by("-number").first()

    @cached_property
    def organisation_versions(self) -> dict:
        """Number of the organisation -> its latest dated copy."""
        versions = OrganisationVersion.objects.filter(
            organisation_id__in=[row.organisation_id for row in self.partners]
        )
        latest = versions.order_by("organisation_id", "-number").distinct("organisation_id")
        return {version.organisation_id: version for version in latest}

    @cached_property
    def results(self) -> list:
        """The results chain, each with ``rows``: its indicators with their definitions."""
        results = list(self.application.results.order_by("position", "pk"))
        indicators = LogframeIndicator.objects.filter(result__application=self.application)
        indicators = list(indicators.select_related("indicator__version__indicator").order_by("position", "pk"))
        for result in results:
            result.rows = [row for row in indicators if row.result_id == result.pk]
        return results

    @property
    def budget(self) -> Budget:
        """The budget with its lines and sources."""
        return self.application.budget

    @cached_property
    def sheet(self) -> Sheet:
        """The budget as it is drawn and checked against the call's limits, in the lead's number format."""
        lead = next(row for row in self.partners if row.organisation_id == self.application.lead_id)
        limits = limits_of(self.application.call)
        return sheet(self.budget, limits=limits, country=str(lead.organisation.country))

    @cached_property
    def documents(self) -> list:
        """The files handed in, without those taken away."""
        there = self.application.documents.filter(removed_at=None)
        return list(there.select_related("slot", "partner", "file").order_by("pk"))

    @cached_property
    def mandates(self) -> dict:
        """Number of the partner -> its mandate that stands."""
        standing = Mandate.objects.filter(partner__in=self.partners, void_since=None).select_related("file")
        return {mandate.partner_id: mandate for mandate in standing}

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


OF_THE_CALL = (
    "call__countries",
    "call__required_documents",
    Prefetch("call__indicators", CallIndicator.objects.select_related("version__indicator")),
)


def read(application, *, only_content=False) -> Reading:
    """Read the draft as it stands; about twenty queries whatever its size.

    ``only_content`` leaves out what the checklist and pages ask besides: the call's countries,
    documents and indicators, and who wrote which answer.
    """
    lists = ("budget__lines", "budget__sources", *(() if only_content else OF_THE_CALL))
    rows = Application.objects.select_related("call", "lot", "draft__version__questionnaire", "budget")
    application = rows.prefetch_related(*lists).get(pk=application.pk)
    rows = application.partners.filter(state__in=[PartnerState.JOINED, PartnerState.INVITED])
    rows = list(rows.select_related("organisation").order_by("pk"))
    return Reading(
        application=application,
        form=form_of(application.draft.version),
        parts={part.slug: part for part in application.draft.parts.all()},
        cells=answers_of(application.draft, with_authors=not only_content),
        partners=sorted(
            (row for row in rows if row.state == PartnerState.JOINED), key=lambda row: row.role != PartnerRole.LEAD
        ),
        invited=[row for row in rows if row.state == PartnerState.INVITED],
    )

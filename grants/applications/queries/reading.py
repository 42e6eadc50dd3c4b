"""One reading of a whole draft: all its rows in a fixed number of queries.

What is handed in (``content``), what is missing (``completeness``) and who stands behind it
(``mandates``) are three views of the same reading, so that they cannot contradict each other.
"""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from uuid import UUID

from django.db.models import FilteredRelation, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject

from grants.applications.models import Activity, Application, Partner, PartnerRole, PartnerState
from grants.budgets.queries import Rows, finding_rows, rows_of, totals_of
from grants.budgets.rules import BudgetTotals
from grants.calls.models import CallIndicator, CallStep
from grants.calls.queries import limits_of
from grants.composed import Composed, Slot
from grants.drafts.queries import answers_of, asked_of
from grants.joined import many
from grants.organisations.models import OrganisationVersion
from grants.organisations.queries import papers_of, representatives_of
from grants.questionnaire.models import QuestionKind
from grants.questionnaire.queries import form_of


@dataclass(frozen=True)
class Reading:
    """The rows of one application, read together.

    ``partners`` are those that joined, the lead first, each with ``frozen``: number and hash of its
    organisation's last version, or None. ``groups`` is country -> group of the call, ``owners`` slug of
    a part -> organisation that fills it in, ``findings`` what stands against the budget, ``documents`` the files
    of the call's slots, ``answer_files`` those that answer questions, by their id in the answers.
    """

    application: Application
    call_frozen: dict | None
    groups: dict
    form: object
    owners: dict
    cells: dict
    partners: list
    invited: list
    results: list
    budget: Rows
    totals: BudgetTotals
    findings: list
    documents: list
    answer_files: dict
    mandates: dict
    activities: list

    def owner_id(self, slug) -> int:
        """Number of the organisation that fills in a part; the lead where nobody was named."""
        return self.owners.get(slug) or self.application.lead_id

    @property
    def total(self):
        """What the project costs: of the budget, or as a concept note without one states it. EUR, zero if unsaid."""
        if self.application.asked.budget:
            return self.totals.total
        return self.application.stated_cost or self.totals.total * 0

    @property
    def requested(self):
        """The EU contribution asked for, from where ``total`` comes."""
        if self.application.asked.budget:
            return self.totals.eu
        return self.application.stated_grant or self.totals.eu * 0

    @property
    def slots(self) -> list:
        """The documents its step asks for."""
        slots = self.application.call.required_documents.all()
        return [slot for slot in slots if slot.at_concept or self.application.step == CallStep.FULL]

    @cached_property
    def asked(self) -> frozenset:
        """Keys of the questions that are asked, given the answers."""
        return asked_of(self.form, self.cells)

    def questions_of(self, partner) -> list:
        """The questions that are asked in the parts this partner fills in."""
        sections = [s for s in self.form.sections if self.owner_id(s.slug) == partner.organisation_id]
        return [question for section in sections for question in section.questions if question.key in self.asked]

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
        if not self.application.asked.mandates:
            return []
        return [partner for partner in self.partners if partner.role == PartnerRole.CO_APPLICANT]


def read(application) -> Reading:
    """Read the draft as it stands: eight queries whatever its size.

    One more for an application that was not read by ``for_pages``, as the locked row of an action.
    """
    if not hasattr(application, "part_owners"):
        application = Application.objects.for_pages().get(pk=application.pk)
    call = application.call
    indicators = CallIndicator.objects.select_related("version__indicator")
    prefetch_related_objects([call], "required_documents", Prefetch("indicators", indicators))
    rows = _places(application)
    joined = [row for row in rows if row.state == PartnerState.JOINED]
    partners = sorted(joined, key=lambda row: row.role != PartnerRole.LEAD)
    documents = _documents(application, partners)
    lead = next(row for row in partners if row.organisation_id == application.lead_id)
    budget = rows_of(application.budget_id)
    totals = totals_of(budget)
    results = _results(application)
    return Reading(
        application=application,
        call_frozen=application.call_frozen,
        groups={row["country"]: row["group"] for row in application.call_groups},
        form=form_of(application.draft.version),
        owners={row["slug"]: row["owner"] for row in application.part_owners},
        cells=answers_of(application.draft),
        partners=partners,
        invited=[row for row in rows if row.state == PartnerState.INVITED],
        results=results,
        budget=budget,
        totals=totals,
        findings=finding_rows(totals, limits_of(call), str(lead.organisation.country)),
        documents=[document for document in documents if not document.question],
        answer_files={str(document.public_id): document for document in documents if document.question},
        mandates={partner.pk: partner.signed for partner in partners if hasattr(partner, "signed")},
        activities=_activities(application, results, partners) if application.asked.workplan else [],
    )


def _places(application):
    """The partners that joined or are invited, with their organisation, its last version and their valid mandate."""
    places = _PLACES.rows(application=application.pk)
    for place in places:
        place.application = application
    return sorted(places, key=attrgetter("pk"))  # here: to order by one of a hundred columns takes Django longer


def _places_of_one():
    versions = OrganisationVersion.objects.filter(organisation=OuterRef("organisation")).order_by("-number")
    key = Slot("application", Partner._meta.get_field("id"))
    return (
        Partner.objects.filter(application=key, state__in=[PartnerState.JOINED, PartnerState.INVITED])
        .annotate(
            frozen=Subquery(versions.values(row=JSONObject(number="number", sha256="sha256"))[:1]),
            representatives=representatives_of("organisation"),
            papers=papers_of("organisation"),
            signed=FilteredRelation("mandates", condition=Q(mandates__void_since=None)),
        )
        .select_related("organisation", "signed__file")
        .order_by()
    )


_PLACES = Composed(_places_of_one)


def _results(application):
    """The results chain, each with ``rows``: its indicators with their definitions of the call."""
    joined = (
        application.results.annotate(row=FilteredRelation("indicators"))
        .select_related("row")
        .order_by("position", "pk", "row__position", "row__pk")
    )
    results = {}
    for result in joined:
        results.setdefault(result.pk, []).append(result)
    offered = {indicator.pk: indicator for indicator in application.call.indicators.all()}
    for copies in results.values():
        copies[0].rows = many(copies, "row")
        for row in copies[0].rows:
            row.indicator = offered[row.indicator_id]
    return [copies[0] for copies in results.values()]


def _activities(application, results, partners):
    """The activities of the workplan, each with its result and its partner; nobody's where that one has left."""
    by_result = {result.pk: result for result in results}
    by_partner = {partner.pk: partner for partner in partners}
    activities = []
    for row in application.planned:
        activity = Activity(application=application, **row | {"key": UUID(row["key"])})
        activity.result, activity.partner = by_result.get(row["result_id"]), by_partner.get(row["partner_id"])
        activities.append(activity)
    return activities


def _documents(application, partners):
    """The files that were not taken away, as they were added."""
    documents = application.documents.filter(removed_at=None).select_related("partner", "file", "added_by")
    documents = sorted(documents.order_by(), key=attrgetter("pk"))
    slots = {slot.pk: slot for slot in application.call.required_documents.all()}
    there = {partner.pk: partner for partner in partners}
    for document in documents:
        document.slot = slots.get(document.slot_id)
        if document.partner_id:
            document.partner = there.get(document.partner_id, document.partner)
            document.partner.application = application
    return documents

"""Records from the deadline on, for tests of one stage that stand on the stages before it.

Only for tests whose subject lies later: each stage's own tests make these by the stage's actions.
"""

from datetime import timedelta
from decimal import Decimal

from grants import models
from grants.applications.actions.submission import submit_application
from grants.audit import canonical, content_hash
from tests.factories import ApplicationFactory, OrganisationFactory, UserFactory, join
from tests.grants.applications.conftest import fill_in

AFTER_DEADLINE = timedelta(days=2)


def hand_in(call, lead, partner_organisation, *, by, signer, **fields):
    """A complete application of the two organisations, handed in now (the call is open): its Submission.

    It asks for 250,000.00 of 312,500.00 EUR.
    """
    application = ApplicationFactory(call=call, lead=lead, started_by=by, **fields)
    fill_in(application, join(application, partner_organisation), signer=signer, by=by)
    return submit_application(application, by=by)


def several(call, count, **fields):
    """``count`` submissions of as many consortia, each with its own organisations and people."""
    submissions = []
    for _one in range(count):
        lead_manager, partner_manager = UserFactory(), UserFactory()
        lead = OrganisationFactory(manager=lead_manager)
        partner = OrganisationFactory(country="IT", kind="association", manager=partner_manager)
        submissions.append(hand_in(call, lead, partner, by=lead_manager, signer=partner_manager, **fields))
    return submissions


def evaluation_of(call, *, by, state="open"):
    """The evaluation of a call two days after its deadline."""
    call.opened_at = call.closes_at + AFTER_DEADLINE
    call.save(update_fields=["opened_at"])
    evaluation = models.Evaluation.objects.create(call=call, state=state, opened_at=call.opened_at, opened_by=by)
    document = {"count": 0, "withdrawn": [], "late": []}
    models.OpeningRecord.objects.create(
        evaluation=evaluation, number=1, document=document, sha256=content_hash(canonical(document)),
        frozen_at=call.opened_at, frozen_by=by, witness=UserFactory(),
    )  # fmt: skip
    return evaluation


def sign_declaration(evaluation, person):
    """The declaration of a member of the committee."""
    return models.Declaration.objects.create(
        evaluation=evaluation, person=person, sha256="0" * 64, language="en", signed_at=evaluation.opened_at
    )


def candidate_of(submission, evaluation, **fields):
    """The candidate of a submission; ``fields`` such as state, score, rank."""
    application = submission.application
    values = {
        "lot": application.lot, "lead": application.lead, "reference": application.reference,
        "title": application.title, "country": application.lead.country, "language": "es",
        "requested": Decimal("250000.00"), "total_cost": Decimal("312500.00"),
    }  # fmt: skip
    candidate = models.Candidate.objects.create(
        evaluation=evaluation, application=application, submission=submission, **values | fields
    )
    models.CandidateParty.objects.bulk_create(
        models.CandidateParty(candidate=candidate, organisation_id=row.organisation_id, role=row.role, key=row.key)
        for row in application.partners.filter(state="joined")
    )
    return candidate


def award_of(candidate, *, state="announced"):
    """The award of a selected candidate, at what it asked for."""
    at = candidate.evaluation.opened_at + timedelta(days=100)
    return models.Award.objects.create(
        candidate=candidate, lot=candidate.lot, grant=candidate.requested, total_cost=candidate.total_cost,
        state=state, decided_at=at, announced_at=None if state == "decided" else at + timedelta(days=1),
    )  # fmt: skip


def contract_of(award, *, reference="922-AIV-001", state="signed", starts_on=None, ends_on=None):
    """A contract of an award with the usual terms, its budget empty: tests of rules on lines add their own."""
    candidate = award.candidate
    project = models.Project.objects.create(
        kind="grant", reference=reference, title=candidate.title, lead=candidate.lead, pillar=1,
        country=candidate.country, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    models.ProjectCountry.objects.create(project=project, country=candidate.country, share=Decimal(100))
    contract = models.Contract.objects.create(
        project=project, award=award, reference=reference, state=state,
        budget=models.Budget.objects.create(years=2), grant=award.grant, total_cost=award.total_cost,
        share=Decimal("80.0000"), months=24,
        signed_on=(award.decided_at + timedelta(days=60)).date() if state == "signed" else None,
    )  # fmt: skip
    models.ContractTerms.objects.create(contract=contract)
    return contract

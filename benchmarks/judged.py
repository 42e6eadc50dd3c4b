"""A call that is over, by the thousand: handed in, checked, assessed twice, ranked; contracts with payments."""

import datetime
import json
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from benchmarks.copying import copy_rows
from grants import clock, models
from grants.applications.queries.content import content
from grants.audit import canonical, content_hash
from grants.evaluation import scoring
from grants.evaluation.actions.checks import make_standard_criteria
from grants.evaluation.actions.grids import load_grids
from grants.evaluation.actions.progress import standing_of
from grants.evaluation.queries.grids import grid_of
from grants.questionnaire.actions import freeze_version
from grants.questionnaire.models import COMMENT as SUFFIX
from tests.factories import CallFactory, UserFactory

ASKED, COST, THRESHOLD = Decimal("250000.00"), Decimal("312500.00"), Decimal(60)
PARTNERS, ASSESSORS, RESERVE = 4, 40, 20
COMMENT = "La propuesta describe el problema con datos y dice quién hará qué en cada país del consorcio. " * 4


@dataclass(frozen=True)
class Judged:
    """What the pages of staff are asked for."""

    call: models.Call
    evaluation: models.Evaluation
    candidate: models.Candidate
    contract: models.Contract
    finance: models.User


def judged(call, chamber, ana, officer, pattern, count, contracts):
    """``count`` candidates of a call with the same form, worded like ``pattern``; ``contracts`` of them go on."""
    closed = _call(call, contracts)
    rivals = list(models.Organisation.objects.filter(legal_name__startswith="Asociación").order_by("-pk")[:500])
    models.Conflict.objects.create(person=officer, organisation=rivals[400], origin="recorded", at=clock.now())
    seats = [[rivals[(n + place) % 500] for place in range(PARTNERS)] for n in range(count)]
    submissions = _submissions(closed, seats, ana, pattern)
    evaluation = models.Evaluation.objects.create(
        call=closed, state="announced", opened_at=closed.opened_at, opened_by=officer
    )
    rules = _rules(closed)
    scores = [[_scores(rules, n, turn) for turn in range(2)] for n in range(count)]
    standings = [standing_of(rules, grid_of(rules), given) for given in scores]
    candidates = _candidates(evaluation, submissions, seats, [one["mean"] for one in standings], contracts)
    _checks(closed, candidates, officer)
    _assessments(evaluation, rules, candidates, scores, standings)
    finance = UserFactory(email=f"{uuid.uuid4().hex}@bench.example", role="finance_initiator", language="es")
    selected = [candidate for candidate in candidates if candidate.state == "selected"]
    made = _contracts(selected, officer)
    _payments(made, ana, finance, officer)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Judged(closed, evaluation, candidates[10], made[0], finance)


def _call(call, contracts):
    now = clock.now()
    closed = CallFactory(
        opens_at=now - datetime.timedelta(days=90), closes_at=now - datetime.timedelta(days=30),
        opened_at=now - datetime.timedelta(days=28), form=call.form, slug=uuid.uuid4().hex,
        reference=f"AIV-{uuid.uuid4().hex[:6]}",
    )  # fmt: skip
    closed.lots.update(envelope=ASKED * contracts)
    return closed


# Handed in ---------------------------------------------------------------------------------------


def _submissions(closed, seats, ana, pattern):
    at, received = clock.now(), closed.closes_at - datetime.timedelta(days=1)
    lots = list(closed.lots.all())
    drafts = models.Draft.objects.bulk_create([models.Draft(version=closed.form) for _ in seats])
    budgets = models.Budget.objects.bulk_create([models.Budget(years=2) for _ in seats])
    applications = models.Application.objects.bulk_create(
        [
            models.Application(
                call=closed, lot=lots[n % 2], lead=leads[0], title=f"Cadenas sostenibles {n}", draft=drafts[n],
                budget=budgets[n], started_by=ana, started_at=received, changed_at=received, months=24,
                state="submitted", submitted_at=received, reference=f"{closed.reference}-{n:05}",
            )
            for n, leads in enumerate(seats)
        ],
        batch_size=1000,
    )  # fmt: skip
    pattern = _enriched(json.loads(canonical(content(pattern))))
    columns = ("public_id", "number", "document", "sha256", "frozen_at", "frozen_by_id", "application_id", "step",
               "receipt_number", "received_at", "warnings")  # fmt: skip
    copy_rows(
        models.Submission,
        columns,
        (
            (uuid.uuid4(), 1, *_frozen(pattern, one, seats[n]), at, ana.pk, one.pk, "full", f"R-{one.reference}",
             received, "[]")
            for n, one in enumerate(applications)
        ),
    )  # fmt: skip
    found = models.Submission.objects.filter(application__call=closed).defer("document")
    return list(found.select_related("application__lot", "application__lead").order_by("application_id"))


def _enriched(document):
    """The pattern with the consortium, results and papers of a whole application."""
    lead = document["partners"][0]
    document["partners"] = [lead | {"key": str(uuid.uuid4()), "tasks": COMMENT} for _ in range(PARTNERS)]
    document["lead"] = document["partners"][0]["key"]
    document["parts"] = dict.fromkeys(document["parts"], document["lead"])
    for line in document["budget"]["lines"]:
        line["partner"] = document["lead"]
    row = {"code": "G-1", "version": 1, "baseline": "0", "target": "120", "source": "Encuesta anual"}
    document["logframe"] = [
        {"key": str(uuid.uuid4()), "level": level, "statement": COMMENT, "assumptions": "", "indicators": [row] * 3}
        for level in ("impact", "outcome", "outcome", "output", "output", "output")
    ]
    file = {"slot": "statutes", "type": "application/pdf", "size": 120000, "sha256": "0" * 64, "name": "estatuto.pdf"}
    document["documents"] = [file | {"partner": partner["key"]} for partner in document["partners"]]
    return document


def _frozen(pattern, application, organisations):
    """Canonical content and hash of one submission."""
    names = [organisation.legal_name for organisation in organisations]
    partners = []
    for partner, name in zip(pattern["partners"], names, strict=True):
        data = partner["organisation"]["data"] | {"legal_name": name}
        partners.append(partner | {"organisation": partner["organisation"] | {"data": data}})
    whole = pattern | {"title": application.title, "lot": application.lot.code, "partners": partners}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text, content_hash(text.encode())


# Evaluated ---------------------------------------------------------------------------------------


def _candidates(evaluation, submissions, seats, means, contracts):
    rows = []
    for submission, mean in zip(submissions, means, strict=True):
        one = submission.application
        candidate = models.Candidate(
            evaluation=evaluation, application=one, submission=submission, lot=one.lot, lead=one.lead,
            reference=one.reference, title=one.title, country=one.lead.country, language="es", requested=ASKED,
            total_cost=COST, state="below_threshold", score=mean,
        )  # fmt: skip
        candidate.search_text = candidate.searched(one.lead)
        rows.append(candidate)
    _rank(rows, contracts)
    made = models.Candidate.objects.bulk_create(rows, batch_size=1000)
    roles = ["lead"] + ["co_applicant"] * (PARTNERS - 1)
    copy_rows(
        models.CandidateParty,
        ("candidate_id", "organisation_id", "role", "key"),
        (
            (candidate.pk, organisation.pk, role, uuid.uuid4())
            for n, candidate in enumerate(made)
            for organisation, role in zip(seats[n], roles, strict=True)
        ),
    )
    return made


def _checks(call, candidates, officer):
    at, criteria = clock.now(), make_standard_criteria(call)
    copy_rows(
        models.CheckAnswer,
        ("candidate_id", "criterion_id", "verdict", "note", "by_id", "at"),
        ((one.pk, row.pk, "yes", "", officer.pk, at) for one in candidates for row in criteria),
    )
    steps = (("find_admissible", "received", "eligible"), ("rank", "eligible", "ranked"))
    copy_rows(
        models.CandidateEvent,
        ("document_id", "actor_id", "action", "before", "after", "note", "changes", "at"),
        ((one.pk, officer.pk, *step, "", "{}", at) for one in candidates for step in steps),
    )


def _rules(call):
    now = clock.now()
    grid = freeze_version(load_grids()[-1])
    return models.ScoringRules.objects.create(call=call, grid=grid, threshold=THRESHOLD, set_at=now, frozen_at=now)


def _scores(rules, number, turn):
    return {
        one.key: one.least + 1 + (number * (place + 3) + turn * (number % 3)) % (one.most - one.least)
        for place, one in enumerate(grid_of(rules).criteria)
    }


def _assessments(evaluation, rules, candidates, scores, standings):
    """Two submitted assessments of each candidate, with a comment on every criterion."""
    now, due, officer = clock.now() - datetime.timedelta(days=10), clock.now(), evaluation.opened_by
    people, grid = _assessors(evaluation, now), grid_of(rules)
    drafts = models.Draft.objects.bulk_create([models.Draft(version=rules.grid) for _ in range(2 * len(candidates))])
    made = models.Assessment.objects.bulk_create(
        [
            models.Assessment(
                candidate=candidate, assessor=people[(n + turn * 7) % ASSESSORS], draft=drafts[2 * n + turn],
                state="submitted", assigned_at=now, due_at=due, submitted_at=now, scores=given,
                total=scoring.total(grid, given),
            )
            for n, candidate in enumerate(candidates)
            for turn, given in enumerate(scores[n])
        ],
        batch_size=1000,
    )  # fmt: skip
    models.Progress.objects.bulk_create(
        [
            models.Progress(candidate=candidate, assigned=2, submitted=2, **standing)
            for candidate, standing in zip(candidates, standings, strict=True)
        ],
        batch_size=1000,
    )
    texts = json.dumps({"texts": {f"{one.key}{SUFFIX}": COMMENT for one in grid.criteria}})
    copy_rows(
        models.AssessmentVersion,
        ("number", "document", "sha256", "frozen_at", "frozen_by_id", "assessment_id"),
        ((1, texts, "0" * 64, now, officer.pk, one.pk) for one in made),
    )


def _assessors(evaluation, at):
    users = models.User.objects.bulk_create(
        models.User(email=f"{uuid.uuid4().hex}@bench.example", name=f"Evaluadora {n}", joined_at=at)
        for n in range(ASSESSORS)
    )
    declarations = models.Declaration.objects.bulk_create(
        models.Declaration(evaluation=evaluation, person=user, sha256="0" * 64, language="en", signed_at=at)
        for user in users
    )
    return models.Assessor.objects.bulk_create(
        models.Assessor(
            evaluation=evaluation, user=declaration.person, state="accepted", invited_at=at,
            invited_by=evaluation.opened_by, declaration=declaration,
        )
        for declaration in declarations
    )  # fmt: skip


def _rank(candidates, contracts):
    """Rank within the lot; the first get a contract, the next stand in reserve."""
    lots = {}
    for candidate in sorted(candidates, key=lambda one: (-one.score, one.reference)):
        if candidate.score >= THRESHOLD:
            lots.setdefault(candidate.lot_id, []).append(candidate)
    for ranking in lots.values():
        for place, candidate in enumerate(ranking):
            is_reserve = place < contracts // 2 + RESERVE
            candidate.rank = place + 1
            candidate.state = "selected" if place < contracts // 2 else "reserve" if is_reserve else "unfunded"


# Contracted and paid -----------------------------------------------------------------------------


def _contracts(selected, officer):
    at, today = clock.now(), clock.now().date()
    made = []
    awards = models.Award.objects.bulk_create(
        models.Award(
            candidate=one, lot=one.lot, grant=ASKED, total_cost=COST, state="contracted", decided_at=at, announced_at=at
        )
        for one in selected
    )
    for candidate, award in zip(selected, awards, strict=True):
        project = models.Project.objects.create(
            kind="grant", reference=f"P-{candidate.reference}", title=candidate.title, lead=candidate.lead,
            pillar=candidate.lot.pillar, country=candidate.country, starts_on=today,
            ends_on=today + datetime.timedelta(days=730),
        )  # fmt: skip
        contract = models.Contract.objects.create(
            project=project, award=award, reference=project.reference, state="signed",
            budget=models.Budget.objects.create(years=2), grant=ASKED, total_cost=COST, share=Decimal(80), months=24,
            signed_on=today, effective_on=today,
        )  # fmt: skip
        models.ProjectCountry.objects.create(project=project, country=candidate.country, share=Decimal(100))
        models.ContractTerms.objects.create(contract=contract)
        made.append(contract)
    _parties(made, officer)
    return made


def _parties(contracts, officer):
    rows = []
    for contract in contracts:
        for position, seat in enumerate(contract.award.candidate.parties.select_related("organisation")):
            last = seat.organisation.versions.first()
            version = seat.organisation.versions.create(
                number=last.number + 1 if last else 1, document={}, sha256="0" * 64, frozen_at=clock.now(),
                frozen_by=officer,
            )  # fmt: skip
            rows.append(
                models.ContractParty(
                    contract=contract, organisation=seat.organisation, version=version, is_coordinator=not position,
                    position=position,
                )
            )  # fmt: skip
    models.ContractParty.objects.bulk_create(rows)


def _payments(contracts, ana, finance, officer):
    """The first instalment of each contract is paid, the second asked for."""
    at, today = clock.now(), clock.now().date()
    fresh = {contract.project.lead_id for contract in contracts}
    fresh -= set(models.BankAccount.objects.filter(state="verified").values_list("organisation_id", flat=True))
    models.BankAccount.objects.bulk_create(
        models.BankAccount(
            organisation_id=pk, holder="Asociación", bank="Banco", country="ES", iban="ES9121000418450200051332",
            state="verified", added_by=ana, added_at=at, verified_at=at,
        )
        for pk in fresh
    )  # fmt: skip
    accounts = dict(models.BankAccount.objects.filter(state="verified").values_list("organisation_id", "pk"))
    requests = models.PaymentRequest.objects.bulk_create(
        models.PaymentRequest(
            contract=contract, number=number, kind=kind, amount=Decimal("100000.00"), calculation={}, sha256="0" * 64,
            state=state, requested_by=ana, requested_at=at,
        )
        for contract in contracts
        for number, kind, state in ((1, "first", "paid"), (2, "further", "requested"))
    )  # fmt: skip
    models.Payment.objects.bulk_create(
        models.Payment(
            reference=f"{one.contract.reference}-1", request=one, contract=one.contract, kind="first",
            amount=one.amount, account_id=accounts[one.contract.project.lead_id], state="confirmed",
            seen_sha256="0" * 64, initiated_by=finance, initiated_at=at, approved_by=officer, approved_at=at,
            value_date=today, bank_reference=f"B-{one.contract.reference}", confirmation_key=uuid.uuid4(),
            confirmed_at=at,
        )
        for one in requests
        if one.number == 1
    )  # fmt: skip

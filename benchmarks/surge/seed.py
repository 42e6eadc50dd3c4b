"""Consortia by the hundred, each with an application that lacks nothing but the partner's mandate."""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from benchmarks.copying import copy_rows
from benchmarks.seed import QUESTIONS, WORDS, WORDS_PER_ANSWER
from benchmarks.sessions import session_of
from grants import clock, models
from grants.applications.actions.mandates import sign_mandate_online
from grants.applications.queries.mandates import standing_of
from grants.files.actions import store
from grants.organisations import names, tax_ids
from tests.factories import CallFactory

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
UNUSABLE = make_password(None)
COORDINATION, TRAINING = 36, 18
"""Lines of the budget, one a month: of the lead and of the partner."""


@dataclass(frozen=True)
class Member:
    """Somebody signed in, and the application of their organisation."""

    user: models.User
    session: str
    application: models.Application
    part: models.Part


def open_call():
    """A call that is open now, with about twenty questions."""
    now = clock.now()
    call = CallFactory(
        slug=uuid.uuid4().hex,
        reference=f"AIV-{uuid.uuid4().hex[:6]}",
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=20),
    )
    section = call.form.sections.first()
    models.Question.objects.bulk_create(
        models.Question(section=section, key=f"answer-{n}", kind="long", label_es=f"Pregunta {n}", most_words=400)
        for n in range(QUESTIONS)
    )
    return call


def members(call, count):
    """So many managers of chambers, each with an application of their own, in a fixed number of statements."""
    now = clock.now()
    users, partners = _people("a", count, now), _people("b", count, now)
    chambers = _organisations(users, now, name="Cámara", kind="chamber", country="PE", tax_id="20100000001")
    others = _organisations(partners, now, name="Associazione", kind="association", country="IT", tax_id="00743110157")
    applications = _applications(call, users, chambers, now)
    models.Partner.objects.bulk_create(
        models.Partner(application=one, role=role, state="joined", organisation=organisation, answered_at=now,
                       tasks="" if role == "lead" else "Forma a los formadores.")
        for role, organisations in (("lead", chambers), ("co_applicant", others))
        for one, organisation in zip(applications, organisations, strict=True)
    )  # fmt: skip
    _answers(applications, now)
    _logframes(call, applications)
    _budgets(applications, chambers, others)
    _documents(call, applications, now)
    parts = {part.draft_id: part for part in models.Part.objects.filter(slug="relevance")}
    return [
        Member(user, session_of(user), one, parts[one.draft_id]) for user, one in zip(users, applications, strict=True)
    ]


def sign_mandates(some):
    """The partners of these applications sign what stands there now."""
    for member in some:
        partner = member.application.partners.select_related("organisation").get(role="co_applicant")
        manager = partner.organisation.managers().get()
        seen = standing_of(partner).seen_sha256
        sign_mandate_online(partner, name="Bruno Bianchi", capacity="Presidente", seen_sha256=seen, by=manager)


def _people(letter, count, now):
    people = [
        models.User(
            email=f"{letter}{uuid.uuid4().hex}@bench.example", name=f"{letter.upper()} {n}", language="es",
            password=UNUSABLE, joined_at=now - timedelta(days=300),
        )
        for n in range(count)
    ]  # fmt: skip
    return models.User.objects.bulk_create(people)


def _organisations(managers, now, *, name, kind, country, tax_id):
    facts = {
        "kind": kind, "country": country, "tax_id": tax_id, "tax_key": tax_ids.key(country, tax_id),
        "address": "Av. El Sol 100", "city": "Cusco", "representative_name": "Rosa Quispe",
        "representative_capacity": "Presidenta", "registered_at": now - timedelta(days=200),
    }  # fmt: skip
    titles = [f"{name} {n}" for n in range(len(managers))]
    made = models.Organisation.objects.bulk_create(
        models.Organisation(
            legal_name=title, search_name=names.search_form(title),
            representative_email=f"{uuid.uuid4().hex}@bench.example", **facts,
        )
        for title in titles
    )  # fmt: skip
    models.Membership.objects.bulk_create(
        models.Membership(user=user, organisation=one, role="manager", since=now - timedelta(days=200))
        for user, one in zip(managers, made, strict=True)
    )
    return made


def _applications(call, users, chambers, now):
    drafts = models.Draft.objects.bulk_create([models.Draft(version=call.form) for _ in users])
    budgets = models.Budget.objects.bulk_create([models.Budget(years=2) for _ in users])
    lots = list(call.lots.all())
    slugs = [section.slug for section in call.form.sections.all()]
    models.Part.objects.bulk_create([models.Part(draft=draft, slug=slug) for draft in drafts for slug in slugs])
    return models.Application.objects.bulk_create(
        models.Application(
            call=call, lot=lots[n % len(lots)], lead=chambers[n], title=f"Proyecto {n}", months=24, countries=["PE"],
            draft=drafts[n], budget=budgets[n], started_by=user, started_at=now, changed_at=now,
        )
        for n, user in enumerate(users)
    )  # fmt: skip


def _answers(applications, now):
    text = WORDS * (WORDS_PER_ANSWER // len(WORDS.split()))
    short = "cadena sostenible de productores"
    answers = {f"answer-{n}": (text, text) for n in range(QUESTIONS)}
    answers |= {"problem": (short, short), "firms": ("120", "120"), "approach": (short, short)}
    answers |= {"approach-kind": ("training", "training")}
    rows = [
        (one.draft_id, key, raw, json.dumps(value, ensure_ascii=False), one.started_by_id)
        for one in applications
        for key, (raw, value) in answers.items()
    ]
    columns = ("draft_id", "key", "raw", "value", "problem", "problem_params", "rev", "by_id", "at")
    copy_rows(models.Cell, columns, ((*row[:4], "", "{}", 1, row[4], now) for row in rows))
    columns = ("draft_id", "key", "raw", "rev", "is_aside", "by_id", "at")
    copy_rows(models.Revision, columns, ((*row[:3], 1, False, row[4], now) for row in rows))


def _logframes(call, applications):
    results = models.LogframeResult.objects.bulk_create(
        models.LogframeResult(application=one, level=level, position=position, statement=f"Los productores: {level}")
        for one in applications
        for position, level in enumerate(("impact", "outcome", "output"))
    )
    required = call.indicators.get(required=True)
    models.LogframeIndicator.objects.bulk_create(
        models.LogframeIndicator(
            result=result, indicator=required, baseline=Decimal(0), target=Decimal(120), source="Listas"
        )
        for result in results
        if result.level == "output"
    )


def _budgets(applications, chambers, others):
    """312,500.00 in all: 250,000.00 from the EU (80 %), 62,500.00 of their own."""
    seats = [
        [
            models.BudgetPartner(budget=one.budget, organisation=organisation, position=position)
            for one, organisation in zip(applications, organisations, strict=True)
        ]
        for position, organisations in enumerate((chambers, others))
    ]
    leads, partners = (models.BudgetPartner.objects.bulk_create(some) for some in seats)
    lines, sources = [], []
    for lead, partner in zip(leads, partners, strict=True):
        lines += [_line(lead, "1.1", n, "Coordinación", 6000) for n in range(COORDINATION)]
        lines += [_line(partner, "1.1", n, "Formación", 5000) for n in range(TRAINING)]
        lines.append(_line(lead, "5.3", 0, "Verificación", 6500))
        sources += [
            models.FundingSource(budget_id=lead.budget_id, kind="eu", amount=Decimal("250000.00")),
            models.FundingSource(budget_id=lead.budget_id, kind="own", partner=lead, amount=Decimal("62500.00")),
        ]
    models.BudgetLine.objects.bulk_create(lines, batch_size=5000)
    models.FundingSource.objects.bulk_create(sources)


def _line(seat, heading, position, description, amount):
    return models.BudgetLine(
        budget_id=seat.budget_id, partner=seat, heading=heading, year=1 + position % 2, position=position,
        description=f"{description} {position}", unit="mes", quantity=Decimal(1), unit_value=Decimal(amount),
        amount=Decimal(amount), justification="Precio habitual.",
    )  # fmt: skip


def _documents(call, applications, now):
    """One file stands for the statutes of all."""
    file = store(ContentFile(PDF, name="estatutos.pdf"), by=applications[0].started_by)
    slot = call.required_documents.get(slug="statutes")
    models.ApplicationDocument.objects.bulk_create(
        models.ApplicationDocument(application=one, slot=slot, file=file, added_by=one.started_by, added_at=now)
        for one in applications
    )

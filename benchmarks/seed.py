"""Applications by the thousand, as large as real ones: about 19 kB of answers each."""

import datetime
import json
import uuid
from decimal import Decimal

from django.db import connection

from benchmarks.copying import copy_rows
from grants import clock, models
from tests.factories import CallFactory, OrganisationFactory, UserFactory

WORDS = "cadena sostenible empresa productores capacitación trazabilidad mercado residuos energía cooperativa "
QUESTIONS, WORDS_PER_ANSWER, LINES = 18, 110, 40


def people(applications=3):
    """An applicant who leads ``applications`` of the drafts to come, and a call that is open now."""
    now = clock.now()
    ana = UserFactory(email=f"{uuid.uuid4().hex}@bench.example", name="Ana", language="es")
    officer = UserFactory(email=f"{uuid.uuid4().hex}@bench.example", name="Diego", role="officer", language="es")
    chamber = OrganisationFactory(legal_name="Cámara de la medición", manager=ana)
    call = CallFactory(
        slug=uuid.uuid4().hex,
        reference=f"AIV-{uuid.uuid4().hex[:6]}",
        opens_at=now - datetime.timedelta(days=10),
        closes_at=now + datetime.timedelta(days=20),
    )
    section = call.form.sections.first()
    for number in range(QUESTIONS):
        models.Question.objects.create(
            section=section, key=f"answer-{number}", kind="long", label_es=f"Pregunta {number}", most_words=400
        )
    return ana, officer, chamber, call


def applications(call, chamber, ana, count):
    """``count`` drafts under the call: the first three led by ``chamber``, the others by five hundred rivals."""
    now = clock.now()
    rivals = [
        models.Organisation(legal_name=f"Asociación {n}", search_name=f"asociacion {n}", kind="association",
                            country="CO", registered_at=now)
        for n in range(500)
    ]  # fmt: skip
    rivals = models.Organisation.objects.bulk_create(rivals)
    leads = [chamber] * 3 + [rivals[n % 500] for n in range(count - 3)]
    lots = list(call.lots.all())
    drafts = models.Draft.objects.bulk_create([models.Draft(version=call.form) for _ in leads])
    budgets = models.Budget.objects.bulk_create([models.Budget(years=2) for _ in leads])
    made = models.Application.objects.bulk_create(
        [
            models.Application(
                call=call, lot=lots[n % 2], lead=lead, title=f"Proyecto {n}", draft=drafts[n], budget=budgets[n],
                started_by=ana, started_at=now, changed_at=now - datetime.timedelta(minutes=n), months=24,
            )
            for n, lead in enumerate(leads)
        ]
    )  # fmt: skip
    slugs = [section.slug for section in call.form.sections.all()]
    models.Part.objects.bulk_create([models.Part(draft=d, slug=s) for d in drafts for s in slugs])
    models.Partner.objects.bulk_create(
        [models.Partner(application=a, role="lead", state="joined", organisation_id=a.lead_id) for a in made]
    )
    seats = models.BudgetPartner.objects.bulk_create(
        [models.BudgetPartner(budget=a.budget, organisation_id=a.lead_id) for a in made]
    )
    text = WORDS * (WORDS_PER_ANSWER // len(WORDS.split()))
    value = json.dumps(text, ensure_ascii=False)
    columns = ("draft_id", "key", "raw", "value", "problem", "problem_params", "rev", "by_id", "at")
    answers = ((d.pk, f"answer-{n}", text, value, "", "{}", 1, ana.pk, now) for d in drafts for n in range(QUESTIONS))
    copy_rows(models.Cell, columns, answers)
    for seat in seats[:50]:
        models.BudgetLine.objects.bulk_create(
            models.BudgetLine(
                budget_id=seat.budget_id, partner=seat, heading="1.1", year=1 + n % 2, description=f"Costo {n}",
                unit="mes", quantity=Decimal(2), unit_value=Decimal("100"), amount=Decimal("200.00"),
            )
            for n in range(LINES)
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made[0]

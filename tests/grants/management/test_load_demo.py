"""Loading the demo: what stands in the database afterwards, counted by SQL."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from grants.management.demo.plan import Outcome
from grants.management.demo.programme import programme
from grants.models import Application, ApplicationEvent, Attempt, Call, Message, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MONEY = """
    SELECT c.slug, l.code, count(*), sum(b.indirect_costs + b.contingency + lines.total), sum(eu.amount)
    FROM grants_application a
    JOIN grants_call c ON c.id = a.call_id
    JOIN grants_lot l ON l.id = a.lot_id
    JOIN grants_budget b ON b.id = a.budget_id
    JOIN (SELECT budget_id, sum(amount) AS total FROM grants_budgetline GROUP BY budget_id) lines
        ON lines.budget_id = b.id
    JOIN grants_fundingsource eu ON eu.budget_id = b.id AND eu.kind = 'eu'
    WHERE a.start_key = ANY(%s) AND a.state = 'submitted'
    GROUP BY c.slug, l.code ORDER BY c.slug, l.code
"""
RECEIVED = """
    SELECT c.slug, count(DISTINCT t.document_id), count(DISTINCT s.application_id)
    FROM grants_attempt t
    JOIN grants_application a ON t.document_model = 'grants.application' AND t.document_id = a.id
    JOIN grants_call c ON c.id = a.call_id
    LEFT JOIN grants_submission s ON s.application_id = a.id
    WHERE t.action = 'submit_application' GROUP BY c.slug ORDER BY c.slug
"""
IN_CONTRACTS = """
    SELECT count(*), count(DISTINCT p.organisation_id) FROM grants_partner p
    JOIN grants_application a ON a.id = p.application_id
    WHERE a.start_key = ANY(%s) AND p.state = 'joined'
"""
SAME_TAX_ID = "SELECT tax_key FROM grants_organisation WHERE tax_key <> '' GROUP BY tax_key HAVING count(*) > 1"
OUT_OF_ORDER = """
    SELECT count(*) FROM (
        SELECT submitted_at < lag(submitted_at) OVER (PARTITION BY call_id ORDER BY reference) AS wrong
        FROM grants_application WHERE reference LIKE 'AIV-202_-%%' AND submitted_at < '2024-01-01'
    ) rows WHERE wrong
"""


def rows(query, *params):
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def load(scale):
    call_command("load_demo", scale=scale, stdout=StringIO())
    return programme(scale)


@pytest.mark.timeout(400)
def test_a_small_programme_tells_every_kind_of_story(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    plan = load(0.01)
    found = {case: Application.objects.get(start_key=case.start_key) for case in plan.cases}

    assert {case.outcome for case in found} == set(Outcome)
    for case, application in found.items():
        (attempt,) = Attempt.objects.filter(document_id=application.pk, document_model="grants.application")
        assert attempt.received_at == case.received
        assert (attempt.outcome == "refused") == (case.outcome == Outcome.LATE)
        assert application.state == ("draft" if case.outcome == Outcome.LATE else "submitted")
        assert application.lead.country == plan.organisations[case.lead].data["country"]
        told = list(application.events.order_by("pk").values_list("action", "at"))
        assert told[0][0] == "start"
        assert [at for _action, at in told] == sorted(at for _action, at in told)
        names = list(application.documents.values_list("file__original_name", flat=True))
        assert (case.reason in names) == (case.outcome == Outcome.INADMISSIBLE)
    late = Attempt.objects.filter(outcome="refused").first()
    assert len(late.reasons) == 1
    assert all("12:00" in sentence for sentence in late.reasons[0].values())
    assert not Message.objects.exclude(state="sent").exists()
    assert not ApplicationEvent.objects.filter(action="submit", document__state="draft").exists()
    assert rows(SAME_TAX_ID) == []
    assert rows(OUT_OF_ORDER) == [(0,)]
    assert Call.objects.get(slug="demo").applications.count() == 5
    call_command("check_invariants", stdout=StringIO())


def test_only_an_empty_installation_is_loaded(ana):
    with pytest.raises(CommandError, match="empty installation only"):
        call_command("load_demo")


@pytest.mark.parametrize("scale", [0, -1, 1.5])
def test_a_scale_is_a_part(scale):
    with pytest.raises(CommandError, match="above 0 and at most 1"):
        call_command("load_demo", scale=scale)


@pytest.mark.timeout(900)
def test_the_whole_programme_adds_up_to_what_was_published(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    plan = load(1)
    contracts = [case.start_key for case in plan.cases if case.contract]

    assert rows(RECEIVED) == [("2022", 137, 136), ("2023", 163, 159)]
    by_lot = [(call, lot, count, str(total), str(grant)) for call, lot, count, total, grant in rows(MONEY, contracts)]
    assert [row[:3] for row in by_lot] == [("2022", "1", 8), ("2022", "2", 16), ("2023", "1", 21), ("2023", "2", 21)]
    assert [row[4] for row in by_lot] == ["2310600.00", "4747500.00", "6093100.00", "6234300.00"]
    sums = [row[3:] for row in rows(MONEY, contracts)]
    assert [str(sums[0][place] + sums[1][place]) for place in (0, 1)] == ["9215000.00", "7058100.00"]
    assert [str(sums[2][place] + sums[3][place]) for place in (0, 1)] == ["15525000.00", "12327400.00"]
    assert rows(IN_CONTRACTS, contracts) == [(211, 170)]
    assert rows(SAME_TAX_ID) == []
    assert rows(OUT_OF_ORDER) == [(0,)]
    assert Organisation.objects.count() == 11 + len(plan.organisations)
    call_command("check_invariants", stdout=StringIO())

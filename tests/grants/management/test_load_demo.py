"""Loading the demo: what stands in the database afterwards, counted by SQL."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from grants.evaluation.queries.assessing import assessor_desk
from grants.evaluation.queries.desks import evaluations_of, waiting
from grants.management.demo.plan import Outcome
from grants.management.demo.programme import programme
from grants.models import Application, ApplicationEvent, Assessment, Attempt, Ballot, Call, Message, User
from grants.payments.queries.desk import waiting_for_finance
from reporting.management.demo.goals import goals
from reporting.management.demo.works import works_of

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
OUTCOMES = """
    SELECT a.start_key, k.state FROM grants_candidate k
    JOIN grants_application a ON a.id = k.application_id
    JOIN grants_call c ON c.id = a.call_id WHERE c.slug IN ('2022', '2023')
"""
SCORES = """
    SELECT a.start_key, k.score FROM grants_candidate k
    JOIN grants_application a ON a.id = k.application_id
    JOIN grants_call c ON c.id = a.call_id WHERE c.slug IN ('2022', '2023') AND k.score IS NOT NULL
"""
CONTRACTS = """
    SELECT count(*), sum(k."grant"), count(*) FILTER (WHERE p.state = 'confirmed') FROM grants_contract k
    JOIN grants_payment p ON p.contract_id = k.id WHERE k.reference LIKE '922-AIV-%%' AND k.state = 'signed'
"""
CONTRACT_ROWS = """
    SELECT k.reference, j.country, j.pillar::text, k.total_cost::bigint, k."grant"::bigint, k.share, j.starts_on
    FROM grants_contract k JOIN grants_project j ON j.id = k.project_id
    WHERE k.reference LIKE '922-AIV-%%' AND k.state = 'signed' ORDER BY k.reference
"""
LEDGER_TOTAL = "SELECT sum(amount)::bigint FROM grants_posting"
PAID_BY_CALL = """
    SELECT c.slug, count(*), sum(s.amount) = -sum(p.amount) FROM grants_payment p
    JOIN grants_ledgerentry e ON e.payment_id = p.id AND e.kind = 'settlement'
    JOIN grants_posting s ON s.entry_id = e.id AND s.account = 'bank'
    JOIN grants_contract k ON k.id = p.contract_id
    JOIN grants_award w ON w.id = k.award_id
    JOIN grants_lot l ON l.id = w.lot_id JOIN grants_call c ON c.id = l.call_id
    WHERE c.slug IN ('2022', '2023') GROUP BY c.slug ORDER BY c.slug
"""
SIGNED_ALONE = """
    SELECT k.reference FROM grants_contract k JOIN grants_contractversion v ON v.contract_id = k.id
    LEFT JOIN grants_contractsignature s ON s.version_id = v.id
    WHERE k.state = 'signed' GROUP BY k.reference HAVING count(DISTINCT s.side) <> 2
"""
PAID_ALONE = "SELECT reference FROM grants_payment WHERE state = 'confirmed' AND initiated_by_id = approved_by_id"
SENT_TO_COME = "SELECT id FROM grants_message WHERE sent_at < not_before"
MOVES = """
    SELECT l.code, m.amount FROM grants_envelopemove m JOIN grants_lot l ON l.id = m.to_lot_id
    JOIN grants_lot f ON f.id = m.from_lot_id AND f.code = l.code ORDER BY l.code
"""
ENVELOPES = """
    SELECT l.code, l.envelope + sum(m.amount) FROM grants_lot l
    JOIN grants_envelopemove m ON m.to_lot_id = l.id GROUP BY l.id ORDER BY l.code
"""
FICTIONAL_CONTRACTS = """
    SELECT k.reference, p.state FROM grants_contract k LEFT JOIN grants_payment p ON p.contract_id = k.id
    WHERE k.reference LIKE 'DEMO-%%' ORDER BY k.reference
"""
STATES_OF_CALLS = """
    SELECT c.slug, k.state, count(*) FROM grants_candidate k JOIN grants_evaluation e ON e.id = k.evaluation_id
    JOIN grants_call c ON c.id = e.call_id WHERE c.slug IN ('2022', '2023') GROUP BY 1, 2 ORDER BY 1, 2
"""
ASSESSED = """
    SELECT count(*) FILTER (WHERE n = 2), count(*) FILTER (WHERE n = 3) > 3, count(*) FROM (
        SELECT k.id, count(*) AS n FROM grants_assessment a JOIN grants_candidate k ON k.id = a.candidate_id
        JOIN grants_evaluation e ON e.id = k.evaluation_id JOIN grants_call c ON c.id = e.call_id
        WHERE c.slug IN ('2022', '2023') AND a.state = 'submitted' GROUP BY k.id
    ) counted
"""
FIGURES = """
    SELECT i.code, f.net FROM reporting_figure f JOIN reporting_publication p ON p.compilation_id = f.compilation_id
    JOIN grants_indicatorversion d ON d.id = f.indicator_id JOIN grants_indicator i ON i.id = d.indicator_id
    WHERE p.cut_off = %s AND f.dims = '{}' AND i.code IN ('AIV-OC-01', 'AIV-OP-01') ORDER BY i.code
"""
OPEN_UPDATES = """
    SELECT j.reference, u.state FROM reporting_resultsupdate u JOIN grants_project j ON j.id = u.project_id
    WHERE u.state <> 'approved' ORDER BY 1, 2
"""
WAITING_WORK = """
    SELECT kind, count(*) FROM grants_job WHERE state IN ('queued', 'running') GROUP BY kind
"""
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
    assert Counter(rows(OUTCOMES)) == Counter(
        (case.start_key, str(case.outcome)) for case in plan.cases if case.outcome != Outcome.LATE
    )
    contracts = sorted(case.grant for case in plan.cases if case.contract)
    assert rows(CONTRACTS) == [(len(contracts), sum(contracts), len(contracts))]
    assert rows(LEDGER_TOTAL) == [(0,)]
    assert rows(SIGNED_ALONE) == rows(PAID_ALONE) == rows(SENT_TO_COME) == []
    assert [(lot, str(money)) for lot, money in rows(MOVES)] == [("1", "115000.00"), ("2", "285000.00")]
    assert what_waits() == {
        "clara": 2, "carlos": 2, "celia": 1, "ines": 3, "sonia": 1, "vera": 2, "victor": 2, "valeria": 2, "diego": 0,
        "elena": 1, "hugo": 2,
    }  # fmt: skip
    cut = Ballot.objects.get(evaluation__step="concept")
    assert (cut.state, Counter(row["place"] for row in cut.proposed.document["ranking"])["invited"]) == ("open", 2)
    third = Assessment.objects.get(is_third=True, state="assigned")
    assert (third.assessor.user.email, third.candidate.progress.standing) == ("celia@demo.example", "third")
    assert rows(FICTIONAL_CONTRACTS) == [("DEMO-001", "confirmed"), ("DEMO-002", "initiated"), ("DEMO-003", None)]
    aims = goals(works_of(plan), 0.01).values()
    assert rows(FIGURES, "2024-12-31") == [
        ("AIV-OC-01", sum(goal.practices.before for goal in aims)),
        ("AIV-OP-01", sum(goal.trained.before for goal in aims)),
    ]
    assert rows(FIGURES, "2025-06-30") == [
        ("AIV-OC-01", sum(goal.practices.now for goal in aims)),
        ("AIV-OP-01", sum(goal.trained.now for goal in aims)),
    ]
    assert rows(WAITING_WORK) == []
    assert rows(OPEN_UPDATES) == [("DEMO-001", "returned"), ("DEMO-A001", "draft"), ("DEMO-A001", "submitted")]
    call_command("check_invariants", stdout=StringIO())


def _committee_desk(user):
    return waiting(user, evaluations_of(user))


def what_waits():
    """How many things wait on the desks of assessors, committee, officer and finance."""
    desks = {"clara": assessor_desk, "carlos": assessor_desk, "celia": assessor_desk}
    desks |= dict.fromkeys(("ines", "sonia", "vera", "victor", "valeria", "diego"), _committee_desk)
    desks |= dict.fromkeys(("elena", "hugo"), waiting_for_finance)
    return {name: len(desk(User.objects.get(email=f"{name}@demo.example"))) for name, desk in desks.items()}


def test_only_an_empty_installation_is_loaded(ana):
    with pytest.raises(CommandError, match="empty installation only"):
        call_command("load_demo")


@pytest.mark.parametrize("scale", [0, -1, 1.5])
def test_a_scale_is_a_part(scale):
    with pytest.raises(CommandError, match="above 0 and at most 1"):
        call_command("load_demo", scale=scale)

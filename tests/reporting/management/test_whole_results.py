"""The results of the demo at its full size: recounted by plain SQL, they are the published figures (demo.md)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from grants.models import User
from reporting.firms.actions.pairs import merge_firms
from reporting.models import Compilation, Figure, Firm, FirmPair, Publication
from reporting.results.actions.compiling import figures_of
from reporting.results.queries.inputs import inputs
from tests.reporting.management.test_rows import COUNTRIES
from tests.whole import LOADED, django_db_setup, load, rows  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.whole, pytest.mark.timeout(1500)]

BEFORE, NOW = date(2024, 12, 31), date(2025, 6, 30)
AS_OF = {BEFORE: datetime(2025, 2, 3, 23, tzinfo=UTC), NOW: datetime(2025, 7, 15, 22, tzinfo=UTC)}

FACTS = """
    WITH facts AS (
        SELECT x.status, x.valid_until, x.withdrawn_on, x.quantity, x.item, x.sex, x.is_green, x.is_digital, i.code,
            p.project_id, p.firm_id, f.country, f.identity, j.kind
        FROM reporting_fact x JOIN grants_indicator i ON i.id = x.indicator_id
        JOIN reporting_participation p ON p.id = x.participation_id JOIN reporting_firm f ON f.id = p.firm_id
        JOIN grants_project j ON j.id = p.project_id
        JOIN reporting_firmlist l ON l.id = p.list_id AND l.state = 'taken'
        JOIN reporting_resultsupdate u ON u.id = l.update_id AND u.state = 'approved'
        WHERE i.code = ANY(%s) AND x.on <= %s AND u.approved_at <= %s
    )
"""
TRAINED = """
    SELECT count(*), count(*) FILTER (WHERE identity = 'none'),
        count(DISTINCT firm_id) FILTER (WHERE identity <> 'none')
    FROM (SELECT DISTINCT project_id, firm_id, identity FROM facts WHERE quantity >= 4 AND country LIKE %s) seats
"""
BY_STREAM = """
    SELECT count(*) FILTER (WHERE grants), count(*) FILTER (WHERE own), count(*) FILTER (WHERE grants AND own) FROM (
        SELECT firm_id, bool_or(kind = 'grant') AS grants, bool_or(kind = 'own_action') AS own
        FROM facts WHERE country = 'PE' AND identity <> 'none' GROUP BY firm_id
    ) firms
"""
IN_FORCE = """
    SELECT country, count(DISTINCT firm_id) FROM facts
    WHERE identity <> 'none' AND (%s OR status IN ('certified', 'verified')) AND withdrawn_on IS NULL
    AND (valid_until IS NULL OR valid_until >= %s) GROUP BY country
"""
JOBS = """
    SELECT country, code, sum(highest) FROM (
        SELECT country, code, firm_id, item, sex, max(quantity) AS highest FROM facts
        WHERE is_green OR (is_digital AND country <> 'PE') GROUP BY 1, 2, 3, 4, 5
    ) lines GROUP BY country, code
"""
REPORTED = """
    SELECT i.code, sum(v.value)::bigint FROM reporting_indicatorvalue v
    JOIN grants_indicatorversion d ON d.id = v.indicator_id JOIN grants_indicator i ON i.id = d.indicator_id
    JOIN reporting_resultsupdate u ON u.id = v.update_id AND u.state = 'approved'
    WHERE v.split = '' AND u.period_end <= %s AND i.code IN ('AIV-OP-06', 'AIV-OP-07') GROUP BY i.code ORDER BY i.code
"""
LIST_ROWS = """
    SELECT count(*), count(DISTINCT (p.project_id, p.firm_id)), count(*) FILTER (WHERE trained) FROM (
        SELECT p.*, EXISTS (SELECT FROM reporting_fact x JOIN grants_indicator i ON i.id = x.indicator_id
            WHERE x.participation_id = p.id AND i.code = 'AIV-OP-01') AS trained
        FROM reporting_participation p JOIN reporting_firmlist l ON l.id = p.list_id
        JOIN reporting_resultsupdate u ON u.id = l.update_id
        WHERE u.state = 'approved' AND u.approved_at <= %s AND l.state = 'taken'
    ) p
"""
INSTITUTIONS = """
    SELECT count(DISTINCT p.organisation_id) FROM grants_contractparty p
    JOIN grants_contract k ON k.id = p.contract_id
    WHERE k.state = 'signed' AND k.signed_on <= %s AND (p.joined_on IS NULL OR p.joined_on <= %s)
"""
RUNNING = """
    SELECT count(*), count(*) FILTER (WHERE j.country = 'PE'), sum(k.total_cost) FILTER (WHERE j.country = 'PE')
    FROM grants_project j JOIN grants_contract k ON k.project_id = j.id
    WHERE k.state = 'signed' AND j.starts_on <= %s AND j.ends_on >= %s
"""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):  # noqa: F811 - the fixture
    """Nothing to do where `make test` has loaded it."""
    if not LOADED:
        with django_db_blocker.unblock():
            load(1)


pytestmark.append(pytest.mark.usefixtures("loaded"))


def of_facts(query, codes, cut_off, *params):
    """What a query says of the facts of these indicators that were approved and dated up to the cut-off."""
    return rows(" ".join([FACTS, query]), codes, cut_off, AS_OF[cut_off], *params)


def in_force(code, cut_off, *, also_declared=False):
    return dict(of_facts(IN_FORCE, [code], cut_off, also_declared, cut_off))


def jobs(cut_off):
    found = {}
    for country, _code, amount in of_facts(JOBS, ["AIV-OC-03a", "AIV-OC-03b"], cut_off):
        found[country] = found.get(country, 0) + amount
    return found


def trained(cut_off, country="%"):
    ((gross, without_id, net),) = of_facts(TRAINED, ["AIV-OP-01"], cut_off, country)
    return gross, gross - without_id - net, without_id, net


def test_the_lists_have_45_000_rows():
    assert rows(LIST_ROWS, AS_OF[NOW]) == [(45_000, 45_000, 37_480)]


def test_trained_firms_recounted():
    assert trained(NOW) == (37_480, 4_360, 1_180, 31_940)
    assert trained(NOW, "PE") == (8_310, 1_048, 220, 7_042)
    assert of_facts(BY_STREAM, ["AIV-OP-01"], NOW) == [(4_118, 3_190, 266)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_country_recounted(country):
    many, practices, work, standards, turnover = COUNTRIES[country]

    assert trained(NOW, country)[3] == many
    assert in_force("AIV-OC-01", NOW)[country] == practices
    assert in_force("AIV-OC-02", NOW)[country] == standards
    assert in_force("AIV-OC-04", NOW, also_declared=True)[country] == turnover
    assert jobs(NOW)[country] == Decimal(work)


def test_jobs_of_peru_are_created_and_maintained_as_published():
    lines = of_facts(JOBS, ["AIV-OC-03a", "AIV-OC-03b"], NOW)
    found = {(country, code): amount for country, code, amount in lines}

    assert (found["PE", "AIV-OC-03a"], found["PE", "AIV-OC-03b"]) == (Decimal("612.25"), Decimal("787.75"))


def test_the_figures_of_the_end_of_2024_recounted():
    assert trained(BEFORE)[3] == 31_712
    assert sum(in_force("AIV-OC-02", BEFORE).values()) == 2_324
    assert sum(in_force("AIV-OC-04", BEFORE, also_declared=True).values()) == 983
    assert sum(in_force("AIV-OP-05", BEFORE).values()) == 1_543
    assert sum(jobs(BEFORE).values()) == Decimal("2731.50")
    assert rows(REPORTED, BEFORE) == [("AIV-OP-06", 9_557), ("AIV-OP-07", 1_512)]


def test_contracts_recounted():
    assert [rows(INSTITUTIONS, day, day)[0][0] for day in (BEFORE, NOW)] == [170, 173]
    assert rows(RUNNING, NOW, NOW) == [(66, 8, Decimal("3030000.00"))]


def published(cut_off, code, **dims):
    compilation = Publication.objects.get(cut_off=cut_off).compilation
    return Figure.objects.get(compilation=compilation, indicator__indicator__code=code, dims=dims).net


def test_what_was_published_is_what_the_rows_say():
    peru = {code: published(NOW, code, country="PE") for code in ("AIV-OP-01", "AIV-OC-01", "AIV-OC-02", "AIV-OC-04")}

    assert peru == {"AIV-OP-01": 7_042, "AIV-OC-01": 1_963, "AIV-OC-02": 1_365, "AIV-OC-04": 718}
    assert published(NOW, "AIV-OC-03", country="PE") == Decimal("1400.00")
    assert published(NOW, "AIV-OP-01") == 31_940
    assert published(NOW, "AIV-OC-03") == Decimal("5968.50")
    assert published(BEFORE, "AIV-OP-01") == 31_712
    assert published(BEFORE, "AIV-OP-06") == 9_557
    assert published(NOW, "AIV-OP-04") == 173
    assert published(NOW, "AIV-OP-03") == 66
    assert published(NOW, "AIV-OP-03", country="PE") == 8


def test_one_firm_found_to_be_another_moves_the_next_figures_and_nothing_published():
    trained_once = Firm.objects.filter(country="PE", identity="checked").exclude(
        participations__facts__indicator__code__in=["AIV-OC-01", "AIV-OC-02", "AIV-OC-04"]
    )
    one, other = trained_once.filter(participations__facts__indicator__code="AIV-OP-01").distinct().order_by("pk")[:2]
    pair = FirmPair.objects.create(firm=one, other=other, likeness=90)
    merge_firms(pair, by=User.objects.get(email="diego@demo.example"))
    compilation = Compilation.objects.get(cut_off=NOW)
    now = {
        (figure.indicator, figure.dims): figure.net / 100 for figure in figures_of(inputs(NOW, compilation.as_of), NOW)
    }

    assert now["AIV-OP-01", (("country", "PE"),)] == 7_041
    assert now["AIV-OP-01", ()] == 31_939
    assert now["AIV-OC-01", (("country", "PE"),)] == 1_963
    assert published(NOW, "AIV-OP-01", country="PE") == 7_042


def test_the_note_of_peru_is_out_in_three_languages():
    notes = dict(rows("SELECT language, text FROM reporting_note WHERE country = 'PE' AND published_at IS NOT NULL"))

    assert set(notes) == {"es", "pt-br", "en"}
    for words in ("Más de 7,000", "1,400", "1,365", "700", "170"):
        assert words.lower() in notes["es"].lower()

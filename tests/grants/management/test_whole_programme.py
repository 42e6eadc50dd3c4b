"""The demo at its full size adds up to the published figures (demo.md): counted by plain SQL.

`make test` loads it once as a stranger would and runs this on that database (``LOADED_DEMO``); alone,
the test loads it itself.
"""

from decimal import Decimal

import pytest

from grants.management.demo.plan import contract_rows
from grants.management.demo.programme import programme
from grants.models import Organisation
from tests.grants.management.test_load_demo import (
    ASSESSED,
    CONTRACT_ROWS,
    ENVELOPES,
    IN_CONTRACTS,
    LEDGER_TOTAL,
    MONEY,
    OUT_OF_ORDER,
    PAID_ALONE,
    PAID_BY_CALL,
    RECEIVED,
    SAME_TAX_ID,
    SCORES,
    SENT_TO_COME,
    SIGNED_ALONE,
    STATES_OF_CALLS,
    load,
    rows,
)
from tests.whole import LOADED, django_db_setup  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.whole]


@pytest.mark.timeout(1500)
def test_the_whole_programme_adds_up_to_what_was_published(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    plan = programme(1) if LOADED else load(1)
    contracts = [case.start_key for case in plan.cases if case.contract]

    past = [row for row in rows(RECEIVED) if row[0] in ("2022", "2023")]
    assert past == [("2022", 137, 136), ("2023", 163, 159)]
    by_lot = [(call, lot, count, str(total), str(grant)) for call, lot, count, total, grant in rows(MONEY, contracts)]
    assert [row[:3] for row in by_lot] == [("2022", "1", 8), ("2022", "2", 16), ("2023", "1", 21), ("2023", "2", 21)]
    assert [row[4] for row in by_lot] == ["2310600.00", "4747500.00", "6093100.00", "6234300.00"]
    sums = [row[3:] for row in rows(MONEY, contracts)]
    assert [str(sums[0][place] + sums[1][place]) for place in (0, 1)] == ["9215000.00", "7058100.00"]
    assert [str(sums[2][place] + sums[3][place]) for place in (0, 1)] == ["15525000.00", "12327400.00"]
    assert rows(IN_CONTRACTS, contracts) == [(211, 170)]
    assert rows(SAME_TAX_ID) == []
    assert rows(OUT_OF_ORDER) == [(0,)]
    assert Organisation.objects.count() == 15 + len(plan.organisations)
    assert rows(STATES_OF_CALLS) == [
        ("2022", "below_threshold", 90), ("2022", "ineligible", 21), ("2022", "renounced", 1),
        ("2022", "selected", 24), ("2023", "below_threshold", 68), ("2023", "inadmissible", 5),
        ("2023", "ineligible", 19), ("2023", "reserve", 12), ("2023", "selected", 42), ("2023", "unfunded", 13),
    ]  # fmt: skip
    assert dict(rows(SCORES)) == {case.start_key: case.score for case in plan.cases if case.score is not None}
    assert [(code, str(money)) for code, money in rows(ENVELOPES)] == [("1", "6115000.00"), ("2", "6285000.00")]
    starts = {case.contract: case.starts for case in plan.cases if case.contract}
    found = rows(CONTRACT_ROWS)
    assert [(*row[:5], row[6]) for row in found] == [
        (row["ref"], row["country"], row["pillar"], int(row["total"]), int(row["grant"]), starts[row["ref"]])
        for row in contract_rows()
    ]
    shares = [Decimal(row["share"]) for row in contract_rows()]
    assert all(abs(row[5] - share) <= Decimal("0.005") for row, share in zip(found, shares, strict=True))
    assert rows(PAID_BY_CALL) == [("2022", 24, True), ("2023", 42, True)]
    assert rows(LEDGER_TOTAL) == [(0,)]
    assert rows(SIGNED_ALONE) == rows(PAID_ALONE) == rows(SENT_TO_COME) == []
    assert rows(ASSESSED)[0][1:] == (True, 250)

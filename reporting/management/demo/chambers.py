"""What the programme's chambers do themselves: registered by the officer, reported by their own people."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from grants import clock
from grants.contracts.actions.own_actions import register_own_action
from grants.management.demo.cast import manager_of
from grants.models import Programme
from grants.organisations.actions.accounts import give_role
from grants.permissions import Role
from reporting.management.demo.works import data

ENDS = date(2025, 12, 31)
BEFORE_START = timedelta(days=20)


def load_own_actions(people, organisations):
    """The own actions of the programme, each of its chamber, whose manager gets the role to report on it."""
    programme = Programme.objects.get(code="aiv-c1")
    for row in sorted(data("figures.toml")["own"], key=lambda row: row["starts"]):
        chamber = organisations[row["chamber"]]
        with clock.at(datetime.combine(row["starts"] - BEFORE_START, time(9, 30), tzinfo=UTC)):
            manager = manager_of(chamber)
            if not manager.has_role(Role.CHAMBER_REPORTER):
                give_role(manager, by=people["admin"], role=Role.CHAMBER_REPORTER)
            register_own_action(
                programme, chamber=chamber, title=row["title"], pillar=row["pillar"],
                countries={row["country"]: Decimal(100)},
                sectors={sector: Decimal(share) for sector, share in row["sectors"].items()},
                starts_on=row["starts"], ends_on=ENDS, by=people["diego"],
            )  # fmt: skip

"""What a compilation stands on beside the rows of the lists: definitions, updates, projects, decisions on firms.

Little of it whatever the size of the lists, so that it is read whole each time.
"""

import datetime
import json
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from grants.audit import content_hash
from grants.calls.models import CallCountry
from grants.contracts.models import ContractParty, Project, ProjectCountry
from grants.contracts.workflow import ContractState
from grants.indicators.models import Entity, IndicatorVersion
from reporting.firms.models import Firm, FirmPair
from reporting.progress.models import ResultsUpdate
from reporting.results.counting import Rule
from reporting.results.merging import resolved


@contextmanager
def one_moment():
    """Inside, everything is read as it stands at the first query, whatever others commit meanwhile.

    Within somebody's transaction the moment is theirs. Approvals under way are waited for first: their
    moment may already be over.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{ResultsUpdate._meta.db_table}" IN SHARE MODE')
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@dataclass(frozen=True)
class Basis:
    """Definitions by code, updates in force, projects by number, parties of contracts, the firm each merged one is.

    ``updates`` are (number, project, end of the period, its approved version); ``corrected_at`` is since when
    the register says of its firms what it says.
    """

    cut_off: datetime.date
    versions: dict[str, IndicatorVersion]
    updates: list[tuple]
    projects: dict[int, "_Project"]
    parties: list[tuple]
    merges: dict[int, int]
    corrected_at: datetime.datetime | None = None

    @property
    def rules(self):
        """How each indicator counts, by code."""
        return [_rule(version) for _code, version in sorted(self.versions.items())]

    @property
    def approved(self):
        """Numbers of the approved versions."""
        return [version for *_rest, version in self.updates]

    @cached_property
    def frame(self):
        """SHA-256 of all but updates and merges: while it stays the same, figures move with those alone."""
        told = {
            "cut_off": self.cut_off,
            "versions": {code: version.pk for code, version in self.versions.items()},
            "rules": [vars(rule) for rule in self.rules],
            "projects": {pk: list(vars(project).values()) for pk, project in self.projects.items()},
            "parties": self.parties,
            "corrected_at": self.corrected_at,
        }
        return content_hash(json.dumps(told, default=str).encode())


def told_of(rule):
    """A rule for the hash."""
    return vars(rule) | {"statuses": list(rule.statuses)}


def basis_at(cut_off, as_of, definitions=None) -> Basis:
    """All of it at a cut-off as approved up to a moment; ``definitions`` in the place of those in use at ``as_of``."""
    pairs = FirmPair.objects.filter(verdict=FirmPair.Verdict.SAME).order_by("pk")
    return Basis(
        cut_off,
        {version.indicator.code: version for version in definitions or definitions_at(as_of)},
        list(_updates(as_of)),
        _projects(),
        list(_parties(cut_off)),
        resolved(dict(pairs.values_list("other_id", "firm_id"))),
        last_correction(),
    )


def last_correction():
    """When an approval last changed what the register says of a firm that counted before."""
    return Firm.objects.aggregate(last=Max("corrected_at"))["last"]


def definitions_at(as_of):
    """Of each indicator the newest version in use at a moment; the newest of all where none is in use yet."""
    in_use = Q(frozen_at__lte=as_of)
    newest = IndicatorVersion.objects.alias(in_use=in_use).order_by(
        "indicator_id", F("in_use").desc(nulls_last=True), "-number"
    )
    return sorted(
        newest.distinct("indicator_id").select_related("indicator"), key=lambda version: version.indicator.code
    )


def _rule(version):
    least = version.least_amount
    return Rule(
        indicator=version.indicator.code,
        version=version.number,
        unit=version.unit_en,
        time_rule=version.time_rule,
        cross_project_rule=version.cross_project_rule,
        statuses=tuple(version.statuses),
        least=None if least is None else hundredths(least),
        flags=tuple(version.flags),
        parts=tuple(version.parts),
        needs_proof=version.needs_evidence,
        labelled=version.entity == Entity.EURO,
    )


def hundredths(amount: Decimal) -> int:
    """An amount as it is counted."""
    return int(amount * 100)


def _updates(as_of):
    in_force = ResultsUpdate.objects.in_force(as_of).filter(version__isnull=False).order_by("pk")
    return in_force.values_list("pk", "project_id", "period_end", "version__pk")


@dataclass(frozen=True)
class _Project:
    """What of a project the cells of figures are made of, and what its contract says."""

    reference: str
    stream: str
    pillar: int
    call: str | None
    lot: str | None
    countries: tuple[tuple[str, Decimal], ...]
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    signed_on: datetime.date | None
    grant: Decimal | None
    total_cost: Decimal | None

    def cell(self):
        """Pillar, stream, call and lot."""
        return (self.pillar, self.stream, self.call, self.lot)


def _projects():
    """Every project by number: two queries."""
    shares = {}
    for project, country, share in ProjectCountry.objects.order_by("country").values_list(
        "project_id", "country", "share"
    ):
        shares.setdefault(project, []).append((country, share))
    rows = Project.objects.order_by("pk").values_list(
        "pk", "reference", "kind", "pillar", "country", "starts_on", "ends_on", "contract__state",
        "contract__signed_on", "contract__grant", "contract__total_cost", "contract__award__lot__call__reference",
        "contract__award__lot__code",
    )  # fmt: skip
    found = {}
    for pk, reference, kind, pillar, country, starts, ends, state, signed, grant, total, call, lot in rows:
        countries = tuple(shares.get(pk, [(country, Decimal(100))]))
        signed_on = signed if state == ContractState.SIGNED else None
        lot = f"{call} {lot}" if call else None
        found[pk] = _Project(
            reference, kind, pillar, call, lot, countries, starts, ends, signed_on, grant, total
        )  # fmt: skip
    return found


def _parties(cut_off):
    """(project, organisation, its country, its side, since) of the parties up to the cut-off: two queries."""
    sides = {
        (call, country): group for call, country, group in CallCountry.objects.values_list("call", "country", "group")
    }
    parties = ContractParty.objects.filter(contract__state=ContractState.SIGNED)
    parties = parties.annotate(since=Coalesce("joined_on", "contract__signed_on"))
    for project, organisation, country, call, since in (
        parties.filter(since__lte=cut_off)
        .order_by("pk")
        .values_list(
            "contract__project_id", "organisation_id", "organisation__country", "contract__award__lot__call_id", "since"
        )
    ):
        yield project, organisation, country, sides.get((call, country)), since

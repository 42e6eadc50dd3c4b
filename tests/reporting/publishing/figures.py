"""A compilation with figures like those of the demo programme, made directly: counting has tests of its own."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from grants import models
from grants.audit import canonical, content_hash
from grants.proposals.models import Proposal
from reporting.models import Compilation, Figure, Publication
from reporting.publishing.actions.notes import begin_note, publish_note
from reporting.publishing.queries.content import content_of
from tests.factories import NOON, IndicatorVersionFactory, UserFactory

CUT_OFF = date(2025, 6, 30)
AS_OF = datetime(2025, 7, 15, 10, 0, tzinfo=UTC)

CATALOGUE = {
    "AIV-OP-01": ("firm", 0, "MSMEs trained", "distinct_ever", "distinct"),
    "AIV-OC-01": ("firm", 0, "MSMEs adopting sustainable practices", "valid_at_cut_off", "distinct"),
    "AIV-OC-02": ("firm", 0, "MSMEs applying norms and standards", "valid_at_cut_off", "distinct"),
    "AIV-OC-03": ("job", 2, "Green or digital jobs", "state_at_cut_off", "maximum"),
    "AIV-OC-04": ("firm", 0, "MSMEs declaring increased turnover", "distinct_ever", "distinct"),
    "AIV-OP-03": ("project", 0, "Projects in execution", "state_at_cut_off", "count"),
    "AIV-OP-04": ("organisation", 0, "Institutions in contracts", "distinct_ever", "distinct"),
    "AIV-FIN-01": ("euro", 2, "Money by country", "latest", "sum"),
}
"""Code -> what it counts, decimals, name, rules."""

COUNTRIES = {
    "CO": ("12", "5860", "1540", "1105.50", "238", "312"),
    "PE": ("8", "7042", "1963", "1400.00", "1365", "718"),
    "BR": ("7", "4310", "1120", "862.00", "176", "214"),
    "PY": ("1", "200", "75", "23.00", "6", "10"),
}
"""Country -> projects, trained, practices, jobs, standards, turnover."""

WHOLE = ("66", "31940", "8508", "5968.50", "2487", "2046")
OF = ("AIV-OP-03", "AIV-OP-01", "AIV-OC-01", "AIV-OC-03", "AIV-OC-02", "AIV-OC-04")
MONEY = {
    "": ("19385500", "5354500", "24740000"), "PE": ("2354100", "675900", "3030000"),
    "CO": ("3425600", "954400", "4380000"),
}  # fmt: skip
"""Country -> EU contribution, co-financing, total cost."""


def version(code):
    """The definition of an indicator of the catalogue, made once."""
    found = models.IndicatorVersion.objects.filter(indicator__code=code).first()
    if found:
        return found
    entity, decimals, name, time_rule, cross_project_rule = CATALOGUE[code]
    return IndicatorVersionFactory(
        indicator=models.Indicator.objects.create(code=code), entity=entity, decimals=decimals, time_rule=time_rule,
        name_en=name, name_es=f"{name} (es)", name_pt_br=f"{name} (pt)", definition_es="Definición.",
        definition_en=f"{name}, each one once.", cross_project_rule=cross_project_rule,
    )  # fmt: skip


def figure(compilation, code, net, overlap="0", **dims):
    """One figure; what is counted once is ``overlap``."""
    net, overlap = Decimal(net), Decimal(overlap)
    return Figure(
        compilation=compilation, indicator=version(code), dims=dims, gross=net + overlap, net=net, overlap=overlap,
        low=0, high=0, projects=1,
    )  # fmt: skip


def compilation(*, cut_off=CUT_OFF, as_of=AS_OF, state="done", extra=()):
    """A finished compilation with the figures above; ``extra`` are (code, net, dims)."""
    hashes = {"inputs_sha256": "1" * 64, "figures_sha256": "2" * 64} if state == "done" else {}
    made = Compilation.objects.create(
        cut_off=cut_off, as_of=as_of, state=state, requested_at=as_of, done_at=as_of if hashes else None, **hashes
    )
    rows = [figure(made, code, net) for code, net in zip(OF, WHOLE, strict=True)]
    rows += [
        figure(made, code, net, country=country)
        for country, values in COUNTRIES.items()
        for code, net in zip(OF, values, strict=True)
    ]
    rows += [figure(made, "AIV-OC-03", "1400.00", country="PE", green="true"), figure(made, "AIV-OP-04", "173")]
    names = ("eu_contribution", "cofinancing", "total_cost")
    for country, amounts in MONEY.items():
        where = {"country": country} if country else {}
        rows += [figure(made, "AIV-FIN-01", net, money=name, **where) for name, net in zip(names, amounts, strict=True)]
    for pillar, net in (("1", "14200"), ("2", "18900")):
        rows += [figure(made, "AIV-OP-01", net, pillar=pillar)]
    for section, net in (("A", "16000"), ("C", "12000"), ("G", "3940")):
        rows += [figure(made, "AIV-OP-01", net, section=section)]
    rows += [figure(made, code, net, **dims) for code, net, dims in extra]
    Figure.objects.bulk_create(rows)
    return made


def project(reference="922-AIV-001", country="PE", *, pillar=1, kind="grant", ends_on="2026-04-30", number=1, **fields):
    """A project as a publication keeps it: 300,000 of 375,000 EUR from the EU, with an Italian partner."""
    money = {"eu": "300000.00", "own": "75000.00", "total": "375000.00"} if kind == "grant" else None
    return {
        "id": number, "public_id": str(uuid.uuid5(uuid.NAMESPACE_URL, reference)), "kind": kind, "reference": reference,
        "title": f"Café {reference}", "lead": {"name": f"Cámara {country}", "country": country},
        "partners": [{"name": "Associazione Verde", "country": "IT"}] if money else [], "pillar": pillar,
        "countries": [country], "sectors": ["coffee"], "starts_on": "2024-05-01", "ends_on": ends_on,
        "is_running": ends_on >= "2025-06-30", "money": money, "call": "AIV-2",
    } | fields  # fmt: skip


def projects():
    """Running projects of four countries, one that is over, and the Lima chamber's own action."""
    running = [project(f"922-AIV-00{place}", code, number=place) for place, code in enumerate(COUNTRIES, 1)]
    over = project("922-AIV-009", "CO", ends_on="2025-02-28", number=9)
    own = project(
        "OA-001", "PE", kind="own_action", number=10, lead={"name": "Cámara de Comercio de Lima", "country": "PE"}
    )
    return [*running, over, own]


def published(made=None, *, corrects=None, rows=None, at=NOON, **errata):
    """A publication of a compilation, made directly: the way by two persons has tests of its own."""
    made = made or compilation()
    document = content_of(made) | {"projects": projects() if rows is None else rows, "elapsed": "65"}
    return Publication.objects.create(
        number=Publication.objects.count() + 1, document=document, sha256=content_hash(canonical(document)),
        frozen_at=at, frozen_by=UserFactory(), proposed_by=UserFactory(), compilation=made, cut_off=made.cut_off,
        as_of=made.as_of, corrects=corrects, **errata,
    )  # fmt: skip


def published_note(publication, *, by, country="CO", language="es"):
    """A note as its draft gives it, published."""
    note = begin_note(publication, country=country, language=language, by=by)
    return publish_note(note, {}, by=by, proposal=Proposal(reason="Now.")).note

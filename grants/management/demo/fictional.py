"""Small fictional calls that keep every desk alive: one being assessed, one to be decided, one with contracts, and
one with two steps, whose committee votes on who is invited to the full application.

Their dates count from the day of loading, and they belong to a programme of their own, so that no
figure of the true one is touched. Those who apply are organisations of the plan, and Ana's chamber.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import override

from grants import clock
from grants.evaluation.actions.assigning import assign_assessment
from grants.management.demo.contracting import sign_contract_of
from grants.management.demo.deciding import announce, decide, declare, put, vote
from grants.management.demo.evaluating import Evaluating
from grants.management.demo.past_calls import tell_application
from grants.management.demo.payments import pay_first_instalment
from grants.management.demo.plan import Case, Outcome
from grants.management.demo.steps import Papers

APPLICATIONS = 6
WRITING = timedelta(days=30)
SCORES = ("88", "72.5", "84", "76", "79.5", "64")
CONCEPT_TOTALS = ((45, 43), (41, 38), (36, 33), (28, 26))
"""What Clara and Carlos give each concept note, of 50 points."""

DAYS_AGO = {
    "demo-assess": {"opened": 47, "invited": 46, "checked": 38, "assigned": 30, "scored": -9, "third": 6},
    "demo-vote": {
        "opened": 137, "invited": 136, "checked": 125, "assigned": 122, "scored": 95, "third": 93, "consolidated": 78,
        "put": 5, "decided": 1,
    },
    "demo-contracts": {
        "opened": 372, "invited": 371, "checked": 360, "assigned": 357, "scored": 330, "third": 328,
        "consolidated": 315, "put": 300, "decided": 293, "arranged": 286, "announced": 280,
    },
    "demo-concepts": {
        "opened": 38, "invited": 37, "checked": 30, "assigned": 28, "scored": 14, "consolidated": 6, "put": 2,
    },
}  # fmt: skip
LOTS = {"demo-assess": "12", "demo-vote": "123", "demo-contracts": "12", "demo-concepts": "1"}
LED_BY_ANA = {
    "demo-contracts": ("Café con bosque y comprador en Quillabamba", "coffee"),
    "demo-concepts": ("Cacao con sombra y sello en Quillabamba", "cocoa"),
}
"""Call -> title and sector of the application that her chamber leads."""

CUSCO, TORINO = "PE-cusco", "IT-torino"


def load_fictional(plan, calls, cast, planned, organisations, now):
    """All of them; ``planned`` are the organisations of the plan, ``organisations`` those of the cast."""
    known = planned | {
        CUSCO: (organisations["cusco"], cast["ana"]), TORINO: (organisations["torino"], cast["bruno"])
    }  # fmt: skip
    papers = Papers()
    told = {}
    for slug, days in DAYS_AGO.items():
        cases = cases_of(plan, slug, calls[slug].closes_at)
        for case in cases:
            tell_application(case, calls[slug], known, papers)
        dates = {name: _days_ago(now, count) for name, count in days.items()}
        told[slug] = cases, Evaluating(calls[slug], cases, cast, dates)
    _being_assessed(*told["demo-assess"], cast, now)
    _to_be_decided(told["demo-vote"][1], cast)
    _with_contracts(*told["demo-contracts"], cast, papers, now)
    _to_be_invited(*told["demo-concepts"], cast)


def cases_of(plan, slug, closes) -> list[Case]:
    """Six consortia without luck in the second call apply again, four with concept notes; Ana leads one or two."""
    leads, pool = set(), []
    for case in plan.of("2023"):
        if case.score is not None and not case.contract and case.lead not in leads:
            leads.add(case.lead)
            pool.append(case)
    first = list(DAYS_AGO).index(slug) * APPLICATIONS
    count = len(CONCEPT_TOTALS) if slug == "demo-concepts" else APPLICATIONS
    chosen = [pool[(first + place) % len(pool)] for place in range(count)]
    made = []
    for place, case in enumerate(chosen):
        received = (closes - timedelta(days=1 + place)).replace(hour=14, minute=7 * place)
        made.append(
            replace(
                case,
                key=f"{slug}-{place + 1}",
                call=slug,
                outcome=Outcome.UNFUNDED,
                score=Decimal(SCORES[place]),
                lot=LOTS[slug][place % len(LOTS[slug])],
                received=received,
                started=received - WRITING,
            )
        )
    if slug in LED_BY_ANA:
        title, sector = LED_BY_ANA[slug]
        made[0] = replace(
            made[0], country="PE", sector=sector, total=345_000, grant=269_100, months=24, lead=CUSCO,
            partners=(TORINO,), title=title, region="Cusco", language="es",
        )  # fmt: skip
    return made


def _being_assessed(cases, story, cast, now):
    """Clara, Carlos and Celia: two assessments diverge and wait for Celia's, others are open; one check is to do."""
    story.open()
    story.check(leave=[cases[5].key])
    story.invite({name: cast[name] for name in ("clara", "carlos", "celia")})
    candidates = {case.key: candidate for candidate, case in story.candidates()}
    due = (now + timedelta(days=9)).replace(hour=21, minute=0)
    shared = (("clara", "carlos"), ("clara", "celia"), ("carlos", "celia"), ("clara", "carlos"), ("clara", "carlos"))
    totals = ({"clara": 83, "carlos": 55}, {"celia": 74}, {"celia": 81}, {"clara": 77, "carlos": 75}, {})
    given = {}
    for case, names in zip(cases, shared, strict=False):
        for name in names:
            given[case.key, name] = _assign(story, candidates[case.key], name, due, at=story.dates["assigned"])
    for place, (case, known) in enumerate(zip(cases, totals, strict=False)):
        for number, (name, total) in enumerate(known.items()):
            at = _days_ago(now, 20 - 2 * place) + timedelta(hours=3 * number)
            story.score(given[case.key, name], total, at=at)
    _assign(story, candidates[cases[0].key], "celia", due, at=story.dates["third"], is_third=True)
    declare(story.evaluation, cast, story.dates["opened"] + timedelta(days=1))


def _assign(story, candidate, name, due, *, at, is_third=False):
    sonia = story.people["sonia"]
    with clock.at(at), override(sonia.language):
        return assign_assessment(candidate, assessor=story.assessors[name], due_at=due, is_third=is_third, by=sonia)


def _to_be_decided(story, cast):
    """Lot 1 waits for three votes, lot 2 for Ines, lot 3 for Sonia to put it."""
    _scored(story, cast)
    declare(story.evaluation, cast, story.dates["put"] - timedelta(days=1))
    first, second, _third = story.call.lots.order_by("position")
    voted = put(second, cast, story.dates["put"])
    vote(voted, cast, story.dates["put"] + timedelta(days=1))
    put(first, cast, story.dates["decided"])


def _with_contracts(cases, story, cast, papers, now):
    """Three contracts: Ana's is running and paid, one is requested, one lies between Elena and Hugo."""
    _scored(story, cast)
    decide(story.call, cast, story.dates)
    announce(story.evaluation, cast, story.dates)
    awarded = {award.candidate.application.start_key for award in _awards(story)}
    selected = [case for case in cases if case.start_key in awarded]
    running, *fresh = sorted(selected, key=lambda case: case.lead != CUSCO)
    days = {"prepared": 262, "sent": 250, "signed": 236}
    _contract(running, cast, papers, now, days, starts=_first_of_month(_days_ago(now, 232)), until="confirmed")
    days = {"prepared": 40, "sent": 24, "signed": 10}
    for case, until, ago in zip(fresh, ("initiated", "requested"), (9, 6), strict=False):
        starts = _first_of_month(now.date())
        signed_at = now - timedelta(days=ago, minutes=20)
        _contract(case, cast, papers, now, days, starts=starts, until=until, signed_at=signed_at)


def _contract(case, cast, papers, now, days, *, starts, until, signed_at=None):
    days = {name: _days_ago(now, count).date() for name, count in days.items()}
    contract, moment = sign_contract_of(replace(case, starts=starts), cast, papers, **days)
    pay_first_instalment(contract, cast, signed_at or moment, until=until)


def _to_be_invited(cases, story, cast):
    """Every concept note is scored by Clara and Carlos; the committee has the cut before it, and nobody has voted."""
    story.open()
    story.check()
    story.invite({name: cast[name] for name in ("clara", "carlos")})
    due = story.dates["scored"] + timedelta(days=1)
    candidates = {case.key: candidate for candidate, case in story.candidates()}
    for place, (case, totals) in enumerate(zip(cases, CONCEPT_TOTALS, strict=True)):
        for name, total in zip(("clara", "carlos"), totals, strict=True):
            given = _assign(story, candidates[case.key], name, due, at=story.dates["assigned"])
            story.score(given, total, at=story.dates["assigned"] + timedelta(days=2 + 2 * place))
    story.consolidate()
    declare(story.evaluation, cast, story.dates["put"] - timedelta(days=1))
    put(story.call.lots.get(), cast, story.dates["put"])


def _scored(story, cast):
    story.open()
    story.check()
    story.invite({name: cast[name] for name in ("clara", "carlos", "celia")})
    story.assess()
    story.consolidate()


def _awards(story):
    return [
        candidate.award
        for candidate in story.evaluation.candidates.filter(award__isnull=False).select_related("award__candidate")
    ]


def _days_ago(now, count):
    return (now - timedelta(days=count)).replace(hour=10, minute=0, second=0, microsecond=0)


def _first_of_month(day):
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

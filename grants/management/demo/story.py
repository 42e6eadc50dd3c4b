"""The whole demo, stage by stage in the order of what rests on what."""

from dataclasses import replace
from functools import partial

from grants import clock
from grants.management.demo.applications import load_applications
from grants.management.demo.asking import correct_the_form, load_questions
from grants.management.demo.books import keep_books
from grants.management.demo.calls import load_calls
from grants.management.demo.cast import engage_auditor, load_organisations, load_people
from grants.management.demo.contracting import amend_past_contract, sign_past_contract
from grants.management.demo.deciding import announce, decide, move_money, renounce
from grants.management.demo.diligence import look_up
from grants.management.demo.evaluating import Evaluating, dates_of, load_experts
from grants.management.demo.fictional import load_fictional
from grants.management.demo.past_calls import load_planned_organisations, tell_application
from grants.management.demo.payments import pay_first_instalment
from grants.management.demo.plan import Outcome
from grants.management.demo.programme import CALLS
from grants.management.demo.steps import Papers

ASSESSORS = ("clara", "carlos", "celia")


class Story:
    """What has been told so far, and the chapters that tell the rest; ``now`` is the moment of loading."""

    def __init__(self, plan, now):
        self.plan, self.now, self.papers = plan, now, Papers()

    def stages(self):
        """What rests on nothing but the stages before it: tracks of (name, what tells it), each track in its order.

        The tracks of a stage have nothing to do with each other and can be told side by side; what they
        leave behind stands in the database only.
        """
        first, second = CALLS
        yield [[("people and calls", self.begin)]]
        yield [[("organisations", self.register)]]
        yield [
            [
                (f"applications of {slug}", partial(self.apply, slug)),
                (f"evaluation of {slug}", partial(self.evaluate, slug)),
            ]
            for slug in CALLS
        ]
        yield [[("decisions", self.decide)]]
        yield [
            [(f"contracts of {first}", partial(self.contract, first)), ("fictional calls", self.invent)],
            [(f"contracts of {second}", partial(self.contract, second))],
        ]
        yield [[("books", self.keep_books)]]

    def begin(self):
        """The cast, their organisations, the calls."""
        with clock.at(self.now.replace(year=2022, month=1, day=10)):
            self.people = load_people()
            self.own = load_organisations(self.people)
            self.experts = load_experts(self.people["admin"])
        engage_auditor(self.people, self.now)
        self.calls = load_calls(self.people["diego"], self.now.date(), self.plan)

    def register(self):
        """Every organisation of the plan."""
        self.organisations = load_planned_organisations(self.plan)

    def apply(self, slug):
        """The applications of a call of before."""
        for case in self.plan.of(slug):
            tell_application(case, self.calls[slug], self.organisations, self.papers)

    def evaluate(self, slug):
        """From the opening to the consolidated scores."""
        told = Evaluating(self.calls[slug], self.plan.handed_in(slug), self.people, dates_of(slug))
        told.open()
        told.check()
        told.invite({name: self.people[name] for name in ASSESSORS} | self.experts)
        told.assess()
        told.consolidate()

    def decide(self):
        """The committee on both calls; between them the money the first one left over is moved."""
        first, second = (self.calls[slug] for slug in CALLS)
        for slug in CALLS:
            if slug == second.slug:
                move_money(first, second, self.people)
            decide(self.calls[slug], self.people, dates_of(slug))
            announce(self.calls[slug].evaluation, self.people, dates_of(slug))
            for case in self.plan.of(slug):
                if case.outcome == Outcome.RENOUNCED:
                    renounce(case)

    def contract(self, slug):
        """The contracts of a call, signed by both sides, each with its first instalment."""
        for case in self.plan.contracts(slug):
            if not self.plan.is_whole:
                case = replace(case, contract="")  # a part of the programme counts its contracts anew, without gaps
            contract, signed_at = sign_past_contract(case, self.people, self.papers)
            pay_first_instalment(contract, self.people, signed_at)
            joins = [join for join in self.plan.joins if join.contract == case.key]
            amend_past_contract(contract, joins, self.organisations, self.people, self.papers)

    def invent(self):
        """The fictional calls: the one that is open, and the three that keep the desks alive."""
        load_applications(self.calls["demo"], self.own, self.now)
        load_questions(self.calls["demo"], self.people, self.now)
        correct_the_form(self.calls["demo"], self.people, self.now)
        load_fictional(self.plan, self.calls, self.people, self.organisations, self.own, self.now)

    def keep_books(self):
        """What finance has done with all that was paid."""
        keep_books(self.people, self.own["cusco"], self.now)
        look_up(self.people, self.own["cusco"], self.now, self.papers)

    def summary(self):
        """One sentence of figures."""
        return (
            f"{len(self.people)} people of the cast, {len(self.own) + len(self.organisations)} organisations, "
            f"{len(self.calls)} calls, {len(self.plan.cases)} past applications, "
            f"{sum(len(self.plan.contracts(slug)) for slug in CALLS)} contracts"
        )

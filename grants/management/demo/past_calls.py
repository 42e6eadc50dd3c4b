"""The applications of the two calls that were: each told by its own people, at its own time, by the actions of life.

Those that came late are drafts that were never submitted: their try after the deadline was refused,
and is on record like every other try. "Received" counts both.
"""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import override

from grants import clock
from grants.applications.actions.budget import save_budget
from grants.applications.actions.documents import add_document
from grants.applications.actions.drafting import edit_application, start_application
from grants.applications.actions.mandates import sign_mandate_online
from grants.applications.actions.submission import submit_application
from grants.applications.queries.drafting import facts_mark
from grants.applications.queries.mandates import standings
from grants.attempts.actions import attempt
from grants.budgets.models import SourceKind
from grants.calls.models import CallStep
from grants.management.demo.cast import person
from grants.management.demo.plan import Outcome, draw, history
from grants.management.demo.sheets import sheet_of
from grants.management.demo.steps import accept, invite, required_papers, upload, write_logframe, write_parts
from grants.management.demo.writing import Writer
from grants.organisations.actions.registration import register_organisation
from grants.workflow import Refused

BEFORE_ADDENDUM = timedelta(days=20)


def tell_application(case, call, organisations, papers):
    """One case, from the first click to the try that counts; ``organisations`` are {key: (organisation, manager)}."""
    return _Story(case, call, organisations, papers).tell()


def load_planned_organisations(plan):
    """{key: (organisation, its manager)}, each registered some days before its first application begins."""
    first = {}
    for case in plan.cases:
        for key in case.seats:
            first[key] = min(case.started, first.get(key, case.started))
    for later in plan.joins:
        contract = next(case for case in plan.cases if case.contract == later.contract)
        first[later.organisation] = contract.received.replace(
            year=later.on.year, month=later.on.month, day=later.on.day
        ) - BEFORE_ADDENDUM  # fmt: skip
    moments = {key: _office_hours(moment, draw("registered", key)) for key, moment in first.items()}
    registered = {}
    for key, moment in sorted(moments.items(), key=lambda pair: (pair[1], pair[0])):
        entry = plan.organisations[key]
        with clock.at(moment):
            name, email = entry.manager
            manager = person(email, name, entry.language, entry.zone)
            registered[key] = register_organisation(manager, by=manager, data=entry.data), manager
    return registered


def _office_hours(moment, chance):
    """Some days before, when people work on both sides of the ocean."""
    day = moment - timedelta(days=chance.randint(1, 10))
    return day.replace(hour=chance.randint(13, 16), minute=chance.randint(0, 59))


class _Story:
    """One case, from the first click to the try that counts."""

    def __init__(self, case, call, organisations, papers):
        self.case, self.call, self.papers = case, call, papers
        self.lead, self.by = organisations[case.lead]
        self.others = [organisations[key] for key in case.partners]
        self.words = Writer(case, [organisation.short_name for organisation, _manager in map(
            organisations.get, case.seats
        )])  # fmt: skip

    def tell(self):
        """Everything up to the deadline is the same for all; the late ones try when it has passed."""
        case = self.case
        ready = min(case.received, self.call.closes_at)
        eve = (ready - timedelta(days=1)).replace(hour=14, minute=20)
        writing = timedelta(days=(ready - case.started).days // 10)
        with clock.at(case.started):
            self._start()
        with clock.at(case.started + timedelta(days=1)):
            self._invite()
        with clock.at(case.started + timedelta(days=5)):
            write_parts(self.application, self.words.answers(), by=self.by, pause=writing)
        if self.call.step == CallStep.FULL:
            self._complete(eve)
        with clock.at(case.received):
            self._submit()
        return self.application

    def _complete(self, eve):
        """What a concept note does without."""
        with clock.at(eve - timedelta(days=1)):
            self._write_budget()
            write_logframe(self.application, self.words.results(), self.words.indicators(), by=self.by)
        with clock.at(eve):
            self._upload()
        with clock.at(eve + timedelta(hours=2)):
            self._sign()

    def _start(self):
        case = self.case
        lot = next(lot for lot in self.call.lots.all() if lot.code == case.lot)
        self.application = start_application(
            self.call, lot=lot, organisation=self.lead, title=case.title, by=self.by, start_key=case.start_key
        )
        stated = {"stated_grant": Decimal(case.grant), "stated_cost": Decimal(case.total)}
        self.application = edit_application(
            self.application, title=case.title, lot=lot, months=case.months, countries=[case.country],
            based_on=facts_mark(self.application), by=self.by,
            **stated if self.call.step == CallStep.CONCEPT else {},
        )  # fmt: skip

    def _invite(self):
        moment = clock.now()
        places = [invite(self.application, one, manager=manager, by=self.by) for one, manager in self.others]
        for number, (place, (organisation, manager)) in enumerate(zip(places, self.others, strict=True)):
            with clock.at(moment + timedelta(days=1, minutes=17 * number)):
                accept(place, organisation, manager=manager, tasks=self.words.tasks(number), by=self.by)

    def _write_budget(self):
        sheet, units = sheet_of(self.case), self.words.words["budget"]["units"]
        budget = self.application.budget
        columns = {seat.organisation_id: seat for seat in budget.partners.all()}
        seats = [columns[organisation.pk] for organisation in [self.lead, *(one for one, _manager in self.others)]]
        lines = {
            uuid.uuid4(): (
                {
                    "heading": cost.heading, "partner": str(seats[cost.seat].key), "year": str(cost.year),
                    "description": self.words.cost(cost.name, n=str(cost.quantity // 12)),
                    "unit": units[cost.unit], "quantity": str(cost.quantity), "unit_value": f"{cost.unit_value}.00",
                }, 0,
            )
            for cost in sheet.costs
        }  # fmt: skip
        own = {seat.pk: amount for seat, amount in zip(seats, sheet.own, strict=True)}
        sources = {
            source.key: (
                {"amount": f"{self.case.grant if source.kind == SourceKind.EU else own[source.partner_id]}.00",
                 "name": self.words.cost(source.kind)}, source.rev,
            )
            for source in budget.sources.all()
        }  # fmt: skip
        amounts = {"indirect_costs": f"{sheet.indirect}.00", "contingency": f"{sheet.contingency}.00"}
        save_budget(self.application, lines=lines, sources=sources, amounts=(amounts, budget.rev), by=self.by)

    def _upload(self):
        places = list(self.application.partners.filter(state="joined").select_related("organisation"))
        wrong = next((row for row in history()["wrong_papers"] if row["file"] == self.case.reason), None)
        papers = list(required_papers(self.call, self.lead, places))
        if wrong:
            slot, place, _owner = paper = next(paper for paper in papers if paper[0].slug == wrong["slot"])
            papers.remove(paper)
            content = self.papers.make(wrong["title"], wrong["text"])
            uploaded = SimpleUploadedFile(wrong["file"], content, "application/pdf")
            add_document(self.application, slot=slot, uploaded=uploaded, partner=place, by=self.by)
        upload(self.application, papers, self.papers, by=self.by)

    def _sign(self):
        managers = {organisation.pk: (organisation, manager) for organisation, manager in self.others}
        for standing in standings(self.application):
            organisation, manager = managers[standing.partner.organisation_id]
            sign_mandate_online(
                standing.partner, by=manager, name=organisation.representative_name,
                capacity=organisation.representative_capacity, seen_sha256=standing.seen_sha256,
            )  # fmt: skip

    def _submit(self):
        received = self.case.received
        try:
            trace = attempt("submit_application", self.application, by=self.by, received_at=received)
            with override(self.by.language), trace, transaction.atomic():
                submit_application(self.application, by=self.by, received_at=received)
        except Refused:
            if self.case.outcome != Outcome.LATE:
                raise

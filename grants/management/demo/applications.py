"""The applications of the fictional open call: begun, drafted, signed, handed in by their own people."""

import uuid
from datetime import timedelta
from decimal import Decimal

from grants import clock
from grants.applications.actions.budget import save_budget
from grants.applications.actions.comments import answer_thread, begin_thread
from grants.applications.actions.drafting import edit_application, start_application
from grants.applications.actions.mandates import sign_mandate_online
from grants.applications.actions.submission import submit_application
from grants.applications.queries.drafting import facts_mark
from grants.applications.queries.mandates import standing_of
from grants.budgets.queries import rows_of, totals_of
from grants.management.demo.cast import manager_of
from grants.management.demo.data import read
from grants.management.demo.steps import (
    Papers,
    accept,
    invite,
    required_papers,
    upload,
    write_logframe,
    write_parts,
    write_workplan,
)


def load_applications(call, organisations, now):
    """Every application of applications.toml under ``call``; returns how many there are."""
    entries = read("applications.toml")["application"]
    papers = Papers()
    for entry in entries:
        _Story(call, organisations, entry, papers, now).tell()
    return len(entries)


class _Story:
    """One consortium's way from the first click to where ``state`` says it stands."""

    def __init__(self, call, organisations, entry, papers, now):
        self.call, self.entry, self.papers, self.now = call, entry, papers, now
        self.lead = organisations[entry["lead"]]
        self.partner = organisations.get(entry["partner"])
        self.ana, self.bruno = manager_of(self.lead), self.partner and manager_of(self.partner)

    def tell(self):
        # In the afternoon, as people do: nobody's desk says they worked in the middle of the night.
        begun = (self.now - timedelta(days=self.entry["started_days_ago"])).replace(hour=15, minute=20)
        with clock.at(begun):
            self._start()
        if self.partner:
            with clock.at(begun + timedelta(days=1)):
                self._invite()
        with clock.at(begun + timedelta(days=2)):
            self._write()
        if self.entry["state"] == "submitted":
            moment = (self.now - timedelta(days=self.entry["submitted_days_ago"])).replace(hour=17, minute=5)
            with clock.at(moment - timedelta(hours=2)):
                self._upload()
                self._sign()
            with clock.at(moment):
                submit_application(self.application, by=self.ana, received_at=moment)

    def _start(self):
        lot = self.call.lots.get(code=self.entry["lot"])
        self.application = start_application(
            self.call, lot=lot, organisation=self.lead, title=self.entry["title"], by=self.ana, start_key=uuid.uuid4()
        )
        self.application = edit_application(
            self.application, title=self.entry["title"], lot=lot, months=self.entry["months"],
            countries=self.entry["countries"], based_on=facts_mark(self.application), by=self.ana,
        )  # fmt: skip

    def _invite(self):
        place = invite(self.application, self.partner, manager=self.bruno, by=self.ana)
        self.place = accept(place, self.partner, manager=self.bruno, tasks=self.entry["tasks"], by=self.ana)

    def _write(self):
        write_parts(self.application, self.entry["answers"], by=self.ana)
        self._write_budget(self.entry.get("budget", [{}])[0])
        rows = self.entry.get("logframe", [{}])[0].get("rows", [])
        results = {level: (statement, assumptions) for level, statement, assumptions, _indicators in rows}
        indicators = {code: (level, *texts) for level, _s, _a, found in rows for code, *texts in found}
        write_logframe(self.application, results, indicators, by=self.ana)
        planned = [
            (title, level, self._organisation(who), first, last)
            for title, level, who, first, last in self.entry.get("workplan", [])
        ]
        write_workplan(self.application, planned, by=self.ana)
        for place, remark, answer in self.entry.get("comments", []):
            thread = begin_thread(self.application, place=place, text=remark, by=self.bruno)
            answer_thread(thread, text=answer, by=self.ana)

    def _write_budget(self, data):
        budget = self.application.budget
        columns = {seat.organisation_id: str(seat.key) for seat in budget.partners.all()}
        lines = {}
        for heading, who, year, description, unit, quantity, unit_value in data.get("lines", []):
            fields = {
                "heading": heading, "partner": columns[self._organisation(who).pk], "year": str(year),
                "description": description, "unit": unit, "quantity": quantity, "unit_value": unit_value,
            }  # fmt: skip
            lines[uuid.uuid4()] = (fields, 0)
        save_budget(self.application, lines=lines, by=self.ana)
        if "sources" in data:
            amounts = {"indirect_costs": data["indirect"], "contingency": data["contingency"]}
            budget.refresh_from_db()
            save_budget(self.application, amounts=(amounts, budget.rev), by=self.ana)
            budget.refresh_from_db()
            save_budget(self.application, sources=self._sources(data["sources"], columns), by=self.ana)

    def _sources(self, entries, columns):
        """Who pays what; "rest" is what the others leave of the total."""
        rest, sources = totals_of(rows_of(self.application.budget_id)).total, {}
        for kind, who, name, typed in entries:
            amount = rest if typed == "rest" else Decimal(typed)
            rest -= amount
            chosen = self.application.budget.sources.filter(kind=kind)
            source = (chosen.filter(partner__key=columns[self._organisation(who).pk]) if who else chosen).get()
            sources[source.key] = ({"amount": f"{amount:f}", "name": name}, source.rev)
        return sources

    def _upload(self):
        places = self.application.partners.filter(state="joined")
        upload(self.application, required_papers(self.call, self.lead, places), self.papers, by=self.ana)

    def _sign(self):
        if self.entry["mandate"] == "signed":
            sign_mandate_online(
                self.place, by=self.bruno, name=self.partner.representative_name,
                capacity=self.partner.representative_capacity, seen_sha256=standing_of(self.place).seen_sha256,
            )  # fmt: skip

    def _organisation(self, who):
        return self.lead if who == "lead" else self.partner

"""The applications of the fictional open call: begun, drafted, signed, handed in by their own people."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock, pdf
from grants.applications.actions.budget import save_budget
from grants.applications.actions.consortium import accept_partnership, invite_partner, set_tasks
from grants.applications.actions.documents import add_document
from grants.applications.actions.drafting import edit_application, save_part, start_application
from grants.applications.actions.logframe import add_indicator, save_logframe
from grants.applications.actions.mandates import sign_mandate_online
from grants.applications.actions.submission import submit_application
from grants.applications.logframe_cells import cell_name, stored_text
from grants.applications.marks import text_mark
from grants.applications.queries.drafting import facts_mark
from grants.applications.queries.mandates import standing_of
from grants.budgets.queries import rows_of, totals_of
from grants.management.demo.cast import manager_of, read


def load_applications(call, organisations, now):
    """Every application of applications.toml under ``call``; returns how many there are."""
    entries = read("applications.toml")["application"]
    for entry in entries:
        _Story(call, organisations, entry, now).tell()
    return len(entries)


class _Story:
    """One consortium's way from the first click to where ``state`` says it stands."""

    def __init__(self, call, organisations, entry, now):
        self.call, self.entry, self.now = call, entry, now
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
        place = invite_partner(
            self.application, name=self.partner.legal_name, email=self.bruno.email, role="co_applicant",
            language=self.bruno.language, by=self.ana,
        )  # fmt: skip
        self.place = accept_partnership(place, organisation=self.partner, by=self.bruno)
        set_tasks(self.place, tasks=self.entry["tasks"], based_on=text_mark(self.place.tasks), by=self.ana)

    def _write(self):
        answers = self.entry["answers"]
        for part in self.application.draft.parts.all():
            section = self.application.draft.version.sections.get(slug=part.slug)
            keys = set(section.questions.values_list("key", flat=True)) & answers.keys()
            if keys:
                typed = {key: answers[key] for key in keys}
                save_part(self.application, part=part, answers=typed, based_on=dict.fromkeys(keys, 0), by=self.ana)
        self._write_budget(self.entry.get("budget", [{}])[0])
        self._write_logframe(self.entry.get("logframe", [{}])[0])

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

    def _write_logframe(self, data):
        for level, statement, assumptions, indicators in data.get("rows", []):
            result = self.application.results.get(level=level)
            self._save_cells(result, {"statement": statement, "assumptions": assumptions})
            for code, baseline, target, source in indicators:
                row = self._indicator(result, code)
                self._save_cells(row, {"baseline": baseline, "target": target, "source": source})

    def _indicator(self, result, code):
        chosen = result.indicators.filter(indicator__version__indicator__code=code)
        if not chosen.exists():
            add_indicator(self.application, result_key=result.key, code=code, by=self.ana)
        return chosen.get()

    def _save_cells(self, row, texts):
        cells = {cell_name(row, field): text for field, text in texts.items()}
        marks = {cell_name(row, field): text_mark(stored_text(row, field)) for field in texts}
        save_logframe(self.application, cells=cells, based_on=marks, by=self.ana)

    def _upload(self):
        for slot in self.call.required_documents.filter(required=True):
            places = self.application.partners.filter(state="joined") if slot.per_partner else [None]
            for place in places:
                owner = place.organisation if place else self.lead
                upload = SimpleUploadedFile(f"{slot.slug}.pdf", self._paper(slot, owner), "application/pdf")
                add_document(self.application, slot=slot, uploaded=upload, partner=place, by=self.ana)

    def _paper(self, slot, owner):
        frame = {
            "title": slot.title_es, "subject": slot.title_es, "programme": "AL-INVEST Verde",
            "funded": "Financiado por la Unión Europea", "page": "{page}/{pages}",
        }  # fmt: skip
        text = f"{owner.legal_name}. Documento inventado para la demostración."
        return pdf.make("demo", {"frame": frame, "text": text}, language="es", made_at=clock.now())

    def _sign(self):
        if self.entry["mandate"] == "signed":
            sign_mandate_online(
                self.place, by=self.bruno, name=self.partner.representative_name,
                capacity=self.partner.representative_capacity, seen_sha256=standing_of(self.place).seen_sha256,
            )  # fmt: skip

    def _organisation(self, who):
        return self.lead if who == "lead" else self.partner

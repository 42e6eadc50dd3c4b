"""The half-yearly updates of the projects and chambers: begun, filled in, handed in, sometimes returned, approved."""

from datetime import UTC, datetime, time, timedelta
from functools import cached_property

from django.core.files.base import ContentFile

import reporting.tasks  # noqa: F401 - the jobs that are run here
from grants import clock
from grants.management.demo import working
from grants.management.demo.cast import manager_of
from grants.models import Project
from reporting.firms.actions.pairs import COUNT_AGAIN
from reporting.management.demo.reported import of_the_rows, reported_by, women_of
from reporting.management.demo.rows import rows_of
from reporting.management.demo.works import HALF_YEARS, chance_for, data, works_of
from reporting.progress.actions.lists import hand_in_list
from reporting.progress.actions.updates import approve_update, begin_update, return_update, submit_update
from reporting.progress.actions.values import save_values
from reporting.progress.queries.content import reported_of
from reporting.progress.workbook import written
from reporting.progress.workflow import ListState

RETURNED = 0.11
"""Part of the updates that come back once."""

LATEST_APPROVAL = timedelta(days=15)
"""After the end of the half-year: those of mid-2025 are approved by 15 July."""


class Updates:
    """All updates of some countries, half-year by half-year, so that each firm is first known by its first list."""

    def __init__(self, plan, scale, people, countries):
        self.plan, self.scale, self.people, self.countries = plan, scale, people, countries
        self.words = data("lists.toml")

    def tell(self):
        """One after the other."""
        every = works_of(self.plan)
        self.rows = rows_of(every, self.scale, self.countries)
        self.numbers = reported_by(every, self.scale)
        works = [work for work in every if work.country in self.countries]
        for end in HALF_YEARS:
            for work in works:
                if end in work.half_years:
                    self._tell(work, end)

    @cached_property
    def projects(self):
        """Key of the work -> its project."""
        found = Project.objects.select_related("lead", "contract__award__candidate__application")
        started = {case.start_key: case.key for case in self.plan.cases if case.contract}
        grants = {
            started.get(project.contract.award.candidate.application.start_key): project
            for project in found.filter(kind="grant")
        }
        programme = found.filter(kind="own_action", reference__startswith="922-AIV-A")
        return grants | {f"{project.country}-own": project for project in programme}

    def _tell(self, work, end):
        project, chance = self.projects[work.key], chance_for("update", work.key, end)
        by, officer = self._manager(project), self.people[chance.choice(["diego", "dora"])]
        rows = self.rows.get((work.key, end), [])
        days = Days(end, chance)
        with clock.at(days.begun):
            update = begin_update(project, period_end=end, by=None)
        with clock.at(days.filled):
            if rows:
                hand_in(update, rows, by=by, language=self._language(work))
            self._report(update, work, end, rows, by)
        with clock.at(days.submitted):
            update = submit_update(update, by=by)
        if chance.random() < RETURNED:
            with clock.at(days.returned):
                update = self._return(update, officer, chance)
            with clock.at(days.submitted_again):
                self._explain(update, by)
                update = submit_update(update, by=by)
        with clock.at(days.approved):
            approve_update(update, by=officer)
            working.work(COUNT_AGAIN, update)  # which finds no figures yet that it would bring up to date

    def _manager(self, project):
        return manager_of(project.lead)

    def _language(self, work):
        return "pt-br" if work.country == "BR" else "es"

    def _report(self, update, work, end, rows, by):
        numbers = dict(self.numbers.get((work.key, end), {}))
        reported = {one.code: one for one in reported_of(update)}
        for code, one in reported.items():
            if one.is_required and code not in numbers:
                numbers[code] = of_the_rows(code, work.key, end, rows)
        known = {code: number for code, number in numbers.items() if code in reported}
        texts = self.words["pt" if work.country == "BR" else "es"]["reported"]
        values = {code: fields_of(number, reported[code], texts, code, work.key, end) for code, number in known.items()}
        if values:
            save_values(update, by=by, values=values)

    def _return(self, update, officer, chance):
        codes = [one.code for one in reported_of(update) if one.value]
        texts = self.words[officer.language if officer.language in ("es", "pt") else "es"]["returned"]
        comments = {codes[0]: texts["comment"]} if codes else {}
        return return_update(update, by=officer, note=chance.choice(texts["notes"]), comments=comments)

    def _explain(self, update, by):
        """The answer to the comment: how it was measured, in more words."""
        first = next((one for one in reported_of(update) if one.value), None)
        if first is not None:
            words = self.words["es"]["returned"]["answer"]
            save_values(update, by=by, values={first.code: {"note": f"{first.text('note')} {words}"}})


class Days:
    """When an update was begun, filled in, handed in, returned, handed in again, approved."""

    def __init__(self, end, chance):
        self.begun = _at(end - timedelta(days=16), 3, chance)
        self.filled = _at(end + timedelta(days=chance.randint(1, 5)), 14, chance)
        self.submitted = self.filled + timedelta(days=1, minutes=chance.randint(5, 200))
        self.returned = self.submitted + timedelta(days=chance.randint(1, 2))
        self.submitted_again = self.returned + timedelta(days=1, hours=chance.randint(1, 5))
        self.approved = _at(end + timedelta(days=chance.randint(11, LATEST_APPROVAL.days)), 16, chance)


def hand_in(update, rows, *, by, language, name="firm-list"):
    """A list of firms handed in as a workbook, read and compared as a worker does. Returns the FirmList, taken over."""
    content = written(rows, language=language, project=update.project.reference)
    file = ContentFile(content, name=f"{update.project.reference}-{update.period_end}-{name}.xlsx")
    firm_list = hand_in_list(update, file=file, by=by)
    working.work("read_firm_list", firm_list)
    firm_list.refresh_from_db()
    if firm_list.state != ListState.TAKEN:
        problems = list(firm_list.problems.values_list("row", "column", "code", "params")[:5])
        raise ValueError(f"The list of {update} was not taken over: {problems}")
    working.work("match_firms", firm_list)
    return firm_list


def fields_of(number, reported, texts, *what) -> dict:
    """What is typed of a reported number: the whole, women and men where it is divided by them, how and where."""
    fields = {"": str(number)}
    if {"sex:women", "sex:men"} <= set(reported.fields()):
        women = women_of(number, *what)
        fields |= {"sex:women": str(women), "sex:men": str(number - women)}
    return fields | {"note": texts["note"], "kept_at": texts["kept_at"]} if number else fields


def _at(day, hour, chance):
    return datetime.combine(day, time(hour, chance.randint(0, 59)), tzinfo=UTC)

"""Visits of the monitor: a dozen in 2024 and 2025, and what lies on desks around the day of loading. All invented."""

from datetime import UTC, date, datetime, time, timedelta

from grants import clock
from grants.management.demo.cast import manager_of
from grants.models import Project
from reporting.management.demo.works import chance_for, data
from reporting.monitoring.actions.findings import answer_finding, close_finding, raise_finding, return_finding
from reporting.monitoring.actions.samples import draw_sample, note_outcomes
from reporting.monitoring.actions.visits import cancel_visit, carry_out_visit, plan_visit, save_report
from reporting.monitoring.finding_workflow import Severity, Side
from reporting.monitoring.queries.projects import firms_reported
from reporting.monitoring.workflow import Outcome

VISITS = 12
FIRST, LAST = date(2024, 9, 3), date(2025, 9, 16)
SAMPLE = 6
OUTCOMES = (Outcome.SEEN,) * 8 + (Outcome.DIFFERS, Outcome.NOT_FOUND)
TO_ANSWER = timedelta(days=30)
FRIDAY = 4


class Visiting:
    """The monitor goes from project to project; ``now`` is the moment of loading."""

    def __init__(self, people, now):
        self.people, self.monitor, self.now = people, people["marta"], now

    def tell_past(self):
        """A dozen visits with their findings, answered and closed, the last of them cancelled."""
        contracted = Project.objects.filter(contract__state="signed", reference__startswith="922-")
        projects = list(contracted.select_related("lead", "contract").order_by("reference"))
        if not projects:
            return
        step = (LAST - FIRST) / (VISITS - 1)
        for number in range(VISITS):
            project = projects[number * len(projects) // VISITS]
            day = _working_day(FIRST + timedelta(days=step.days * number))
            if day > project.starts_on:
                self._tell_visit(project, day, number)

    def fill_desks(self):
        """Today: Ana has a finding to answer, one is overdue, an answer waits for the monitor, a visit is coming."""
        ana, running = self.people["ana"], Project.objects.get(reference="DEMO-001")
        visit = self._visit(running, _working_day(self._day(-23)), "desk")
        self._raise(visit, 0, Severity.HIGH, days_ago=13, due_in=9)
        self._raise(visit, 2, Severity.MEDIUM, days_ago=40, due_in=-4, is_of_visit=False)
        answered = self._raise(visit, 1, Severity.MEDIUM, days_ago=13, due_in=17)
        self._answer(answered, ana, 3)
        programme = data("visits.toml")[_words(running)]["programme"]
        with clock.at(self.now - timedelta(days=12)):
            raise_finding(
                running, by=self.monitor, visit=visit, severity=Severity.LOW, what=programme["what"],
                recommendation=programme["recommendation"], side=Side.PROGRAMME, due_on=self._day(6),
            )  # fmt: skip
        with clock.at(self.now - timedelta(days=5)):
            texts = data("visits.toml")[_words(running)]
            plan_visit(
                running, by=self.monitor, planned_on=_working_day(self._day(11)), place=texts["places"][3],
                purpose=texts["purposes"][2], announce=True,
            )  # fmt: skip

    def _tell_visit(self, project, day, number):
        if number == VISITS - 1:
            self._cancelled(project, day, number)
            return
        visit = self._visit(project, day, number)
        chance = chance_for("finding", project.reference, day)
        for place in range(chance.randint(0, 2)):
            self._tell_finding(visit, (number + place) % 4, chance.choice(list(Severity)))

    def _tell_finding(self, visit, which, severity):
        """Raised with the report, answered in time, sometimes returned once, closed."""
        moment, by = visit.carried_out_at, manager_of(visit.project.lead)
        texts = data("visits.toml")[_words(visit.project)]
        told = texts["findings"][which]
        with clock.at(moment + timedelta(days=1)):
            finding = raise_finding(
                visit.project, by=self.monitor, visit=visit, severity=severity, what=told["what"],
                recommendation=told["recommendation"], side=Side.PROJECT, due_on=moment.date() + TO_ANSWER,
            )  # fmt: skip
        with clock.at(moment + timedelta(days=18)):
            answer_finding(finding, by=by, text=told["answer"])
        closed = moment + timedelta(days=25)
        if severity == Severity.HIGH:
            with clock.at(moment + timedelta(days=21)):
                return_finding(finding, by=self.monitor, note=texts["return"], due_on=closed.date() + TO_ANSWER)
            with clock.at(moment + timedelta(days=24)):
                answer_finding(finding, by=by, text=told["answer"])
        with clock.at(closed):
            close_finding(finding, by=self.monitor, note=texts["close"])

    def _cancelled(self, project, day, number):
        texts = data("visits.toml")[_words(project)]
        with clock.at(_moment(day) - timedelta(days=20)):
            visit = plan_visit(project, announce=True, by=self.monitor, **self._plan(project, day, number))
        with clock.at(_moment(day) - timedelta(days=2)):
            cancel_visit(visit, by=self.monitor, note=texts["cancel"])

    def _visit(self, project, day, number):
        """Planned and announced, firms drawn and looked at, the report handed in four days later."""
        texts, chance = data("visits.toml")[_words(project)], chance_for("visit", project.reference, day)
        with clock.at(_moment(day) - timedelta(days=20)):
            visit = plan_visit(project, announce=True, by=self.monitor, **self._plan(project, day, number))
        with clock.at(_moment(day) - timedelta(days=2)):
            if firms_reported(project).exists():
                visit = draw_sample(visit, by=self.monitor, size=SAMPLE)
        with clock.at(_moment(day) + timedelta(days=4)):
            chosen = {one.position: chance.choice(OUTCOMES) for one in visit.observations.all()}
            if chosen:
                notes = {place: (outcome, texts[outcome]) for place, outcome in chosen.items()}
                note_outcomes(visit, by=self.monitor, outcomes=notes)
            report = chance.choice(texts["reports"])
            save_report(visit, by=self.monitor, held_on=day, met=texts["met"], report=report)
            return carry_out_visit(visit, by=self.monitor)

    def _plan(self, project, day, number):
        texts, chance = data("visits.toml")[_words(project)], chance_for("plan", project.reference, number)
        place, purpose = chance.choice(texts["places"]), chance.choice(texts["purposes"])
        return {"planned_on": day, "place": place, "purpose": purpose}

    def _raise(self, visit, which, severity, *, days_ago, due_in, is_of_visit=True):
        told = data("visits.toml")[_words(visit.project)]["findings"][which]
        with clock.at(self.now - timedelta(days=days_ago)):
            return raise_finding(
                visit.project, by=self.monitor, visit=visit if is_of_visit else None, severity=severity,
                what=told["what"], recommendation=told["recommendation"], side=Side.PROJECT, due_on=self._day(due_in),
            )  # fmt: skip

    def _answer(self, finding, by, days_ago):
        told = next(
            one for one in data("visits.toml")[_words(finding.project)]["findings"] if one["what"] == finding.what
        )
        with clock.at(self.now - timedelta(days=days_ago)):
            answer_finding(finding, by=by, text=told["answer"])

    def _day(self, offset):
        return (self.now + timedelta(days=offset)).date()


def _words(project):
    return "pt" if project.country == "BR" else "es"


def _working_day(day):
    """The day itself, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day


def _moment(day):
    return datetime.combine(day, time(15, 0), UTC)

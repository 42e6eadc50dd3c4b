"""The evaluation of a call, from the opening to the consolidated scores, by its people and at its time."""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import override

from grants import clock
from grants.calls.models import CallStep
from grants.evaluation.actions import checks
from grants.evaluation.actions.assessing import save_scores, submit_assessment
from grants.evaluation.actions.assessors import accept_assessor, invite_assessor
from grants.evaluation.actions.assigning import assign_assessment, assign_by_lot
from grants.evaluation.actions.consolidating import consolidate_evaluation
from grants.evaluation.actions.files import release_files
from grants.evaluation.actions.grids import load_grids, set_scoring_rules
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.models import CheckStage, Standing
from grants.evaluation.queries.assigning import free_assessors
from grants.evaluation.queries.checks import criteria_of
from grants.evaluation.queries.declaration import declaration_hash
from grants.evaluation.queries.files import unscanned
from grants.evaluation.queries.grids import grid_of, rules_of
from grants.management.demo import assessments
from grants.management.demo.cast import person
from grants.management.demo.data import moment, read
from grants.management.demo.plan import Outcome, draw
from grants.organisations.actions.accounts import give_role
from grants.permissions import Role

EXPERTS_DOMAIN = "peritos.example"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LOOKED_AT = "Revisados con el antivirus de la oficina."


def load_experts(admin):
    """The independent experts by name; they assess, and nobody of the demo signs in as one of them."""
    experts = {}
    for entry in read("evaluation.toml")["expert"]:
        address = f"perito{len(experts) + 1}@{EXPERTS_DOMAIN}"
        experts[entry["name"]] = expert = person(address, entry["name"], entry["language"], entry["zone"])
        give_role(expert, by=admin, role=Role.ASSESSOR)
    return experts


def set_evaluation_up(call, *, by, grids):
    """Before a call opens: how each step is scored, and what its checks ask beside the standard criteria."""
    for step in (CallStep.CONCEPT, CallStep.FULL)[2 - call.steps :]:
        set_scoring_rules(
            call, by=by, step=step, grid=grids[step], threshold=Decimal(assessments.THRESHOLDS[step]),
            percent=Decimal(assessments.DIVERGE_ABOVE),
        )  # fmt: skip
    made = checks.adopt_standard_criteria(call, by=by)
    for place, entry in enumerate(read("evaluation.toml")["criterion"]):
        columns = {
            f"{name}_{language}": text
            for name in ("text", "reason")
            for language, text in zip(checks.LANGUAGES, entry[name], strict=True)
        }
        checks.add_criterion(
            call, by=by, stage=CheckStage.ELIGIBILITY, slug=entry["slug"], position=len(made) + place, **columns
        )


def load_grids_of_steps():
    """Step -> its grid."""
    return dict(zip(CallStep, load_grids(), strict=True))


def dates_of(slug):
    """When what happened in the evaluation of a call of before."""
    return {name: moment(day) for name, day in read("evaluation.toml")["dates"][slug].items()}


class Evaluating:
    """One call; ``cases`` are those of the plan that were handed in, ``dates`` the moments of its steps."""

    def __init__(self, call, cases, people, dates):
        self.call, self.people, self.dates = call, people, dates
        self.cases = {case.start_key: case for case in cases}

    def candidates(self):
        """(candidate, its case), by reference."""
        rows = self.evaluation.candidates.select_related("application", "evaluation__call").order_by("reference")
        return [(candidate, self.cases[candidate.application.start_key]) for candidate in rows]

    def open(self):
        """Diego opens in Dora's presence."""
        with clock.at(self.dates["opened"]):
            self.evaluation = open_submissions(self.call, by=self.people["diego"], witness=self.people["dora"])
        with clock.at(self.dates["opened"] + HOUR):
            if unscanned(self.evaluation).exists():  # the demo has no scanner
                release_files(self.evaluation, by=self.people["diego"], reason=LOOKED_AT)
        return self.evaluation

    def check(self, *, leave=()):
        """Every criterion is answered, half by Diego and half by Dora; ``leave`` are keys of cases nobody takes up."""
        slugs = [criterion.slug for criterion in criteria_of(self.call, self.call.step)]
        rows = [(candidate, case) for candidate, case in self.candidates() if case.key not in leave]
        began, took = self.dates["opened"] + DAY, self.dates["checked"] - self.dates["opened"] - 2 * DAY
        officers = (self.people["diego"], self.people["dora"])
        for place, (candidate, case) in enumerate(rows):
            failed, note = _failed(case)
            answers = {slug: ("no", note) if slug == failed else ("yes", "") for slug in slugs}
            by = officers[place % 2]
            with clock.at(_in_office(began + took * place / len(rows))), override(by.language):
                candidate = checks.answer_checks(candidate, by=by, answers=answers)
                if case.outcome == Outcome.INADMISSIBLE:
                    checks.find_inadmissible(candidate, by=by)
                elif case.outcome == Outcome.INELIGIBLE:
                    checks.find_ineligible(candidate, by=by)
        with clock.at(self.dates["checked"]):
            checks.find_all_eligible(self.evaluation, by=self.people["diego"])

    def invite(self, experts):
        """Sonia invites, the assessors sign; ``experts`` by name or key of the cast."""
        entries = {entry["name"]: entry for entry in read("evaluation.toml")["expert"]}
        entries |= read("evaluation.toml")["cast"]
        self.assessors = {}
        for place, (name, user) in enumerate(experts.items()):
            entry = entries[name]
            with clock.at(self.dates["invited"] + timedelta(minutes=6 * place)):
                assessor = invite_assessor(
                    self.evaluation, user=user, country=entry["country"], languages=entry["reads"],
                    by=self.people["sonia"],
                )  # fmt: skip
            with clock.at(self.dates["invited"] + (1 + place % 3) * DAY), override(user.language):
                accept_assessor(assessor, seen_sha256=declaration_hash(user.language), by=user)
            assessor.refresh_from_db()
            self.assessors[name] = assessor

    def assess(self):
        """Everything is shared out by lot and scored in time; where two diverge, a third reads."""
        sonia, rules = self.people["sonia"], rules_of(self.call)
        due = self.dates["scored"] + DAY
        with clock.at(self.dates["assigned"]), override(sonia.language):
            made = assign_by_lot(self.evaluation, seed=self.call.slug, due_at=due, by=sonia)
        cases = {candidate.pk: case for candidate, case in self.candidates()}
        totals = {pk: list(assessments.totals_of(case)) for pk, case in cases.items() if case.score is not None}
        span, began = self.dates["scored"] - self.dates["assigned"] - 3 * DAY, self.dates["assigned"] + 2 * DAY
        ordered = sorted(made, key=lambda one: one.pk)
        for place, assessment in enumerate(ordered):
            total = totals[assessment.candidate_id].pop(0)
            self.score(assessment, total, at=_in_office(began + span * place / len(ordered)))
        self._assess_again(totals, sonia, rules)

    def _assess_again(self, totals, sonia, rules):
        waiting = self.evaluation.candidates.filter(progress__standing=Standing.THIRD).order_by("reference")
        for place, candidate in enumerate(waiting):
            with clock.at(self.dates["third"] + timedelta(minutes=9 * place)), override(sonia.language):
                assessor = free_assessors(candidate)[0]
                third = assign_assessment(
                    candidate, assessor=assessor, due_at=self.dates["third"] + 9 * DAY, is_third=True, by=sonia
                )
            self.score(third, totals[candidate.pk].pop(0), at=_in_office(self.dates["third"] + (2 + place % 6) * DAY))

    def score(self, assessment, total, *, at):
        """The assessor fills in the whole grid and submits it."""
        by, grid = assessment.assessor.user, grid_of(rules_of(self.call))
        chance = draw("scores", assessment.candidate.reference, by.email)
        answers = assessments.answers_of(assessments.scores_of(total, grid, chance), grid, by.language, chance)
        with clock.at(at), override(by.language):
            save_scores(assessment, answers=answers, based_on={}, by=by)
        with clock.at(at + timedelta(minutes=35)), override(by.language):
            return submit_assessment(assessment, by=by)

    def consolidate(self):
        """The secretary locks the scores."""
        with clock.at(self.dates["consolidated"]):
            consolidate_evaluation(self.evaluation, by=self.people["sonia"])
        self.evaluation.refresh_from_db()


def _failed(case):
    """The criterion the case fails and the officer's note; nothing for those that keep all."""
    kind = "inadmissible" if case.outcome == Outcome.INADMISSIBLE else case.reason
    if case.outcome not in (Outcome.INADMISSIBLE, Outcome.INELIGIBLE):
        return "", ""
    slug, note = read("evaluation.toml")["checks"][kind]
    return slug, note.format(reason=case.reason)


def _in_office(at):
    """The same day between nine and five: nobody's record says they worked at night."""
    return at.replace(hour=8 + at.hour % 8)

"""Two people, one application, anything in any order: compared after each step with a plain model.

Whatever happens: each text that was sent is in the cell or in its history; what counts is what was
handed in last in time, never touched by what comes late; every receipt verifies. ``LIVES=100`` runs as many.
"""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from grants import clock
from grants.applications.actions import consortium, drafting
from grants.applications.actions.submission import submit_application, withdraw_application
from grants.applications.marks import text_mark
from grants.applications.models import Application, ApplicationPart, Submission
from grants.applications.queries.drafting import facts_mark
from grants.applications.queries.receipts import official
from grants.applications.queries.verification import verify
from grants.audit import canonical, content_hash
from grants.budgets.models import BudgetLine
from grants.calls import actions as calls
from grants.drafts.outcomes import Conflict
from grants.drafts.queries import answers_of
from grants.models import Revision
from grants.proposals.actions import approve
from grants.questionnaire import actions as forms
from grants.workflow import Refused
from tests.factories import NOON
from tests.grants.applications.conftest import ANSWERS, sign

EXAMPLES, STEPS = int(os.environ.get("LIVES", "14")), 20

pytestmark = [
    pytest.mark.django_db, pytest.mark.property, pytest.mark.slow, pytest.mark.timeout(300 + 20 * EXAMPLES),
]  # fmt: skip
AMOUNTS = (Decimal("90000.00"), Decimal("80000.00"))
SECOND = timedelta(seconds=1)
TEXTS = st.sampled_from(["", "7", "8", "Coffee.", "Cocoa and coffee.", "word " * 51])
KEYS = st.sampled_from(["problem", "firms"])
WHO = st.sampled_from([0, 1])


def is_understood(key, raw):
    """Whether an answer can be handed in, said as simply as can be."""
    if key == "firms":
        return raw in ("7", "8", "120")
    return raw.strip() != "" and len(raw.split()) <= 50


@dataclass
class Page:
    """The part as one person has it open: the texts typed, the revisions they are based on."""

    person: object
    typed: dict
    revs: dict


@dataclass
class Model:
    """What must be so."""

    stood: dict
    """Key -> every text that stood there, the first one at revision 1."""
    closes_at: object
    material: dict
    """What the partner's signature stands for: its tasks and its amount."""
    signed_for: dict
    facts: tuple
    is_partners: bool = False
    """Whether the partner fills in the part."""
    sent: set = field(default_factory=set)
    submitted: list = field(default_factory=list)
    counts: int | None = None
    last: tuple = ()

    def now(self, key):
        return self.stood[key][-1] if self.stood.get(key) else ""

    def snapshot(self, signed, form):
        """Everything that is handed in and can change here, with the version of the call it keeps to."""
        return (
            self.closes_at,
            tuple(self.now(key) for key in sorted(self.stood)),
            self.facts,
            self.is_partners,
            tuple(self.material.values()),
            signed,
            form,
        )

    def save(self, key, raw, rev):
        """Whether the text stands (or stood) after a save based on ``rev``; False for a conflict."""
        stood = self.stood.setdefault(key, [])
        based_on = stood[rev - 1] if rev else ""
        if raw in (self.now(key), based_on):
            return True
        if rev == len(stood):
            stood.append(raw)
            return True
        return False


class Life(RuleBasedStateMachine):
    """``world`` is set by the test: the application and the people."""

    world = None

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        world = self.world
        self.moment = NOON
        self.application = Application.objects.get(pk=world["application"].pk)
        self.part = ApplicationPart.objects.get(draft=self.application.draft, slug="relevance")
        self.partner = self.application.partners.get(role="co_applicant")
        stood = {key: [raw] for key, raw in ANSWERS["relevance"].items()}
        material = {"tasks": self.partner.tasks, "amount": AMOUNTS[0]}
        facts = (self.application.title, 24)
        self.model = Model(stood, self.application.call.closes_at, material, signed_for=dict(material), facts=facts)
        self.pages = [
            Page(world[name], dict(ANSWERS["relevance"]), dict.fromkeys(stood, 1)) for name in ("ana", "bruno")
        ]
        self.extra = False
        self.signatures = 0

    def teardown(self):
        transaction.savepoint_rollback(self.point)

    def is_open(self):
        return self.moment < self.model.closes_at

    def do(self, action, *args, allowed, **kwargs):
        """Try it at the moment of the model; returns None if it was rightly refused."""
        with clock.at(self.moment):
            if allowed:
                return action(*args, **kwargs)
            with pytest.raises(Refused):
                action(*args, **kwargs)
        return None

    def fresh(self):
        return Application.objects.get(pk=self.application.pk)

    # Writing ------------------------------------------------------------------------------------

    @rule(who=WHO, key=KEYS, raw=TEXTS)
    def type(self, who, key, raw):
        self.pages[who].typed[key] = raw.strip()

    @rule(who=WHO, key=KEYS, arrives=st.booleans())
    def save(self, who, key, arrives):
        """``arrives``: whether the answer does; without it the page does not know and saves again later."""
        page = self.pages[who]
        raw, rev = page.typed[key], page.revs[key]
        page_answers = {"part": self.part, "answers": {key: raw}, "based_on": {key: rev}, "by": page.person}
        results = self.do(drafting.save_part, self.application, allowed=self.is_open(), **page_answers)
        if results is None:
            return
        self.model.sent.add((key, raw))
        assert isinstance(results[key], Conflict) is not self.model.save(key, raw, rev)
        if arrives:
            page.revs[key] = results[key].rev

    @rule(who=WHO)
    def reload(self, who):
        page = self.pages[who]
        for key in ("problem", "firms"):
            page.typed[key], page.revs[key] = self.model.now(key), len(self.model.stood[key])

    @rule(who=WHO, key=KEYS, which=st.integers(0, 9))
    def restore(self, who, key, which):
        page = self.pages[who]
        history = list(Revision.objects.filter(draft=self.application.draft, key=key).order_by("pk"))
        revision, rev = history[which % len(history)], page.revs[key]
        chosen = {"part": self.part, "revision": revision, "based_on": rev, "by": page.person}
        result = self.do(drafting.restore_answer, self.application, allowed=self.is_open(), **chosen)
        if result is not None:
            assert isinstance(result, Conflict) is not self.model.save(key, revision.raw, rev)
            page.revs[key] = result.rev

    @precondition(lambda self: self.extra)
    @rule(raw=st.sampled_from(["", "Yes."]))
    def answer_the_new_question(self, raw):
        rev = len(self.model.stood["extra"])
        new = {"part": self.part, "answers": {"extra": raw}, "based_on": {"extra": rev}, "by": self.pages[0].person}
        if self.do(drafting.save_part, self.application, allowed=self.is_open(), **new):
            self.model.sent.add(("extra", raw))
            assert self.model.save("extra", raw, rev)

    # The consortium -----------------------------------------------------------------------------

    @rule(to_partner=st.booleans())
    def give_the_part(self, to_partner):
        owner = self.partner.organisation if to_partner else None
        given = {"part": self.part, "owner": owner, "by": self.pages[0].person}
        if self.do(consortium.assign_part, self.fresh(), allowed=self.is_open(), **given):
            self.model.is_partners = to_partner

    @rule(tasks=st.sampled_from(["Trains the trainers.", "Trains nobody."]))
    def write_tasks(self, tasks):
        changed = {"tasks": tasks, "based_on": text_mark(self.model.material["tasks"]), "by": self.pages[1].person}
        if self.do(consortium.set_tasks, self.partner, allowed=self.is_open(), **changed):
            self.model.material["tasks"] = tasks

    @rule(amount=st.sampled_from(AMOUNTS))
    def change_the_partner_s_amount(self, amount):
        """The sheet's own tests save lines by its action; here only what it leads to counts."""
        if self.is_open():
            BudgetLine.objects.filter(budget=self.application.budget, description="Trainer").update(
                quantity=1, unit_value=amount, amount=amount
            )
            self.model.material["amount"] = amount

    @rule(title=st.sampled_from(["Café", "Cacao"]), months=st.sampled_from([24, 99]))
    def edit_the_facts(self, title, months):
        one = self.fresh()
        facts = {"title": title, "lot": one.lot, "months": months, "countries": ["PE"], "based_on": facts_mark(one)}
        if self.do(drafting.edit_application, one, by=self.pages[0].person, allowed=self.is_open(), **facts):
            self.model.facts = (title, months)

    @rule()
    def sign(self):
        if self.do(sign, self.partner, self.pages[1].person, allowed=self.is_open()):
            self.model.signed_for = dict(self.model.material)
            self.signatures += 1

    # Handing in ---------------------------------------------------------------------------------

    @rule()
    def submit(self):
        model = self.model
        now = model.snapshot(self.signatures, self.extra)
        is_complete = all(is_understood(key, model.now(key)) for key in model.stood) and model.facts[1] == 24
        # 80,000.00 for the trainer leaves the sources above the cost: the budget does not balance.
        is_signed = model.material == model.signed_for and model.material["amount"] == AMOUNTS[0]
        is_repeated = model.counts is not None and now == model.last
        allowed = is_repeated or (is_complete and is_signed and self.is_open())
        done = self.do(submit_application, self.application, by=self.pages[0].person, allowed=allowed)
        if done is None:
            return
        if is_repeated:
            assert done.number == model.counts
            return
        model.submitted.append((done.receipt_number, done.sha256))
        assert (done.number, done.received_at) == (len(model.submitted), self.moment)
        assert {key: done.document["answers"][key]["raw"] for key in model.stood} == {
            key: model.now(key) for key in model.stood
        }
        model.counts, model.last = done.number, now

    @rule()
    def withdraw(self):
        allowed = self.model.counts is not None and self.is_open()
        if self.do(withdraw_application, self.fresh(), by=self.pages[0].person, allowed=allowed):
            self.model.counts, self.model.last = None, ()

    # The call and the time ----------------------------------------------------------------------

    @rule(seconds=st.sampled_from([-1, 0, 1]))
    def reach_the_deadline(self, seconds):
        self.moment = max(self.moment, self.model.closes_at + seconds * SECOND)

    @rule()
    def move_the_deadline(self):
        later = self.model.closes_at + timedelta(days=1)
        world, call = self.world, self.fresh().call
        moved = {"closes_at": later, "reason": "A strike.", "by": world["diego"]}
        proposal = self.do(calls.propose_deadline, call, allowed=self.is_open(), **moved)
        if proposal is not None:
            self.do(approve, proposal, by=world["dora"], allowed=True)
            self.model.closes_at = later

    @precondition(lambda self: not self.extra)
    @rule()
    def ask_one_question_more(self):
        call, diego = self.fresh().call, self.world["diego"]
        with clock.at(self.moment):
            version = call.form.questionnaire.versions.filter(frozen_at=None).first()
            if version is None:
                version = forms.copy_version(call.form, by=diego)
                section = version.sections.get(slug="relevance")
                forms.add_question(section, key="extra", kind="short", label="¿Y esto?", by=diego)
        corrected = {"version": version, "reason": "It was forgotten.", "by": diego}
        if self.do(calls.correct_form, call, allowed=self.is_open(), **corrected):
            self.extra = True
            self.model.stood["extra"] = []

    # What must always be so ---------------------------------------------------------------------

    @invariant()
    def nothing_typed_is_lost(self):
        draft, model = self.application.draft, self.model
        found = set(Revision.objects.filter(draft=draft).values_list("key", "raw"))
        assert {(key, raw) for key, raw in model.sent if raw} <= found | set(ANSWERS["relevance"].items())
        cells = answers_of(draft)
        for key, stood in model.stood.items():
            assert (cells[key].raw, cells[key].rev) == (stood[-1], len(stood)) if stood else key not in cells

    @invariant()
    def the_last_in_time_counts_and_stays_as_it_was(self):
        rows = list(Submission.objects.filter(application=self.application).order_by("number"))
        assert [(row.receipt_number, row.sha256) for row in rows] == self.model.submitted
        counts = official(self.fresh())
        assert (counts.number if counts else None) == self.model.counts
        for row in rows:
            assert content_hash(canonical(row.document)) == row.sha256
            assert row.received_at < self.model.closes_at
            assert verify(row.receipt_number).is_good


def test_whatever_two_people_do_the_model_is_right(complete, ana, bruno, diego, dora):
    class OfThisTest(Life):
        world = {"application": complete, "ana": ana, "bruno": bruno, "diego": diego, "dora": dora}

    limits = {"max_examples": EXAMPLES, "stateful_step_count": STEPS, "deadline": None}
    # Without shrinking: an example takes a second, and its steps are told as they were.
    quick = settings(**limits, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OfThisTest, settings=quick)

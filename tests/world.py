"""A document of each kind, made when an address of the access policy needs it."""

import hashlib
import json
from datetime import date, timedelta

from django.core.files.base import ContentFile

from grants import clock, models
from grants.applications.actions.comments import begin_thread
from grants.applications.actions.helping import open_help
from grants.applications.actions.mandates import request_mandate, sign_mandate_online
from grants.applications.queries.content import content
from grants.applications.queries.mandates import link_token, standing_of
from grants.audit import canonical, content_hash
from grants.calls.actions.deadline import propose_deadline
from grants.calls.actions.questions import ask_question, publish_answer
from grants.contracts.queries.content import content as contract_content
from grants.diligence.actions.records import raise_flag
from grants.drafts.actions import open_draft
from grants.evaluation.actions.ballots import put_to_vote
from grants.messages.outbox import tell
from grants.organisations.actions.invitations import invite_member
from grants.organisations.actions.legal import add_representative
from grants.organisations.actions.registration import freeze_organisation
from grants.payments.actions.payments import initiate_payment
from grants.payments.actions.requests import request_payment
from grants.questionnaire.actions import add_question, add_section, new_questionnaire
from grants.workflow import record
from reporting import models as reporting
from reporting.auditing.actions.drawing import draw_sample
from reporting.auditing.queries.populations import Choice
from reporting.monitoring.actions.findings import raise_finding
from reporting.monitoring.actions.visits import carry_out_visit, plan_visit, save_report
from tests.factories import NOON, CallFactory, IndicatorVersionFactory, OrganisationFactory, UserFactory, join
from tests.grants.evaluation.scored import rules_for
from tests.grants.payments import paying
from tests.life import award_of, candidate_of, contract_of, evaluation_of, hand_in, sign_declaration
from tests.reporting.results import approved
from tests.results_world import ResultsWorld


class World(ResultsWorld):
    """The documents the addresses point to, each made once, when asked for."""

    def __init__(self, fixture):
        self.fixture = fixture
        self.made = {}
        self.fixture("partner"), self.fixture("rival")

    def person(self, name):
        """One of the cast."""
        return self.fixture(name)

    def the(self, name):
        """The document or value of this name."""
        if name not in self.made:
            self.made[name] = getattr(self, name)()
        return self.made[name]

    def arguments(self, rule):
        """What the address needs: values starting with @ are made by the world."""
        arguments = {
            name: self.the(value[1:]) if str(value).startswith("@") else value for name, value in rule.with_.items()
        }
        return arguments | ({"public_id": self.the(rule.of).public_id} if rule.of else {})

    def call_slug(self):
        return self.call().slug

    def programme_code(self):
        return self.call().programme.code

    def indicator_code(self):
        return self.call().indicators.first().version.indicator.code

    def award_id(self):
        return self.the("award").public_id

    def call_document_id(self):
        return self.the("call_document").public_id

    def slot_template_id(self):
        return self.the("slot_template").public_id

    def call(self):
        return self.fixture("call")

    def call_question(self):
        return ask_question(self.call(), text="May a university lead?", by=self.fixture("nadia"))

    def saved_view(self):
        diego = self.fixture("diego")
        given = {"path": "/calls/", "query": "state=draft", "title": "Calls", "name": "Drafts"}
        return models.SavedView.objects.create(person=diego, **given)

    def list_file(self):
        """The file of a list, made for Diego."""
        asked = models.ListFile(
            person=self.fixture("diego"), address="/calls/", title="Calls", language="en", asked_at=NOON, made_at=NOON,
            rows=1, size=1, sha256="0" * 64, original_name="calls.xlsx", kept_until=NOON + timedelta(days=7),
        )  # fmt: skip
        asked.content.save("calls.xlsx", ContentFile(b"x"))
        return asked

    def form_version(self):
        """A form that is being set up."""
        version = new_questionnaire(purpose="application", name="Being set up").versions.get()
        add_question(add_section(version, slug="why", title="Por qué"), key="need", kind="long", label="¿Por qué?")
        return version

    def form_section(self):
        return self.the("form_version").sections.get()

    def form_question(self):
        return self.the("form_section").questions.get()

    def lot(self):
        return self.call().lots.first()

    def slot(self):
        return self.call().required_documents.first()

    def each_slug(self):
        """A document each partner hands in for itself."""
        return models.RequiredDocument.objects.create(
            call=self.call(), slug="accounts", title_es="Cuentas", per_partner=True, position=2
        ).slug

    def slot_template(self):
        return models.SlotTemplate.objects.create(slot=self.slot(), language="es", file=self._file("template.pdf"))

    def published_question(self):
        question = self.call_question()
        return publish_answer(question, by=self.fixture("diego"), question_es="¿Puede?", answer_es="Sí.")

    def call_document(self):
        file = self._file("guidelines.pdf")
        return models.CallDocument.objects.create(call=self.call(), title_es="Guía", file=file)

    def call_date(self):
        return models.CallDate.objects.create(call=self.call(), title_es="Firma", on=date(2026, 11, 2))

    def application(self):
        return self.fixture("application")

    def part(self):
        return models.ApplicationPart.objects.get(draft=self.application().draft, slug="relevance")

    def result_key(self):
        return models.LogframeResult.objects.create(application=self.application(), level="output").key

    def thread(self):
        return begin_thread(self.application(), place="part-relevance", text="Too long?", by=self.fixture("ana"))

    def help(self):
        return open_help(self.application(), place="part-relevance", question="", by=self.fixture("ana"))

    def activity_key(self):
        return models.Activity.objects.create(application=self.application()).key

    def indicator_key(self):
        result = models.LogframeResult.objects.create(application=self.application(), level="output")
        return models.LogframeIndicator.objects.create(result=result, indicator=self.call().indicators.first()).key

    def partner(self):
        return self.fixture("partner")

    def place(self):
        """A place in the consortium offered to Nadia."""
        return models.Partner.objects.create(
            application=self.application(), role="co_applicant", state="invited", invited_name="Nadia's",
            invited_email="nadia@demo.example", invited_by=self.fixture("ana"), invited_at=NOON,
            expires_at=NOON + timedelta(days=14),
        )  # fmt: skip

    def document(self):
        return models.ApplicationDocument.objects.create(
            application=self.application(), slot=self.slot(), file=self._file("statutes.pdf"),
            added_by=self.fixture("ana"), added_at=NOON,
        )  # fmt: skip

    def mandate(self):
        """A third organisation has signed; the scan is put beside it."""
        partner = join(self.application(), OrganisationFactory(country="DE"))
        seen = standing_of(partner).seen_sha256
        signed = sign_mandate_online(partner, name="B", capacity="C", seen_sha256=seen, by=UserFactory())
        models.Mandate.objects.filter(pk=signed.pk).update(file=self._file("mandate.pdf"))
        return signed

    def update_with_list(self):
        """An approved results update of Ana's chamber, its firm list in force."""
        return self.the("firm_list").update

    def firm_list(self):
        """Made while the update was open, which it is no more."""
        project = models.Project.objects.create(
            kind="grant", reference="922-AIV-801", title="Firmas", lead=self.fixture("chamber"), pillar=1, country="PE"
        )
        end = date(2025, 6, 30)
        update = reporting.ResultsUpdate.objects.create(project=project, period_end=end, due_on=end)
        firm_list = reporting.FirmList.objects.create(
            update=update, file=self._file("firms.xlsx"), state="taken", uploaded_by=self.fixture("ana"),
            uploaded_at=NOON,
        )  # fmt: skip
        reporting.ResultsUpdate.objects.filter(pk=update.pk).update(state="approved", approved_at=NOON)
        return firm_list

    def firm(self):
        return reporting.Firm.objects.create(
            country="PE", entity_type="company", identity="none", name="Café Andino", search_name="cafe andino",
            size="micro", first_supported_on=date(2025, 1, 1),
        )  # fmt: skip

    def firm_pair(self):
        return reporting.FirmPair.objects.create(firm=self.the("firm"), other=self.firm(), likeness=90)

    def request_token(self):
        """The link by which Bruno's representative signs without an account."""
        request, _code = request_mandate(
            self.partner(), name="B", address="b@test.example", language="en", by=self.fixture("ana")
        )
        return link_token(request)

    def submission(self):
        self.the("document")  # part of what is handed in
        document = content(self.application())
        whole = canonical(document)
        return models.Submission.objects.create(
            application=self.application(), number=1, document=json.loads(whole), sha256=content_hash(whole),
            frozen_at=NOON, frozen_by=self.fixture("ana"), receipt_number="R-1", received_at=NOON,
        )  # fmt: skip

    def workbook_return(self):
        """A workbook of Ana's application that came back as it went."""
        ana = self.fixture("ana")
        content = {"cells": {}, "new": {}, "words": {}, "sheets": {}, "left_out": [], "numbers": [], "ticks": []}
        workbook = models.Workbook.objects.create(
            application=self.application(), content=content, made_by=ana, made_at=NOON
        )
        return models.WorkbookReturn.objects.create(
            workbook=workbook, file=self._file("draft.xlsx"), returned_by=ana, returned_at=NOON
        )

    def evaluation(self):
        """The call's evaluation, scores consolidated; the clock of the matrix stands at noon, when the call is open."""
        diego = self.fixture("diego")
        evaluation = models.Evaluation.objects.create(
            call=self.call(), opened_at=NOON, opened_by=diego, clarification_days=5, state="consolidated"
        )
        moment = NOON.isoformat()
        document = {
            "opened_at": moment, "opened_by": "D", "witness": "M", "note": "", "submissions": [], "late": [],
            "withdrawn": [], "call": {"closes_at": moment},
        }  # fmt: skip
        models.OpeningRecord.objects.create(
            evaluation=evaluation, number=1, document=document, sha256="0" * 64, frozen_at=NOON, frozen_by=diego,
            witness=self.fixture("marta"),
        )  # fmt: skip
        self.committee(evaluation)
        return evaluation

    def concepts(self):
        """The evaluation of the concept notes of another call, scores consolidated."""
        call, later = CallFactory(steps=2, step="concept"), NOON + timedelta(days=90)
        models.CallSteps.objects.create(call=call, full_opens_at=later, full_closes_at=later + timedelta(days=30))
        evaluation = models.Evaluation.objects.create(
            call=call, step="concept", opened_at=NOON, opened_by=self.fixture("diego"), state="consolidated"
        )
        self.committee(evaluation)
        return evaluation

    def candidate(self):
        """Ana's application in it, with a document; ranked first in its lot."""
        document = self.the("document")
        return candidate_of(
            self.the("submission"), self.the("evaluation"), title=document.application.title, state="ranked", score=80,
            rank=1, reference="AIV-2026-9001",
        )  # fmt: skip

    def criterion(self):
        return models.CheckCriterion.objects.create(
            call=self.call(), stage="eligibility", slug="own-funds", text_es="T", reason_es="R"
        )

    def conflict(self):
        return models.Conflict.objects.create(
            person=UserFactory(role="assessor"), organisation=self.organisation(), origin="recorded", at=NOON
        )

    def clarification(self):
        """Diego has asked about it."""
        return models.Clarification.objects.create(
            candidate=self.the("candidate"), question="Q", asked_by=self.fixture("diego"), asked_at=NOON,
            due_at=NOON + timedelta(days=5),
        )  # fmt: skip

    def clarification_file_id(self):
        return models.ClarificationFile.objects.create(
            clarification=self.the("clarification"), file=self._file("answer.pdf"), added_by=self.fixture("ana"),
            added_at=NOON,
        ).public_id  # fmt: skip

    def organisation(self):
        return self.fixture("chamber")

    def membership(self):
        return self.fixture("chamber").memberships.get(user=self.fixture("aldo"))

    def invitation(self):
        """Ana's chamber has invited Nadia."""
        return invite_member(self.organisation(), by=self.fixture("ana"), email="nadia@demo.example", role="editor")

    def invitation_token(self):
        return self.the("invitation").token

    def representative(self):
        """The treasurer of Ana's chamber."""
        return add_representative(
            self.organisation(), by=self.fixture("ana"), name="Jorge Salas", position="Tesorero", may_sign=True,
            since=NOON.date(),
        )  # fmt: skip

    def paper(self):
        """The statutes of Ana's chamber."""
        return self.organisation().papers.create(
            kind="statutes", stored=self._file("statutes.pdf"), issued_on=NOON.date(), added_by=self.fixture("ana"),
            added_at=NOON,
        )  # fmt: skip

    def hint(self):
        return models.DuplicateHint.objects.create(
            organisation=self.organisation(), other=self.fixture("rival"), ground="name", found_at=NOON
        )

    def proposal(self):
        """Diego wants the deadline a week later."""
        later = self.call().closes_at + timedelta(days=7)
        return propose_deadline(self.call(), by=self.fixture("diego"), closes_at=later, reason="Holidays")

    def evaluated_call(self):
        """The call once its evaluation is there and its committee has signed."""
        evaluation = self.the("evaluation")
        self.the("candidate")
        return evaluation.call

    def evaluated_lot(self):
        self.the("evaluated_call")
        return self.lot()

    def committee(self, evaluation):
        """Ines, Sonia and Vera with two more voters; all have signed."""
        members = [self.fixture(name) for name in ("ines", "sonia", "vera", "victor", "valeria")]
        models.Declaration.objects.bulk_create(
            models.Declaration(evaluation=evaluation, person=person, sha256="0" * 64, language="en", signed_at=NOON)
            for person in members
        )

    def candidate_id(self):
        self.the("evaluated_call")
        return self.the("candidate").public_id

    def ballot(self):
        """Sonia has put the lot to the vote."""
        return put_to_vote(self.the("evaluated_lot"), by=self.fixture("sonia"))

    def announced_application(self):
        """Ana's application once its decision is told."""
        self.the("evaluated_call")
        evaluation = models.Evaluation.objects.get(call=self.call())
        models.Announcement.objects.create(evaluation=evaluation, at=NOON, by=self.fixture("diego"), made_at=NOON)
        return self.application()

    def grant_call(self):
        """A call of its own: what is handed in under it needs nothing that other tests add to a call."""
        return CallFactory()

    def award(self):
        """Ana's application is selected and announced."""
        return self._award_of_consortium()

    def _award_of_consortium(self):
        submission = hand_in(
            self.the("grant_call"), self.organisation(), self.fixture("partner_organisation"), by=self.fixture("ana"),
            signer=self.fixture("bruno"),
        )  # fmt: skip
        return award_of(candidate_of(submission, self.the("evaluation_of_grants"), state="selected"))

    def evaluation_of_grants(self):
        return evaluation_of(self.the("grant_call"), by=self.fixture("diego"))

    def contract(self):
        """Sent for signature: its parties read it."""
        contract = contract_of(self._award_of_consortium(), state="sent", reference="922-AIV-001")
        models.Contract.objects.filter(pk=contract.pk).update(sent_at=NOON)
        for position, name in enumerate(("chamber", "partner_organisation")):
            organisation = self.fixture(name)
            version = freeze_organisation(organisation, by=self.fixture("ana"))
            contract.parties.create(
                organisation=organisation, version=version, is_coordinator=position == 0, position=position
            )
        return contract

    def contract_version(self):
        contract = self.the("contract")
        return contract.versions.create(
            number=1, document=json.loads(canonical(contract_content(contract))), sha256="0" * 64, frozen_at=NOON,
            frozen_by=self.fixture("diego"), language="en", file=self._file("contract.pdf"),
        )  # fmt: skip

    def contract_signature(self):
        return self.the("contract_version").signatures.create(
            side="coordinator", name="A", capacity="B", signed_on=NOON.date(), file=self._file("signed.pdf"),
            by=self.fixture("diego"), at=NOON,
        )  # fmt: skip

    def addendum(self):
        return self.the("contract").addenda.create(
            number=1, requested_on=NOON.date(), signed_on=NOON.date(), effective_on=NOON.date(), months=6,
            reason="Rain", file=self._file("addendum.pdf"), by=self.fixture("diego"), at=NOON,
        )  # fmt: skip

    def signed_contract(self):
        """The contract of Ana's chamber and Bruno's organisation, signed today."""
        self.the("evaluation_of_grants")
        contract = paying.make_contract(
            self.the("grant_call"), self.organisation(), self.fixture("partner_organisation"), by=self.fixture("ana"),
            officer=self.fixture("diego"), reference="922-AIV-009",
        )  # fmt: skip
        contract.signed_on = NOON.date()
        contract.save(update_fields=["signed_on"])
        return contract

    def visit(self):
        """Marta plans to visit Ana's project."""
        return plan_visit(
            self.the("signed_contract").project,
            by=self.fixture("marta"),
            planned_on=NOON.date(),
            place="P",
            purpose="Q",
        )

    def held_visit(self):
        """She has visited it and handed in the report."""
        visit = self.visit()
        save_report(visit, by=self.fixture("marta"), held_on=NOON.date(), met="A", report="R")
        return carry_out_visit(visit, by=self.fixture("marta"))

    def visit_file(self):
        return reporting.VisitFile.objects.create(
            visit=self.the("visit"), file=self._file("photo.pdf"), added_by=self.fixture("marta"), added_at=NOON
        )

    def finding(self):
        """Ana's chamber has to answer it."""
        return raise_finding(
            self.the("signed_contract").project, by=self.fixture("marta"), severity="low", what="W", recommendation="R",
            side="project", due_on=NOON.date() + timedelta(days=10),
        )  # fmt: skip

    def answer_file(self):
        answer = self.the("finding").answers.create(text="A", by=self.fixture("ana"), at=NOON)
        return answer.files.create(file=self._file("answer.pdf"))

    def compilation(self):
        """Compiled from one approved update of Ana's project."""
        fact = self.the("fact")
        compilation = reporting.Compilation.objects.create(
            cut_off=NOON.date(), as_of=NOON, state="done", requested_at=NOON, done_at=NOON, inputs_sha256="0" * 64,
            figures_sha256="0" * 64,
        )  # fmt: skip
        compilation.inputs.create(version=fact.participation.list.update.version)
        return compilation

    def fact(self):
        """A firm trained in Ana's project, in an approved update."""
        models.Indicator.objects.get_or_create(code="T-FIRMS")
        update = approved.update_of(self.the("signed_contract").project, period_end=NOON.date(), approved_at=NOON)
        return approved.fact(update, approved.firm(), "T-FIRMS", on=NOON.date())

    def figure(self):
        """How many firms it trained."""
        version = IndicatorVersionFactory(indicator=self.the("fact").indicator)
        values = {"gross": 1, "net": 1, "overlap": 0, "low": 0, "high": 0, "projects": 1}
        return self.the("compilation").figures.create(indicator=version, **values)

    def sample(self):
        """Axel has drawn from the contracts of the programme."""
        self.the("signed_contract")
        axel = self.fixture("axel")
        choice = Choice(axel.roles()[0], "contracts", NOON)
        return draw_sample(choice.engagement, choice=choice, method="random", size=1, note="Test.", by=axel)

    def figure_project_id(self):
        return self.the("signed_contract").project.public_id

    def figure_firm_id(self):
        return self.the("fact").participation.firm.public_id

    def account(self):
        """The verified account of Ana's chamber."""
        people = {"by": self.fixture("ana"), "first": self.fixture("elena"), "second": self.fixture("diego")}
        return paying.verify(self.organisation(), **people)

    def screening(self):
        """A possible match that waits to be cleared."""
        match = {"hits": [self.organisation()], "note": "Same name", "list_date": NOON.date()}
        return paying.screen(self.the("signed_contract"), by=self.fixture("elena"), **match)[0]

    def sanctions_list(self):
        """Elena has given a file."""
        return models.SanctionsList.objects.create(
            stored=self._file("list.xml"), added_by=self.fixture("elena"), added_at=NOON
        )

    def flag(self):
        """Elena has a concern about Ana's chamber."""
        return raise_flag(
            self.organisation(), by=self.fixture("elena"), concern="An address that is none", severity="minor"
        )

    def payment_request(self):
        """Ana asks for the first instalment."""
        with clock.at(paying.LATER):  # after the signature
            return request_payment(self.the("signed_contract"), by=self.fixture("ana"), kind="first")

    def payment(self):
        """Elena has initiated it."""
        self.the("account")
        with clock.at(paying.LATER):
            return initiate_payment(self.the("payment_request"), by=self.fixture("elena"))

    def batch(self):
        """Elena has exported something."""
        return models.PostingBatch.objects.create(
            number=1, entry_count=1, amount=1, csv=self._file("postings.csv"), workbook=self._file("postings.xlsx"),
            by=self.fixture("elena"), at=NOON,
        )  # fmt: skip

    def paid_list(self):
        """Elena has read a list of the bank."""
        return models.PaidList.objects.create(
            file=self._file("paid.csv"), sha256="7" * 64, by=self.fixture("elena"), at=NOON,
            rows=[{"row": 2, "reference": "X", "value_date": "2026-01-01", "amount": "1", "currency": "EUR"}],
        )  # fmt: skip

    def reconciliation(self):
        """Elena has reconciled a month."""
        return models.Reconciliation.objects.create(
            month=NOON.date().replace(month=1, day=1), ledger=0, funding=0, statement=0, explained=0,
            file=self._file("statement.pdf"), by=self.fixture("elena"), at=NOON,
        )  # fmt: skip

    def transfer(self):
        """Ana's chamber has paid its partner."""
        contract = self.the("signed_contract")
        return models.PartnerTransfer.objects.create(
            contract=contract, party=contract.parties.get(is_coordinator=False), amount=1, proof=self._file("p.pdf"),
            transferred_on=NOON.date(), by=self.fixture("ana"), at=NOON,
        )  # fmt: skip

    def job(self):
        return models.Job.objects.create(kind="send_message", not_before=NOON, queued_at=NOON, state="failed")

    def maintenance(self):
        """Announced for the evening."""
        until = NOON + timedelta(hours=8)
        return models.Maintenance.objects.create(cause="update", starts_at=NOON + timedelta(hours=6), until=until)

    def letter(self):
        """A letter to Ana."""
        event = record(self.application(), "start", by=self.fixture("ana"))
        letter = tell(event, "application_submit", [self.fixture("ana")])[0]
        models.Message.objects.filter(pk=letter.pk).update(state="sent", sent_at=NOON, subject="S", body="B")
        return letter

    def _file(self, name):
        return models.StoredFile.objects.create(
            content=ContentFile(b"%PDF-1.7 test", name), original_name=name, media_type="application/pdf",
            size=13, sha256=hashlib.sha256(b"%PDF-1.7 test").hexdigest(), uploaded_at=NOON, scan_state="clean",
        )  # fmt: skip

    def assessor(self):
        """Clara has signed the declaration."""
        evaluation, clara = self.the("evaluation"), self.fixture("clara")
        return models.Assessor.objects.create(
            evaluation=evaluation, user=clara, state="accepted", invited_at=NOON, invited_by=self.fixture("diego"),
            declaration=sign_declaration(evaluation, clara),
        )  # fmt: skip

    def assessment(self):
        """Clara assesses Ana's application."""
        rules = rules_for(self.call())
        return models.Assessment.objects.create(
            candidate=self.the("candidate"), assessor=self.the("assessor"), draft=open_draft(rules.grid),
            assigned_at=NOON, due_at=NOON + timedelta(days=21),
        )  # fmt: skip

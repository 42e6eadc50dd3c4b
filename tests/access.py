"""The policy: which login passes which page. Written by hand, read by test_access.py."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.base import ContentFile

from grants import models
from grants.applications.actions.mandates import request_mandate, sign_mandate_online
from grants.applications.queries.content import content
from grants.applications.queries.mandates import link_token, standing_of
from grants.audit import canonical, content_hash
from grants.calls.actions.deadline import propose_deadline
from grants.messages.outbox import tell
from grants.organisations.actions.invitations import invite_member
from grants.payments.actions.payments import initiate_payment
from grants.payments.actions.requests import request_payment
from grants.workflow import record
from tests.factories import NOON, OrganisationFactory, UserFactory, join
from tests.grants.payments import paying

ACTORS = (
    "nadia", "ana", "amalia", "aldo", "bruno", "fabio", "clara", "diego", "marta", "elena", "hugo", "olga", "axel",
    "admin",
)  # fmt: skip
ALL = " ".join(ACTORS)
CONSORTIUM = "ana amalia aldo bruno"
WRITERS = "ana amalia bruno"
LEAD_WRITERS = "ana amalia"
STAFF = "diego marta elena hugo"


@dataclass(frozen=True)
class Rule:
    """``get`` and ``post`` name who passes; ``sees`` who is told 403 instead of 404.

    ``of`` names the World's document whose ``public_id`` stands in the address, ``with_`` what else does.
    """

    get: str = ""
    post: str = ""
    of: str = ""
    sees: str = ""
    public: bool = False
    with_: dict = field(default_factory=dict)

    @property
    def hides(self):
        """Whether a stranger must not learn that the document exists."""
        return bool(self.of) and not self.public and "fabio" not in f"{self.get} {self.post} {self.sees}".split()

    def expected(self, actor, method):
        """The outcomes allowed: "in", "login", 403, 404, 405."""
        passes = getattr(self, method).split()
        other = (self.post if method == "get" else self.get).split()
        if actor in passes or (self.public and method == "get"):
            return {"in"}
        if self.public:
            return {405, "in"} if self.post else {405}
        if actor in other:
            return {405}  # the page is theirs, but not by this method
        if actor == "anonymous":
            return {"login"} if self.get or self.post else {"login", 405}
        if not passes:
            return {405, 404, 403}  # a page without the method may say so to everybody
        if not self.of or actor in self.sees.split():
            return {403}
        return {404, 405} if not passes else {404}


def page(get, post="", **rest):
    """A page people open; ``post`` names who may also post to it."""
    return Rule(get=get, post=post, **rest)


def button(post, **rest):
    """An address that is only posted to."""
    return Rule(post=post, **rest)


def public(post="", **rest):
    """A page for everybody, without login."""
    return Rule(public=True, post=post, **rest)


class World:
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

    def call_document_id(self):
        return self.the("call_document").public_id

    def call(self):
        return self.fixture("call")

    def lot(self):
        return self.call().lots.first()

    def slot(self):
        return self.call().required_documents.first()

    def each_slug(self):
        """A document each partner hands in for itself."""
        return models.RequiredDocument.objects.create(
            call=self.call(), slug="accounts", title_es="Cuentas", per_partner=True, position=2
        ).slug

    def call_document(self):
        file = self._file("guidelines.pdf")
        return models.CallDocument.objects.create(call=self.call(), title_es="Guía", file=file)

    def application(self):
        return self.fixture("application")

    def part(self):
        return models.ApplicationPart.objects.get(draft=self.application().draft, slug="relevance")

    def result_key(self):
        return models.LogframeResult.objects.create(application=self.application(), level="output").key

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

    def request_token(self):
        """The link by which Bruno's representative signs without an account."""
        request, _code = request_mandate(
            self.partner(), name="B", address="b@test.example", language="en", by=self.fixture("ana")
        )
        return link_token(request)

    def submission(self):
        document = content(self.application())
        whole = canonical(document)
        return models.Submission.objects.create(
            application=self.application(), number=1, document=json.loads(whole), sha256=content_hash(whole),
            frozen_at=NOON, frozen_by=self.fixture("ana"), receipt_number="R-1", received_at=NOON,
        )  # fmt: skip

    def organisation(self):
        return self.fixture("chamber")

    def membership(self):
        return self.fixture("chamber").memberships.get(user=self.fixture("aldo"))

    def invitation(self):
        """Ana's chamber has invited Nadia."""
        return invite_member(self.organisation(), by=self.fixture("ana"), email="nadia@demo.example", role="editor")

    def invitation_token(self):
        return self.the("invitation").token

    def hint(self):
        return models.DuplicateHint.objects.create(
            organisation=self.organisation(), other=self.fixture("rival"), ground="name", found_at=NOON
        )

    def proposal(self):
        """Diego wants the deadline a week later."""
        later = self.call().closes_at + timedelta(days=7)
        return propose_deadline(self.call(), by=self.fixture("diego"), closes_at=later, reason="Holidays")

    def contract(self):
        """The signed contract of Ana's chamber and Bruno's organisation."""
        return paying.make_contract(
            self.call(), self.organisation(), self.fixture("partner_organisation"), by=self.fixture("ana"),
            officer=self.fixture("diego"),
        )  # fmt: skip

    def account(self):
        """The verified account of Ana's chamber."""
        people = {"by": self.fixture("ana"), "first": self.fixture("elena"), "second": self.fixture("diego")}
        return paying.verify(self.organisation(), **people)

    def screening(self):
        """A possible match that waits to be cleared."""
        match = {"hits": [self.organisation()], "note": "Same name", "list_date": NOON.date()}
        return paying.screen(self.the("contract"), by=self.fixture("elena"), **match)[0]

    def payment_request(self):
        """Ana asks for the first instalment."""
        return request_payment(self.the("contract"), by=self.fixture("ana"), kind="first")

    def payment(self):
        """Elena has initiated it."""
        self.the("account")
        return initiate_payment(self.the("payment_request"), by=self.fixture("elena"))

    def job(self):
        return models.Job.objects.create(kind="send_message", not_before=NOON, queued_at=NOON, state="failed")

    def letter(self):
        """A letter to Ana."""
        event = record(self.application(), "start", by=self.fixture("ana"))
        letter = tell(event, "application_submit", [self.fixture("ana")])[0]
        models.Message.objects.filter(pk=letter.pk).update(state="sent", sent_at=NOON, subject="S", body="B")
        return letter

    def _file(self, name):
        return models.StoredFile.objects.create(
            content=ContentFile(b"%PDF-1.7 test", name), original_name=name, media_type="application/pdf",
            size=13, sha256=hashlib.sha256(b"%PDF-1.7 test").hexdigest(), uploaded_at=NOON,
        )  # fmt: skip


READS_PAYMENTS = "diego elena hugo axel"
"""Roles that read payments; the donor and monitors do not."""

NOT_STAFF = "nadia ana amalia aldo bruno fabio clara olga axel"
HOUSE = f"{STAFF} admin"
"""Programme staff and administrators: they see organisations, never applications before the opening."""

OWN = "ana amalia aldo"
"""The lead applicant's people."""


def _calls():
    """Calls: a published call is no secret, so strangers are told 403; its pages are the officers'."""
    set_up = "basics countries catalogue form copy lot_new slot_new deadline cancel publish document_new"
    policy = {f"calls:{name}": page("diego", "diego", of="call", sees=ALL) for name in set_up.split()}
    policy |= {f"calls:{name}": page("diego", "diego", of=name, sees=ALL) for name in ("lot", "slot")}
    return policy | {
        "calls:lot_remove": button("diego", of="lot", sees=ALL),
        "calls:slot_remove": button("diego", of="slot", sees=ALL),
        "calls:document_remove": button("diego", of="call_document", sees=ALL),
        "calls:list": page("diego admin"),
        "calls:new": page("diego", "diego"),
        "calls:detail": page("diego admin", of="call", sees=ALL),
        "calls:preview": page("diego admin", of="call", sees=ALL),
        "calls:counts": page("diego", of="call", sees=ALL),
        "public:calls": public(with_={"lang": "es"}),
        "public:call": public(with_={"lang": "es", "slug": "@call_slug"}),
        "public:call_document": public(with_={"lang": "es", "slug": "@call_slug", "public_id": "@call_document_id"}),
    }


def _applications():
    """Applications: the consortium's alone. Nobody of staff sees one before the opening (decisions.md C5)."""
    read = "budget check consortium detail documents logframe mandates presence print tries"
    policy = {f"applications:{name}": page(CONSORTIUM, of="application") for name in read.split()}
    lead_posts = "add_result autosave_logframe save_logframe save_facts invite_partner"
    policy |= {
        f"applications:{name}": button(LEAD_WRITERS, of="application", sees=CONSORTIUM) for name in lead_posts.split()
    }
    for name, key in {
        "add_indicator": "@result_key", "delete_result": "@result_key",
        "delete_indicator": "@indicator_key", "move_indicator": "@indicator_key",
    }.items():  # fmt: skip
        policy[f"applications:{name}"] = button(LEAD_WRITERS, of="application", sees=CONSORTIUM, with_={"key": key})
    for name in ("save_budget", "autosave_budget"):
        policy[f"applications:{name}"] = button(WRITERS, of="application", sees=CONSORTIUM)
    for name in ("save_part", "autosave", "restore", "assign_part"):
        policy[f"applications:{name}"] = button(LEAD_WRITERS, of="part", sees=CONSORTIUM)
    for name in ("mandate", "mandate_paper"):
        policy[f"applications:{name}"] = page(CONSORTIUM, of="partner")
    for name in ("record_mandate", "request_mandate"):
        policy[f"applications:{name}"] = button(WRITERS, of="partner", sees=CONSORTIUM)
    for name in ("receipt", "submission_content"):
        policy[f"applications:{name}"] = page(CONSORTIUM, of="submission")
    return policy | {
        "applications:list": page(ALL),
        "applications:new": page("ana amalia bruno fabio"),
        "applications:start": page("ana amalia bruno fabio", "ana amalia bruno fabio", with_={"slug": "@call_slug"}),
        "applications:facts": page(LEAD_WRITERS, of="application", sees=CONSORTIUM),
        "applications:part": page(CONSORTIUM, of="application", with_={"slug": "relevance"}),
        "applications:history": page(LEAD_WRITERS, of="part", sees=CONSORTIUM),
        "applications:upload": button(LEAD_WRITERS, of="application", sees=CONSORTIUM, with_={"slot": "statutes"}),
        "applications:upload_for_partner": button(WRITERS, of="partner", sees=CONSORTIUM, with_={"slot": "@each_slug"}),
        "applications:document": page(CONSORTIUM, of="document"),
        "applications:remove_document": button(LEAD_WRITERS, of="document", sees=CONSORTIUM),
        "applications:invitation": page("nadia", "nadia", of="place", sees=CONSORTIUM),
        "applications:decline_invitation": button("nadia", of="place", sees=CONSORTIUM),
        "applications:withdraw_invitation": button(LEAD_WRITERS, of="place", sees=f"nadia {CONSORTIUM}"),
        "applications:remove_partner": page(LEAD_WRITERS, LEAD_WRITERS, of="partner", sees=CONSORTIUM),
        "applications:tasks": page(WRITERS, WRITERS, of="partner", sees=CONSORTIUM),
        "applications:sign_mandate": button("bruno", of="partner", sees=CONSORTIUM),
        "applications:mandate_scan": page(CONSORTIUM, of="mandate"),
        "applications:submit": page("ana", "ana", of="application", sees=CONSORTIUM),
        "applications:withdraw": page("ana", "ana", of="application", sees=CONSORTIUM),
        "applications:make_receipt_pdf": button(CONSORTIUM, of="submission"),
        "applications:receipt_pdf": page("", of="submission", with_={"language": "es"}),  # not made yet
        "public:verify": public(post="anonymous " + ALL, with_={"lang": "es"}),
        "public:sign_by_link": public(post="anonymous " + ALL, with_={"lang": "es", "token": "@request_token"}),
    }


def _organisations():
    """Organisations: run by their managers, seen by their people and by the programme's staff."""
    return {
        "organisations:profile": page(ALL, ALL),
        "organisations:first_steps": page(ALL),
        "organisations:own": page(ALL),
        "organisations:register": page(ALL, ALL),
        "organisations:list": page(HOUSE),
        "organisations:detail": page(f"{OWN} {HOUSE}", of="organisation"),
        "organisations:edit": page("ana", "ana", of="organisation", sees=f"{OWN} {HOUSE}"),
        "organisations:invite": page("ana", "ana", of="organisation", sees=f"{OWN} {HOUSE}"),
        "organisations:leave": page(OWN, OWN, of="organisation", sees=HOUSE),
        "organisations:member": page("ana", "ana", of="membership", sees=f"{OWN} {HOUSE}"),
        "organisations:remove_member": button("ana", of="membership", sees=f"{OWN} {HOUSE}"),
        "organisations:settle_duplicate": button(HOUSE, of="hint"),
        # The link of the letter: for whoever is signed out, and for the person it was sent to.
        "organisations:open_invitation": page("anonymous nadia", with_={"token": "@invitation_token"}),
        "organisations:invitation": page("nadia", of="invitation", sees=OWN),
        "organisations:accept_invitation": button("nadia", of="invitation", sees=OWN),
        "organisations:decline_invitation": button("nadia", of="invitation", sees=OWN),
        "organisations:withdraw_invitation": button("ana", of="invitation", sees=f"nadia {OWN}"),
        "choose_language": button("anonymous " + ALL),
    }


def _money():
    """Bank accounts and payments: the organisation's people and the roles that read payments."""
    verifiers, finance = "diego elena hugo", "elena hugo"
    sees_contract = "marta olga admin"  # reads the contract, not its money
    rest = {"sees": f"{CONSORTIUM} {READS_PAYMENTS}"}
    of_contract = {"of": "contract", "sees": f"{CONSORTIUM} {READS_PAYMENTS} {sees_contract}"}
    stop = {"reject": "hugo", "cancel": "elena", "confirm": finance, "return": finance, "approve": "hugo"}
    return {f"payments:{name}": button(who, of="payment", **rest) for name, who in stop.items()} | {
        "organisations:accounts": page(f"{OWN} {verifiers}", of="organisation", sees=HOUSE),
        "organisations:account_new": page("ana", "ana", of="organisation", sees=f"{OWN} {HOUSE}"),
        "organisations:account_list": page(READS_PAYMENTS),
        "organisations:account": page(f"{OWN} {READS_PAYMENTS}", of="account"),
        "organisations:account_paper": page(f"ana {verifiers}", of="account", sees=f"{OWN} axel"),
        "organisations:propose_account": button(verifiers, of="account", sees=f"{OWN} axel"),
        "organisations:reject_account": button(verifiers, of="account", sees=f"{OWN} axel"),
        "payments:list": page(f"{CONSORTIUM} fabio {READS_PAYMENTS}"),
        "payments:ledger": page(f"{finance} axel"),
        "payments:close_period": button("hugo"),
        "payments:contract": page(f"{CONSORTIUM} {READS_PAYMENTS}", **of_contract),
        "payments:new": page("ana diego elena", "ana diego elena", **of_contract),
        "payments:screen": page(verifiers, verifiers, **of_contract),
        "payments:screening": page(READS_PAYMENTS, of="screening"),
        "payments:clear_screening": button(verifiers, of="screening", sees="axel"),
        "payments:request": page(f"{CONSORTIUM} {READS_PAYMENTS}", of="payment_request"),
        "payments:initiate": button("elena", of="payment_request", **rest),
        "payments:return_request": button(verifiers, of="payment_request", **rest),
        "payments:withdraw_request": button("ana", of="payment_request", **rest),
        "payments:detail": page(f"{CONSORTIUM} {READS_PAYMENTS}", of="payment"),
    }


def _house():
    """The house: jobs, letters, decisions of two persons, home pages."""
    return {
        "home": page(ALL),
        "door": public(),
        "robots": public(),
        "sitemap": public(),
        "public:home": public(with_={"lang": "es"}),
        "public:text": public(with_={"lang": "es", "slug": "privacy"}),
        "jobs:list": page("admin"),
        "jobs:retry": button("admin", of="job"),
        # A letter about a sealed application is read by whom it was written to and by administrators.
        "messages:list": page("diego admin"),
        "messages:mine": page(ALL),
        "messages:detail": page("ana admin", of="letter"),
        "messages:resend": button("admin", of="letter", sees="ana"),
        "proposals:list": page(HOUSE),
        "proposals:detail": page("diego", of="proposal", sees=HOUSE),
        "proposals:approve": button("diego", of="proposal", sees=HOUSE),
        "proposals:reject": button("diego", of="proposal", sees=HOUSE),
        "proposals:withdraw": button("diego", of="proposal", sees=HOUSE),
    }


POLICY = _calls() | _applications() | _organisations() | _money() | _house()

"""From the opening to the first payment, as officer, assessors, committee, applicant and finance walk it.

Nobody types an address: each step is reached from the person's home page or from a link on the page before.
"""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse

from grants import clock, models
from grants.payments.standing import booking_day
from grants.permissions import Role
from tests.factories import CallFactory, UserFactory
from tests.journeys.walk import Office, Walk, to, wait_until
from tests.life import hand_in, several

pytestmark = [
    pytest.mark.browser, pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(600),
]  # fmt: skip

PDF = {"name": "firmado.pdf", "mimeType": "application/pdf",
       "buffer": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"}  # fmt: skip
GRID = "PRAG full application"


@pytest.fixture
def carlos(db):
    """A second assessor, beside Clara."""
    return UserFactory(name="Carlos", email="carlos@demo.example", role=Role.ASSESSOR)


@pytest.fixture
def celia(db):
    """A third assessor."""
    return UserFactory(name="Celia", email="celia@demo.example", role=Role.ASSESSOR)


@pytest.fixture
def people(ana, diego, dora, clara, carlos, celia, ines, sonia, vera, victor, valeria, elena, hugo):
    """Everybody who has a part in it, reading Spanish."""
    cast = (ana, diego, dora, clara, carlos, celia, ines, sonia, vera, victor, valeria, elena, hugo)
    for person in cast:
        person.language = "es"
        person.save()
    return {person.name.lower(): person for person in cast}


@pytest.fixture
def closed_call(people, chamber, partner_organisation, bruno):
    """A call closed yesterday: Ana's application and another one, for a lot whose money is enough for one."""
    now = clock.now()
    call = CallFactory(slug="third", opens_at=now - timedelta(days=40), closes_at=now - timedelta(days=1))
    call.lots.filter(code="1").update(envelope=Decimal("400000.00"))
    models.AnnexTemplate.objects.create(
        code="II", title_es="Condiciones generales", version="2024.1", in_force_from=now.date() - timedelta(days=300)
    )
    with clock.at(now - timedelta(days=2)):
        hand_in(call, chamber, partner_organisation, by=people["ana"], signer=bruno, title="Café sin deforestación")
        several(call, 1, title="Cacao con sombra")
    return call


@pytest.fixture
def office(people, new_page, live_server, assert_accessible):
    return Office(Walk("es", new_page, assert_accessible), people, live_server)


# The evaluation ------------------------------------------------------------------------------------


def open_with_a_witness(office, call):
    walk, page = office.walk, office.at("diego", to("evaluation:open", call))
    page.select_option("[name=witness]", label="Dora")
    walk.press(page)
    evaluation = models.Evaluation.objects.get(call=call)
    assert page.url.endswith(to("evaluation:record", evaluation))
    walk.follow(page, evaluation.get_absolute_url())
    return evaluation


def check_and_find_eligible(office, evaluation):
    walk, page = office.walk, office.at("diego", to("evaluation:next_check", evaluation))
    for _candidate in range(2):
        for field in page.locator("[role=radiogroup]").all():
            field.locator("input[value=yes]").check()
        walk.press(page, "button[name=then][value=eligible]")
        walk.press(page)
    assert page.url.endswith(evaluation.get_absolute_url())


def declare(office, evaluation):
    """The committee sees names from then on."""
    for name in ("ines", "sonia", "vera", "victor", "valeria"):
        page = office.at(name, to("evaluation:declaration", evaluation.call))
        page.check("[name=agreed]")
        office.walk.press(page)
        assert page.url.endswith(to("evaluation:decisions", evaluation.call))


def set_the_rules(office, evaluation):
    """From the list of candidates to the assessments, which say that rules are missing."""
    walk, call = office.walk, evaluation.call
    page = office.at("diego", to("evaluation:list"), evaluation.get_absolute_url(), to("evaluation:review", evaluation))
    walk.follow(page, to("evaluation:rules", call))
    walk.press(page, f"form[action='{to('evaluation:load_grids', call)}'] button")
    label = next(word for word in page.locator("[name=grid] option").all_inner_texts() if GRID in word)
    page.select_option("[name=grid]", label=label)
    page.fill("[name=threshold]", "30")
    page.fill("[name=percent]", "20")
    page.fill("[name=comment_at_most]", "")
    page.fill("[name=comment_at_least]", "")
    walk.press(page)
    assert page.url.endswith(to("evaluation:review", evaluation))


def invite(office, evaluation, by, *names):
    walk = office.walk
    page = office.at(by, to("evaluation:review", evaluation), to("evaluation:assessors", evaluation))
    for name in names:
        walk.follow(page, to("evaluation:invite_assessor", evaluation))
        page.select_option("[name=user]", value=str(office.people[name].public_id))
        for language in ("es", "en"):
            page.check(f"[name=languages][value={language}]")
        walk.press(page)
    for name in names:
        one = models.Assessor.objects.get(evaluation=evaluation, user=office.people[name])
        invited = office.at(name, one.get_absolute_url())
        invited.check("[name=signed]")
        walk.press(invited)
        assert invited.url.endswith(to("evaluation:assignments"))


def assess(office, name, scores):
    """Everything assigned to a person: {title: the score given to every criterion}."""
    for assessment in models.Assessment.objects.filter(assessor__user=office.people[name], state="assigned"):
        score = scores[assessment.candidate.title]
        page = office.at(name, assessment.get_absolute_url())
        for radio in page.locator(f"[name^=answer-][type=radio][value='{score}']").all():
            radio.check()
        for text in page.locator("fieldset").last.locator("textarea[name^=answer-]").all():
            text.fill("Un equipo sólido.")
        page.locator("h1").click()
        page.wait_for_selector(".autosave[data-state=saved]", timeout=20_000)
        office.walk.press(page, "button[name=next]")
        office.walk.press(page)
        assert page.url.endswith(to("evaluation:assignments"))


def assign_by_lot(office, evaluation):
    walk = office.walk
    page = office.at("sonia", to("evaluation:review", evaluation), to("evaluation:assign_by_lot", evaluation))
    walk.press(page)


def assign_the_third(office, evaluation, candidate):
    walk = office.walk
    waiting = f"{to('evaluation:review', evaluation)}?standing=third"
    page = office.at("sonia", waiting, to("evaluation:assessments", candidate))
    third = models.Assessor.objects.get(user=office.people["celia"])
    page.select_option("[name=assessor]", value=str(third.public_id))
    walk.press(page)


def consolidate(office, evaluation):
    walk = office.walk
    walk.press(office.at("ines", to("evaluation:consolidate", evaluation)))


# The decision --------------------------------------------------------------------------------------


def decide(office, lot):
    walk, page = office.walk, office.at("sonia", to("evaluation:put", lot))
    walk.press(page, "button[name=put]")
    ballot = models.Ballot.objects.get(lot=lot)
    for name in ("vera", "victor", "valeria"):
        page = office.at(name, to("evaluation:ballot", ballot))
        page.check("[name=choice][value=yes]")
        walk.press(page)
    walk.press(office.at("ines", to("evaluation:ballot", ballot)))


def announce(office, evaluation, candidate):
    """After a look at the letter; at a moment some seconds ahead."""
    walk, call = office.walk, evaluation.call
    page = office.at("diego", to("evaluation:announcement", call))
    walk.follow(page, reverse("evaluation:letter", args=[call.public_id, candidate.public_id]))
    assert candidate.title in page.inner_text("main")
    walk.follow(page, to("evaluation:announcement", call))
    at = clock.now() + timedelta(seconds=6)
    page.fill("[name=at]", at.astimezone(ZoneInfo(call.time_zone)).strftime("%Y-%m-%dT%H:%M:%S"))
    walk.press(page)


def sees_no_decision(office, application):
    """On the home page and the application's, and at the decision's own address."""
    page = office.at("ana", application.get_absolute_url())
    decision = to("evaluation:decision", application)
    assert page.locator(f"a[href='{decision}']").count() == 0
    assert page.goto(decision).status == 404


def reads_the_decision(office, application):
    page = office.at("ana", application.get_absolute_url(), to("evaluation:decision", application))
    assert "250,000.00" in page.inner_text("main").replace("\u00a0", " ")


# The contract --------------------------------------------------------------------------------------


def conclude_the_contract(office, award):
    walk = office.walk
    page = office.at("diego", to("contracts:waiting"), to("contracts:prepare", award))
    page.fill("[name=starts_on]", (clock.now().date() + timedelta(days=30)).isoformat())
    page.select_option("[name=sector_0]", "coffee")
    page.fill("[name=sector_share_0]", "100")
    walk.press(page)
    contract = models.Contract.objects.get(award=award)
    assert page.url.endswith(contract.get_absolute_url())
    walk.follow(page, to("contracts:send", contract))
    walk.press(page)
    for side, who in (("coordinator", "Rosa Quispe"), ("authority", "Max Muster")):
        walk.follow(page, to("contracts:sign", contract))
        page.select_option("[name=side]", side)
        page.fill("[name=name]", who)
        page.fill("[name=capacity]", "Presidenta")
        page.fill("[name=signed_on]", booking_day(clock.now()).isoformat())
        page.set_input_files("[name=uploaded]", PDF)
        walk.press(page)
    walk.follow(page, to("contracts:put_in_force", contract))
    walk.press(page)
    return models.Contract.objects.get(pk=contract.pk)


# The payment ---------------------------------------------------------------------------------------


def give_an_account(office, contract):
    """From the contract to its money, and from there to the account on which it is paid."""
    walk, lead = office.walk, contract.project.lead
    page = office.at("ana", contract.get_absolute_url(), to("payments:contract", contract))
    walk.follow(page, to("organisations:accounts", lead))
    walk.follow(page, to("organisations:account_new", lead))
    page.fill("[name=bank]", "Commerzbank")
    page.select_option("[name=country]", "DE")
    page.fill("[name=iban]", "DE89370400440532013000")
    page.fill("[name=bic]", "COBADEFFXXX")
    page.set_input_files("[name=evidence]", PDF)
    walk.press(page)
    account = models.BankAccount.objects.get()
    page = office.at("elena", account.get_absolute_url())
    page.fill("[name=reason]", "Como en la carta del banco.")
    walk.press(page)
    proposal = models.Proposal.objects.get(action="verify_bank_account")
    walk.press(office.at("diego", to("proposals:detail", proposal)))
    assert models.BankAccount.objects.get().state == "verified"


def screen_the_parties(office, contract):
    page = office.at("elena", to("contracts:list"), contract.get_absolute_url(), to("payments:contract", contract))
    office.walk.follow(page, to("payments:screen", contract))
    page.fill("[name=list_name]", "Lista consolidada de la UE")
    page.fill("[name=list_version]", "2026-11-27")
    page.fill("[name=list_date]", booking_day(clock.now()).isoformat())
    office.walk.press(page)


def pay(office, contract):
    walk = office.walk
    walk.press(office.at("ana", to("payments:new", contract)))
    request = models.PaymentRequest.objects.get(contract=contract)
    walk.press(
        office.at("elena", request.get_absolute_url()), f"form[action='{to('payments:initiate', request)}'] button"
    )
    payment = models.Payment.objects.get()
    approve = f"form[action='{to('payments:approve', payment)}'] button"
    walk.press(office.at("hugo", payment.get_absolute_url()), approve)
    page = office.at("elena", payment.get_absolute_url())
    page.fill("[name=value_date]", booking_day(clock.now()).isoformat())
    page.fill("[name=bank_reference]", "B-1")
    page.fill("[name=amount]", str(payment.amount))
    walk.press(page, f"form[action='{to('payments:confirm', payment)}'] button")
    return request


def balances():
    """The sums of the ledger by account, by plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account, sum(amount) FROM grants_posting GROUP BY account")
        return dict(cursor.fetchall())


def test_what_was_handed_in_is_opened_judged_awarded_contracted_and_paid(office, closed_call, worker, mail_server):
    evaluation = open_with_a_witness(office, closed_call)
    declare(office, evaluation)
    check_and_find_eligible(office, evaluation)
    set_the_rules(office, evaluation)
    invite(office, evaluation, "diego", "clara", "carlos")
    assign_by_lot(office, evaluation)
    assess(office, "clara", {"Café sin deforestación": 5, "Cacao con sombra": 3})
    assess(office, "carlos", {"Café sin deforestación": 3, "Cacao con sombra": 3})
    coffee, cocoa = evaluation.candidates.order_by("-title")
    invite(office, evaluation, "sonia", "celia")
    assign_the_third(office, evaluation, coffee)
    assess(office, "celia", {"Café sin deforestación": 5})
    consolidate(office, evaluation)

    decide(office, coffee.lot)
    coffee.refresh_from_db(), cocoa.refresh_from_db()
    assert (coffee.state, cocoa.state) == ("selected", "reserve")
    sees_no_decision(office, coffee.application)
    announce(office, evaluation, coffee)
    wait_until(lambda: models.Award.objects.get().state == "announced")
    reads_the_decision(office, coffee.application)

    contract = conclude_the_contract(office, models.Award.objects.get())
    assert (contract.state, contract.grant) == ("signed", Decimal("250000.00"))
    give_an_account(office, contract)
    screen_the_parties(office, contract)
    request = pay(office, contract)
    page = office.at("ana", request.get_absolute_url())
    assert "Pagad" in page.inner_text("header.page-header")
    assert "225,000.00" in page.inner_text("main").replace("\u00a0", " ")
    sums = balances()
    assert sum(sums.values()) == 0
    assert (sums["bank"], sums["prefinancing"], sums["owed"]) == (-225000, 225000, 0)

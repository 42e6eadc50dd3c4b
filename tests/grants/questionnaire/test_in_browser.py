"""Forms as staff make them and applicants fill them in: accessible, on a desk and in a hand, with scripts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from grants import clock
from grants.applications.actions import drafting
from grants.models import Call, Cell
from grants.questionnaire import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


PASTE = """() => {
  const data = new DataTransfer();
  data.setData("text", "%s");
  document.querySelector("[aria-label='Item, row 1']").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def by_language(text):
    return {"es": text, "pt-br": text, "en": text}


@pytest.fixture
def version(diego):
    """A form with a condition and a table."""
    version = actions.new_questionnaire(purpose="application", name="Form 2026", by=diego).versions.get()
    past = actions.add_section(version, slug="past", title=by_language("Experience"), by=diego)
    options = [("yes", by_language("Yes")), ("no", by_language("No"))]
    actions.add_question(
        past, key="grants", kind="choice", label=by_language("Have you managed grants?"), options=options, by=diego
    )
    actions.add_question(
        past, key="which", kind="short", label=by_language("Which?"), condition=("grants", ["yes"]), by=diego
    )
    columns = [
        {"key": "item", "label": by_language("Item"), "kind": "short"},
        {"key": "cost", "label": by_language("Cost"), "kind": "money", "is_totalled": True},
        {"key": "by", "label": by_language("Needed by"), "kind": "date", "required": False},
        {"key": "how", "label": by_language("How"), "kind": "choice", "offered": by_language("Purchase\nRent"),
         "required": False},
    ]  # fmt: skip
    actions.add_question(
        past, key="buy", kind="table", label=by_language("What will you buy?"), columns=columns, most_rows=20, by=diego,
        help=by_language("Above 5,000 EUR only."),
    )  # fmt: skip
    return version


@pytest.fixture
def enter(new_page, live_server, login):
    """A function that opens a browser in which this person is signed in."""

    def open_for(user, **options):
        page = new_page(**options)
        value = login(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        return page

    return open_for


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_setting_up_are_accessible_and_fit(version, enter, dora, assert_accessible, width):
    page = enter(dora, width=width)
    section = version.sections.get()
    questions = {question.key: question for question in section.questions.all()}

    for address in (
        reverse("forms:list"),
        version.get_absolute_url(),
        reverse("forms:section", args=[section.public_id]),
        reverse("forms:kinds", args=[section.public_id]),
        reverse("forms:question_new", args=[section.public_id, "long"]),
        reverse("forms:question", args=[questions["which"].public_id]),
        reverse("forms:question", args=[questions["grants"].public_id]),
        reverse("forms:question", args=[questions["buy"].public_id]),
        reverse("calls:form_preview", args=[version.public_id]),
    ):
        page.goto(address)
        assert page.url.endswith(address)
        assert_accessible(page)
        assert page.evaluate(OVERFLOW) <= 0, address


@pytest.fixture
def draft(version, call, chamber, ana, diego):
    """Ana's application that asks this form, open in the real present."""
    now = clock.now()
    actions.freeze_version(version, by=diego)
    Call.objects.filter(pk=call.pk).update(
        form=version, opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=6), questions_until=None
    )
    call.refresh_from_db()
    return drafting.start_application(
        call, lot=call.lots.first(), organisation=chamber, title="Café", by=ana, start_key=uuid4()
    )


@pytest.mark.parametrize("width", [1280, 360])
def test_a_question_comes_up_with_the_answer_and_a_pasted_table_is_saved(draft, enter, ana, assert_accessible, width):
    page = enter(ana, width=width)
    page.goto(reverse("applications:part", args=[draft.public_id, "past"]))
    assert page.get_by_label("Which?").is_hidden()
    page.get_by_label("Yes").check()
    assert page.get_by_label("Which?").is_visible()

    page.get_by_label("Item, row 1").focus()
    page.evaluate(PASTE % r"Seeds\t1.234,50\t31/12/2026\trent\nTrees\t10\t\nTools\t20\t\nNets\t30\t\n")
    assert page.get_by_label("How, row 1").input_value() == "rent"
    page.locator("fieldset > [data-understood]", has_text="4 rows; Cost: 1,294.50").wait_for()
    page.wait_for_selector("[data-autosave-line][data-state=saved]")
    assert Cell.objects.get(key="buy").raw.count("\n") == 3
    for pasted, told in (
        (r"x\t1\n" * 21, "21 rows do not fit: the table takes 20. Nothing was pasted"),
        (r"x\t1\t\tRent\tmore\ty", "Row 1 has more cells than the table has columns to the right."),
    ):
        page.evaluate(PASTE % pasted)
        page.get_by_role("alert").get_by_text(told).wait_for()
    assert page.get_by_label("Item, row 1").input_value() == "Seeds"
    page.get_by_label("Item, row 4").press("Control+End")
    page.get_by_label("Item, row 4").type("!")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Nets!").or_(page.locator("[value='Nets!']")).first.wait_for()
    assert_accessible(page)
    assert page.evaluate(OVERFLOW) <= 0

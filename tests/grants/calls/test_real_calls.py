"""The two real calls of the programme, set up from nothing by an officer on the pages alone (domain.md 1.3, 1.4)."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants import clock
from grants.calls.countries import EUROPEAN_UNION, LATIN_AMERICA
from grants.models import Call, IndicatorVersion, Programme, Question, QuestionnaireVersion, ScoringRules, Section
from tests.grants.calls.test_views import TYPED

pytestmark = pytest.mark.django_db

FIRST = {
    "reference": "AIV-C1-2022", "slug": "first-call-2022",
    "opens_at": "2022-03-28T12:00", "closes_at": "2022-07-04T12:00", "questions_until": "2022-06-20T12:00",
    "time_zone": "Europe/Brussels", "months_max": "30", "languages": ["es", "en"],
}  # fmt: skip
SECOND = {
    "reference": "AIV-C1-2023", "slug": "second-call-2023",
    "opens_at": "2023-05-23T12:00", "closes_at": "2023-08-23T12:00", "questions_until": "2023-08-09T12:00",
    "time_zone": "Europe/Brussels", "languages": ["es", "pt-br", "en"],
}  # fmt: skip
LOTS = {
    "1": "Sustainable, deforestation-free agri-food systems and value chains",
    "2": "Transition to low-carbon, resource-efficient and more circular business models",
}

MUST = {"required": "on"}
SECTORS = ["Coffee", "Cocoa", "Textiles", "Plastics", "Services"]
GRANTS = [("Title", "short"), ("Donor", "short"), ("Amount", "money"), ("Ended", "date")]
MANAGED = "has-the-lead-managed-grants-es"

FORM = {
    "Relevance": [
        ("long", "What problem do you address?", MUST | {"most_words": "300"}),
        ("choices", "Which sectors?", MUST | {"rows": SECTORS}),
        ("number", "How many small firms?", MUST | {"least": "1", "most": "50.000,00", "places": "0"}),
    ],
    "Experience": [
        ("choice", "Has the lead managed grants?", MUST | {"rows": ["Yes", "No"]}),
        ("table", "Grants of three years", {"most_rows": "10", "condition": f"{MANAGED}:yes-es", "columns": GRANTS}),
        ("money", "Turnover of the last year", MUST),
        ("date", "Founded on", {}),
    ],
    "Declarations": [("confirm", "No partner is in a situation of exclusion.", MUST)],
}


class Officer:
    """Does everything by posting forms, as a browser would, and sees that each was taken."""

    def __init__(self, client):
        self.client = client

    def send(self, page, document, /, *more, **data):
        args = [*([document.public_id] if document else []), *more]
        response = self.client.post(reverse(page, args=args), data)
        assert response.status_code == 302, (page, data, re.findall(r"field__error.*?</p>", response.content.decode()))
        return response


def three(name, text):
    return {f"{name}_es": f"{text} (es)", f"{name}_pt_br": f"{text} (pt)", f"{name}_en": text}


def set_up_form(officer):
    officer.send("forms:new", None, name="Application form")
    version = QuestionnaireVersion.objects.get(questionnaire__purpose="application")
    for title, questions in FORM.items():
        officer.send("forms:section_new", version, **three("title", title))
        section = Section.objects.get(version=version, title_en=title)
        for kind, label, more in questions:
            officer.send(
                "forms:question_new", section, kind, **three("label", label), **three("help", "Be exact."), **sent(more)
            )
    return version


def sent(more):
    """The limits of a question, and its rows as a formset."""
    data = {name: value for name, value in more.items() if name not in ("rows", "columns")}
    rows = [three("label", row) for row in more.get("rows", ())]
    rows += [three("label", label) | {"kind": kind} for label, kind in more.get("columns", ())]
    if rows:
        data |= {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
        data |= {f"rows-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return data


def set_up_parts(officer, call, version, envelopes):
    for code, envelope in envelopes.items():
        lot = {"code": code, "pillar": code, "envelope": envelope, "position": code}
        officer.send("calls:lot_new", call, **three("title", LOTS[code]), **lot)
    officer.send("calls:countries", call, la=list(LATIN_AMERICA), eu=list(EUROPEAN_UNION))
    versions = list(IndicatorVersion.objects.order_by("indicator__code").values_list("pk", flat=True))
    officer.send("calls:catalogue", call, offered=versions[:4], required=versions[:1])
    officer.send("calls:form", call, version=version.pk)
    officer.send("calls:slot_new", call, **three("title", "Statutes"), **three("help", "Signed."), slug="statutes",
                 required="on", per_partner="on", most_megabytes="10", position="1")  # fmt: skip
    guide = SimpleUploadedFile("guide.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    officer.send("calls:document_new", call, **three("title", "Guidelines"), upload=guide, position="1", language="")


def set_up_evaluation(officer, call):
    officer.send("evaluation:criteria_adopt", call)
    officer.send("evaluation:load_grids", call)
    grid = QuestionnaireVersion.objects.filter(questionnaire__purpose="grid").order_by("pk").last()
    tie = grid.sections.first().slug
    rules = {"grid": grid.pk, "threshold": "", "assessors": "2", "days": "14", "percent": "20", "across": "on",
             "third": "all", "comment_at_most": "2", "comment_at_least": "", "tie_section": tie}  # fmt: skip
    officer.send("evaluation:rules", call, **rules)


@pytest.fixture
def officer(login, diego, noon):
    diego.role_assignments.update(valid_from=datetime(2022, 1, 1, tzinfo=UTC))
    return Officer(login(diego))


def test_both_calls_are_set_up_on_the_pages_and_published(officer, client, noon):
    with clock.at(datetime(2022, 3, 1, tzinfo=UTC)):
        assert officer.client.get(reverse("calls:new")).url == reverse("calls:programme_new")
        names = three("name", "AL-INVEST Verde, Component 1")
        officer.send("calls:programme_new", None, **names, code="aiv-c1", contract_prefix="922-AIV-")
        officer.send("indicators:load", None)
        version = set_up_form(officer)
        officer.send("calls:new", None, **TYPED | FIRST)
        first = Call.objects.get()
        set_up_parts(officer, first, version, {"2": "10.000.000,00"})
        set_up_evaluation(officer, first)
        officer.send("calls:publish", first)
    with clock.at(datetime(2023, 5, 1, tzinfo=UTC)):
        titles = three("title", "Second call")
        fields = ("reference", "slug", "opens_at", "closes_at", "time_zone")
        officer.send("calls:copy", first, **{name: SECOND[name] for name in fields}, **titles)
        second = Call.objects.get(slug="second-call-2023")
        officer.send(
            "calls:lot",
            second.lots.get(),
            **three("title", LOTS["2"]),
            code="2",
            pillar="2",
            envelope="6000000",
            position="2",
        )
        officer.send(
            "calls:lot_new", second, **three("title", LOTS["1"]), code="1", pillar="1", envelope="6000000", position="1"
        )
        officer.send("calls:basics", second, **TYPED | SECOND | titles)
        officer.send("forms:next_version", version)
        next_form = QuestionnaireVersion.objects.get(questionnaire=version.questionnaire, number=2)
        officer.send(
            "forms:question_new",
            next_form.sections.first(),
            "short",
            **three("label", "Where?"),
            help_es="",
            most_characters="200",
        )
        officer.send("calls:form", second, version=next_form.pk)
        officer.send("calls:publish", second)

    first.refresh_from_db()
    second.refresh_from_db()
    assert Programme.objects.get().events.get().action == "begin"
    assert (first.state, second.state) == ("published", "published")
    assert sum(lot.envelope for lot in second.lots.all()) == 12_000_000
    assert (second.months_min, second.months_max, second.share_max) == (18, 27, 80)
    assert (first.languages, second.languages) == (["es", "en"], ["es", "pt-br", "en"])
    assert second.countries.filter(group="la").count() == 18
    assert ScoringRules.objects.get(call=second).grid == ScoringRules.objects.get(call=first).grid
    assert second.check_criteria.count() == first.check_criteria.count() > 0
    assert (first.form.number, second.form.number) == (1, 2)
    hung = Question.objects.get(section__version=second.form, kind="table")
    assert (hung.shown_if, hung.shown_when, hung.columns.count()) == (
        MANAGED,
        ["yes-es"],
        4,
    )
    for call in (first, second):
        for language in ("es", "pt", "en"):
            page = client.get(reverse("public:call", kwargs={"lang": language, "slug": call.slug}))
            assert page.status_code == 200

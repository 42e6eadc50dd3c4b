"""One way to print a number, an amount, a moment."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.formats import date_format

from grants.templatetags.forms import problems
from grants.templatetags.grants import page_numbers
from tests.factories import NOON

CLOSES = datetime(2026, 8, 14, 15, 0, tzinfo=UTC)


def render(source, reader=None, **context):
    request = RequestFactory().get("/es/llamados/")
    request.user = reader or SimpleNamespace(is_authenticated=False)
    with translation.override("en"):
        return engines["django"].from_string(source).render(context, request)


@pytest.fixture
def reader():
    """Somebody in Colombia who lives by Lima's clock."""
    return SimpleNamespace(is_authenticated=True, time_zone="America/Lima", number_country=lambda: "CO")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% money amount %}", "1,234.50\u00a0EUR"),
        ('{% money amount country="CO" %}', "1.234,50\u00a0EUR"),
        ('{% money amount currency="" %}', "1,234.50"),
        ("{% number amount 1 %}", "1,234.5"),
    ],
)
def test_an_amount_is_written_as_its_country_writes_it(source, text):
    assert render(source, amount=Decimal("1234.50")) == f'<span class="nowrap">{text}</span>'


def test_an_amount_follows_the_country_of_the_readers_organisation(reader):
    assert (
        render("{% money amount %}", reader, amount=Decimal("1234.50"))
        == '<span class="nowrap">1.234,50\u00a0EUR</span>'
    )


def test_the_country_of_the_document_comes_before_that_of_the_reader(reader):
    html = render("{% money amount %}", reader, amount=Decimal("1234.50"), number_country="PE")

    assert html == '<span class="nowrap">1,234.50\u00a0EUR</span>'


def test_less_than_nothing_is_said_in_words():
    assert (
        render("{% money amount %}", amount=Decimal("-3")) == '<span class="negative nowrap">minus 3.00\u00a0EUR</span>'
    )


def test_no_amount_is_not_zero():
    assert render("{% money amount %}", amount=None) == (
        '<span aria-hidden="true">–</span><span class="visually-hidden">no amount</span>'
    )


def test_a_binding_moment_names_its_zone():
    assert render('{% when at zone="America/Bogota" %}', at=CLOSES) == (
        '<time datetime="2026-08-14T15:00:00+00:00">14 August 2026, 10:00 (Bogota time)</time>'
    )


def test_a_moment_is_shown_by_the_readers_clock(reader):
    assert render('{% when at style="time" %}', reader, at=CLOSES) == (
        '<time datetime="2026-08-14T15:00:00+00:00">14 August 2026, 10:00</time>'
    )


@pytest.mark.parametrize(
    ("distance", "text"),
    [
        (timedelta(days=6, hours=5), "in 6 days"),
        (timedelta(hours=47), "in 47 hours"),
        (timedelta(minutes=61), "in 61 minutes"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(seconds=59), "in less than a minute"),
        (-timedelta(seconds=1), "less than a minute ago"),
        (-timedelta(hours=3), "3 hours ago"),
        (-timedelta(days=30), "30 days ago"),
        (-timedelta(days=730), "730 days ago"),
        (-timedelta(days=1193), "3 years ago"),
    ],
)
def test_a_deadline_is_as_far_as_it_is(noon, distance, text):
    assert render("{% time_left at %}", at=NOON + distance) == text


def test_a_deadline_stands_in_the_zone_of_the_call_in_brussels_and_in_the_readers(noon, reader):
    html = render('{% deadline at "America/Bogota" %}', reader, at=CLOSES)

    assert [city for city in ("Bogota", "Brussels", "Lima") if f"<dt>{city}</dt>" in html] == [
        "Bogota",
        "Brussels",
        "Lima",
    ]


def test_a_deadline_in_brussels_is_shown_once_to_a_stranger(noon):
    assert render('{% deadline at "Europe/Brussels" %}', at=CLOSES).count("<dt>") == 1


def test_long_lists_leave_gaps_between_their_pages():
    assert page_numbers(Paginator(range(1200), 30).page(7)) == [1, None, 6, 7, 8, None, 40]


def test_errors_of_a_form_point_to_their_controls():
    class Mandate(forms.Form):
        person = forms.CharField(label="Person")
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)

    with translation.override("en"):
        assert problems(Mandate({})) == [
            {"id": "id_person", "sentence": "Person: This field is required."},
            {"id": "id_kind_0", "sentence": "Kind: This field is required."},
        ]


def test_a_form_not_sent_yet_has_no_errors():
    assert problems(forms.Form()) == []


def test_a_public_page_names_itself_in_each_language():
    html = render("{% language_links as links %}{% for one in links %}{{ one.code }} {{ one.address }} {% endfor %}")

    assert html.split() == [
        "es", "http://localhost/es/llamados/", "pt-br", "http://localhost/pt/llamados/", "en", "http://localhost/en/llamados/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "3 de diciembre de 2026"), ("pt-br", "3 de dezembro de 2026"), ("en", "3 December 2026")],
)
def test_months_are_written_as_each_language_writes_them(language, words):
    with translation.override(language):
        assert date_format(date(2026, 12, 3), "DATE_FORMAT") == words


def test_a_reference_is_not_broken_at_its_hyphens(reader):
    columns = [{"label": "Contract"}, {"label": "Lot"}, {"label": "Part"}]
    hint = "922-AIV-001-P1 · S26-P1 · Co-financing"
    row = [{"text": "922-AIV-001", "url": "/x/"}, "AIV-2026-0031", {"text": "Co-financing", "hint": hint}]

    shown = render("{% load tables %}{% table_rows columns rows %}", reader, columns=columns, rows=[row])

    assert shown.count('class="nowrap"') == 4
    assert '<a href="/x/"><span class="nowrap">922-AIV-001</span></a>' in shown


def test_a_row_of_a_table_escapes_what_people_typed(reader):
    columns = [{"label": "Project"}, {"label": "Lead <b>"}, {"label": "Amount", "kind": "money"}]
    row = [{"text": "<i>Café</i>", "url": "/x/", "hint": "A & B"}, "R<D", Decimal("1234.5")]

    shown = render("{% load tables %}{% table_rows columns rows %}", reader, columns=columns, rows=[row])

    assert shown == (
        '<tr><th scope="row"><div><a href="/x/">&lt;i&gt;Café&lt;/i&gt;</a>'
        '<span class="table__hint">A &amp; B</span></div></th>'
        '<td data-label="Lead &lt;b&gt;"><div>R&lt;D</div></td>'
        '<td data-label="Amount" class="num"><div><span class="nowrap">1.234,50</span></div></td></tr>'
    )


def test_a_column_of_numbers_says_how_many_decimals_it_shows(reader):
    columns, row = [{"label": "Project"}, {"label": "Share, %", "kind": "number", "places": 2}], ["Café", Decimal("80")]

    shown = render("{% load tables %}{% table_rows columns rows %}", reader, columns=columns, rows=[row])

    assert '<span class="nowrap">80,00</span>' in shown


def test_a_cell_without_a_value_says_so_and_an_empty_one_stays_empty(reader):
    columns = [{"label": "Project"}, {"label": "Note"}, {"label": "Score", "kind": "number"}]

    shown = render("{% load tables %}{% table_row columns row %}", reader, columns=columns, row=["All", None, None])

    assert shown == (
        '<tr><th scope="row"><div>All</div></th><td data-label="Note"><div></div></td>'
        '<td data-label="Score" class="num"><div><span aria-hidden="true">–</span>'
        '<span class="visually-hidden">no value</span></div></td></tr>'
    )

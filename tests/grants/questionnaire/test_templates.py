"""One question as a page shows it, for every kind and state."""

import re

import pytest
from django.template.loader import render_to_string

from grants.drafts.outcomes import Conflict
from grants.drafts.queries import Field
from grants.questionnaire.models import QuestionKind
from grants.questionnaire.specs import ColumnSpec, OptionSpec, QuestionSpec
from tests.client import faults_of

pytestmark = pytest.mark.unit

OPTIONS = (OptionSpec("coffee", "Coffee"), OptionSpec("cocoa", "Cocoa"))


def draw(field, **context):
    html = render_to_string("grants/questionnaire/question_field.html", {"field": field, **context})
    assert faults_of(html) == []
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize("kind", [kind for kind in QuestionKind.values if kind != "file"])
@pytest.mark.parametrize("locked", [True, False])
def test_every_kind_has_a_named_control_tied_to_its_help_and_its_problem(kind, locked):
    question = QuestionSpec("q", kind, "What?", help="Help", options=OPTIONS, columns=(ColumnSpec("a", "short", "A"),))
    html = draw(Field(question, "coffee", 3, problem="Choose.", understood="Understood: 3"), locked=locked)

    assert 'name="answer-q"' in html
    assert 'data-rev="3"' in html
    assert 'aria-describedby="answer-q-help answer-q-problem"' in html
    assert 'id="answer-q"' in html
    assert 'id="answer-q-help"' in html
    assert 'id="answer-q-problem"' in html
    assert "Understood: 3" in html
    assert ('name="rev-q" value="3"' in html) is not locked
    assert ("readonly" in html or "disabled" in html) is locked


def test_what_was_typed_is_escaped_and_a_leading_line_break_survives():
    html = render_to_string(
        "grants/questionnaire/question_field.html", {"field": Field(QuestionSpec("q", "long"), "\n<b>&\"'", 1)}
    )

    assert ">\n\n&lt;b&gt;&amp;&quot;&#x27;</textarea>" in html


def test_limits_are_counted_under_the_field():
    html = draw(Field(QuestionSpec("q", "long", most_words=300, most_characters=2000), "", 0))

    assert 'data-words="300" data-characters="2000"' in html
    assert 'data-words-for="answer-q"' in html
    assert 'data-characters-for="answer-q"' in html


def test_ticks_stand_as_chosen():
    html = draw(Field(QuestionSpec("q", "choices", options=OPTIONS), "cocoa", 1))

    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["cocoa"]


def test_a_declaration_stands_as_confirmed():
    assert " checked" in draw(Field(QuestionSpec("q", "confirm", "I agree"), "yes", 1))
    assert " checked" not in draw(Field(QuestionSpec("q", "confirm", "I agree"), "", 0))


def test_an_optional_question_says_so():
    assert "(optional)" in draw(Field(QuestionSpec("q", "date", required=False), "", 0))
    assert "(optional)" not in draw(Field(QuestionSpec("q", "date"), "", 0))


def test_a_conflict_shows_both_texts():
    conflict = Conflict(2, "theirs", "Bruno", None, "mine")
    html = draw(Field(QuestionSpec("q", "long"), "mine", 2, conflict=conflict, conflict_time="14:02"))

    assert "data-mine>mine<" in html
    assert "data-theirs>theirs<" in html
    assert "Bruno, 14:02" in html


def test_a_score_is_one_of_a_row_and_says_when_it_counts_twice():
    question = QuestionSpec("q", "score", "How clear?", least=1, most=5, weight=2)
    html = draw(Field(question, "4", 1))

    assert html.count('type="radio"') == 5
    assert 'value="4" data-rev="1" checked' in html
    assert "counts twice" in html

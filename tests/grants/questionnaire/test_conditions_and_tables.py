"""Questions that hang on answers to others, and questions that ask for a table."""

import pytest

from grants.questionnaire import messages
from grants.questionnaire.answers import Answer, table_text, understand
from grants.questionnaire.specs import ColumnSpec, FormSpec, OptionSpec, QuestionSpec, SectionSpec

pytestmark = pytest.mark.unit

YES_NO = (OptionSpec("yes", "Yes"), OptionSpec("no", "No"))
GRANTS = QuestionSpec("grants", "choice", options=YES_NO)
WHICH = QuestionSpec(
    "which", "choices", options=(OptionSpec("eu"), OptionSpec("iadb")), shown_if="grants", shown_when=("yes",)
)
EU = QuestionSpec("eu-number", "short", shown_if="which", shown_when=("eu",))
FORM = FormSpec((SectionSpec("past", questions=(GRANTS, WHICH)), SectionSpec("more", questions=(EU,))))

PURCHASES = QuestionSpec(
    "purchases",
    "table",
    columns=(
        ColumnSpec("item", "short", "Item"),
        ColumnSpec("pieces", "number", "Pieces", is_totalled=True),
        ColumnSpec("cost", "money", "Cost", is_totalled=True),
        ColumnSpec("by", "date", "By", required=False),
    ),
    most_rows=3,
)


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, {"grants"}),
        ({"grants": "no"}, {"grants"}),
        ({"grants": "yes"}, {"grants", "which"}),
        ({"grants": "yes", "which": ["iadb"]}, {"grants", "which"}),
        ({"grants": "yes", "which": ["iadb", "eu"]}, {"grants", "which", "eu-number"}),
        ({"grants": "no", "which": ["eu"]}, {"grants"}),
    ],
)
def test_a_question_is_asked_after_the_answers_it_hangs_on_and_not_below_one_that_is_not_asked(values, asked):
    assert FORM.asked(values) == asked


def test_a_declaration_that_is_confirmed_lets_the_next_question_come_up():
    form = FormSpec(
        (
            SectionSpec(
                "s",
                questions=(
                    QuestionSpec("vat", "confirm"),
                    QuestionSpec("id", "short", shown_if="vat", shown_when=("yes",)),
                ),
            ),
        )
    )

    assert form.asked({}) == {"vat"}
    assert form.asked({"vat": True}) == {"vat", "id"}


def test_a_table_is_read_cell_by_cell_and_added_up():
    raw = "Seeds\t1200\t1.234,56\t31/12/2026\n\t\t\t\nTrees\t30\t0,44\t"

    assert understand(PURCHASES, raw) == Answer(
        {
            "rows": [
                {"item": "Seeds", "pieces": "1200", "cost": "1234.56", "by": "2026-12-31"},
                {"item": "Trees", "pieces": "30", "cost": "0.44", "by": None},
            ],
            "totals": {"pieces": "1230", "cost": "1235.00"},
        }
    )
    assert messages.understood(PURCHASES, understand(PURCHASES, raw).value, country="PE") == (
        "Understood: 2 rows; Pieces: 1,230; Cost: 1,235.00\u00a0EUR"
    )


def test_an_empty_table_is_no_answer():
    assert understand(PURCHASES, "\t\t\t\n \t\t\t") == Answer()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("Seeds\tmany\t2\t", "Row 1, column 2: The number could not be read."),
        ("Seeds\t1\t\t", "Row 1, column 3: Fill in this cell, or empty the whole row."),
        ("\t1\t2\t", "Row 1, column 1: Fill in this cell, or empty the whole row."),
        ("Seeds\t1\t2\t31/02/2026", "Row 1, column 4: There is no such day."),
        ("a\t1\t1\t\nb\t1\t1\t\nc\t1\t1\t\nd\t1\t1\t", "The table has 4 rows; it takes 3 at most."),
        ("a\t1\t1\t\tmore", "A row has more cells than the table has columns: it has 4."),
        ("a\tx\tx\tx\nb\tx\tx\tx", "1 more cell is wrong."),
    ],
)
def test_what_is_wrong_in_a_table_is_told_by_row_and_column(raw, sentence):
    answer = understand(PURCHASES, raw)

    assert answer.value is None
    assert sentence in messages.sentence(answer.problem, answer.params)


def test_cells_sent_one_by_one_become_lines_without_the_empty_rows():
    assert table_text([" Seeds\n and  more", "12", "", "", "\t", "3"], 2) == "Seeds and more\t12\n\t3"

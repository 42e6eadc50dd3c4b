"""Questions about the fictional open call and their answers; a corrigendum of its form."""

from datetime import timedelta

from grants import clock
from grants.calls.actions import ask_question, correct_form, publish_answer, set_question_aside
from grants.management.demo.calls import by_language, columns
from grants.management.demo.data import read
from grants.questionnaire.actions import add_question, copy_version

ANSWERED_AFTER = timedelta(days=1)
CORRECTED_DAYS_AGO = 12


def load_questions(call, people, now):
    """Each question of asking.toml, and what became of it."""
    for entry in read("asking.toml")["question"]:
        asked_at = (now - timedelta(days=entry["days_ago"])).replace(hour=10, minute=40)
        with clock.at(asked_at):
            question = ask_question(call, text=entry["text"], by=people[entry["by"]])
        with clock.at(asked_at + ANSWERED_AFTER):
            if "answer" in entry:
                texts = columns("question", entry["question"]) | columns("answer", entry["answer"])
                publish_answer(question, by=people["diego"], **texts)
            elif "aside" in entry:
                set_question_aside(question, reason=entry["aside"], by=people["diego"])


def correct_the_form(call, people, now):
    """The next version of the form asks one question more, and a table after one of its answers."""
    data, officer = read("asking.toml"), people["diego"]
    choice, table = data["choice"], data["table"]
    with clock.at((now - timedelta(days=CORRECTED_DAYS_AGO)).replace(hour=11, minute=5)):
        version = copy_version(call.form, by=officer)
        section = version.sections.get(slug=choice["section"])
        add_question(
            section, key=choice["key"], kind="choice", label=by_language(choice["label"]), required=False, by=officer,
            options=[(key, by_language(texts)) for key, *texts in choice["options"]],
        )  # fmt: skip
        add_question(
            section, key=table["key"], kind="table", label=by_language(table["label"]), required=False, by=officer,
            most_rows=table["most_rows"], condition=(choice["key"], ["yes"]),
            columns=[_column(*column) for column in table["columns"]],
        )  # fmt: skip
        correct_form(call, version=version, reason=data["reason"], by=officer)


def _column(key, kind, *texts):
    return {"key": key, "kind": kind, "label": by_language(texts), "is_totalled": kind == "money"}

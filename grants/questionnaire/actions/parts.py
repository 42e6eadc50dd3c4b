"""Sections and questions of a form that is being set up: added, changed, moved, taken out.

Texts are given by language, ``{"es": …, "pt-br": …, "en": …}``, or as one Spanish text.
"""

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from grants.questionnaire.actions.versions import copied, open_for_editing, refuse_key
from grants.questionnaire.messages import comment_label
from grants.questionnaire.models import COMMENT, Choice, Column, Question, QuestionKind, Section
from grants.questionnaire.queries import columns_in_use, free_key, hanging_on
from grants.workflow import Reason, Refused, action, record

WORDS_OF_COMMENT = 150
"""Words of one comment on a score."""


def in_all(text) -> dict:
    """A text of the programme (``text()``) in every language."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts[language] = text()
    return texts


def localised(name: str, text) -> dict:
    """``text``, by language or in Spanish, as the columns of the translated field ``name``."""
    texts = text if isinstance(text, dict) else {"es": text}
    return {f"{name}_{language.replace('-', '_')}": words for language, words in texts.items()}


@action
def add_section(version, *, slug, title, intro="", by=None, **scored) -> Section:
    """Add a section at the end; ``scored`` are the columns of Section that only grids have.

    Refused in a frozen version and for a key the version has already.
    """
    version = open_for_editing(version)
    if version.sections.filter(slug=slug).exists():
        raise Refused([Reason(_("The form has a section with the key “%(key)s” already.") % {"key": slug})])
    section = version.sections.create(
        slug=slug,
        position=_last(version.sections) + 1,
        **scored,
        **localised("title", title),
        **localised("intro", intro),
    )
    record(version.questionnaire, "add_section", by=by, changes={"version": version.number, "section": slug})
    return section


@action
def add_question(
    section,
    *,
    key,
    kind,
    label,
    help="",
    required=True,
    most_words=None,
    most_characters=None,
    places=0,
    least=None,
    most=None,
    weight=1,
    most_rows=None,
    most_files=1,
    most_megabytes=10,
    file_kinds=(),
    options=(),
    columns=(),
    condition=("", ()),
    by=None,
) -> Question:
    """Add a question at the end of a section; ``options`` are pairs of key and text.

    ``columns`` of a table are mappings of the columns of models.Column, ``label`` by language; ``condition`` is
    the key of an earlier question and its answers to which this one is asked.

    Refused in a frozen version, for a key the version has already, and for a key that meant another
    kind of question in an earlier version: answers are found by key for ever.
    """
    version = open_for_editing(section.version)
    refuse_key(version, key, kind)
    question = section.questions.create(
        key=key,
        kind=kind,
        required=required,
        most_words=most_words,
        most_characters=most_characters,
        places=places,
        least=least,
        most=most,
        weight=weight,
        most_rows=most_rows,
        most_files=most_files,
        most_megabytes=most_megabytes,
        file_kinds=list(file_kinds),
        shown_if=condition[0],
        shown_when=list(condition[1]),
        position=_last(section.questions) + 1,
        **localised("label", label),
        **localised("help", help),
    )
    for position, (option_key, text) in enumerate(options, start=1):
        Choice.objects.create(question=question, key=option_key, position=position, **localised("label", text))
    for position, column in enumerate(columns, start=1):
        _set_row(Column(question=question, key=column["key"]), position, column)
    record(version.questionnaire, "add_question", by=by, changes={"version": version.number, "question": key})
    return question


@action
def copy_question(question, *, by=None) -> Question:
    """Add a question like this one right behind it, with its limits, answers or columns, under a key of its own.

    Refused in a frozen version, and for a criterion, which has its comment.
    """
    version = open_for_editing(question.section.version)
    if question.kind == QuestionKind.SCORE:
        raise Refused([Reason(_("A criterion is not copied. Add another one."))])
    standing, below = list(question.section.questions.all()), [*question.options.all(), *question.columns.all()]
    place = standing.index(question) + 1
    copy = copied(Question.objects.get(pk=question.pk), key=free_key(version, question.label_es))
    for row in below:
        copied(row, question=copy)
    _number([*standing[:place], copy, *standing[place:]])
    record(version.questionnaire, "add_question", by=by, changes={"version": version.number, "question": copy.key})
    return copy


@action
def add_criterion(section, *, key, label, least=1, most=5, weight=1, by=None, **more) -> Question:
    """Add a criterion of an evaluation grid: its score, and under it the comment on the score."""
    score = {"kind": QuestionKind.SCORE, "least": least, "most": most, "weight": weight}
    criterion = add_question(section, key=key, label=label, **score, **more, by=by)
    comment = {"key": key + COMMENT, "kind": QuestionKind.LONG, "required": False, "most_words": WORDS_OF_COMMENT}
    add_question(section, label=in_all(comment_label), **comment, by=by)
    return criterion


@action
def change_section(section, *, title, intro="", by=None, **scored) -> Section:
    """Give a section other words, or other columns that only grids have (``scored``). Its key stays."""
    version = open_for_editing(section.version)
    texts = localised("title", title) | localised("intro", intro)
    for name, value in (texts | scored).items():
        setattr(section, name, value)
    section.save()
    _note(version, "edit", section, by)
    return section


@action
def change_question(
    question, *, label, help="", options=(), columns=(), condition=("", ()), by=None, **limits
) -> Question:
    """Change the words, limits, answers to choose from, columns and condition of a question.

    Key and kind stay: answers are found by the one and read by the other. ``limits`` are columns of
    Question. Refused where a column would leave its place that an earlier version in use gave it: the
    cells of what was typed are found by their place.
    """
    version = open_for_editing(question.section.version)
    _refuse_moved_columns(question, columns)
    texts = localised("label", label) | localised("help", help)
    hangs = {"shown_if": condition[0], "shown_when": list(condition[1])}
    for name, value in (texts | hangs | limits).items():
        setattr(question, name, value)
    question.save()
    rows = [{"key": key, "label": text} for key, text in options]
    _set_rows(Choice, question, rows)
    _set_rows(Column, question, columns)
    _note(version, "edit", question, by)
    return question


def _refuse_moved_columns(question, columns):
    used = columns_in_use(question)
    if [column["key"] for column in columns][: len(used)] != used:
        sentence = _("Columns that applicants have filled in stay where they are; new ones come behind them.")
        raise Refused([Reason(sentence)])


def _set_rows(model, question, rows):
    standing = {row.key: row for row in model.objects.filter(question=question)}
    keys = [row["key"] for row in rows]
    model.objects.filter(question=question).exclude(key__in=keys).delete()
    for position, row in enumerate(rows, start=1):
        _set_row(standing.get(row["key"]) or model(question=question, key=row["key"]), position, row)


def _set_row(record, position, row):
    record.position = position
    texts = {name: row[name] for name in ("label", "offered") if name in row}
    values = {name: value for name, value in row.items() if name not in ("key", *texts)}
    for name, text in texts.items():
        values |= localised(name, text)
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


@action
def remove_section(section, *, by=None):
    """Take a section with its questions out of a version. Refused where another question hangs on one of them."""
    version = open_for_editing(section.version)
    _refuse_if_needed(version, list(section.questions.all()))
    _note(version, "remove", section, by)
    section.delete()
    return version


@action
def remove_question(question, *, by=None):
    """Take a question out of a version, a criterion with its comment. What was answered stays stored.

    Refused where another question hangs on its answer.
    """
    version = open_for_editing(question.section.version)
    gone = Question.objects.filter(section=question.section, key__in=[question.key, question.key + COMMENT])
    if question.kind != QuestionKind.SCORE:
        gone = gone.filter(pk=question.pk)
    _refuse_if_needed(version, list(gone))
    _note(version, "remove", question, by)
    gone.delete()
    return version


def _refuse_if_needed(version, gone):
    sentence = _("“%(label)s” is asked after an answer to this one. Change its condition first.")
    needed = hanging_on(version, {question.key for question in gone}).exclude(pk__in=[one.pk for one in gone])
    if reasons := [Reason(sentence % {"label": question.label}) for question in needed]:
        raise Refused(reasons)


@action
def move_section(section, *, up, by=None):
    """Move a section one place up or down; at the end nothing changes."""
    version = open_for_editing(section.version)
    sections = list(version.sections.all())
    if _swap(sections, section, up):
        _number(sections)
        _note(version, "move", section, by)
    return version


@action
def move_question(question, *, up, by=None):
    """Move a question one place up or down, from the edge of its section into the next one."""
    version = open_for_editing(question.section.version)
    blocks = _blocks(question.section.questions.all())
    block = next(block for block in blocks if question in block)
    if not _swap(blocks, block, up):
        sections = list(version.sections.all())
        place = sections.index(question.section) + (-1 if up else 1)
        if not 0 <= place < len(sections):
            return version
        for row in block:
            row.section = sections[place]
        standing = _blocks(sections[place].questions.all())
        blocks = [*standing, block] if up else [block, *standing]
    _number([row for block in blocks for row in block])
    _note(version, "move", question, by)
    return version


def _blocks(rows):
    """The questions in their order, a criterion of a grid with its comment as one."""
    rows = list(rows)
    criteria = {row.key for row in rows if row.kind == QuestionKind.SCORE}
    blocks = {}
    for row in rows:
        stem = row.key.removesuffix(COMMENT)
        blocks.setdefault(stem if stem in criteria else row.key, []).append(row)
    return list(blocks.values())


def _swap(rows, row, up):
    """Whether there was a neighbour to change places with; then they have."""
    place = rows.index(row)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    return True


def _number(rows):
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.save(update_fields=["position", *(["section"] if isinstance(row, Question) else [])])


def _last(rows):
    return rows.aggregate(last=Max("position"))["last"] or 0


def _note(version, what, row, by):
    record(version.questionnaire, what, by=by, changes={"version": version.number, "record": str(row)})

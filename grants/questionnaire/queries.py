"""Reading a form version as the plain data the rules, the pages and the canonical content work on."""

from functools import lru_cache

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grants.questionnaire.models import COMMENT, Choice, Column, ColumnKind, Question, QuestionnaireVersion, Section
from grants.questionnaire.specs import CONFIRMED, ColumnSpec, FormSpec, OptionSpec, QuestionSpec, SectionSpec, WordSpec
from grants.workflow import Reason


def form_of(version: QuestionnaireVersion) -> FormSpec:
    """What is asked in a version, in the reader's language (Spanish where a text is not translated).

    Three queries, one more where there are tables; none for a frozen version this process has read before
    in this language: it never changes. Parts and questions stand in their order.
    """
    if version.frozen_at is None:
        return _read(version.pk)
    return _frozen(version.pk, version.frozen_at, get_language())


@lru_cache(maxsize=64)
def _frozen(version_id, frozen_at, language):
    return _read(version_id)


def _read(version_id):
    sections = Section.objects.filter(version_id=version_id).prefetch_related(
        Prefetch("questions", queryset=Question.objects.order_by("position", "pk")),
        Prefetch("questions__options", queryset=Choice.objects.order_by("position", "pk")),
    )
    tables = [question for section in sections for question in section.questions.all() if question.kind == "table"]
    prefetch_related_objects(tables, Prefetch("columns", queryset=Column.objects.order_by("position", "pk")))
    return FormSpec(tuple(_section(section) for section in sections))


def _section(section):
    questions = tuple(_question(question) for question in section.questions.all())
    return SectionSpec(
        slug=section.slug,
        title=section.title,
        intro=section.intro,
        questions=questions,
        threshold=section.threshold,
        rejects_lowest=section.rejects_lowest,
        is_carried=section.is_carried,
    )


def _question(question):
    return QuestionSpec(
        key=question.key,
        kind=question.kind,
        label=question.label,
        help=question.help,
        required=question.required,
        most_words=question.most_words,
        most_characters=question.most_characters,
        places=question.places,
        least=question.least,
        most=question.most,
        weight=question.weight,
        options=tuple(OptionSpec(option.key, option.label) for option in question.options.all()),
        columns=tuple(_column(column) for column in question.columns.all()) if question.kind == "table" else (),
        most_rows=question.most_rows,
        most_files=question.most_files,
        most_megabytes=question.most_megabytes,
        file_kinds=tuple(question.file_kinds),
        shown_if=question.shown_if,
        shown_when=tuple(question.shown_when),
    )


def _column(column):
    return ColumnSpec(
        key=column.key,
        kind=column.kind,
        label=column.label,
        required=column.required,
        is_totalled=column.is_totalled,
        places=column.places,
        words=words_of(column),
    )


def words_of(column: Column) -> tuple[WordSpec, ...]:
    """The words a column offers, by keys made of the Spanish ones; a word without translation reads as in Spanish."""
    if column.kind != ColumnKind.CHOICE:
        return ()
    spanish = offered_lines(column.offered_es)
    here = offered_lines(getattr(column, localised_name("offered"), ""))
    others = [offered_lines(column.offered_pt_br), offered_lines(column.offered_en)]
    return tuple(
        WordSpec(
            slugify(word)[:60] or f"word-{place + 1}",
            here[place] if place < len(here) else word,
            (word, *(lines[place] for lines in others if place < len(lines))),
        )
        for place, word in enumerate(spanish)
    )


def localised_name(name: str) -> str:
    """The column of a translated field in the reader's language."""
    return f"{name}_{get_language().replace('-', '_')}"


def offered_lines(text: str | None) -> list[str]:
    """The words written one a line."""
    return [word for word in (" ".join(line.split()) for line in (text or "").splitlines()) if word]


def later_versions(version: QuestionnaireVersion):
    """The versions of the form that come after this one, the newest first."""
    later = QuestionnaireVersion.objects.filter(questionnaire_id=version.questionnaire_id, number__gt=version.number)
    return later.select_related("questionnaire").order_by("-number")


def keys_used_before(version: QuestionnaireVersion) -> dict[str, str]:
    """Key -> kind of every question of the questionnaire's other versions: a key keeps its meaning for ever."""
    others = Question.objects.filter(section__version__questionnaire_id=version.questionnaire_id)
    others = others.exclude(section__version=version)
    return dict(others.order_by("section__version__number").values_list("key", "kind"))


def free_key(version: QuestionnaireVersion, words: str) -> str:
    """A key made of the words of a new question, one no version of the form ever had."""
    taken = Question.objects.filter(section__version__questionnaire_id=version.questionnaire_id)
    return _free(words, set(taken.values_list("key", flat=True)), 60 - len(COMMENT))


def free_slug(version: QuestionnaireVersion, words: str) -> str:
    """As ``free_key``, for a section."""
    taken = Section.objects.filter(version__questionnaire_id=version.questionnaire_id)
    return _free(words, set(taken.values_list("slug", flat=True)), 40)


def free_row_keys(model, version, key: str, rows: list[dict]) -> list[dict]:
    """``rows`` of answers or columns (``model``) of the question ``key``, each new one with a key never used there."""
    same = {"question__key": key, "question__section__version__questionnaire_id": version.questionnaire_id}
    taken = set(model.objects.filter(**same).values_list("key", flat=True)) | {row["key"] for row in rows}
    keyed = []
    for row in rows:
        new = row["key"] or _free(row["label"]["es"], taken, 60)
        taken.add(new)
        keyed.append(row | {"key": new})
    return keyed


def _free(words, taken, length):
    stem = slugify(words)[: length - 4].strip("-") or "key"
    number = 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return key


def columns_in_use(question: Question) -> list[str]:
    """Keys of a table's columns, in the order a frozen version gave them; empty for one nobody was asked yet."""
    same = QuestionnaireVersion.objects.filter(questionnaire_id=question.questionnaire.pk, frozen_at__isnull=False)
    last = same.filter(sections__questions__key=question.key).order_by("-number").first()
    if last is None:
        return []
    standing = Column.objects.filter(question__section__version=last, question__key=question.key)
    return list(standing.values_list("key", flat=True))


def hanging_on(version: QuestionnaireVersion, keys):
    """The questions of a version that are asked after an answer to one of ``keys``."""
    return Question.objects.filter(section__version=version, shown_if__in=keys)


def gaps_in(version: QuestionnaireVersion) -> list[Reason]:
    """What stands against asking this version: parts without a question, questions that cannot be answered."""
    sections = list(version.sections.prefetch_related("questions__options", "questions__columns"))
    if not sections:
        return [Reason(_("The form has no section yet."))]
    empty = [section for section in sections if not section.questions.all()]
    gaps = [Reason(_("The section “%(title)s” has no question yet.") % {"title": s.title}) for s in empty]
    earlier = {}
    for question in [question for section in sections for question in section.questions.all()]:
        gaps += [Reason(sentence % {"label": question.label}) for sentence in _gaps_of(question, earlier)]
        earlier[question.key] = question
    return gaps


def _gaps_of(question, earlier):
    if question.kind in ("choice", "choices") and len(question.options.all()) < 2:
        yield _("The question “%(label)s” needs at least two answers to choose from.")
    if question.kind == "table" and not question.columns.all():
        yield _("The table “%(label)s” needs at least one column.")
    if any(column.kind == ColumnKind.CHOICE and len(words_of(column)) < 2 for column in question.columns.all()):
        yield _("A column of the table “%(label)s” needs at least two words to choose from.")
    if question.shown_if and not set(question.shown_when) <= answers_to(earlier.get(question.shown_if)):
        yield _("The question “%(label)s” hangs on an answer that is not asked for before it.")


def answers_to(question) -> set[str]:
    """The answers a condition can name, of a question of the model; none where others cannot hang on it."""
    if question is None:
        return set()
    if question.kind == "confirm":
        return {CONFIRMED}
    return {option.key for option in question.options.all()} if question.kind in ("choice", "choices") else set()

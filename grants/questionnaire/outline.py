"""All that a version of a form asks, as the page of its setting up lists it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import formats
from grants.questionnaire.models import COMMENT, QuestionKind
from grants.questionnaire.specs import FormSpec


def outline(version) -> list[dict]:
    """The sections with their questions in order, each with its limits and its condition in words; four queries."""
    sections = list(version.sections.prefetch_related("questions__options", "questions__columns"))
    questions = {question.key: question for section in sections for question in section.questions.all()}
    return [
        {
            "section": section,
            "facts": _section_facts(section),
            "questions": [
                _question(one, questions) for one in section.questions.all() if not _is_comment(one, questions)
            ],
        }
        for section in sections
    ]


def _is_comment(question, questions):
    """The comment on a score goes with its criterion."""
    criterion = questions.get(question.key.removesuffix(COMMENT))
    return criterion not in (None, question) and criterion.kind == QuestionKind.SCORE


def _section_facts(section):
    facts = []
    if section.threshold is not None:
        facts.append(_("least total %(total)s") % {"total": formats.number(section.threshold, 0)})
    if section.rejects_lowest:
        facts.append(_("the lowest score of one criterion rejects"))
    if section.is_carried:
        facts.append(_("full applications keep the score of their concept note"))
    return facts


def _question(question, questions):
    return {
        "question": question,
        "kind": question.get_kind_display(),
        "limits": "; ".join(_limits(question)),
        "condition": _condition(question, questions.get(question.shown_if)),
    }


def _limits(question):
    if question.most_words:
        yield ngettext("up to %(count)s word", "up to %(count)s words", question.most_words) % _count(
            question.most_words
        )
    if question.most_characters:
        words = ngettext("up to %(count)s character", "up to %(count)s characters", question.most_characters)
        yield words % _count(question.most_characters)
    if question.kind != QuestionKind.SCORE:
        if question.least is not None:
            yield _("at least %(number)s") % {"number": formats.number(question.least, question.places)}
        if question.most is not None:
            yield _("at most %(number)s") % {"number": formats.number(question.most, question.places)}
    elif question.weight > 1:
        yield _("counts twice")
    if question.options.all():
        yield ", ".join(option.label for option in question.options.all())
    if question.kind == QuestionKind.FILE:
        yield _file_limits(question)
    yield from _table_limits(question)


def _table_limits(question):
    if question.columns.all():
        yield _("columns: %(names)s") % {"names": ", ".join(column.label for column in question.columns.all())}
    if question.most_rows:
        yield ngettext("up to %(count)s row", "up to %(count)s rows", question.most_rows) % _count(question.most_rows)


def _file_limits(question):
    files = ngettext("up to %(count)d file", "up to %(count)d files", question.most_files)
    size = _("up to %(size)d MB") % {"size": question.most_megabytes}
    return ", ".join([files % {"count": question.most_files}, size, *(kind.upper() for kind in question.file_kinds)])


def _count(number):
    return {"count": formats.number(number, 0)}


def _condition(question, source):
    if source is None:
        return ""
    labels = {option.key: option.label for option in source.options.all()} or {"yes": _("is confirmed")}
    answers = ", ".join(str(labels.get(key, key)) for key in question.shown_when)
    return _("only after “%(question)s”: %(answers)s") % {"question": source.label, "answers": answers}


def differences(before: FormSpec, after: FormSpec) -> list[str]:
    """What another version asks that this one does not, no longer asks, or asks in another way; in sentences."""
    old, new = _by_key(before), _by_key(after)
    told = [_("New: “%(question)s”") % {"question": new[key].label} for key in new if key not in old]
    told += [_("No longer asked: “%(question)s”") % {"question": old[key].label} for key in old if key not in new]
    changed = [new[key].label for key in new if key in old and new[key] != old[key]]
    return told + [_("Changed: “%(question)s”") % {"question": label} for label in changed]


def _by_key(form):
    return {question.key: question for section in form.sections for question in section.questions}

"""What stands around the control of a question; a form has dozens of them, so no template for each."""

from functools import lru_cache

from django import template
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from grants.questionnaire.messages import limits_text
from grants.templatetags.grants import icon, when

register = template.Library()

NOTHING = SafeString("")


@register.simple_tag
def question_words(field):
    """Help of a question, and why its answer cannot stand, above the control."""
    id_, text, problem = f"answer-{field.question.key}", field.question.help, field.problem
    written = NOTHING
    if text:
        written += format_html('<div class="form-text" id="{}-help">{}</div>', id_, linebreaksbr(text))
    if problem:
        warning = '<p class="field__error" id="{}-problem" data-problem>{}<span>{}</span></p>'
        written += format_html(warning, id_, icon("warning"), problem)
    return written


@register.simple_tag(takes_context=True)
def question_under(context, field, locked):
    """Under the control: the revision, the counter, who saved it, what was understood, a conflict."""
    key = field.question.key
    written = NOTHING
    if not locked:
        written += format_html('<input type="hidden" name="rev-{}" value="{}">', key, field.rev)
    written += format_html('<div class="field__under">{}{}</div>', _counters(field), _saved(context, field))
    if not locked:
        before, after = _newer(get_language())
        written += format_html("{}{}{}", before, key, after)
    if field.understood:
        written += format_html('<p class="understood" data-understood role="status">{}</p>', field.understood)
    return written


@register.simple_tag
def table_choice(field, cell, number, locked):
    """A cell of a table in which one of the words of its column is chosen; a word that is none stays, marked."""
    column, text = cell["column"], cell["text"]
    chosen = cell["word"].key if cell["word"] else text
    offered = [("", ""), *((word.key, word.label) for word in column.words)]
    offered += [(text, text)] if text and not cell["word"] else []
    options = format_html_join(
        "", '<option value="{}"{}>{}</option>', ((k, _chosen(k == chosen), label) for k, label in offered)
    )
    label = f"{column.label}, " + gettext("row %(number)s") % {"number": number}
    marks = SafeString(' aria-invalid="true"' if cell["is_wrong"] else "") + SafeString(" disabled" if locked else "")
    select = '<select class="form-select" name="answer-{}" aria-label="{}"{}>{}</select>'
    return format_html(select, field.question.key, label, marks, options)


def _chosen(is_it):
    return SafeString(" selected" if is_it else "")


@register.simple_tag
def file_limits(question):
    """Which files answer a question, before one is chosen."""
    return limits_text(question)


def _counters(field):
    written = NOTHING
    if limit := field.question.most_words:
        written += _counter(
            field, "words", gettext("%%1 of %%2 words"), gettext("%%1 of %%2 words: %%3 too many"),
            gettext("Up to %(limit)s words") % {"limit": limit},
        )  # fmt: skip
    if limit := field.question.most_characters:
        written += _counter(
            field, "characters", gettext("%%1 of %%2 characters"), gettext("%%1 of %%2 characters: %%3 too many"),
            gettext("Up to %(limit)s characters") % {"limit": limit},
        )  # fmt: skip
    return written


def _counter(field, what, text, over, words):
    span = '<span data-{}-for="answer-{}" data-text="{}" data-over="{}">{}</span>'
    return format_html(span, what, field.question.key, text % (), over % (), words)


def _saved(context, field):
    if not field.by:
        return NOTHING
    who = gettext("Last saved by %(who)s") % {"who": field.by}
    return format_html("<span>{}, {}</span>", who, when(context, field.at, style="time"))


@lru_cache
def _newer(language):
    """components/newer.html in this language, before and behind the key it is given."""
    before, after = render_to_string("components/newer.html", {"key": "KEY"}).split("KEY")
    return SafeString(before), SafeString(after)

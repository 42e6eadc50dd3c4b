"""What pages say about forms: every error at the top, also where the form is gone. Built into every template."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


def _problems_of(form):
    found = [
        {"id": "", "url": getattr(error, "url", ""), "sentence": sentence}
        for error in form.non_field_errors().as_data()
        for sentence in error
    ]
    for field in form:
        if field.errors:
            label = field.label or field.name
            target = field.id_for_label or f"{field.auto_id}_0"
            found += [{"id": target, "sentence": f"{label}: {error}"} for error in field.errors]
    return found


@register.filter
def problems(form):
    """Every error of a form or of a set of forms as ``{id, url, sentence}``, for components/error_summary.html."""
    if not form.is_bound:
        return []
    if hasattr(form, "forms"):
        found = [{"id": "", "sentence": error} for error in form.non_form_errors()]
        return found + [problem for one in form.forms for problem in _problems_of(one)]
    form.is_told = True
    return _problems_of(form)


@register.simple_block_tag(takes_context=True)
def page_content(context, content):
    """The content of a page; above it why something was refused, where the page does not show its form any more."""
    refused = getattr(context.get("request"), "refused", None)
    if refused is None or getattr(refused, "is_told", False):
        return content
    told = [problem | {"id": ""} for problem in _problems_of(refused)]  # its fields are not on the page
    return render_to_string("components/error_summary.html", {"problems": told}) + content


@register.filter
def words_allowed(field):
    """The word limit of a field's control (``data-words``), or None."""
    return field.field.widget.attrs.get("data-words")

"""A form as applicants or assessors will see it, to be tried out: nothing typed here is kept."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grants.drafts.queries import completeness, fields_of, tried
from grants.questionnaire.models import QuestionnaireVersion
from grants.questionnaire.queries import form_of
from grants.web import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.read_form", of=QuestionnaireVersion)
def preview(request, version):
    """Every section one under the other; what is typed is read as in an application, and said back."""
    form = form_of(version)
    cells = tried(form, request.POST)
    context = {
        "version": version,
        "pages": [
            {"url": reverse("forms:list"), "label": _("Forms and grids")},
            {"url": version.get_absolute_url(), "label": str(version)},
        ],
        "parts": [
            {"section": section, "fields": fields_of(section, cells, form=form), "state": state}
            for section, state in zip(form.sections, completeness(form, cells), strict=True)
        ],
        "is_tried": request.method == "POST",
    }
    return render(request, "grants/calls/form_preview.html", context)

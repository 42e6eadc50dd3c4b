"""Pages of an organisation's representatives and documents."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants.files.serving import respond
from grants.organisations import records
from grants.organisations.actions.legal import add_paper, add_representative, end_representative
from grants.organisations.legal_forms import EndForm, PaperForm, RepresentativeForm
from grants.organisations.models import Organisation, Paper, Representative
from grants.web import attempt_with, form_page, needs


@needs("grants.read_organisation", of=Organisation)
@require_safe
def representatives(request, organisation):
    """Who represents the organisation, now and before."""
    may_edit = request.user.has_perm("grants.add_representative", organisation)
    context = {
        "organisation": organisation,
        "columns": records.representative_columns(),
        "rows": records.representative_rows(organisation, may_edit=may_edit),
        "may_edit": may_edit,
    }
    return render(request, "grants/organisations/representative_list.html", context)


@needs("grants.add_representative", of=Organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def new_representative(request, organisation):
    """Note a person in office."""
    form = RepresentativeForm(request.POST or None)
    if attempt_with(request, form, add_representative, organisation):
        messages.success(request, _("The representative is noted."))
        return redirect("organisations:representatives", organisation.public_id)
    back = reverse("organisations:representatives", args=[organisation.public_id])
    return _form(request, form, _("Note a representative"), organisation, back, submit=_("Note the representative"))


def _form(request, form, title, organisation, back, *, submit):
    pages = [{"url": organisation.get_absolute_url(), "label": str(organisation)}]
    return form_page(request, form, title, submit=submit, back=back, pages=pages, reference=organisation.legal_name)


@needs("grants.end_representative", of=Representative)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, representative):
    """Note the last day of a person in office."""
    form = EndForm(request.POST or None)
    if attempt_with(request, form, end_representative, representative):
        messages.success(request, _("The end of the office is noted."))
        return redirect("organisations:representatives", representative.organisation.public_id)
    context = {"representative": representative, "organisation": representative.organisation, "form": form}
    return render(
        request, "grants/organisations/representative_end.html", context, status=422 if form.is_bound else 200
    )


@needs("grants.read_papers", of=Organisation)
@require_safe
def papers(request, organisation):
    """Every slot with its document, and earlier ones."""
    context = {
        "organisation": organisation,
        "columns": records.paper_columns(),
        "rows": records.paper_rows(organisation),
        "earlier": records.earlier_paper_rows(organisation),
        "may_add": request.user.has_perm("grants.add_paper", organisation),
    }
    return render(request, "grants/organisations/paper_list.html", context)


@needs("grants.add_paper", of=Organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def new_paper(request, organisation):
    """Give a document, or another one instead."""
    form = PaperForm(request.POST or None, request.FILES or None)
    if attempt_with(request, form, add_paper, organisation):
        messages.success(request, _("The document is given."))
        return redirect("organisations:papers", organisation.public_id)
    back = reverse("organisations:papers", args=[organisation.public_id])
    return _form(request, form, _("Give a document"), organisation, back, submit=_("Give the document"))


@needs("grants.read_paper", of=Paper)
@require_safe
def paper(request, document):
    """The file."""
    return respond(request, document.stored)

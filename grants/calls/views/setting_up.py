"""Pages on which officers set a call up. Each saves one thing and goes back to the record."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from grants.calls import actions, forms
from grants.calls.models import Call, Lot, Programme, RequiredDocument, SlotTemplate
from grants.calls.views.records import above
from grants.web import attempt, attempt_with, form_page, needs

page = require_http_methods(["GET", "HEAD", "POST"])


def _form(request, form, title, *, call=None, **more):
    back = call.get_absolute_url() if call else reverse("calls:list")
    return form_page(request, form, title, back=back, pages=above(call), **more)


def _back(request, call, sentence):
    messages.success(request, sentence)
    return redirect(call)


@page
@needs("grants.set_up_call")
def call_new(request):
    """Begin a call with its basic data, in the first programme where the address names none."""
    programmes = Programme.objects.order_by("pk")
    programme = programmes.filter(code=request.GET.get("programme", "")).first() or programmes.first()
    if programme is None:
        return redirect("calls:programme_new")
    form = forms.CallForm(request.POST or None, instance=Call(programme=programme))
    call = attempt_with(request, form, actions.set_up_call, programme)
    if call:
        return _back(request, call, _("The call is begun. Nobody outside sees it yet."))
    return _form(request, form, _("Set up a call"), submit=_("Save and go on"), lead=programme.name)


@page
@needs("grants.set_up_call", of=Call)
def call_basics(request, call):
    """Change the basic data."""
    form = forms.CallForm(request.POST or None, instance=Call.objects.get(pk=call.pk))
    if attempt_with(request, form, actions.edit_call, call):
        return _back(request, call, _("The basic data are saved."))
    return _form(request, form, _("Basic data"), call=call, submit=_("Save basic data"))


@page
@needs("grants.set_up_call", of=Call)
def call_copy(request, call):
    """A new call with the same rules."""
    form = forms.CopyForm(request.POST or None, source=call)
    new = attempt_with(request, form, actions.copy_call, call)
    if new:
        return _back(request, new, _("The call is copied. Check its dates and texts before you publish it."))
    title = _("Copy %(reference)s") % {"reference": call.reference}
    return _form(request, form, title, call=call, submit=_("Copy call"))


@page
@needs("grants.set_up_call", of=Call)
def lot_new(request, call):
    """Add a lot."""
    form = forms.LotForm(request.POST or None, instance=Lot(call=call, position=call.lots.count() + 1))
    if attempt_with(request, form, actions.add_lot, call):
        return _back(request, call, _("The lot is added."))
    return _form(request, form, _("Add a lot"), call=call, submit=_("Add lot"))


@page
@needs("grants.set_up_call", of=Lot)
def lot(request, lot):
    """Change a lot, or go on to take it away."""
    form = forms.LotForm(request.POST or None, instance=Lot.objects.get(pk=lot.pk))
    if attempt_with(request, form, actions.change_lot, lot):
        return _back(request, lot.call, _("The lot is saved."))
    title = _("Lot %(code)s") % {"code": lot.code}
    remove = reverse("calls:lot_remove", args=[lot.public_id])
    return _form(request, form, title, call=lot.call, submit=_("Save lot"), remove_url=remove)


@require_POST
@needs("grants.set_up_call", of=Lot)
def lot_remove(request, lot):
    """Take a lot away."""
    return _remove(request, actions.remove_lot, lot, _("The lot is removed."))


@page
@needs("grants.set_up_call", of=Call)
def slot_new(request, call):
    """Ask for a document."""
    position = call.required_documents.count() + 1
    form = forms.SlotForm(request.POST or None, instance=RequiredDocument(call=call, position=position))
    if attempt_with(request, form, actions.add_required_document, call):
        return _back(request, call, _("The document slot is added."))
    return _form(request, form, _("Ask for a document"), call=call, submit=_("Add document slot"))


@page
@needs("grants.set_up_call", of=RequiredDocument)
def slot(request, slot):
    """Change what document is asked for, or go on to take the slot away."""
    form = forms.SlotForm(request.POST or None, instance=RequiredDocument.objects.get(pk=slot.pk))
    if attempt_with(request, form, actions.change_required_document, slot):
        return _back(request, slot.call, _("The document slot is saved."))
    remove = reverse("calls:slot_remove", args=[slot.public_id])
    return _form(request, form, slot.title, call=slot.call, submit=_("Save document slot"), remove_url=remove)


@page
@needs("grants.set_up_call", of=RequiredDocument)
def template_new(request, slot):
    """Offer a template for a document, in a language."""
    form = forms.TemplateForm(request.POST or None, request.FILES or None)
    if attempt_with(request, form, actions.add_slot_template, slot):
        return _back(request, slot.call, _("The template can be downloaded by applicants."))
    title = _("Template: %(slot)s") % {"slot": slot.title}
    lead = _("Another file in the same language takes its place.")
    return _form(request, form, title, call=slot.call, submit=_("Upload template"), lead=lead)


@require_POST
@needs("grants.set_up_call", of=SlotTemplate)
def template_remove(request, template):
    """Take a template away."""
    return _remove(request, actions.remove_slot_template, template, _("The template is removed."))


@require_POST
@needs("grants.set_up_call", of=RequiredDocument)
def slot_remove(request, slot):
    """Take a document slot away."""
    return _remove(request, actions.remove_required_document, slot, _("The document slot is removed."))


def _remove(request, act, row, sentence):
    call = row.call
    if attempt(request, act, row):
        messages.success(request, sentence)
    return redirect(call)


@page
@needs("grants.set_up_call", of=Call)
def countries(request, call):
    """Name the eligible countries."""
    form = forms.CountriesForm(request.POST or None, call=call)
    if attempt_with(request, form, actions.set_countries, call):
        return _back(request, call, _("The countries are saved."))
    template = "grants/calls/call_countries.html"
    return _form(request, form, _("Eligible countries"), call=call, template=template)


@page
@needs("grants.set_up_call", of=Call)
def catalogue(request, call):
    """Choose the indicators."""
    form = forms.CatalogueForm(request.POST if request.method == "POST" else None, call=call)
    if attempt_with(request, form, actions.set_catalogue, call):
        return _back(request, call, _("The indicators are saved."))
    template = "grants/calls/call_catalogue.html"
    define = {"url": reverse("indicators:list"), "label": _("Define indicators")}
    return _form(request, form, _("Indicators for the logframe"), call=call, template=template, define=define)


@page
@needs("grants.set_up_call", of=Call)
def form(request, call):
    """Choose the application form."""
    choice = forms.FormChoiceForm(request.POST or None, call=call)
    if attempt_with(request, choice, actions.choose_form, call):
        return _back(request, call, _("The form is chosen."))
    lead = _("The version you choose is frozen when the call is published.")
    if call.steps == 2:
        lead = _("The form of the concept note. The version you choose is frozen when the call is published.")
    return _form(request, choice, _("Application form"), call=call, submit=_("Choose form"), lead=lead)


@page
@needs("grants.set_up_call", of=Call)
def steps(request, call):
    """One step or two, and what holds in the second."""
    choice = forms.StepsForm(request.POST or None, call=call)
    if attempt_with(request, choice, actions.plan_steps, call):
        return _back(request, call, _("The steps of the call are saved."))
    lead = _("The form, the opening and the deadline of the call itself are then those of the concept note.")
    return _form(request, choice, _("One step or two"), call=call, submit=_("Save steps"), lead=lead)

"""Partners' mandates: who has signed, signing, asking the representative, the scan of the paper."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants import clock, pdf
from grants.applications.actions import mandates as actions
from grants.applications.forms.mandates import CodeForm, LinkSignForm, RequestForm, ScanForm, SignForm
from grants.applications.models import Application, Mandate, Partner
from grants.applications.queries.handing_in import link_page, mandate_page, mandates_page
from grants.applications.queries.mandate_text import mandate_text, paper_data
from grants.applications.queries.mandates import request_by_token, standing_of
from grants.applications.queries.reading import read
from grants.attempts.actions import attempt as keep_trace
from grants.files.content import KINDS
from grants.files.serving import downloaded, respond
from grants.organisations.throttle import throttled
from grants.web import attempt, attempt_with, needs, public_page
from grants.workflow import Refused


@require_GET
@needs("grants.read_application", of=Application)
def mandates(request, application):
    """Each co-applicant, whether it has signed, and what changed since."""
    return render(request, "grants/applications/mandate_list.html", mandates_page(application, request.user))


@require_GET
@needs("grants.read_mandate", of=Partner)
def mandate(request, partner):
    """Exactly what is signed, then the ways to sign."""
    return _page(request, partner)


def _page(request, partner, status=200, **forms):
    page = mandate_page(partner, request.user)
    call = partner.application.call
    page |= {
        "sign_form": SignForm(initial={"name": request.user.name} | _capacity(partner), call=call),
        "request_form": RequestForm(organisation=partner.organisation),
        "scan_form": ScanForm(organisation=partner.organisation, call=call),
    }
    return render(request, "grants/applications/mandate_sign.html", page | forms, status=status)


@require_POST
@needs("grants.sign_mandate", of=Partner)
def sign(request, partner):
    """Sign with one's account, as a manager of the partner."""
    form = SignForm(request.POST, call=partner.application.call)
    if not form.is_valid():
        return _page(request, partner, 422, sign_form=form)
    if attempt(request, actions.sign_mandate_online, partner, **_signature(request, form)):
        messages.success(request, _("The mandate is signed."))
    return redirect("applications:mandate", public_id=partner.public_id)


@require_POST
@needs("grants.request_mandate", of=Partner)
@throttled("request_mandate")
def ask(request, partner):
    """Send the link to the representative; the code is shown once, to who asks."""
    form = RequestForm(request.POST, organisation=partner.organisation)
    done = attempt_with(request, form, actions.request_mandate, partner)
    if done is None:
        return _page(request, partner, 422, request_form=form)
    sentence = _(
        "The link is on its way to %(address)s. Give %(name)s this code by telephone or message, not by e-mail: "
        "%(code)s. It is shown only now."
    )
    asked, code = done
    messages.success(request, sentence % {"address": asked.address, "name": asked.name, "code": code})
    return redirect("applications:mandate", public_id=partner.public_id)


@require_POST
@needs("grants.record_mandate", of=Partner)
def scan(request, partner):
    """Put in the scan of the signed paper."""
    form = ScanForm(request.POST, request.FILES, organisation=partner.organisation, call=partner.application.call)
    if attempt_with(request, form, actions.record_mandate_scan, partner):
        messages.success(request, _("The signed mandate is on record."))
        return redirect("applications:mandate", public_id=partner.public_id)
    return _page(request, partner, 422, scan_form=form)


@require_GET
@needs("grants.read_mandate", of=Partner)
def paper(request, partner):
    """The mandate as a PDF to sign on paper, with the control number of what it says."""
    reading = read(partner.application)
    standing = standing_of(partner, reading)
    if standing is None:
        return redirect("applications:mandates", public_id=partner.application.public_id)
    data = paper_data(standing, mandate_text(standing, reading), reading.application.call)
    made = pdf.make("mandate", data, language=get_language(), made_at=clock.now())
    return downloaded(made, name=f"mandate-{standing.control_number}.pdf", media_type=KINDS["pdf"].media_type)


@require_GET
@needs("grants.read_mandate_scan", of=Mandate)
def scan_file(request, signed):
    """The scan of a signed mandate."""
    return respond(request, get_object_or_404(Mandate.objects.filter(file__isnull=False), pk=signed.pk).file)


@csrf_exempt  # No cookie, no session: the link and the code are all there is, and a forger has neither.
@require_http_methods(["GET", "POST"])
@public_page
def sign_by_link(request, token):
    """The representative without an account: first the code, then what is signed, then the signature."""
    asked = request_by_token(token)
    if asked is None:
        return render(request, "grants/applications/mandate_link_over.html", status=410)
    code_form = CodeForm(request.POST or None)
    if code_form.is_valid() and not actions.check_code(asked, code_form.cleaned_data["code"]):
        if request_by_token(token) is None:  # this was the last wrong one
            return render(request, "grants/applications/mandate_link_over.html", status=410)
        code_form.add_error("code", _("This is not the right code."))
    if not code_form.is_valid():
        page = {"asked": asked, "form": code_form}
        status = 422 if code_form.is_bound else 200
        return render(request, "grants/applications/mandate_link_code.html", page, status=status)
    return _sign_by_link(request, asked, code_form.cleaned_data["code"])


def _sign_by_link(request, asked, code):
    typed = request.POST if "seen_sha256" in request.POST else None
    form = LinkSignForm(typed, initial=_capacity(asked.partner), call=asked.call)
    reasons = []
    if form.is_valid():
        try:
            with keep_trace("sign_mandate_by_link", asked.partner.application, by=None):
                signed = actions.sign_mandate_by_link(asked, code=code, **_signature(request, form))
            return render(request, "grants/applications/mandate_link_done.html", {"signed": signed, "asked": asked})
        except Refused as refused:
            reasons = refused.reasons
    page = link_page(asked, code) | {"form": form, "reasons": reasons}
    return render(request, "grants/applications/mandate_link_sign.html", page, status=422 if form.is_bound else 200)


def _capacity(partner):
    return {"capacity": partner.organisation.representative_capacity}


def _signature(request, form):
    """What the form says, and the hash of what the page showed."""
    fields = {name: value for name, value in form.cleaned_data.items() if name != "agree"}
    return fields | {"seen_sha256": request.POST.get("seen_sha256", "")}

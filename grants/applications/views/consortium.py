"""The consortium: inviting, answering, leaving; who does what and fills in what."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants.applications.actions import consortium as actions
from grants.applications.forms.consortium import AcceptForm, DeclineForm, InviteForm, OwnerForm, TasksForm
from grants.applications.marks import text_mark
from grants.applications.models import Application, ApplicationPart, Partner, PartnerState
from grants.applications.queries.members import consortium_page, invitation_page, partner_pages, place_near
from grants.organisations.throttle import throttled
from grants.web import attempt, attempt_with, needs


@require_GET
@needs("grants.read_application", of=Application)
def consortium(request, application):
    """Who is in, who is invited, what each does; the lead invites and hands out the parts."""
    page = consortium_page(application, request.user) | {"form": InviteForm()}
    return render(request, "grants/applications/consortium.html", page)


@require_POST
@needs("grants.edit_consortium", of=Application)
@throttled("invite_partner")
def invite_partner(request, application):
    """Send an invitation by mail; what was typed stays when something is wrong with it."""
    form = InviteForm(request.POST)
    partner = attempt_with(request, form, actions.invite_partner, application)
    if partner:
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": partner.invited_email})
        return redirect("applications:consortium", public_id=application.public_id)
    page = consortium_page(application, request.user) | {"form": form}
    return render(request, "grants/applications/consortium.html", page, status=422)


@require_http_methods(["GET", "POST"])
@needs("grants.answer_partnership", of=Partner)
def invitation(request, partner):
    """What one is invited to; join with one of one's organisations, or decline."""
    if partner.state == PartnerState.JOINED:
        return redirect(partner.application)
    form = AcceptForm(request.POST or None, user=request.user)
    if attempt_with(request, form, actions.accept_partnership, partner):
        messages.success(request, _("%(organisation)s is in the consortium.") % form.cleaned_data)
        return redirect(partner.application)
    return _invitation_page(request, partner, form, DeclineForm())


def _invitation_page(request, partner, form, decline_form):
    page = invitation_page(partner, request.user) | {"form": form, "decline_form": decline_form}
    status = 422 if form.is_bound or decline_form.is_bound else 200
    return render(request, "grants/applications/invitation.html", page, status=status)


@require_POST
@needs("grants.answer_partnership", of=Partner)
def decline_invitation(request, partner):
    """Decline, with or without a word why."""
    form = DeclineForm(request.POST)
    if attempt_with(request, form, actions.decline_partnership, partner):
        messages.success(request, _("You declined the invitation. The lead applicant was told."))
        return redirect("applications:list")
    return _invitation_page(request, partner, AcceptForm(user=request.user), form)


@require_POST
@needs("grants.edit_consortium_of", of=Partner)
def withdraw_invitation(request, partner):
    """Take back an invitation that was not answered."""
    if attempt(request, actions.withdraw_invitation, partner):
        messages.success(request, _("The invitation was withdrawn."))
    return redirect("applications:consortium", public_id=partner.application.public_id)


@require_http_methods(["GET", "POST"])
@needs("grants.edit_consortium_of", of=Partner)
def remove_partner(request, partner):
    """Say what removing means, then do it."""
    if request.method == "POST":
        if attempt(request, actions.remove_partner, partner):
            messages.success(request, _("%(partner)s was removed from the consortium.") % {"partner": partner})
        return redirect(place_near(partner))
    return render(request, "grants/applications/partner_remove.html", partner_pages(partner))


@require_http_methods(["GET", "POST"])
@needs("grants.edit_partner", of=Partner)
def tasks(request, partner):
    """What an organisation does in the project; two texts are shown when a colleague was faster."""
    form = TasksForm(request.POST or None, initial={"tasks": partner.tasks, "based_on": text_mark(partner.tasks)})
    theirs = None
    if request.method == "POST" and form.is_valid():
        if attempt(request, actions.set_tasks, partner, **form.cleaned_data):
            messages.success(request, _("Saved."))
            return redirect("applications:consortium", public_id=partner.application.public_id)
        theirs, form = partner.tasks, form.based_on_now(text_mark(partner.tasks))
    page = partner_pages(partner) | {"form": form, "theirs": theirs}
    return render(request, "grants/applications/partner_tasks.html", page, status=422 if form.is_bound else 200)


@require_POST
@needs("grants.assign_part", of=ApplicationPart)
def assign_part(request, part):
    """Let an organisation of the consortium fill in a part, or give it back to the lead."""
    application = part.draft.application
    form = OwnerForm(request.POST, organisation_ids=application.organisation_ids())
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("owner", [])))
    elif attempt(request, actions.assign_part, application, part=part, owner=form.cleaned_data["owner"]):
        messages.success(request, _("Saved."))
    return redirect("applications:consortium", public_id=application.public_id)

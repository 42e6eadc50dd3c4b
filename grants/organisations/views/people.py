"""Pages about who acts for an organisation: inviting, answering, roles, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants import clock
from grants.organisations.actions import (
    accept_invitation,
    appoint_manager,
    change_role,
    decline_invitation,
    end_membership,
    invite_member,
    leave_organisation,
    withdraw_invitation,
)
from grants.organisations.forms import InviteForm, LeaveForm, ReasonForm, RoleForm
from grants.organisations.models import Invitation, Membership, MembershipRole, Organisation
from grants.organisations.throttle import throttled
from grants.web import attempt, attempt_with, needs

FORM_METHODS = ["GET", "HEAD", "POST"]


@needs("grants.invite_member", of=Organisation)
@require_http_methods(FORM_METHODS)
@throttled("invite_member")
def invite(request, organisation):
    """Invite a person by e-mail; what the page says does not depend on whether they have an account."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if attempt_with(request, form, invite_member, organisation):
        messages.success(
            request, _("The invitation to %(email)s is on its way.") % {"email": form.cleaned_data["email"]}
        )
        return redirect(organisation)
    return render(
        request,
        "grants/organisations/invitation_send.html",
        {"form": form, "organisation": organisation},
        status=422 if form.is_bound else 200,
    )


@login_not_required
@never_cache
@require_safe
def open_invitation(request, token):
    """The page of the mailed link: who holds it signs in or registers with the invited address."""
    try:
        invitation = Invitation.objects.by_token(token)
    except Invitation.DoesNotExist as error:
        raise Http404 from error
    context = {"invitation": invitation}
    if not invitation.can_be_used(clock.now()):
        return render(request, "grants/organisations/invitation_void.html", context, status=410)
    if not request.user.is_authenticated:
        return render(request, "grants/organisations/invitation_open.html", context)
    if not request.user.has_perm("grants.accept_invitation", invitation):
        return render(request, "grants/organisations/invitation_other.html", context, status=403)
    return redirect("organisations:invitation", invitation.public_id)


open_invitation.is_public = True


@needs("grants.accept_invitation", of=Invitation)
@require_safe
def invitation(request, invitation):
    """What one is invited to, to accept or decline."""
    if not invitation.can_be_used(clock.now()):
        return render(request, "grants/organisations/invitation_void.html", {"invitation": invitation}, status=410)
    return render(request, "grants/organisations/invitation_answer.html", {"invitation": invitation})


@needs("grants.accept_invitation", of=Invitation)
@require_POST
def accept(request, invitation):
    """Join the organisation."""
    if not attempt(request, accept_invitation, invitation):
        return redirect("organisations:own")
    messages.success(request, _("You now act for %(name)s.") % {"name": invitation.organisation})
    return redirect(invitation.organisation)


@needs("grants.decline_invitation", of=Invitation)
@require_POST
def decline(request, invitation):
    """Say no."""
    if attempt(request, decline_invitation, invitation):
        messages.success(request, _("The invitation is declined. Nothing else changes."))
    return redirect("organisations:own")


@needs("grants.withdraw_invitation", of=Invitation)
@require_POST
def withdraw(request, invitation):
    """Make an invitation void."""
    if attempt(request, withdraw_invitation, invitation):
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect(invitation.organisation)


@needs("grants.manage_membership", of=Membership)
@require_http_methods(FORM_METHODS)
def member(request, membership):
    """One person's role in the organisation, to change or to end."""
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    changed = attempt_with(request, form, change_role, membership)
    if changed:
        sentence = _("%(person)s: %(role)s.") % {"person": changed.user, "role": changed.get_role_display()}
        messages.success(request, sentence)
        return redirect(membership.organisation)
    return render(
        request,
        "grants/organisations/member_edit.html",
        {"form": form, "membership": membership, "organisation": membership.organisation},
        status=422 if form.is_bound else 200,
    )


@needs("grants.manage_membership", of=Membership)
@require_POST
def remove_member(request, membership):
    """Take a person out of the organisation."""
    if not attempt(request, end_membership, membership):
        return redirect("organisations:member", membership.public_id)
    messages.success(request, _("%(person)s no longer acts for the organisation.") % {"person": membership.user})
    return redirect(membership.organisation)


@needs("grants.leave_organisation", of=Organisation)
@require_http_methods(FORM_METHODS)
def leave(request, organisation):
    """Leave an organisation, after being told what that means; the last manager says who takes over."""
    sent = request.POST if request.method == "POST" else None
    manages = request.user.membership_role(organisation) == MembershipRole.MANAGER
    form = LeaveForm(sent, organisation=organisation, leaving=request.user if manages else None)
    if attempt_with(request, form, leave_organisation, organisation):
        messages.success(request, _("You no longer act for %(name)s.") % {"name": organisation})
        return redirect("organisations:own")
    has_others = form.fields["heir"].queryset.exists()
    context = {"organisation": organisation, "form": form, "manages": manages, "has_others": has_others}
    return render(request, "grants/organisations/member_leave.html", context, status=422 if form.is_bound else 200)


@needs("grants.appoint_manager", of=Membership)
@require_http_methods(FORM_METHODS)
def appoint(request, membership):
    """The programme lets a member manage an organisation nobody manages any more."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if attempt_with(request, form, appoint_manager, membership):
        messages.success(request, _("%(person)s manages the organisation from now on.") % {"person": membership.user})
        return redirect(membership.organisation)
    context = {"form": form, "membership": membership, "organisation": membership.organisation}
    return render(request, "grants/organisations/member_appoint.html", context, status=422 if form.is_bound else 200)

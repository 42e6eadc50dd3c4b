"""People and organisations in the administration: roles, closing accounts, repair. All through the actions."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.administration import OnlyToRead, ThroughActions
from grants.lists.admin import take_along
from grants.organisations import messages as sentences
from grants.organisations import tax_ids
from grants.organisations.actions import (
    add_member,
    deactivate_user,
    edit_organisation,
    edit_profile,
    end_role,
    give_role,
    reactivate_user,
    remove_second_factor,
)
from grants.organisations.actions.registration import FIELDS
from grants.organisations.models import (
    DuplicateHint,
    Invitation,
    Membership,
    Organisation,
    OrganisationEvent,
    Paper,
    Representative,
    RoleAssignment,
    User,
    UserEvent,
)
from grants.workflow import Refused


class MembershipsShown(admin.TabularInline):
    """Who acts for whom, to read."""

    model = Membership
    extra = 0
    can_delete = False
    fields = readonly_fields = ["user", "organisation", "role", "since", "ended_at"]

    def has_add_permission(self, request, obj=None):
        """Added on the membership's own page, where the reason is kept."""
        return False


class RolesShown(admin.TabularInline):
    """A person's roles in the programme, to read."""

    model = RoleAssignment
    extra = 0
    can_delete = False
    fields = readonly_fields = ["role", "call", "country", "valid_from", "valid_until"]

    def has_add_permission(self, request, obj=None):
        """Given on the role's own page."""
        return False


@admin.register(User)
class UserAdmin(ThroughActions):
    """Accounts: closing and opening. People register themselves; nobody chooses a password for another."""

    list_display = ["email", "name", "language", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_active", "role_assignments__role"]
    search_fields = ["email", "name"]
    fields = [
        "email", "name", "language", "time_zone", "is_active", "is_staff", "has_second_factor",
        "joined_at", "last_login",
    ]  # fmt: skip
    readonly_fields = ["email", "is_staff", "has_second_factor", "joined_at", "last_login"]
    inlines = [RolesShown, MembershipsShown]
    actions = ["take_second_factor_away", take_along]

    def has_add_permission(self, request):
        """People register themselves, with an address they prove to be theirs."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Accounts are closed, not deleted: what somebody did stays theirs."""
        return False

    def has_change_permission(self, request, obj=None):
        """Not one's own account, nor that of a superuser, whose rights are given on the server."""
        if obj is not None and (obj.pk == request.user.pk or obj.is_superuser):
            return False
        return super().has_change_permission(request, obj)

    def lookup_allowed(self, lookup, value, request):
        """Nothing about passwords can be found out by filtering."""
        return "password" not in lookup and super().lookup_allowed(lookup, value, request)

    @admin.display(boolean=True, description=_("second factor"))
    def has_second_factor(self, user):
        """Whether the person has enrolled one."""
        return user.authenticator_set.exists()

    @admin.action(description=_("Take the second factor away (lost telephone)"))
    def take_second_factor_away(self, request, queryset):
        """For each chosen person; they are told, and enrol a new one at the next sign-in."""
        for user in queryset:
            try:
                remove_second_factor(user, by=request.user)
            except Refused as refused:
                self.message_user(request, f"{user}: {refused}", messages.ERROR)
            else:
                self.log_change(request, user, [{"changed": {"fields": ["second factor"]}}])

    def save_model(self, request, obj, form, change):
        """Profile data and the closing of the account, each by its action."""
        given = {name: form.cleaned_data[name] for name in form.changed_data if name != "is_active"}
        edit_profile(obj, by=request.user, **given)
        if "is_active" in form.changed_data:
            act = reactivate_user if form.cleaned_data["is_active"] else deactivate_user
            act(obj, by=request.user)
        self._warn_of_orphans(request, obj)

    def _warn_of_orphans(self, request, user):
        for membership in user.memberships_now():
            if not membership.organisation.managers().exists():
                text = _("%(name)s has no manager any more. Add a membership, or ask its people.")
                self.message_user(request, text % {"name": membership.organisation}, messages.WARNING)


class RoleAssignmentForm(forms.ModelForm):
    """A role to give, or the end of one."""

    acting = None  # the administrator, set by the page

    class Meta:
        model = RoleAssignment
        fields = ["user", "role", "call", "country", "valid_from", "valid_until", "purpose"]

    def clean(self):
        """Rights are somebody else's to give, and end from now on, not in the past."""
        values = super().clean()
        user = values.get("user") or self.instance.user
        if user == self.acting:
            raise forms.ValidationError(_("Nobody changes their own rights. Ask another administrator."))
        if self.instance.pk and not values.get("valid_until"):
            raise forms.ValidationError({"valid_until": _("Say until when; a role that goes on needs no change.")})
        if values.get("valid_until") and values["valid_until"] < clock.now() and "valid_until" in self.changed_data:
            raise forms.ValidationError({"valid_until": _("A role ends now or later.")})
        return values


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ThroughActions):
    """Roles in the programme: given and ended here, never changed or deleted."""

    form = RoleAssignmentForm
    list_display = ["user", "role", "call", "country", "valid_from", "valid_until", "purpose"]
    list_filter = ["role", "country"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user", "call"]
    autocomplete_fields = ["user"]
    actions = [take_along]

    def has_delete_permission(self, request, obj=None):
        """A role is ended: that somebody had it stays true."""
        return False

    def has_change_permission(self, request, obj=None):
        """Only while it lasts."""
        if obj is not None and obj.valid_until is not None and obj.valid_until <= clock.now():
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Of a role that was given only the end can be set."""
        return ["user", "role", "call", "country", "valid_from", "purpose"] if obj else []

    def get_changeform_initial_data(self, request):
        """From now."""
        return {"valid_from": clock.now(), **super().get_changeform_initial_data(request)}

    def get_form(self, request, obj=None, **kwargs):
        """The form, knowing who acts."""
        form = super().get_form(request, obj, **kwargs)
        form.acting = request.user
        return form

    def save_model(self, request, obj, form, change):
        """Give or end, by the action."""
        if change:
            end_role(obj, by=request.user, at=form.cleaned_data["valid_until"])
            return
        given = give_role(by=request.user, **form.cleaned_data)
        obj.pk = given.pk


class OrganisationForm(forms.ModelForm):
    """Repair of an organisation's data, with the same check of the tax id as for its managers."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = list(FIELDS)

    def clean(self):
        """The tax id must be right when it or the country is changed."""
        values = super().clean()
        country, typed = values.get("country"), values.get("tax_id", "")
        if typed and {"tax_id", "country"} & set(self.changed_data):
            read = tax_ids.check(str(country), typed)
            if read.problem:
                raise forms.ValidationError({"tax_id": sentences.sentence(read.problem, country)})
            values["tax_id"] = read.value
        return values


@admin.register(Organisation)
class OrganisationAdmin(ThroughActions):
    """Organisations: repair of their data. They register themselves and are never deleted."""

    form = OrganisationForm
    list_display = ["legal_name", "short_name", "country", "kind", "tax_id", "registered_at"]
    list_filter = ["kind", "country"]
    search_fields = ["search_name", "tax_id"]
    inlines = [MembershipsShown]

    def has_add_permission(self, request):
        """Organisations are registered by their people."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What they handed in refers to them."""
        return False

    def save_model(self, request, obj, form, change):
        """By the action, which keeps what was there before."""
        edit_organisation(obj, by=request.user, data={name: form.cleaned_data[name] for name in form.changed_data})


class MembershipForm(forms.ModelForm):
    """A person to put into an organisation that has nobody left to invite."""

    class Meta:
        model = Membership
        fields = ["user", "organisation", "role"]

    def clean(self):
        """Once at a time."""
        values = super().clean()
        live = Membership.objects.live().filter(user=values.get("user"), organisation=values.get("organisation"))
        if live.exists():
            raise forms.ValidationError(_("This person belongs to the organisation already."))
        return values


@admin.register(Membership)
class MembershipAdmin(OnlyToRead, ThroughActions):
    """Who acts for which organisation; the only thing done here is to help one that has no manager left."""

    form = MembershipForm
    list_display = ["user", "organisation", "role", "since", "ended_at"]
    list_filter = ["role"]
    search_fields = ["user__email", "user__name", "organisation__search_name"]
    list_select_related = ["user", "organisation"]
    autocomplete_fields = ["user", "organisation"]

    def has_add_permission(self, request):
        """Administrators, as a repair."""
        return ThroughActions.has_add_permission(self, request)

    def save_model(self, request, obj, form, change):
        """By the action, which records it in the organisation's history."""
        obj.pk = add_member(by=request.user, **form.cleaned_data).pk


@admin.register(Invitation)
class InvitationAdmin(OnlyToRead):
    """Invitations, to read. The link in the mail is not shown."""

    list_display = ["email", "organisation", "role", "state", "invited_at", "expires_at"]
    list_filter = ["state", "role"]
    search_fields = ["email", "organisation__search_name"]
    list_select_related = ["organisation"]


@admin.register(DuplicateHint)
class DuplicateHintAdmin(OnlyToRead):
    """Possible duplicates and how they were settled, to read."""

    list_display = ["organisation", "other", "ground", "found_at", "settled_by", "settled_at"]
    list_filter = ["ground"]
    list_select_related = ["organisation", "other", "settled_by"]


@admin.register(Representative)
class RepresentativeAdmin(OnlyToRead):
    """Who represents which organisation, to read."""

    list_display = ["name", "position", "organisation", "may_sign", "since", "until"]
    search_fields = ["name", "organisation__search_name"]
    list_select_related = ["organisation"]


@admin.register(Paper)
class PaperAdmin(OnlyToRead):
    """Documents of organisations and their end, to read."""

    list_display = ["organisation", "kind", "issued_on", "expires_on", "replaced_at"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]


@admin.register(UserEvent, OrganisationEvent)
class EventAdmin(OnlyToRead):
    """What happened to people and organisations, to read."""

    list_display = ["at", "document", "action", "actor", "note"]
    list_filter = ["action"]
    list_select_related = ["document", "actor"]

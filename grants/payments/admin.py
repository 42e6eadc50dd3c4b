"""Payments in the administration: what our accounts are called in the accounting system."""

from django import forms
from django.contrib import admin

from grants.administration import ThroughActions
from grants.payments.actions.books import set_account_number
from grants.payments.models import AccountNumber


class AccountNumberForm(forms.ModelForm):
    """An account and its number there."""

    class Meta:
        model = AccountNumber
        fields = ["account", "number"]


@admin.register(AccountNumber)
class AccountNumberAdmin(ThroughActions):
    """Account numbers of the accounting system: set by an action, which keeps the history."""

    form = AccountNumberForm
    list_display = ["account", "number"]

    def has_add_permission(self, request):
        """Administrators."""
        return request.user.has_perm("grants.set_account_number")

    def has_change_permission(self, request, obj=None):
        """Administrators."""
        return request.user.has_perm("grants.set_account_number")

    def has_delete_permission(self, request, obj=None):
        """Nobody: a number is replaced by another."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """Of an account with a number only the number changes."""
        return ["account"] if obj else []

    def save_model(self, request, obj, form, change):
        """Set the number, by the action."""
        named = set_account_number(obj.account, by=request.user, number=form.cleaned_data["number"])
        obj.pk = named.pk

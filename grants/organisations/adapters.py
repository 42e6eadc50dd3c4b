"""allauth's door to our accounts."""

from allauth.account.adapter import DefaultAccountAdapter

from grants import clock
from grants.organisations import names


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are named by an e-mail address in one form only; anybody may register one."""

    def clean_email(self, email):
        """The address in the form accounts are kept in."""
        return names.normal_email(super().clean_email(email))

    def save_user(self, request, user, form, commit=True):
        """A new account, in the language of the page it was opened on."""
        user.joined_at = clock.now()
        user.language = request.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

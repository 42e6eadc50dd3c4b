"""allauth's door to our accounts."""

from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language

from grants import clock
from grants.messages.outbox import tell_in_secret
from grants.messages.sealing import seal, unseal
from grants.organisations import messages, names


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are named by an e-mail address in one form only; anybody may register one."""

    def clean_email(self, email):
        """The address in the form accounts are kept in; refuses letters that only look like those of another."""
        email = names.normal_email(super().clean_email(names.normal_email(email)))
        if not email.isascii():
            raise ValidationError(messages.FOREIGN_LETTERS, code="invalid")
        return email

    def save_user(self, request, user, form, commit=True):
        """A new account, in the language of the page it was opened on."""
        user.joined_at = clock.now()
        user.language = request.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def authenticate(self, request, **credentials):
        """As allauth's, but a closed account is answered like a wrong password, and counted like one (T-AU-01)."""
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            self.pre_authenticate(request, **credentials)
            return None
        return user

    def get_login_redirect_url(self, request):
        """The home page; for somebody who belongs nowhere yet, the first steps."""
        user = request.user
        if not user.memberships_now() and not user.roles():
            return reverse("organisations:first_steps")
        return super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request):
        """The first steps."""
        return reverse("organisations:first_steps")

    def send_mail(self, template_prefix, email, context):
        """Send a mail about the account itself: confirmation, password reset, notice.

        These carry one-time links: they go through the outbox, and are tried again like every
        letter, with a text nobody reads there. So the page answers alike whether the address has an
        account or not, also when the mail system is down (security.md T-AU-02). Links show the
        configured address, whatever the request was sent to.
        """
        ours = {name: _at_our_address(value) if name.endswith("_url") else value for name, value in context.items()}
        request = allauth_context.request
        ours |= {"request": request, "email": email}
        ours["reset_url"] = _at_our_address(reverse("account_reset_password"))
        letter = self.render_mail(template_prefix, email, ours)
        tell_in_secret(
            template_prefix.rpartition("/")[2],
            letter.subject,
            letter.body,
            address=email,
            language=get_language(),
            recipient=context.get("user"),
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of second factors lie closed in the database: who reads a copy of it can make no code (T-AU-11)."""

    SEALED = "sealed:"

    def encrypt(self, text):
        """The key of an app, or the seed of recovery codes, closed."""
        return self.SEALED + seal("", text)

    def decrypt(self, encrypted_text):
        """Open again; one from before it was closed as it is."""
        if not encrypted_text.startswith(self.SEALED):
            return encrypted_text
        return unseal(encrypted_text.removeprefix(self.SEALED))[1]


def _at_our_address(url):
    """A link to one of our pages under the address people know (security.md T-AU-06)."""
    return settings.SITE_URL + urlunsplit(urlsplit(url)._replace(scheme="", netloc=""))

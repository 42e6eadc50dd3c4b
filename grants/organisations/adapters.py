"""allauth's door to our accounts."""

import logging
from smtplib import SMTPException
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from grants import clock
from grants.organisations import messages, names

log = logging.getLogger(__name__)


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

        These carry one-time links, so they are not kept in the outbox where staff could read them.
        When the mail system is down the page answers as always, because a different answer would
        tell which addresses have an account (security.md T-AU-02); each of these pages offers to
        send the mail again. Links show the configured address, whatever the request was sent to.
        """
        ours = {name: _at_our_address(value) if name.endswith("_url") else value for name, value in context.items()}
        try:
            super().send_mail(template_prefix, email, ours)
        except (OSError, SMTPException):
            log.exception("A mail about an account could not be sent (%s)", template_prefix)


def _at_our_address(url):
    """A link to one of our pages under the address people know (security.md T-AU-06)."""
    return settings.SITE_URL + urlunsplit(urlsplit(url)._replace(scheme="", netloc=""))

"""The one-time links that reset a password. allauth imports this by name while it loads its forms."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator


class ResetTokens(EmailAwarePasswordResetTokenGenerator):
    """Reset links die with the account: one that was closed since then opens nothing (T-AC-09)."""

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"

"""How the person of a session is read at the beginning of a request."""

from allauth.account.auth_backends import AuthenticationBackend

from grants.organisations.models import User


class AccountBackend(AuthenticationBackend):
    """Signs in as allauth's; a page then needs one query for the person, the roles, the memberships and the moment."""

    def get_user(self, user_id):
        """The person of a session; None for an unknown and for a closed account."""
        user = User.objects.arriving(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

"""What a person finds in the navigation: only what their permissions open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """A word of the navigation: which page it opens, and which permission that page needs."""

    label: str
    url_name: str
    permission: str = ""
    icon: str = ""


MAIN = ()
"""The role navigation, in the order of a grant's life."""

ACCOUNT = (
    Entry(_("E-mail address"), "account_email", icon="message"),
    Entry(_("Password"), "account_change_password", icon="key"),
    Entry(_("Two-step sign-in"), "mfa_index", icon="shield"),
)
"""The account menu, apart from signing out."""


def _open_to(user, entries, path):
    shown = []
    for entry in entries:
        if entry.permission and not user.has_perm(entry.permission):
            continue
        url = reverse(entry.url_name)
        current = path == url if url == "/" else path.startswith(url)
        shown.append({"url": url, "label": entry.label, "icon": entry.icon, "current": current})
    return shown


def navigation(request):
    """Context of every page: ``navigation`` and ``account_menu``.

    Lazy: a public page, which shows neither, never looks at the session.
    """

    def main():
        return _open_to(request.user, MAIN, request.path) if request.user.is_authenticated else []

    def account():
        return _open_to(request.user, ACCOUNT, "") if request.user.is_authenticated else []

    return {"navigation": SimpleLazyObject(main), "account_menu": SimpleLazyObject(account)}

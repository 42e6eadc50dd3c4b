"""What a person finds in the navigation: only what their permissions open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from grants.evaluation.models.evaluations import WHOLE_CALL
from grants.permissions import READS_PAYMENTS, Role
from reporting.monitoring.readers import reads_visits_by_role
from reporting.progress.readers import reads_updates_by_role


def everybody(user):
    """No further condition than the permission."""
    return True


def applicants(user):
    """Who acts for an organisation, or may come to: not those who only work for the programme."""
    return bool(user.memberships_now()) or not user.roles()


def readers_of_contracts(user):
    """Who reads contracts by a role; the others, chamber reporters too, find what is theirs on their home page."""
    return any(held.role != Role.CHAMBER_REPORTER for held in user.roles())


def evaluators(user):
    """Who sees whole evaluations; those who assess find their assignments."""
    return any(held.role in WHOLE_CALL for held in user.roles())


def administrators(user):
    """Who may enter Django's admin."""
    return user.is_staff


def readers_of_payments(user):
    """Who reads payments by a role; coordinators find theirs on the home page."""
    return any(held.role in READS_PAYMENTS for held in user.roles())


def readers_of_updates(user):
    """Who reads or fills in results updates by a role; coordinators find theirs on the home page."""
    return reads_updates_by_role(user) or user.has_role(Role.CHAMBER_REPORTER)


@dataclass(frozen=True)
class Entry:
    """A word of the navigation: the page it opens, the permission that page needs, for whom it is of use."""

    label: str
    url_name: str
    permission: str = ""
    icon: str = ""
    audience: Callable = everybody
    group: str = ""

    @cached_property
    def url(self):
        """The address of the page; it never changes while a process lives."""
        return reverse(self.url_name)

    def open_to(self, user):
        """Whether this person finds the entry."""
        return (not self.permission or user.has_perm(self.permission)) and self.audience(user)


SELECTION, PROJECTS, FIGURES, OFFICE = _("Selection"), _("Projects"), _("Figures"), _("Office")

MOST_IN_A_ROW = 7
"""More words than these do not fit in one row in every language: then they stand in their groups."""

MAIN = (
    Entry(_("Home"), "home", "grants.read_home"),
    Entry(_("Your applications"), "applications:list", "grants.list_applications", audience=applicants),
    Entry(_("Your organisations"), "organisations:own", "grants.read_own_organisations", audience=applicants),
    Entry(_("Calls"), "calls:list", "grants.list_calls", group=SELECTION),
    Entry(_("Your assessments"), "evaluation:assignments", "grants.list_assessments", group=SELECTION),
    Entry(_("Evaluations"), "evaluation:list", "grants.list_evaluations", audience=evaluators, group=SELECTION),
    Entry(_("Contracts"), "contracts:list", "grants.list_contracts", audience=readers_of_contracts, group=PROJECTS),
    Entry(_("Own actions"), "contracts:own_actions", "grants.list_own_actions", group=PROJECTS),
    Entry(_("Results updates"), "updates:list", "reporting.list_updates", audience=readers_of_updates, group=PROJECTS),
    Entry(_("Visits"), "visits:list", "reporting.list_visits", audience=reads_visits_by_role, group=PROJECTS),
    Entry(_("Findings"), "findings:list", "reporting.list_findings", audience=reads_visits_by_role, group=PROJECTS),
    Entry(_("Payments"), "payments:list", "grants.list_payments", audience=readers_of_payments),
    Entry(_("Firms"), "firms:list", "reporting.list_firms", group=FIGURES),
    Entry(_("Results"), "results:list", "reporting.list_compilations", group=FIGURES),
    Entry(_("Publications"), "publishing:list", "reporting.list_publications", group=FIGURES),
    Entry(_("Audits"), "audits:list", "reporting.list_samples", group=FIGURES),
    Entry(_("Organisations"), "organisations:list", "grants.list_organisations", group=OFFICE),
    Entry(_("Decisions"), "proposals:list", "grants.list_proposals", group=OFFICE),
    Entry(_("Messages"), "messages:list", "grants.read_messages", group=OFFICE),
    Entry(_("Background work"), "jobs:list", "grants.read_jobs", group=OFFICE),
    Entry(_("Readings"), "readings:list", "grants.list_readings", group=OFFICE),
    Entry(_("Maintenance"), "maintenance:list", "grants.read_maintenance", group=OFFICE),
)
"""The role navigation, in the order of a grant's life."""

ACCOUNT = (
    Entry(_("Profile"), "organisations:profile", "grants.edit_profile", icon="edit"),
    Entry(_("Your messages"), "messages:mine", "grants.read_own_messages", icon="message"),
    Entry(_("Saved views"), "views:list", "grants.keep_views", icon="filter"),
    Entry(_("Files made for you"), "exports:list", "grants.export_lists", icon="download"),
    Entry(_("E-mail address"), "account_email", icon="person"),
    Entry(_("Password"), "account_change_password", icon="key"),
    Entry(_("Two-step sign-in"), "mfa_index", icon="shield"),
    Entry(_("Administration"), "admin:index", icon="closed", audience=administrators),
)
"""The account menu, apart from signing out."""


def _shown(user, entries, path):
    shown = [
        {
            "url": entry.url,
            "label": entry.label,
            "icon": entry.icon,
            "group": entry.group,
            "entries": (),
            "current": False,
        }
        for entry in entries
        if entry.open_to(user)
    ]
    above = [entry for entry in shown if path.startswith(entry["url"])]
    if above:
        max(above, key=lambda entry: len(entry["url"]))["current"] = True
    return shown


def _in_groups(shown):
    """The same entries with those of one group under its word; a group of one stays the entry it is."""
    if len(shown) <= MOST_IN_A_ROW:
        return shown
    row = []
    for group, members in groupby(shown, key=lambda entry: entry["group"]):
        entries = list(members)
        if not group or len(entries) == 1:
            row += entries
        else:
            row.append({"label": group, "entries": entries, "current": any(entry["current"] for entry in entries)})
    return row


def navigation(request):
    """Context of every page: ``navigation`` and ``account_menu``.

    Lazy: a public page, which shows neither, never looks at the session.
    """

    def shown(entries, path):
        user = getattr(request, "user", None)  # An error page may be drawn before anybody is known.
        return _shown(user, entries, path) if user is not None and user.is_authenticated else []

    return {
        "navigation": SimpleLazyObject(lambda: _in_groups(shown(MAIN, request.path))),
        "account_menu": SimpleLazyObject(lambda: shown(ACCOUNT, "")),
    }

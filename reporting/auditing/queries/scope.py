"""What an audit engagement opens: the contracts and projects of its scope, without conflicts of interest."""

from django.db.models import Q
from django.utils.translation import gettext as _

from grants.contracts.models import Contract, Project, ProjectKind
from grants.contracts.workflow import ContractState
from grants.permissions import Role
from grants.words import country_name


def engagements_of(user):
    """The person's audit engagements in force."""
    return [held for held in user.roles() if held.role == Role.AUDITOR]


def contracts_in(engagement, user):
    """Signed contracts of the engagement's scope that the auditor may read."""
    signed = Contract.objects.visible_to(user).within(engagement).filter(state=ContractState.SIGNED)
    return signed.select_related(None)


def projects_in(engagement, user):
    """Their projects; and, where the scope is no single call, the chambers' own actions."""
    found = Q(contract__in=contracts_in(engagement, user).values("pk"))
    if engagement.call_id is None:
        own = Q(kind=ProjectKind.OWN_ACTION)
        found |= own & Q(countries__country=engagement.country) if engagement.country else own
    return Project.objects.filter(found).distinct()


def scope_in_words(call, country) -> str:
    """The scope of an engagement for people to read."""
    parts = [str(call)] if call else []
    parts += [country_name(country)] if country else []
    return ", ".join(parts) or _("The whole programme")

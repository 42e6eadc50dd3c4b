"""Pages of compilations and figures. An auditor's looks leave a trace, like tries do."""

from contextlib import nullcontext

from grants.attempts.actions import attempt as keep_trace
from grants.formats import NEUTRAL, number
from grants.roles import Role
from grants.web import received_at


def looking(request, what, document):
    """Inside, an auditor looks at the document: who, what and when stay on record."""
    if not request.user.has_role(Role.AUDITOR):
        return nullcontext()
    return keep_trace(what, document, by=request.user, received_at=received_at(request))


def country_of(user):
    """The country whose way of writing numbers a person reads."""
    memberships = user.memberships_now()
    return str(memberships[0].organisation.country) if memberships else NEUTRAL


def amount(value, version, country):
    """A figure with the decimals of its indicator."""
    return "–" if value is None else number(value, version.decimals, country)


def change(now, then, version, country):
    """By how much a figure rose or fell, with its sign."""
    if then is None:
        return "–"
    text = number(abs(now - then), version.decimals, country)
    return f"+{text}" if now > then else f"−{text}" if now < then else text

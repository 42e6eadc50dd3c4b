"""The life of a finding: raised, answered by who is responsible, then closed or returned by a monitor.

What the guards look at is put on the finding by the action: ``decider``, the person who closes or returns.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.workflow import Reason, Step


class FindingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("of a finding", "To be answered")
    ANSWERED = "answered", pgettext_lazy("of a finding", "Answered")
    RETURNED = "returned", pgettext_lazy("of a finding", "Returned")
    CLOSED = "closed", pgettext_lazy("of a finding", "Closed")


class FindingAction(models.TextChoices):
    RAISE = "raise", _("Raised")
    ANSWER = "answer", _("Answered")
    RETURN = "return", _("Returned")
    CLOSE = "close", _("Closed")
    REMIND = "remind", _("Reminded")
    OVERDUE = "overdue", _("Overdue: everybody concerned told")


class Severity(models.TextChoices):
    """How much hangs on it, the most first."""

    HIGH = "high", pgettext_lazy("severity", "High")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    LOW = "low", pgettext_lazy("severity", "Low")


class Side(models.TextChoices):
    """Who has to answer."""

    PROJECT = "project", _("The project")
    PROGRAMME = "programme", _("The programme (sequa)")


WAITING = frozenset({FindingState.OPEN, FindingState.RETURNED})
"""States in which an answer is due."""


# Provided that --------------------------------------------------------------------------------------


def reason_is_given(finding):
    """Without an answer a finding is closed only with a reason; returned, always."""
    if finding.state == FindingState.ANSWERED or finding.closing_note.strip():
        return None
    return Reason(_("Nobody has answered: say why the finding is closed all the same."), code="no_reason")


def decider_did_not_answer(finding):
    """Four eyes: who answered does not decide about the answer."""
    if finding.decider is not None and finding.decider.pk == finding.answered_by_id:
        return Reason(_("Who answered a finding does not decide about it. Ask a colleague."), code="same_person")
    return None


# Who is told ----------------------------------------------------------------------------------------


def responsible(finding):
    """Who has to answer: the people of the lead, or the officers."""
    return finding.reporters() if finding.side == Side.PROJECT else finding.officers()


def monitors(finding):
    """Who raised it, or while that is nobody's any more, the monitors of the country."""
    return finding.monitors()


FINDING_STEPS = {
    FindingAction.ANSWER: Step(WAITING, FindingState.ANSWERED, tells=(monitors,)),
    FindingAction.RETURN: Step(
        frozenset({FindingState.ANSWERED}),
        FindingState.RETURNED,
        guards=(decider_did_not_answer,),
        tells=(responsible,),
    ),
    FindingAction.CLOSE: Step(
        WAITING | {FindingState.ANSWERED},
        FindingState.CLOSED,
        guards=(reason_is_given, decider_did_not_answer),
        tells=(responsible,),
    ),
}

"""Before the committee decides: its members declare, the call's rules of the award are set."""

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grants import clock
from grants.calls.models import CallStep
from grants.evaluation.models import AwardRules, Declaration, Evaluation
from grants.evaluation.queries.declaration import declaration_hash
from grants.evaluation.workflow import EvaluationState
from grants.workflow import Refused, action, locked, record


@action
def sign_declaration(evaluation, *, by, sha256):
    """Sign the declaration of impartiality and confidentiality for an evaluation, once and for good.

    ``sha256`` is the hash of the text the person saw. Raises Refused if that is not the text in force.
    """
    language = get_language()
    if sha256 != declaration_hash(language):
        raise Refused([_("The declaration has changed since you opened the page. Read it again before you sign.")])
    try:
        with transaction.atomic():
            return Declaration.objects.create(
                evaluation=evaluation, person=by, sha256=sha256, language=language, signed_at=clock.now()
            )
    except IntegrityError:
        return Declaration.objects.get(evaluation=evaluation, person=by)


@action
def set_award_rules(call, *, by, quality_line, reserve_places, complaint_days):
    """Set how the call's rankings are cut. Raises Refused once the scores are consolidated: nobody cuts a known
    ranking to measure."""
    call = locked(call)
    if Evaluation.objects.filter(call=call, step=CallStep.FULL).exclude(state=EvaluationState.OPEN).exists():
        raise Refused([_("The scores are consolidated: the rules of the award do not change any more.")])
    values = {"quality_line": quality_line, "reserve_places": reserve_places, "complaint_days": complaint_days}
    rules, _is_new = AwardRules.objects.update_or_create(call=call, defaults=values)
    shown = {name: None if value is None else str(value) for name, value in values.items()}
    record(call, "set_award_rules", by=by, changes=shown)
    return rules

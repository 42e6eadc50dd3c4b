"""A call with two steps: planned while it is set up, and going on to the second when the first is decided."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.calls.actions.setting_up import apply, locked_for_editing, plain, refuse_unless_clean
from grants.calls.models import CallStep, CallSteps
from grants.questionnaire.models import Purpose
from grants.workflow import Refused, action, locked, record


@action
def plan_steps(call, *, by, steps, **data):
    """Let the call have one step, or two with ``data`` (columns of CallSteps) about them.

    With two, the call's own form, opening and deadline are those of the concept note. Raises Refused when the
    call is published and for what could never be.
    """
    call = locked_for_editing(call)
    plan = CallSteps.objects.filter(call=call).first()
    if steps == 1:
        changes = {"steps": [call.steps, 1]} if plan else {}
        if plan:
            plan.delete()
        call.steps, call.step = 1, CallStep.FULL
    else:
        if data.get("full_form") and data["full_form"].questionnaire.purpose != Purpose.APPLICATION:
            raise Refused([_("This is not an application form.")])
        changes = {} if plan else {name: plain(value) for name, value in data.items()}
        plan = plan or CallSteps(call=call, **data)
        changes = changes or apply(plan, data)
        plan.call = call
        refuse_unless_clean(plan)
        plan.save()
        call.steps, call.step = 2, CallStep.CONCEPT
    call.save(update_fields=["steps", "step"])
    if changes:
        record(call, "plan_steps", by=by, changes=changes)
    return call


_OF_THE_FIRST = ("form_id", "opens_at", "closes_at", "opened_at", "announced_at")
"""Columns of the call that are kept of the first step and are those of the second from then on."""


@action
def begin_second_step(call, *, by):
    """Go on to the full applications: from now on the call's form and dates are those of its second step.

    Runs once the first is announced, inside the action that concludes it. It opens at the planned moment, or
    now where that has passed. Raises Refused when the second step is under way already, and when its deadline
    has passed: then that moves first.
    """
    call = locked(call)
    plan = CallSteps.objects.select_for_update().filter(call=call).first()
    if plan is None or call.step == CallStep.FULL or call.announced_at is None:
        raise Refused([_("No first step of this call waits to be followed by a second.")])
    now = clock.now()
    if plan.full_closes_at <= now:
        raise Refused([_("The deadline of the full applications has passed: move it first.")])
    for name in _OF_THE_FIRST:
        setattr(plan, f"concept_{name}", getattr(call, name))
    plan.save(update_fields=[f"concept_{name}" for name in _OF_THE_FIRST])
    call.step, call.form = CallStep.FULL, plan.full_form
    call.opens_at, call.closes_at = max(plan.full_opens_at, now), plan.full_closes_at
    call.opened_at = call.announced_at = None
    call.save(update_fields=["step", *_OF_THE_FIRST])
    record(call, "begin_second_step", by=by, changes={"closes_at": call.closes_at.isoformat()})
    return call

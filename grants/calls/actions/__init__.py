"""What is done to calls: set up, published, corrected, their deadline moved, cancelled."""

from grants.calls.actions.correcting import add_date, change_date, correct_call, remove_date
from grants.calls.actions.deadline import move_deadline, propose_deadline
from grants.calls.actions.parts import (
    add_lot,
    add_required_document,
    add_slot_template,
    change_lot,
    change_required_document,
    remove_lot,
    remove_required_document,
    remove_slot_template,
)
from grants.calls.actions.programmes import begin_programme, change_programme
from grants.calls.actions.publishing import (
    announce_document,
    cancel_call,
    correct_form,
    publish_call,
    remove_document,
)
from grants.calls.actions.questions import amend_answer, ask_question, publish_answer, set_question_aside
from grants.calls.actions.setting_up import choose_form, copy_call, edit_call, set_catalogue, set_countries, set_up_call
from grants.calls.actions.steps import begin_second_step, plan_steps

__all__ = [
    "add_date",
    "add_lot",
    "add_required_document",
    "add_slot_template",
    "amend_answer",
    "announce_document",
    "ask_question",
    "begin_programme",
    "begin_second_step",
    "cancel_call",
    "change_date",
    "change_lot",
    "change_programme",
    "change_required_document",
    "choose_form",
    "copy_call",
    "correct_call",
    "correct_form",
    "edit_call",
    "move_deadline",
    "plan_steps",
    "propose_deadline",
    "publish_answer",
    "publish_call",
    "remove_date",
    "remove_document",
    "remove_lot",
    "remove_required_document",
    "remove_slot_template",
    "set_catalogue",
    "set_countries",
    "set_question_aside",
    "set_up_call",
]

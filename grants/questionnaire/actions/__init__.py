"""Setting up a form: versions, sections and questions as data (decisions.md B6, C1)."""

from grants.questionnaire.actions.parts import (
    add_criterion,
    add_question,
    add_section,
    change_question,
    change_section,
    copy_question,
    in_all,
    localised,
    move_question,
    move_section,
    remove_question,
    remove_section,
)
from grants.questionnaire.actions.versions import (
    copy_questionnaire,
    copy_version,
    freeze_version,
    new_questionnaire,
    new_version,
    record_edit,
    refuse_key,
    rename_questionnaire,
)

__all__ = [
    "add_criterion",
    "add_question",
    "add_section",
    "change_question",
    "change_section",
    "copy_question",
    "copy_questionnaire",
    "copy_version",
    "freeze_version",
    "in_all",
    "localised",
    "move_question",
    "move_section",
    "new_questionnaire",
    "new_version",
    "record_edit",
    "refuse_key",
    "remove_question",
    "remove_section",
    "rename_questionnaire",
]

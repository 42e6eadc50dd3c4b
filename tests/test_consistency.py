"""The rules of the house as code: what a reviewer would otherwise have to remember."""

import ast
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from alinvest.devkit import states
from grants import permissions
from grants.audit import APPEND_ONLY, Event, Version

ROOT = settings.BASE_DIR
OWN_APPS = ("grants", "reporting")
CODE = sorted(
    path
    for folder in ("grants", "reporting", "alinvest")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates" / "emails").glob("*.txt"))
PARTS_OF_A_WHOLE = {
    # Deleted with the draft, form or call they are part of; everything else protects what it points to.
    "BudgetPartner.budget", "BudgetLine.budget", "FundingSource.budget",
    "Section.version", "Question.section", "Choice.question", "Column.question",
    "Part.draft", "ApplicationPart.draft", "Cell.draft", "LogframeResult.application", "LogframeIndicator.result",
    "Activity.application",
    "ProjectCountry.project", "ProjectSector.project", "ProjectResult.project", "ProjectIndicator.result",
    "CallCountry.call", "CallIndicator.call", "RequiredDocument.call", "CallDocument.call", "CallDate.call",
    "SlotTemplate.slot",
    "ListProblem.list", "ProjectActivity.project",
}  # fmt: skip


SEVERAL_NOUNS = {"evaluation"}
"""Stages with several documents, each with its own table of steps: see the test of tables below."""

TAKEN_BY = {
    "accept": "decide_ballot", "reject": "decide_ballot", "withdraw": "withdraw_ballot", "decide": "decide_ballot",
    "select": "decide_ballot", "put_in_reserve": "decide_ballot", "leave_unfunded": "decide_ballot",
    "promote": "promote_reserve", "renounce": "renounce_award", "announce": "announce_evaluation",
    "invite": "decide_ballot", "leave_uninvited": "decide_ballot",
}  # fmt: skip
"""Step of one of those tables that follows from the decision on another document -> the action that takes it."""

NOUNS = {
    "calls": "call", "applications": "application", "organisations": "invitation", "contracts": "contract",
    "diligence": "flag", "maintenance": "maintenance",
    "payments": "payment", "progress": "update", "publishing": "note", "monitoring": "visit",
}  # fmt: skip
"""Stage -> the document whose steps its workflow begins with."""

LETTERS = {"update": "resultsupdate"}
"""Document -> what its letters begin with, where its model is called otherwise."""


def own_models():
    return [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]


def own_views(resolver=None, prefix=""):
    """(name, view) of each address of the project's own code."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from own_views(pattern, space)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.split(".")[0] in (*OWN_APPS, "alinvest"):
            yield f"{prefix}{pattern.name}", pattern.callback


def test_every_model_module_is_in_the_index():
    found = {path for path in CODE if path.name == "models.py" and path.parent.name not in OWN_APPS}
    for path in found:
        app = path.relative_to(ROOT).parts[0]
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        index = (ROOT / app / "models.py").read_text()
        assert f"from {module} import" in index, module


def test_every_page_is_public_on_purpose_or_names_a_permission_of_the_table():
    nameless = [
        name
        for name, view in own_views()
        if not getattr(view, "is_public", False) and getattr(view, "permission", None) not in permissions.registered()
    ]

    assert nameless == []


def test_no_two_pages_bear_one_name():
    names = [name for name, _view in own_views()]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_permission_is_asked_for_somewhere():
    asked = "".join(path.read_text() for path in CODE if path.name != "permissions.py") + "".join(
        path.read_text() for path in TEMPLATES
    )

    assert [name for name in permissions.registered() if f'"{name}"' not in asked] == []


def test_every_step_has_its_action_its_permission_and_a_letter_where_it_tells_somebody():
    for path in (p for p in CODE if p.name == "workflow.py" and p.parent.name not in OWN_APPS):
        stage = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        if path.parent.name in SEVERAL_NOUNS:
            continue
        noun = NOUNS[path.parent.name]
        source = "".join(p.read_text() for p in CODE if p.is_relative_to(path.parent))
        for action, step in stage.STEPS.items():
            assert f"def {action}_{noun}(" in source, f"{action}_{noun} is missing"
            assert f"{path.relative_to(ROOT).parts[0]}.{action}_{noun}" in permissions.registered()
            if step.tells:
                get_template(f"emails/{LETTERS.get(noun, noun)}_{action}.txt")


def test_every_step_of_a_table_is_an_action_named_like_it_and_has_its_letter_where_it_tells_somebody():
    tables = [m for m in own_models() if hasattr(m, "STEPS") and not m._meta.proxy]
    for model in (m for m in tables if m.__module__.split(".")[1] in SEVERAL_NOUNS):
        folder = ROOT / "grants" / model.__module__.split(".")[1]
        source = "".join(p.read_text() for p in CODE if p.is_relative_to(folder))
        for action, step in model.STEPS.items():
            assert f"def {TAKEN_BY.get(action, action)}(" in source, f"{action} of {model.__name__} is missing"
            if step.tells:
                get_template(f"emails/{model._meta.model_name}_{action}.txt")


def test_the_page_of_states_is_drawn_from_the_tables_as_they_are():
    assert states.PAGE.read_text() == states.page(), "python -m alinvest.devkit.states writes it anew"


def test_what_says_that_it_is_pure_is_held_to_it_by_the_linter():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    held = {name for one in contracts if "django" in one.get("forbidden_modules", ()) for name in one["source_modules"]}
    said = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in CODE
        if "management" not in path.parts
        and re.search(r"\b[Pp]ure\b", ast.get_docstring(ast.parse(path.read_text())) or "")
    }

    assert sorted(said - held) == []


def test_only_the_workflow_sets_the_state_of_a_document():
    assigning = re.compile(r"\.state\s*=\s*[\w(\"]|setattr\([^)]*[\"']state[\"']")
    found = [str(p.relative_to(ROOT)) for p in CODE if assigning.search(p.read_text())]

    assert found == ["grants/workflow.py"]


def test_time_comes_from_the_clock_alone():
    banned = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|auto_now|localdate\(\)|datetime\.utcnow")
    allowed = {"alinvest/devkit"}
    found = [
        str(p.relative_to(ROOT))
        for p in CODE
        if banned.search(p.read_text()) and not any(str(p.relative_to(ROOT)).startswith(a) for a in allowed)
    ]

    assert found == []


def test_no_float_touches_the_numbers():
    found = [
        str(p.relative_to(ROOT))
        for p in CODE
        if re.search(r"(?<![\w.])float\(|FloatField", p.read_text()) and "devkit" not in p.parts
    ]

    assert found == []


def test_money_columns_have_two_decimals():
    words = ("amount", "envelope", "grant", "indirect_costs", "contingency")
    columns = [
        field
        for model in own_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.DecimalField) and field.name.startswith(words) and not field.name.endswith("_max")
    ]

    assert columns
    assert {(field.max_digits, field.decimal_places) for field in columns} == {(14, 2)}


def test_a_foreign_key_protects_what_it_points_to_unless_it_is_part_of_a_whole():
    cascading = {
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    }

    assert cascading <= PARTS_OF_A_WHOLE, cascading - PARTS_OF_A_WHOLE


def test_every_constraint_speaks():
    default = models.CheckConstraint.default_violation_error_message
    silent = [
        constraint.name
        for model in own_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == default
    ]

    assert silent == []


def test_every_constraint_can_say_it():
    for model in own_models():
        for constraint in model._meta.constraints:
            assert constraint.get_violation_error_message()  # fails for a bare percent sign


def test_events_and_versions_are_append_only():
    records = {m for m in own_models() if issubclass(m, Event | Version)}

    assert records <= set(APPEND_ONLY)


def test_models_actions_and_views_say_what_they_are_for():
    silent = []
    for path in (p for p in CODE if p.relative_to(ROOT).parts[0] in OWN_APPS):
        tree = ast.parse(path.read_text())
        if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body) and not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            is_model = isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(b) for b in node.bases)
            is_action = isinstance(node, ast.FunctionDef) and any(
                ast.unparse(d) in ("action", "workflow.action") for d in node.decorator_list
            )
            if (
                (is_model or is_action)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
                and path.name != "translation.py"
            ):
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")

    assert silent == []


def test_no_file_outgrows_its_subject():
    long = [f"{p.relative_to(ROOT)}: {n}" for p in CODE if (n := len(p.read_text().splitlines())) > 400]
    tests = [f"{p.relative_to(ROOT)}: {n}" for p in (ROOT / "tests").rglob("*.py") if (n := _lines(p)) > 600]

    assert long + tests == []


def _lines(path: Path):
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("word", ["utils", "helpers", "services", "common", "mixins"])
def test_nothing_is_called_after_what_it_is_not(word):
    assert [p for p in CODE if p.stem == word and "devkit" not in p.parts] == []


def test_every_template_is_used():
    code = "".join(p.read_text() for p in CODE)
    markup = {p: p.read_text() for p in TEMPLATES}
    automatic = (
        "account/",
        "mfa/",
        "allauth/",
        "bootstrap5/",
        "crispy/",
        "emails/",
        "400",
        "403",
        "404",
        "413",
        "500",
        "503",
        "admin/",
        "django/forms/",
    )
    unused = []
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if name.startswith(automatic):
            continue
        elsewhere = code + "".join(text for other, text in markup.items() if other != path)
        if f"{name}" not in elsewhere:
            unused.append(name)

    assert unused == []


BLOCK = re.compile(r"\{%\s*(block|endblock)\b\s*(\w*).*?%\}")


def words_by_block(markup):
    """Block of a template -> (names given there with "as", names read there). A name lives only in its block."""
    texts, open_blocks, start = {}, [""], 0
    for tag in [*BLOCK.finditer(markup), None]:
        texts.setdefault(open_blocks[-1], []).append(markup[start : tag.start() if tag else None])
        if tag is not None:
            start = tag.end()
            open_blocks.append(tag[2]) if tag[1] == "block" else open_blocks.pop()
    words = {}
    for block, pieces in texts.items():
        tags = re.sub(r'"[^"]*"', "", " ".join(re.findall(r"\{[{%].*?[%}]\}", "".join(pieces))))
        given = set(re.findall(r"\b(?:as|asvar) (\w+)", tags))
        words[block] = given, set(re.findall(r"(?<![\w.])([a-z_]+)(?![\w=])", tags))
    return words


def test_no_block_of_a_template_reads_a_name_that_another_block_gave():
    lost = []
    for path in TEMPLATES:
        blocks = words_by_block(path.read_text())
        everywhere = blocks.pop("")[0]
        for block, (given, _read) in blocks.items():
            for other, (own, read) in blocks.items():
                if other != block:
                    lost += [f"{path.relative_to(ROOT)}: {name}" for name in (given & read) - own - everywhere]

    assert lost == []


def test_every_letter_has_somebody_who_sends_it():
    code = "".join(p.read_text() for p in CODE)
    names = [p.stem for p in (ROOT / "templates" / "emails").glob("*.txt")]
    unknown = []
    for name in names:
        _noun, _, action = name.partition("_")
        if f'"{name}"' not in code and not re.search(rf"[\"']{action}[\"']", code):
            unknown.append(name)

    assert unknown == []


def test_every_periodic_task_exists():
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        module, _, function = entry["task"].rpartition(".")
        assert module in ("grants.tasks", "reporting.tasks")
        assert hasattr(import_module(module), function), entry["task"]


def test_every_hostile_test_that_is_named_exists():
    named = set(re.findall(r"::(test_\w+)", (ROOT / "docs" / "hostile.md").read_text()))
    there = {
        name for path in (ROOT / "tests").rglob("*.py") for name in re.findall(r"def (test_\w+)\(", path.read_text())
    }

    assert len(named) > 100
    assert sorted(named - there) == []

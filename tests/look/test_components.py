"""Components keep what their first lines promise, and nobody uses one in another way."""

import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory

from alinvest.devkit import specimens
from alinvest.devkit.vendor import ICONS
from grants.looks import CALLOUT_ICONS, STATE_LOOKS
from grants.workflow import Reason
from tests.client import faults_of
from tests.look.markup import COMPONENTS, TEMPLATES, all_uses, component_names, head_of, uncommented


@pytest.fixture
def page_context(noon):
    """The names the examples use."""
    shown = specimens.context()["specimens"]
    request = RequestFactory().get("/components/")
    request.user = AnonymousUser()
    return shown | {
        "request": request,
        "user": request.user,
        "account_menu": [],
        "csrf_token": "token",
        "public_languages": [],
        "message": shown["messages"][0],
        "application": SimpleNamespace(title="Café", state="draft", get_state_display=lambda: "Draft"),
        "pages_above": shown["pages"],
        "budget": SimpleNamespace(grant=shown["grant"]),
        "history": shown["entries"],
        "row": shown["rows"][0],
        "form": shown["wrong"],
        "query": "",
        "waiting_for_you": shown["work"],
        "text": "Distinct firms.",
        "iso": "2026-03-10T17:00:00+00:00",
        "left": "in 2 days",
        "zones": [{"city": "Lima", "what": "binding", "text": "12:00"}],
        "filter": SimpleNamespace(form=shown["filters"]),
        "reset_url": "#",
        "reasons": [Reason("The call has no lot.", url="#"), "The title is missing."],
        "typed": [{"name": "summary", "text": "Café <b>", "rows": 3}],
    }


@pytest.mark.parametrize("name", component_names())
def test_a_component_renders_its_own_example(name, page_context):
    example = head_of(name).example

    html = engines["django"].from_string(example).render(page_context, page_context["request"])

    assert html.strip() != ""
    assert faults_of(html) == []


@pytest.mark.parametrize("name", component_names())
def test_the_example_of_a_component_shows_the_component_itself(name):
    assert f'{{% include "components/{name}.html"' in head_of(name).example


def test_pages_include_components_that_exist_with_inputs_they_know():
    known = {name: head_of(name) for name in component_names()}
    faults = []
    for use in all_uses():
        if use.component not in known:
            faults.append(f"{use.place}: there is no component {use.component}")
            continue
        head = known[use.component]
        unknown, missing = use.inputs - head.needs - head.takes, head.needs - use.inputs
        if unknown:
            faults.append(f"{use.place}: {use.component} does not take {', '.join(sorted(unknown))}")
        if missing:
            faults.append(f"{use.place}: {use.component} needs {', '.join(sorted(missing))}")
        if not use.only:
            faults.append(f"{use.place}: {use.component} is included without only")

    assert faults == []


def test_every_include_of_a_component_is_read_by_these_tests():
    written = sum(uncommented(path).count('{% include "components/') for path in TEMPLATES.rglob("*.html"))

    assert len(all_uses()) == written


def test_the_readme_names_every_component_for_pages():
    frame = {"band", "public_band", "footer", "message", "deadline", "language_choice", "typed_text", "maintenance"}
    readme = (COMPONENTS / "README.md").read_text()

    assert [name for name in component_names() if name not in frame and f"| {name} |" not in readme] == []


def test_icons_in_use_are_in_the_sprite():
    used = {icon for _, icon in STATE_LOOKS.values()} | set(CALLOUT_ICONS.values())
    for path in TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r"\{% icon \"([\w-]+)\"", path.read_text()))
        used |= set(re.findall(r" icon=\"([\w-]+)\"", path.read_text()))
    for folder in ("grants", "reporting"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            used |= set(re.findall(r"\bicon\"?[=:] ?\"([\w-]+)\"", path.read_text()))

    assert used - set(ICONS) == set()


def test_every_state_of_a_document_has_its_look():
    faceless = []
    for app in ("grants", "reporting"):
        for model in apps.get_app_config(app).get_models():
            fields = [field for field in model._meta.fields if field.name == "state" and field.choices]
            states = [state for field in fields for state, _ in field.choices]
            faceless += [f"{model.__name__}.{state}" for state in states if state not in STATE_LOOKS]

    assert faceless == []


def test_no_template_carries_code_or_style_of_its_own():
    faults = []
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"\{%.*?%\}", "", path.read_text())
        if re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", text) and "emails" not in path.parts:
            faults.append(str(path.relative_to(TEMPLATES)))

    assert faults == []


def test_every_class_in_a_template_has_its_rule_in_the_style_sheet():
    css = (settings.BASE_DIR / "alinvest" / "static" / "css" / "site.css").read_text()
    ruled = set(re.findall(r"\.([a-zA-Z][\w-]*)", css)) | {"callout--info", "state--neutral"}  # the plain ones
    unruled = set()
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", uncommented(path))
        words = " ".join(re.findall(r"class=\"([^\"]*)\"", text)).split()
        unruled |= {(path.name, word) for word in words if word not in ruled and word[-1] not in "-_"}

    assert unruled == set()

"""The catalogue in the administration: definitions are edited until a call uses them."""

import pytest

from grants.indicators import actions
from grants.models import Indicator, IndicatorEvent, IndicatorVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def definition(noon):
    return actions.load_catalogue()[0]


@pytest.fixture
def browser_of(login, admin):
    return login(admin)


def page_of(record, path="change"):
    return f"/admin/grants/{record._meta.model_name}/{record.pk}/{path}/"


def form_of(definition, **fields):
    sent = {name: getattr(definition, name) for name in (*actions.TEXTS, *actions.RULES)}
    lists = {name: ",".join(value) for name, value in sent.items() if isinstance(value, list)}
    return {name: value for name, value in sent.items() if value not in (None, False)} | lists | fields


@pytest.mark.parametrize("model", [Indicator, IndicatorVersion, IndicatorEvent])
@pytest.mark.parametrize("frozen", [False, True])
def test_every_list_and_record_opens(browser_of, definition, model, frozen):
    if frozen:
        actions.freeze_version(definition)

    assert browser_of.get(f"/admin/grants/{model._meta.model_name}/").status_code == 200
    assert browser_of.get(page_of(model.objects.first())).status_code == 200


def test_a_definition_not_in_use_is_edited_with_a_trace(browser_of, definition, admin):
    answer = browser_of.post(page_of(definition), form_of(definition, name_en="Money"))

    assert answer.status_code == 302
    assert IndicatorVersion.objects.get(pk=definition.pk).name_en == "Money"
    event = IndicatorEvent.objects.last()
    assert (event.action, event.actor, event.changes) == ("edit", admin, {"version": 1, "fields": ["name_en"]})


def test_a_definition_in_use_is_only_read(browser_of, definition):
    actions.freeze_version(definition)

    assert browser_of.post(page_of(definition), form_of(definition, name_en="Money")).status_code == 403
    assert IndicatorVersion.objects.get(pk=definition.pk).name_en == "Money by country"


def test_a_new_version_is_made_from_the_list(browser_of, definition):
    browser_of.post("/admin/grants/indicatorversion/", {"action": "copy", "_selected_action": [definition.pk]})

    assert list(definition.indicator.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_nothing_of_the_catalogue_is_deleted(browser_of, definition):
    for record in (definition, definition.indicator, IndicatorEvent.objects.first()):
        assert browser_of.post(page_of(record, "delete"), {"post": "yes"}).status_code == 403

"""The pages on which officers define what the programme counts."""

import pytest
from django.urls import reverse

from grants.indicators.actions import freeze_version
from grants.models import IndicatorVersion

pytestmark = pytest.mark.django_db

DEFINED = {
    f"{name}_{language}": f"{name} {language}"
    for name in ("name", "unit", "definition", "evidence_minimum")
    for language in ("es", "pt_br", "en")
} | {
    "code": "AIV-OP-99", "level": "output", "entity": "firm", "decimals": "0", "value_form": "reported",
    "time_rule": "sum", "cross_project_rule": "sum", "disaggregation": ["country", "size"],
}  # fmt: skip


@pytest.fixture
def officer(login, diego, noon):
    return login(diego)


def page(code="AIV-OP-99"):
    return reverse("indicators:indicator", args=[code])


def test_the_catalogue_is_brought_in_once_and_listed(officer, django_assert_num_queries):
    assert "No indicator is defined yet" in officer.get(reverse("indicators:list")).text
    for _time in range(2):
        officer.post(reverse("indicators:load"))

    with django_assert_num_queries(7):
        shown = officer.get(reverse("indicators:list")).text

    assert IndicatorVersion.objects.count() == 15
    assert "15 indicators" in shown
    assert "All of them are there already." in shown


def test_an_indicator_is_defined_changed_frozen_and_defined_anew(officer):
    assert officer.post(reverse("indicators:new"), DEFINED).url == page()
    assert officer.post(page(), DEFINED | {"unit_en": "firms"}).url == page()
    version = IndicatorVersion.objects.get()
    assert (version.unit_en, version.disaggregation, version.parts) == ("firms", ["country", "size"], [])
    assert [event.action for event in version.indicator.events.all()] == ["new_version", "edit"]

    freeze_version(version)
    assert "<fieldset disabled>" in officer.post(page(), DEFINED).text
    officer.post(reverse("indicators:next_version", args=["AIV-OP-99"]))
    officer.post(reverse("indicators:next_version", args=["AIV-OP-99"]))
    assert list(IndicatorVersion.objects.order_by("number").values_list("number", "unit_en")) == [
        (1, "firms"),
        (2, "firms"),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "AIV OP"}, "Write letters, digits and hyphens, like AIV-OP-08."),
        ({"name_pt_br": ""}, "This field is required."),
        ({"value_form": "composite"}, "Tick the indicators that are added up."),
        ({"decimals": "7"}, "At most 2."),
        ({"least_amount": "1.234"}, "This can be read in two ways."),
    ],
)
def test_what_cannot_be_counted_is_named_and_what_was_typed_stays(officer, wrong, sentence):
    answer = officer.post(reverse("indicators:new"), DEFINED | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "unit en" in answer.text
    assert not IndicatorVersion.objects.exists()


def test_a_code_is_given_once(officer):
    officer.post(reverse("indicators:new"), DEFINED)

    assert "Another indicator has this code." in officer.post(reverse("indicators:new"), DEFINED).text

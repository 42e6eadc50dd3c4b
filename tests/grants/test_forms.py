"""What every form of the house does by itself."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from grants.calls.fields import LocalMomentField
from grants.forms import Form
from grants.indicators.forms import DefinitionForm
from grants.models import Organisation


class Wish(Form):
    address = forms.SlugField(required=False)
    key = forms.UUIDField(required=False)
    text = forms.CharField()
    short = forms.CharField(max_length=5)
    day = forms.DateField(required=False)
    deadline = LocalMomentField(required=False)
    months = forms.IntegerField(required=False, min_value=1, max_value=120)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    whose = forms.ModelChoiceField(Organisation.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "short", "wrong"),
    [("a" * 20_000, "abcde", []), ("a" * 20_001, "abcde", ["text"]), ("a", "abcdef", ["short"])],
)
def test_every_text_has_an_end(chamber, text, short, wrong):
    form = Wish({"key": chamber.public_id, "text": text, "short": short, "whose": chamber.pk})

    assert list(form.errors) == wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "is_right"), [("1899-12-31", False), ("1900-01-01", True), ("2199-12-31", True), ("2200-01-01", False)]
)
def test_every_day_has_a_century(chamber, day, is_right):
    form = Wish({"day": day, "deadline": f"{day}T23:59", "text": "a", "short": "a", "whose": chamber.pk})

    wrong = ["Enter a day between 1900 and 2199."]
    assert form.errors == ({} if is_right else {"day": wrong, "deadline": wrong})


@pytest.mark.django_db
def test_a_choice_not_made_yet_is_a_dash():
    assert next(iter(Wish().fields["whose"].choices)) == ("", "–")
    assert next(iter(DefinitionForm().fields["level"].choices)) == ("", "–")


def test_a_number_typed_in_words_stays_in_the_field():
    field = str(Wish({"months": "muchos"})["months"])

    assert 'type="text"' in field
    assert 'value="muchos"' in field
    assert 'inputmode="numeric"' in field
    assert 'type="hidden"' in str(Wish()["seen"])


def test_a_key_with_other_signs_is_refused_in_plain_words():
    assert Wish({"address": "año 1"}).errors["address"] == [
        "Write letters without accents, digits and hyphens, like own-funds."
    ]


def test_an_empty_file_is_refused_in_our_words():
    class Sent(Form):
        file = forms.FileField()

    assert Sent({}, {"file": SimpleUploadedFile("a.pdf", b"")}).errors["file"] == ["The file is empty."]

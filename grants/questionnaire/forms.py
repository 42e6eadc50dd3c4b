"""What staff type about a form, its sections and its questions. Forms clean values; ``actions`` saves them."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.amount_field import AmountField
from grants.files import content
from grants.forms import LANGUAGES, Form, name_languages, side_by_side, three, translated
from grants.questionnaire.models import Choice, Column, ColumnKind, Purpose, Question, QuestionKind
from grants.questionnaire.queries import answers_to, free_key, free_row_keys, free_slug, offered_lines

EMPTY_ROWS = 3
"""So many empty rows wait for more answers or columns."""

MOST_OPTIONS = 60

CODES = {"es": "es", "pt_br": "pt-br", "en": "en"}
"""Ending of a translated column -> language."""

TEXT, AMOUNT = ("short", "long"), ("number", "money")

KINDS = {
    Purpose.APPLICATION: [kind for kind in QuestionKind if kind != QuestionKind.SCORE],
    Purpose.GRID: [QuestionKind.SCORE, QuestionKind.LONG],
    Purpose.REPORT: [kind for kind in QuestionKind if kind not in (QuestionKind.SCORE, QuestionKind.FILE)],
}
"""Purpose of a form -> the kinds of questions it can ask."""


class _ThreeLanguages(Form):
    """A form with texts in three languages, of which Spanish must be there."""

    texts = {}
    long_texts = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, length, needed) in self.texts.items():
            for language in LANGUAGES:
                widget = forms.Textarea(attrs={"rows": 3}) if name in self.long_texts else forms.TextInput
                required = needed and language == "es"
                field = forms.CharField(max_length=length, required=required, widget=widget)
                self.fields[f"{name}_{language}"] = field
            name_languages(self, **{name: label})

    def in_languages(self, name):
        """A text of this form by language, as actions take it."""
        return {code: self.cleaned_data[f"{name}_{column}"] for column, code in CODES.items()}


def _initial(record, *names):
    return {column: getattr(record, column) for column in translated(*names)} if record else {}


class NameForm(Form):
    """The name of a form, for staff."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For staff only, like Application form 2026."))


SCORED = ("threshold", "rejects_lowest", "is_carried")
"""Columns of a section that only grids have."""


class SectionForm(_ThreeLanguages):
    """A part of the form, one page for applicants; of a grid also its threshold."""

    texts = {"title": (_("Title"), 150, True), "intro": (_("Introduction"), 4000, False)}
    long_texts = ("intro",)

    threshold = AmountField(label=_("Least total of the scores"), required=False, digits=7)
    rejects_lowest = forms.BooleanField(label=_("The lowest score of one criterion rejects"), required=False)
    is_carried = forms.BooleanField(
        label=_("Full applications keep the score of their concept note"), required=False,
        help_text=_(
            "In a call with two steps the section of this key in the grid of the concept notes counts, and is not "
            "assessed again. In a call with one step it is assessed."
        ),
    )  # fmt: skip

    def __init__(self, *args, version, section=None, **kwargs):
        initial = _initial(section, "title", "intro")
        if section:
            initial |= {name: getattr(section, name) for name in SCORED}
        super().__init__(*args, initial=initial, **kwargs)
        self.version, self.section = version, section
        self.is_grid = version.questionnaire.purpose == Purpose.GRID
        if not self.is_grid:
            for name in SCORED:
                del self.fields[name]

    @property
    def helper(self):
        """Languages side by side."""
        helper = super().helper
        grid = SCORED if self.is_grid else ()
        helper.layout = Layout(three("title"), three("intro"), *grid)
        return helper

    def values(self):
        """What the actions take; a new section gets a key of its title."""
        values = {"title": self.in_languages("title"), "intro": self.in_languages("intro")}
        if self.is_grid:
            values |= {name: self.cleaned_data[name] for name in SCORED}
        if self.section is None:
            values["slug"] = free_slug(self.version, values["title"]["es"])
        return values


def _refuse_unequal(form, data, name):
    """Lines in another language stand for the Spanish ones, place by place."""
    spanish = offered_lines(data.get(f"{name}_es"))
    for translation in (f"{name}_pt_br", f"{name}_en"):
        if (lines := offered_lines(data.get(translation))) and len(lines) != len(spanish):
            sentence = gettext("Write as many words as in Spanish, in the same order: %(count)d.")
            form.add_error(translation, sentence % {"count": len(spanish)})


class OptionForm(_ThreeLanguages):
    """One answer to choose from; without Spanish text it is left out."""

    texts = {"label": (_("Text"), 200, False)}
    use_required_attribute = False
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean(self):
        """A translation without its Spanish text is an oversight."""
        data = super().clean()
        if not data.get("label_es") and (data.get("label_pt_br") or data.get("label_en")):
            self.add_error("label_es", gettext("Write the Spanish text, or empty the row."))
        return data

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*translated("label"), *self.base_fields, *translated("offered")])
        looks = {forms.Select: "form-select", forms.CheckboxInput: "form-check-input"}
        for field in self.fields.values():
            field.widget.attrs["class"] = looks.get(type(field.widget), "form-control")

    def row(self):
        """What the actions take; None for an empty row."""
        if not self.cleaned_data.get("label_es"):
            return None
        more = {name: self.cleaned_data[name] for name in self.base_fields if name != "key"}
        return {"key": self.cleaned_data["key"], "label": self.in_languages("label")} | more


class ColumnForm(OptionForm):
    """One column of a table; with a choice, its words one a line, as many in each language as there are any."""

    texts = {"label": (_("Heading"), 100, False), "offered": (_("Words to choose from, one a line"), 2000, False)}
    long_texts = ("offered",)
    kind = forms.ChoiceField(label=_("Kind"), choices=ColumnKind.choices, required=False)
    places = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=4, required=False)
    required = forms.BooleanField(label=_("In every row"), required=False)
    is_totalled = forms.BooleanField(label=_("Added up"), required=False)

    def clean_places(self):
        """None where none are given."""
        return self.cleaned_data["places"] or 0

    def clean_kind(self):
        """Text where nothing else is chosen."""
        return self.cleaned_data["kind"] or ColumnKind.SHORT

    def clean(self):
        """Only numbers are added up."""
        data = super().clean()
        if data.get("is_totalled") and data.get("kind") not in AMOUNT:
            self.add_error("is_totalled", gettext("Only numbers and amounts are added up."))
        if data.get("kind") == ColumnKind.CHOICE and data.get("label_es"):
            self._clean_offered(data)
        return data

    def _clean_offered(self, data):
        spanish = offered_lines(data.get("offered_es"))
        if len(spanish) < 2:
            self.add_error("offered_es", gettext("Write at least two words, one a line."))
        elif len({slugify(word) for word in spanish}) < len(spanish):
            self.add_error("offered_es", gettext("A word stands here twice."))
        _refuse_unequal(self, data, "offered")

    def row(self):
        """As of an answer; the words by language, none of a column without a choice."""
        row = super().row()
        chosen = row is not None and row["kind"] == ColumnKind.CHOICE
        offered = {code: "\n".join(offered_lines(text)) for code, text in self.in_languages("offered").items()}
        return row and row | {"offered": offered if chosen else dict.fromkeys(offered, "")}


ROWS = {
    "choice": (OptionForm, Choice, "options"),
    "choices": (OptionForm, Choice, "options"),
    "table": (ColumnForm, Column, "columns"),
}
"""Kind of a question -> the form of its rows, their model, and their name in the actions."""


CHOSEN = ("choice", "choices")

MORE_ANSWERS = {"more": (_("More answers, one a line"), 6000, False)}
"""A whole list of answers at once, behind those that stand."""


class QuestionForm(_ThreeLanguages):
    """One question of a kind: its words, its limits, when it is asked, and its answers or columns below."""

    texts = {"label": (_("Question"), 300, True), "help": (_("Help"), 2000, False)}
    long_texts = ("help",)

    def __init__(self, data=None, *, section, kind, question=None):
        self.section, self.kind, self.question = section, QuestionKind(kind), question
        if self.kind in CHOSEN:
            self.texts, self.long_texts = self.texts | MORE_ANSWERS, (*self.long_texts, *MORE_ANSWERS)
        super().__init__(data, initial=self._standing())
        self.limits = list(_limit_fields(self.kind))
        self.fields |= _limit_fields(self.kind)
        self.earlier = _earlier(section, question) if self.kind != "score" else []
        if self.earlier:
            self.fields["condition"] = _condition_field(self.earlier)
        self.rows = self._rows(data)

    def _standing(self):
        if self.question is None:
            return {"required": True, "weight": 1, "places": 0}
        names = [name for name in _limit_fields(self.kind) if name != "scale"]
        condition = [f"{self.question.shown_if}:{key}" for key in self.question.shown_when]
        return (
            _initial(self.question, "label", "help")
            | {name: getattr(self.question, name) for name in names}
            | {"condition": condition}
        )

    def _rows(self, data):
        if self.kind not in ROWS:
            return None
        form, _model, name = ROWS[self.kind]
        initial = []
        for record in getattr(self.question, name).all() if self.question else ():
            more = [column for column in form.base_fields if column != "key"]
            row = {"key": record.key} | {column: getattr(record, column) for column in more}
            initial.append(row | _initial(record, *form.texts))
        factory = forms.formset_factory(form, extra=EMPTY_ROWS, max_num=MOST_OPTIONS, absolute_max=MOST_OPTIONS)
        return factory(data, initial=initial, prefix="rows")

    def is_valid(self):
        """The question, and each of its answers or columns."""
        return super().is_valid() and (self.rows is None or self.rows.is_valid())

    def clean(self):
        """A lower limit is at most its upper one; a condition hangs on one question."""
        data = super().clean()
        if data.get("least") is not None and data.get("most") is not None and data["least"] > data["most"]:
            self.add_error("least", gettext("The lower limit is at most the upper one."))
        if len({choice.split(":")[0] for choice in data.get("condition", ())}) > 1:
            self.add_error("condition", gettext("Choose answers to one question only."))
        if self.kind in CHOSEN:
            _refuse_unequal(self, data, "more")
        return data

    def _more_answers(self):
        lines = {code: offered_lines(text) for code, text in self.in_languages("more").items()}
        for place in range(len(lines["es"])):
            yield {"key": "", "label": {code: words[place] if words else "" for code, words in lines.items()}}

    def values(self):
        """What the actions take. A new question gets a key of its words, that no version ever used."""
        data = self.cleaned_data
        values = {"label": self.in_languages("label"), "help": self.in_languages("help")}
        values |= {name: data[name] for name in self.limits if data[name] is not None or name not in ("places",)}
        chosen = [choice.split(":") for choice in data.get("condition", ())]
        values["condition"] = (chosen[0][0], [answer for _key, answer in chosen]) if chosen else ("", [])
        version = self.section.version
        key = self.question.key if self.question else free_key(version, values["label"]["es"])
        if self.question is None:
            values |= {"key": key, "kind": self.kind.value}
        if self.kind == "score" and self.question is None:
            values |= {"least": 1, "most": 5}
        if self.rows is not None:
            _form, model, name = ROWS[self.kind]
            rows = [row for row in (form.row() for form in self.rows.forms) if row]
            rows += self._more_answers() if self.kind in CHOSEN else ()
            rows = free_row_keys(model, version, key, rows)
            values[name] = [(row["key"], row["label"]) for row in rows] if name == "options" else rows
        return values

    @property
    def helper(self):
        """Words, then limits, then when it is asked."""
        helper = super().helper
        limits = [name for name in self.limits if name != "required"]
        blocks = [Fieldset(_("Words"), three("label"), three("help"))]
        if self.kind in CHOSEN:
            blocks.append(Fieldset(_("Answers to choose from"), three("more")))
        if limits:
            blocks.append(Fieldset(_("Limits"), side_by_side(*limits)))
        asked = [name for name in ("required", "condition") if name in self.fields]
        helper.layout = Layout(*blocks, *([Fieldset(_("When it is asked"), *asked)] if asked else []))
        return helper


def _limit_fields(kind):
    """The fields beside the words of a question of this kind."""
    fields = {}
    if kind in TEXT:
        fields["most_words"] = forms.IntegerField(label=_("Most words"), min_value=1, max_value=10_000, required=False)
        fields["most_characters"] = forms.IntegerField(
            label=_("Most characters"), min_value=1, max_value=100_000, required=False
        )
    if kind in AMOUNT:
        fields["least"] = AmountField(label=_("Lowest value"), required=False)
        fields["most"] = AmountField(label=_("Highest value"), required=False)
    if kind == "number":
        places = forms.IntegerField(label=_("Decimals"), required=False)
        places.validators += [MinValueValidator(0), MaxValueValidator(4)]
        fields["places"] = places
    if kind == "table":
        fields["most_rows"] = forms.IntegerField(label=_("Most rows"), min_value=1, max_value=500, required=False)
    if kind == "file":
        fields |= _file_fields()
    if kind == "score":
        weights = [(1, _("counts once")), (2, _("counts twice"))]
        fields["weight"] = forms.TypedChoiceField(label=_("Weight"), choices=weights, coerce=int)
    fields["required"] = forms.BooleanField(label=_("Must be answered"), required=False)
    return fields


def _file_fields():
    """How many files answer a question, how large, and of which kinds."""
    kinds = [(kind, content.KINDS[kind].label) for kind in content.ALLOWED]
    return {
        "most_files": forms.IntegerField(label=_("Most files"), min_value=1, max_value=10, initial=1),
        "most_megabytes": forms.IntegerField(label=_("Largest size, MB"), min_value=1, max_value=50, initial=10),
        "file_kinds": forms.MultipleChoiceField(
            label=_("Kinds of file"),
            choices=kinds,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None ticked: all of them."),
        ),
    }


def _earlier(section, question):
    """The questions asked before this one on whose answer it can hang."""
    asked = Question.objects.filter(section__version=section.version).select_related("section")
    asked = asked.order_by("section__position", "section__pk", "position", "pk").prefetch_related("options")
    place = (section.position, section.pk)
    earlier = []
    for one in asked:
        if question and one.pk == question.pk:
            break
        if (one.section.position, one.section.pk) > place:
            break
        if answers_to(one):
            earlier.append(one)
    return earlier


def _condition_field(earlier):
    groups = []
    for question in earlier:
        labels = {option.key: option.label for option in question.options.all()} or {"yes": _("is confirmed")}
        groups.append((question.label, [(f"{question.key}:{key}", label) for key, label in labels.items()]))
    return forms.MultipleChoiceField(
        label=_("Only asked after one of these answers"),
        choices=groups,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": min(12, sum(1 + len(answers) for _label, answers in groups))}),
        help_text=_("None chosen: always asked. An answer that is not asked for any more is kept, and not checked."),
    )

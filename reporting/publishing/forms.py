"""What officers type about publications and notes. Forms clean values; the actions save them."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grants.forms import Form
from grants.organisations.countries import LATIN_AMERICA
from reporting.publishing import messages
from reporting.publishing.queries.notes import name_of
from reporting.publishing.queries.published import content
from reporting.publishing.workflow import NoteState

ALL = ("", _("All"))
REASON = {"rows": 3}


class PublicationForm(Form):
    """Why the figures leave now; for a correction also what was wrong, in three languages."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Read by the person who approves, and kept with the publication."),
        max_length=2000,
        widget=forms.Textarea(REASON),
    )
    erratum_es = forms.CharField(label=_("Erratum in Spanish"), max_length=2000, widget=forms.Textarea(REASON))
    erratum_pt_br = forms.CharField(label=_("Erratum in Portuguese"), max_length=2000, widget=forms.Textarea(REASON))
    erratum_en = forms.CharField(label=_("Erratum in English"), max_length=2000, widget=forms.Textarea(REASON))

    def __init__(self, *args, corrects=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("erratum_es", "erratum_pt_br", "erratum_en"):
            if corrects is None:
                del self.fields[name]
        if corrects:
            self.fields["erratum_es"].help_text = _("What was wrong with the published figures, and what is right.")


class NewNoteForm(Form):
    """Of which country of a publication, in which language."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        found = sorted(content(publication).countries, key=name_of)
        self.fields["country"].choices = [("", _("The whole region")), *((code, name_of(code)) for code in found)]


class NoteFilter(Form):
    """Which of the notes to show."""

    search = forms.CharField(label=_("Headline"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *NoteState.choices])
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: [ALL, *sorted(((code, name_of(code)) for code in LATIN_AMERICA), key=lambda one: one[1])],
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[ALL, *settings.LANGUAGES])


class NoteForm(Form):
    """The text of a note, with the saving it is based on."""

    title = forms.CharField(label=_("Headline"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        help_text=_("An empty line begins a paragraph, a line that begins with “- ” is an item of a list."),
        max_length=20_000,
        widget=forms.Textarea({"rows": 22, "data-words": 600}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, note, data=None):
        """The form as the note stands."""
        return cls(data, initial={"title": note.title, "text": note.text, "based_on": note.rev})


class ChoicesForm(Form):
    """Of each figure one of its true ways."""

    def __init__(self, *args, rows, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row["name"]] = forms.ChoiceField(
                label=messages.NAMES["projects" if row["name"] == "projects_region" else row["name"]],
                choices=row["ways"],
                initial=chosen.get(row["name"], row["usual"]),
            )
            if row["name"] == "projects_region":
                self.fields[row["name"]].label = _("projects in execution, the whole region")

    def values(self):
        """What ``rewrite_note`` takes."""
        return {"choices": self.cleaned_data}


class WithdrawalForm(Form):
    """Why a note is withdrawn: for the second person, and in three languages for everybody."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Read by the person who approves."),
        max_length=2000,
        widget=forms.Textarea(REASON),
    )
    why_es = forms.CharField(
        label=_("What readers are told, in Spanish"),
        help_text=_("Stands above the note from now on."),
        max_length=2000,
        widget=forms.Textarea(REASON),
    )
    why_pt_br = forms.CharField(
        label=_("What readers are told, in Portuguese"), max_length=2000, widget=forms.Textarea(REASON)
    )
    why_en = forms.CharField(
        label=_("What readers are told, in English"), max_length=2000, widget=forms.Textarea(REASON)
    )


class ReasonForm(Form):
    """Why a note is published."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Read by the person who approves."),
        max_length=2000,
        widget=forms.Textarea(REASON),
    )

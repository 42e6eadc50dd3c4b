"""What is said about a call once it is public: questions, answers, corrections of its form."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from grants.calls.models import CallQuestion
from grants.forms import Form, ModelForm, name_languages, side_by_side, translated
from grants.questionnaire.models import QuestionnaireVersion


class AskForm(Form):
    """A question about the call."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "data-characters": 2000}),
        help_text=_("One question at a time, in Spanish, Portuguese or English."),
    )


class AnswerForm(ModelForm):
    """The question as everybody will read it, and its answer."""

    class Meta:
        model = CallQuestion
        fields = translated("question", "answer")
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 4}) for name in translated("question")},
            **{name: forms.Textarea(attrs={"rows": 8}) for name in translated("answer")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, question=_("Question"), answer=_("Answer"))
        self.fields["question_es"].required = self.fields["answer_es"].required = True
        self.fields["question_es"].help_text = _("Without anything that tells who asked.")

    @property
    def helper(self):
        """Languages side by side."""
        helper = super().helper
        helper.layout = Layout(side_by_side(*translated("question")), side_by_side(*translated("answer")))
        return helper


class CorrectFormForm(Form):
    """Which later version of its form a published call asks from now on, and why."""

    version = forms.ModelChoiceField(
        label=_("Version"), queryset=QuestionnaireVersion.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Published with the corrigendum and sent to everybody who began. Say what changes."),
    )

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, initial={"version": versions.first()}, **kwargs)
        self.fields["version"].queryset = versions

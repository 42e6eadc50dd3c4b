"""Forms of the consortium page and of an invitation's answer."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grants.applications.models import PartnerRole
from grants.formats import clean_text
from grants.forms import Form
from grants.organisations.models import Organisation


class InviteForm(Form):
    """Whom to invite: an organisation, by a letter to one person there."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=250)
    email = forms.EmailField(
        label=_("E-mail of the person who will answer"),
        help_text=_("Only this person can answer, signed in with this address. An account can be made then."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[c for c in PartnerRole.choices if c[0] != PartnerRole.LEAD])
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def clean_name(self):
        """One line of plain words: the letter must carry no link that is not ours."""
        name = " ".join(clean_text(self.cleaned_data["name"]).split())
        if "://" in name or "www." in name.lower():
            raise forms.ValidationError(_("Write the name only, without an address of the web."))
        return name


class AcceptForm(Form):
    """With which of one's own organisations to join."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation that joins"),
        queryset=None,
        to_field_name="public_id",
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(pk__in=user.organisation_ids("manager"))
        self.fields["organisation"].queryset = own
        self.fields["organisation"].label_from_instance = lambda organisation: organisation.legal_name
        if len(own) == 1:
            self.fields["organisation"].initial = own[0]
        self.fields["organisation"].error_messages = {
            "required": _("Choose the organisation that joins."),
            "invalid_choice": _("Choose an organisation you manage."),
        }


class DeclineForm(Form):
    """Why an invitation is declined, if one wants to say."""

    note = forms.CharField(
        label=_("Why, for the lead applicant"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class TasksForm(Form):
    """What an organisation does in the project, and the mark of the text it replaces."""

    tasks = forms.CharField(
        label=_("Tasks in the project"),
        help_text=_("What the organisation brings in and what it is responsible for."),
        required=False,
        max_length=10_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-words": "300"}),
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_tasks(self):
        return clean_text(self.cleaned_data["tasks"])

    def based_on_now(self, mark):
        """The same text, based on what stands now: saving again replaces that."""
        data = self.data.copy()
        data["based_on"] = mark
        return TasksForm(data)


class OwnerForm(Form):
    """Which organisation of the consortium fills in a part; empty means the lead."""

    owner = forms.ModelChoiceField(
        label=_("Filled in by"), queryset=None, to_field_name="public_id", required=False, empty_label=None
    )

    def __init__(self, *args, organisation_ids, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=organisation_ids)
        self.fields["owner"].error_messages = {"invalid_choice": _("This organisation is not in the consortium.")}

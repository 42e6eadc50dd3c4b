"""What people type about lists: the name of a view; and what a button says of the list it stands on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms import Form

PATH, QUERY, TITLE = 200, 1000, 200
"""Characters kept of each; as in the models."""


class NameForm(Form):
    """The name of a saved view."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)


class SaveForm(NameForm):
    """A view to be saved, with the list and the filters it is of."""

    path = forms.CharField(max_length=PATH, widget=forms.HiddenInput)
    query = forms.CharField(max_length=QUERY, required=False, widget=forms.HiddenInput)
    title = forms.CharField(max_length=TITLE, widget=forms.HiddenInput)


class FileForm(Form):
    """The list a file is asked for of."""

    path = forms.CharField(max_length=PATH, widget=forms.HiddenInput)
    query = forms.CharField(max_length=QUERY, required=False, widget=forms.HiddenInput)
    title = forms.CharField(max_length=TITLE, widget=forms.HiddenInput)

    def values(self):
        """What the action takes."""
        path, query = self.cleaned_data["path"], self.cleaned_data["query"]
        return {"address": f"{path}?{query}" if query else path, "title": self.cleaned_data["title"]}

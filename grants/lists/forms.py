"""What people type about lists: the name of a view; and what a button says of the list it stands on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms import Form


class NameForm(Form):
    """The name of a saved view."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)


class _OfListForm(Form):
    """The list a button stands on, with its filters."""

    path = forms.CharField(max_length=200, widget=forms.HiddenInput)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
    title = forms.CharField(max_length=200, widget=forms.HiddenInput)


class SaveForm(NameForm, _OfListForm):
    """A view to be saved."""


class FileForm(_OfListForm):
    """A file that is asked for."""

    def values(self):
        """What the action takes."""
        path, query = self.cleaned_data["path"], self.cleaned_data["query"]
        return {"address": f"{path}?{query}" if query else path, "title": self.cleaned_data["title"]}

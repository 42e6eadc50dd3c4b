"""What is typed on the pages of firm lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms import Form
from reporting.progress.list_messages import KINDS


class ListForm(Form):
    """A workbook with firms."""

    file = forms.FileField(label=_("Workbook (.xlsx or .csv)"))


class ProblemFilter(Form):
    """Which problems to show."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *((kind, name) for kind, (name, _c) in KINDS.items())]
    )
    only = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("Problems and notes")), ("problems", _("Problems")), ("notes", _("Notes"))],
    )  # fmt: skip


class RowFilter(Form):
    """Which rows to show."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)

"""What officers type about a programme."""

from crispy_forms.layout import Layout
from django.utils.translation import gettext_lazy as _

from grants.calls.models import Programme
from grants.forms import ModelForm, name_languages, side_by_side, three, translated


class ProgrammeForm(ModelForm):
    """Code, names, and how the numbers of its contracts begin; the code of one that stands is not asked."""

    class Meta:
        model = Programme
        fields = ("code", *translated("name"), "contract_prefix")
        labels = {"code": _("Code"), "contract_prefix": _("Contract numbers begin with")}
        help_texts = {
            "code": _("Short, for staff, like aiv-c1. It never changes."),
            "contract_prefix": _("The number of the contract follows, like 922-AIV-001."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, name=_("Name"))
        self.fields["name_es"].required = True
        if self.instance.pk:
            del self.fields["code"]

    @property
    def helper(self):
        """Names side by side."""
        helper = super().helper
        layout = [three("name"), side_by_side(*(n for n in ("code", "contract_prefix") if n in self.fields))]
        helper.layout = Layout(*layout)
        return helper

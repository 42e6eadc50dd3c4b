"""What officers type about a call, by subject. Forms clean values; ``calls/actions`` saves them."""

from grants.calls.forms.call import CallForm, CopyForm
from grants.calls.forms.decisions import CancelForm, CorrectCallForm, DateForm, DeadlineForm, DocumentForm
from grants.calls.forms.parts import CatalogueForm, CountriesForm, FormChoiceForm, LotForm, SlotForm, TemplateForm
from grants.calls.forms.programmes import ProgrammeForm
from grants.calls.forms.records import FilterForm
from grants.calls.forms.steps import StepsForm

__all__ = [
    "CallForm", "CancelForm", "CatalogueForm", "CopyForm", "CorrectCallForm", "CountriesForm", "DateForm",
    "DeadlineForm", "DocumentForm", "FilterForm", "FormChoiceForm", "LotForm", "ProgrammeForm", "SlotForm", "StepsForm",
    "TemplateForm",
]  # fmt: skip

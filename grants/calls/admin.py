"""Calls in the administration: to read. They are set up, published and corrected on their own pages."""

from django.contrib import admin

from grants.administration import OnlyToRead, Shown
from grants.calls.models import (
    Call,
    CallCountry,
    CallDocument,
    CallEvent,
    CallIndicator,
    CallQuestion,
    CallVersion,
    Corrigendum,
    Lot,
    Programme,
    ProgrammeEvent,
    RequiredDocument,
)


class LotsShown(Shown):
    """Lots with their envelopes."""

    model = Lot
    fields = ["code", "title", "pillar", "envelope"]


class CountriesShown(Shown):
    """Eligible countries."""

    model = CallCountry


class IndicatorsShown(Shown):
    """The catalogue."""

    model = CallIndicator


class SlotsShown(Shown):
    """Documents applicants upload."""

    model = RequiredDocument
    fields = ["slug", "title", "required", "per_partner", "most_megabytes"]


class DocumentsShown(Shown):
    """Documents published with the call."""

    model = CallDocument
    fields = ["title", "language", "file"]


class CorrigendaShown(Shown):
    """Corrections published since."""

    model = Corrigendum


@admin.register(Programme)
class ProgrammeAdmin(OnlyToRead):
    """What calls belong to; begun and named on the pages made for it."""

    list_display = ["code", "name", "contract_prefix"]


@admin.register(ProgrammeEvent)
class ProgrammeEventAdmin(OnlyToRead):
    """What happened to programmes."""

    list_display = ["at", "document", "action", "actor"]
    list_select_related = ["document", "actor"]


@admin.register(Call)
class CallAdmin(OnlyToRead):
    """Calls with everything about them."""

    list_display = ["reference", "title", "state", "opens_at", "closes_at", "is_test"]
    list_filter = ["state", "is_test"]
    search_fields = ["reference", "title_es", "title_pt_br", "title_en"]
    inlines = [LotsShown, CountriesShown, IndicatorsShown, SlotsShown, DocumentsShown, CorrigendaShown]


@admin.register(CallVersion)
class CallVersionAdmin(OnlyToRead):
    """The rules as they were frozen, with their hash."""

    list_display = ["call", "number", "sha256", "frozen_at", "frozen_by"]
    list_select_related = ["call", "frozen_by"]
    search_fields = ["call__reference", "sha256"]


@admin.register(CallQuestion)
class CallQuestionAdmin(OnlyToRead):
    """Questions about calls and their answers, without who asked."""

    list_display = ["call", "number", "state", "asked_at", "published_at"]
    list_filter = ["state"]
    list_select_related = ["call"]
    exclude = ["asked_by"]


@admin.register(CallEvent)
class CallEventAdmin(OnlyToRead):
    """What happened to calls."""

    list_display = ["at", "document", "action", "actor", "note"]
    list_filter = ["action"]
    list_select_related = ["document", "actor"]
    search_fields = ["document__reference", "note"]
    date_hierarchy = "at"

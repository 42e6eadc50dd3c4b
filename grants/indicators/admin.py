"""The catalogue of indicators in the administration: definitions are edited until they are in use."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from grants.indicators import actions
from grants.indicators.models import Indicator, IndicatorEvent, IndicatorVersion
from grants.organisations.admin import OnlyToRead, ThroughActions


class VersionsBelow(admin.TabularInline):
    """The definitions of an indicator, to go to their own page."""

    model = IndicatorVersion
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ["number", "name", "unit", "frozen_at"]

    def has_add_permission(self, request, obj=None):
        """Made by copying the newest definition."""
        return False


@admin.register(Indicator)
class IndicatorAdmin(OnlyToRead):
    """The indicators; loaded from the catalogue's file, never renamed."""

    list_display = ["code", "alias"]
    inlines = [VersionsBelow]


@admin.register(IndicatorVersion)
class IndicatorVersionAdmin(ThroughActions, TranslationAdmin):
    """The definitions: changed while no call uses them; afterwards by a new version."""

    list_display = ["indicator", "number", "name", "level", "frozen_at"]
    list_filter = ["level", "entity", "value_form"]
    readonly_fields = ["indicator", "number", "frozen_at"]
    actions = ["copy"]

    def has_add_permission(self, request):
        """Made by copying the newest definition."""
        return False

    def has_change_permission(self, request, obj=None):
        """Only while no call uses it."""
        return super().has_change_permission(request, obj) and (obj is None or obj.frozen_at is None)

    def has_delete_permission(self, request, obj=None):
        """Nobody: calls refer to it."""
        return False

    def save_model(self, request, obj, form, change):
        """Save, and write down what was touched."""
        super().save_model(request, obj, form, change)
        # Not changed_data alone: a list field always counts as changed there.
        touched = [name for name in form.changed_data if form.initial.get(name) != form.cleaned_data[name]]
        actions.record_edit(obj, changes={"fields": touched}, by=request.user)

    @admin.action(description=_("Make a new version of the indicator"))
    def copy(self, request, queryset):
        """The next version of each indicator, from its newest definition, open for editing."""
        for indicator in Indicator.objects.filter(versions__in=queryset).distinct():
            self.message_user(request, str(actions.new_version(indicator, by=request.user)))


@admin.register(IndicatorEvent)
class IndicatorEventAdmin(OnlyToRead):
    """What happened to the catalogue."""

    list_display = ["at", "document", "action", "actor"]
    list_filter = ["action"]

"""The two kinds of page the administration has: to read, and to change by an action (decisions.md A6)."""

from django.contrib import admin, messages
from django.shortcuts import redirect

from grants.workflow import Refused


class OnlyToRead(admin.ModelAdmin):
    """Shown for repair and control; changed on the pages made for it."""

    def has_add_permission(self, request):
        """Nobody."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody: what happened stays."""
        return False


class Listed(OnlyToRead):
    """Only a list, without names: who may read a record finds it on its own page."""

    list_display_links = None

    def has_view_permission(self, request, obj=None):
        """The list, no record."""
        return obj is None and super().has_view_permission(request)


class Shown(admin.TabularInline):
    """Rows of a record, to read; added and changed on the record's own pages."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        """Nobody."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody."""
        return False


class ThroughActions(admin.ModelAdmin):
    """Changed here by the same actions as everywhere; what an action refuses is said, and nothing is changed."""

    def changeform_view(self, request, *args, **kwargs):
        """The form; a refusal brings it back with the reason above it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return redirect(request.get_full_path())

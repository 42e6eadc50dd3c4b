"""Forms in the administration: set up and repaired until they are in use, then only to read.

Every change leaves an event on the questionnaire. Questions are added and edited on their own page,
where key and kind are checked against earlier versions.
"""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from grants.organisations.admin import OnlyToRead, ThroughActions
from grants.questionnaire import actions
from grants.questionnaire.models import (
    Choice,
    Column,
    Question,
    Questionnaire,
    QuestionnaireEvent,
    QuestionnaireVersion,
    Section,
)
from grants.workflow import Refused


def version_of(record):
    """The form version a record of the administration belongs to; None on an empty page."""
    match record:
        case QuestionnaireVersion():
            return record
        case Section():
            return record.version
        case Question():
            return record.section.version
    return None


class UntilFrozen(ThroughActions):
    """Records of a form version: changed and deleted while it is not in use, with a trace."""

    def has_change_permission(self, request, obj=None):
        """Only while the version is not in use."""
        version = version_of(obj)
        return super().has_change_permission(request, obj) and (version is None or version.frozen_at is None)

    def has_delete_permission(self, request, obj=None):
        """One at a time, and only while the version is not in use."""
        version = version_of(obj)
        return super().has_delete_permission(request, obj) and version is not None and version.frozen_at is None

    def save_model(self, request, obj, form, change):
        """Save, and write down what was touched."""
        super().save_model(request, obj, form, change)
        changes = {"record": str(obj), "fields": form.changed_data, "new": not change}
        actions.record_edit(version_of(obj), changes=changes, by=request.user)

    def save_formset(self, request, form, formset, change):
        """Save the rows below, and write down that they changed."""
        super().save_formset(request, form, formset, change)
        if formset.has_changed():
            changes = {"record": str(form.instance), "rows": formset.model._meta.model_name}
            actions.record_edit(version_of(form.instance), changes=changes, by=request.user)

    def delete_model(self, request, obj):
        """Delete, and write down what is gone."""
        actions.record_edit(version_of(obj), changes={"record": str(obj), "deleted": True}, by=request.user)
        super().delete_model(request, obj)


class FrozenWithParent:
    """Rows below a record of a form version: as changeable as the record itself."""

    extra = 0

    def _is_open(self, obj):
        version = version_of(obj)
        return version is not None and version.frozen_at is None

    def has_add_permission(self, request, obj=None):
        """Only while the version is not in use."""
        return super().has_add_permission(request, obj) and self._is_open(obj)

    def has_change_permission(self, request, obj=None):
        """Only while the version is not in use."""
        return super().has_change_permission(request, obj) and self._is_open(obj)

    def has_delete_permission(self, request, obj=None):
        """Only while the version is not in use."""
        return super().has_delete_permission(request, obj) and self._is_open(obj)


class SectionsBelow(FrozenWithParent, TranslationTabularInline):
    """The sections of a version."""

    model = Section
    fields = ["position", "slug", "title"]
    show_change_link = True


class QuestionsBelow(admin.TabularInline):
    """The questions of a section, to go to their own page."""

    model = Question
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ["position", "key", "kind", "label", "required"]

    def has_add_permission(self, request, obj=None):
        """Added on the question's own page, where its key is checked."""
        return False


class ChoicesBelow(FrozenWithParent, TranslationTabularInline):
    """The answers to choose from."""

    model = Choice
    fields = ["position", "key", "label"]


class ColumnsBelow(FrozenWithParent, TranslationTabularInline):
    """The columns of a table."""

    model = Column
    fields = ["position", "key", "label", "kind", "places", "required", "is_totalled", "offered"]


@admin.register(Questionnaire)
class QuestionnaireAdmin(ThroughActions):
    """The forms; a new one starts with an empty version 1."""

    list_display = ["name", "purpose"]
    list_filter = ["purpose"]
    fields = ["name", "purpose"]

    def get_readonly_fields(self, request, obj=None):
        """What a form is for never changes."""
        return ["purpose"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """Nobody: answers refer to it."""
        return False

    def save_model(self, request, obj, form, change):
        """Through the actions."""
        if change:
            actions.rename_questionnaire(obj, name=form.cleaned_data["name"], by=request.user)
        else:
            made = actions.new_questionnaire(purpose=obj.purpose, name=obj.name, by=request.user)
            obj.pk, obj.public_id = made.pk, made.public_id


@admin.register(QuestionnaireVersion)
class QuestionnaireVersionAdmin(UntilFrozen):
    """Versions of forms: copied, edited below, frozen when a call is published."""

    list_display = ["questionnaire", "number", "frozen_at"]
    list_filter = ["questionnaire"]
    readonly_fields = ["questionnaire", "number", "frozen_at"]
    inlines = [SectionsBelow]
    actions = ["copy", "freeze"]

    def has_add_permission(self, request):
        """By copying another version, or with a new form."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody: calls and drafts refer to it."""
        return False

    def save_model(self, request, obj, form, change):
        """Nothing of a version itself is edited, only what is below it."""

    @admin.action(description=_("Copy into the next version"))
    def copy(self, request, queryset):
        """The next version of each, under the same keys, open for editing."""
        for version in queryset:
            try:
                self.message_user(request, str(actions.copy_version(version, by=request.user)))
            except Refused as refused:
                self.message_user(request, f"{version}: {refused}", messages.ERROR)

    @admin.action(description=_("Freeze"))
    def freeze(self, request, queryset):
        """Close each for ever; says what is missing where one cannot be closed."""
        for version in queryset:
            try:
                self.message_user(request, str(actions.freeze_version(version, by=request.user)))
            except Refused as refused:
                self.message_user(request, f"{version}: {refused}", "ERROR")


class OfOpenVersion:
    """Chooses among what belongs to versions not in use."""

    open_through = ""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only versions that can still be edited are offered."""
        if db_field.name == self.open_through:
            path = "frozen_at" if self.open_through == "version" else "version__frozen_at"
            kwargs["queryset"] = db_field.remote_field.model.objects.filter(**{path: None})
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Where a record belongs does not change."""
        return [*super().get_readonly_fields(request, obj), *([self.open_through] if obj else [])]


@admin.register(Section)
class SectionAdmin(OfOpenVersion, UntilFrozen, TranslationAdmin):
    """The sections of the forms."""

    list_display = ["title", "slug", "version"]
    list_filter = ["version"]
    inlines = [QuestionsBelow]
    open_through = "version"


class QuestionForm(forms.ModelForm):
    """A question whose key is its own in the form and means what it always meant."""

    def clean(self):
        """Refuse a key that is taken or that meant another kind of question before."""
        cleaned = super().clean()
        section = cleaned.get("section") or getattr(self.instance, "section", None)
        key, kind = cleaned.get("key", self.instance.key), cleaned.get("kind", self.instance.kind)
        if section and key and kind and {"key", "kind"} & set(self.changed_data):
            try:
                actions.refuse_key(section.version, key, kind, but=self.instance)
            except Refused as refused:
                self.add_error("key", str(refused))
        return cleaned


@admin.register(Question)
class QuestionAdmin(OfOpenVersion, UntilFrozen, TranslationAdmin):
    """The questions of the forms, with the answers to choose from."""

    form = QuestionForm
    list_display = ["key", "kind", "section", "required"]
    list_filter = ["kind", "section__version"]
    search_fields = ["key", "label_es", "label_pt_br", "label_en"]
    inlines = [ChoicesBelow, ColumnsBelow]
    open_through = "section"


@admin.register(QuestionnaireEvent)
class QuestionnaireEventAdmin(OnlyToRead):
    """What happened to the forms."""

    list_display = ["at", "document", "action", "actor"]
    list_filter = ["action"]

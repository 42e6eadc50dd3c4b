"""What leaves: publications of compilations and the notes written from them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import Event, Version, append_only
from grants.permissions import Role
from grants.words import short_date_text
from reporting.publishing.workflow import STEPS, NoteAction, NoteState


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them: they are public."""
        return self.light()

    def light(self):
        """Without their content, for lists."""
        return self.defer("document")

    def newest_of_each(self):
        """The publication in force for each cut-off, the latest cut-off first."""
        return self.filter(corrected_by=None).order_by("-cut_off")


@append_only
class Publication(Version):
    """The figures of a compilation as they left: small cells suppressed, definitions and projects as they stood.

    Public pages and downloads read nothing but ``document``. It never changes: a correction is the
    publication of another compilation, which says what was wrong; both stay under their address.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    compilation = models.OneToOneField("reporting.Compilation", on_delete=models.PROTECT, related_name="publication")
    cut_off = models.DateField(_("facts up to"))
    as_of = models.DateTimeField(_("approved up to"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    erratum_es = models.TextField(_("erratum in Spanish"), blank=True)
    erratum_pt_br = models.TextField(_("erratum in Portuguese"), blank=True)
    erratum_en = models.TextField(_("erratum in English"), blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="publication_number_once",
                fields=["number"],
                violation_error_message=_("This number of a publication is taken."),
            ),
            models.UniqueConstraint(
                name="publication_first_once_per_cut_off",
                fields=["cut_off"],
                condition=Q(corrects=None),
                violation_error_message=_("Figures of this cut-off are published already: publish a correction."),
            ),
            models.CheckConstraint(
                name="publication_correction_says_what_was_wrong",
                condition=Q(corrects=None, erratum_es="", erratum_pt_br="", erratum_en="")
                | (Q(corrects__isnull=False) & ~Q(erratum_es="") & ~Q(erratum_pt_br="") & ~Q(erratum_en="")),
                violation_error_message=_("A correction says in three languages what was wrong."),
            ),
            models.CheckConstraint(
                name="publication_by_two",
                condition=~Q(proposed_by=models.F("frozen_by")),
                violation_error_message=_("The person who proposes cannot decide."),
            ),
        ]

    def __str__(self):
        return f"{self.number} · {short_date_text(self.cut_off)}"

    def corrected_or_none(self):
        """The publication that corrects this one, or None; a query where it was not read with it."""
        return getattr(self, "corrected_by", None)

    @property
    def erratum(self):
        """What was wrong with the publication this one corrects, in the reader's language."""
        return getattr(self, f"erratum_{to_locale(get_language() or 'es').lower()}")


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those being written are the officers'; what is published is public on its own page."""
        return self if user.has_role(Role.OFFICER) else self.none()

    def published(self):
        """Notes everybody may read."""
        return self.filter(state=NoteState.PUBLISHED)

    def ever_published(self):
        """Those and what was withdrawn: its page stays, and says so."""
        return self.filter(state__in=[NoteState.PUBLISHED, NoteState.WITHDRAWN])


class Note(models.Model):
    """A press note of one country, or of the region where ``country`` is empty, in one language.

    Written from the figures of a publication, edited freely, and published by a second person when every
    number in it is one of them. ``choices`` says for each figure which of its true ways it was written
    with. ``rev`` counts the savings, so that nobody writes over a colleague's text. One that was wrong is
    withdrawn and stays readable, with ``why_…`` above it; a corrected one can then be written.
    """

    STEPS = STEPS
    claims = None

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="notes")
    country = CountryField(_("country"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=20, choices=NoteState, default=NoteState.DRAFT)
    title = models.CharField(_("headline"), max_length=200)
    text = models.TextField(_("text"))
    choices = models.JSONField(default=dict, blank=True)
    rev = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    why_es = models.TextField(_("why it is withdrawn, in Spanish"), blank=True)
    why_pt_br = models.TextField(_("why it is withdrawn, in Portuguese"), blank=True)
    why_en = models.TextField(_("why it is withdrawn, in English"), blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="note_once_per_country_and_language",
                fields=["publication", "country", "language"],
                condition=~Q(state=NoteState.WITHDRAWN),
                violation_error_message=_("There is a note of this country in this language already."),
            ),
            models.CheckConstraint(
                name="note_state_known",
                condition=Q(state__in=NoteState.values),
                violation_error_message=_("Unknown state of a note."),
            ),
            models.CheckConstraint(
                name="note_published_has_date",
                condition=Q(state=NoteState.DRAFT) ^ Q(published_at__isnull=False),
                violation_error_message=_("A published note has its date."),
            ),
            models.CheckConstraint(
                name="note_withdrawn_says_when_and_why",
                condition=Q(
                    ~Q(why_es="") & ~Q(why_pt_br="") & ~Q(why_en=""),
                    state=NoteState.WITHDRAWN,
                    withdrawn_at__isnull=False,
                )
                | (~Q(state=NoteState.WITHDRAWN) & Q(withdrawn_at=None, why_es="", why_pt_br="", why_en="")),
                violation_error_message=_("A withdrawn note says when and, in three languages, why."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The note's record."""
        return reverse("publishing:note", args=[self.public_id])

    @property
    def why(self):
        """Why it was withdrawn, in the reader's language."""
        return getattr(self, f"why_{to_locale(get_language() or 'es').lower()}")


@append_only
class NoteVersion(Version):
    """A note as it was published: its text, and the figure behind each of its numbers."""

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="version")


@append_only
class NoteEvent(Event):
    """What happened to a note: begun, edited, published, withdrawn."""

    document = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return NoteAction(self.action).label

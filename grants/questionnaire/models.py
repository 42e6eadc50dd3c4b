"""Questions as data: the application form, later the evaluation grid and the report (decisions.md B6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only

COMMENT = "-comment"
"""Behind the key of a score: the key of the comment on it."""


class Purpose(models.TextChoices):
    APPLICATION = "application", _("Application form")
    GRID = "grid", _("Evaluation grid")
    REPORT = "report", _("Progress report")


class QuestionKind(models.TextChoices):
    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount in euro")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Several of several")
    CONFIRM = "confirm", _("Declaration to confirm")
    SCORE = "score", _("Score")
    TABLE = "table", _("Table")
    FILE = "file", _("File")


class SetUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Forms are set up by officers and repaired by administrators; others see them where they are asked."""
        return self if user.has_role("officer") or user.has_role("administrator") else self.none()


class Questionnaire(models.Model):
    """A form with a history: what is asked changes by a new version, never under people's hands."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=15, choices=Purpose)
    name = models.CharField(_("name"), max_length=120)

    objects = SetUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="questionnaire_purpose_known",
                condition=Q(purpose__in=Purpose.values),
                violation_error_message=_("Unknown purpose."),
            )
        ]

    def __str__(self):
        return self.name

    def is_asked_by(self, calls):
        """Whether one of the calls with these numbers asks a version of this form, as form or as grid."""
        return self.versions.filter(calls__in=calls).exists()


class QuestionnaireVersion(models.Model):
    """Sections and questions as they stand for a call. Frozen when the call is published."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    objects = SetUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="questionnaire_version_number_once",
                fields=["questionnaire", "number"],
                violation_error_message=_("This version exists already."),
            ),
            models.UniqueConstraint(
                name="questionnaire_one_open_version",
                fields=["questionnaire"],
                condition=Q(frozen_at__isnull=True),
                violation_error_message=_("A next version of this form is being set up already."),
            ),
        ]

    def __str__(self):
        return f"{self.questionnaire} {self.number}"

    def get_absolute_url(self):
        """The page on which staff set it up."""
        return reverse("forms:version", args=[self.public_id])


@append_only
class QuestionnaireEvent(Event):
    """What happened to a form: versions made, copied, frozen; sections and questions added or edited."""

    document = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="events")


class Section(models.Model):
    """A part of the form: one page of questions that belong together.

    In an evaluation grid its scores are added up: ``threshold`` is the least total that passes. With
    ``is_carried``, full applications keep the score that their concept note has in the section of this key.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="sections")
    slug = models.SlugField(_("key"), max_length=40)
    title = models.CharField(_("title"), max_length=150)
    intro = models.TextField(_("introduction"), blank=True)
    threshold = models.DecimalField(
        _("least total of the scores"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    rejects_lowest = models.BooleanField(_("the lowest score of one criterion rejects"), default=False)
    is_carried = models.BooleanField(_("full applications keep the score of their concept note"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SetUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="section_slug_once_per_version",
                fields=["version", "slug"],
                violation_error_message=_("This key is used already."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def questionnaire(self):
        """The form this belongs to."""
        return self.version.questionnaire


class Question(models.Model):
    """One question. Its key is never reused: answers are found by it in every later version.

    A score counts ``weight`` times; its comment is the long text whose key is the score's with
    ``-comment`` behind it. ``file_kinds`` are endings without a dot; none: every kind that is taken.
    With ``shown_if`` it is asked only where the answer to that earlier question is one of ``shown_when``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(_("key"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind)
    label = models.CharField(_("question"), max_length=300)
    help = models.TextField(_("help"), blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    most_words = models.PositiveIntegerField(_("most words"), null=True, blank=True)
    most_characters = models.PositiveIntegerField(_("most characters"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("decimals"), default=0)
    least = models.DecimalField(_("least"), max_digits=14, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(_("most"), max_digits=14, decimal_places=2, null=True, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight of the score"), default=1)
    most_rows = models.PositiveSmallIntegerField(_("most rows"), null=True, blank=True)
    most_files = models.PositiveSmallIntegerField(_("most files"), default=1, blank=True)
    most_megabytes = models.PositiveSmallIntegerField(_("largest size, MB"), default=10, blank=True)
    file_kinds = models.JSONField(_("kinds of file"), default=list, blank=True)
    shown_if = models.SlugField(_("only asked after"), max_length=60, blank=True)
    shown_when = models.JSONField(_("answers it is asked for"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = SetUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="question_key_once_per_section",
                fields=["section", "key"],
                violation_error_message=_("This key is used already."),
            ),
            models.CheckConstraint(
                name="question_kind_known",
                condition=Q(kind__in=QuestionKind.values),
                violation_error_message=_("Unknown kind of question."),
            ),
            models.CheckConstraint(
                name="question_weight_once_or_twice",
                condition=Q(weight__in=[1, 2]),
                violation_error_message=_("A score counts once or twice."),
            ),
            models.CheckConstraint(
                name="question_score_has_limits",
                condition=~Q(kind="score") | Q(least__isnull=False, most__isnull=False, least__lt=models.F("most")),
                violation_error_message=_("A score has a lowest and a highest value."),
            ),
            models.CheckConstraint(
                name="question_files_within_limits",
                condition=Q(most_files__gte=1, most_files__lte=10, most_megabytes__gte=1, most_megabytes__lte=50),
                violation_error_message=_("A question takes 1 to 10 files of 1 to 50 MB each."),
            ),
            models.CheckConstraint(
                name="question_condition_is_whole",
                condition=Q(shown_if="", shown_when=[]) | (~Q(shown_if="") & ~Q(shown_when=[])),
                violation_error_message=_("A condition names a question and at least one of its answers."),
            ),
        ]

    def __str__(self):
        return self.key

    @property
    def questionnaire(self):
        """The form this belongs to."""
        return self.section.version.questionnaire


class Choice(models.Model):
    """One possible answer of a question with choices."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(_("key"), max_length=60)
    label = models.CharField(_("text"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="choice_key_once_per_question",
                fields=["question", "key"],
                violation_error_message=_("This key is used already."),
            )
        ]

    def __str__(self):
        return self.label


class ColumnKind(models.TextChoices):
    SHORT = "short", _("Text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount in euro")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of several words")


class Column(models.Model):
    """One column of a question that asks for a table.

    ``offered`` are the words of a column with a choice, one a line and in every language as many; a word is kept
    by the key made of its Spanish text.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="columns")
    key = models.SlugField(_("key"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=ColumnKind, default=ColumnKind.SHORT)
    label = models.CharField(_("heading"), max_length=100)
    required = models.BooleanField(_("filled in every row"), default=True)
    is_totalled = models.BooleanField(_("added up"), default=False)
    places = models.PositiveSmallIntegerField(_("decimals"), default=0)
    offered = models.TextField(_("words to choose from"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="column_key_once_per_question",
                fields=["question", "key"],
                violation_error_message=_("This key is used already."),
            ),
            models.CheckConstraint(
                name="column_kind_known",
                condition=Q(kind__in=ColumnKind.values),
                violation_error_message=_("Unknown kind of column."),
            ),
            models.CheckConstraint(
                name="column_only_numbers_are_added_up",
                condition=Q(is_totalled=False) | Q(kind__in=[ColumnKind.NUMBER, ColumnKind.MONEY]),
                violation_error_message=_("Only numbers and amounts are added up."),
            ),
        ]

    def __str__(self):
        return self.label

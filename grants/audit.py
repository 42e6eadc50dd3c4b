"""What happened, and what exactly was handed in: events and versions.

Both are append-only. PostgreSQL triggers refuse UPDATE, DELETE and TRUNCATE on their tables, so
that neither a bug nor the admin can rewrite history (decisions.md A11).
"""

import datetime
import hashlib
import json
import unicodedata
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import connections, models
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SCHEMA = 1
"""Version of the canonical form itself; raised when its shape changes."""

APPEND_ONLY: list[type[models.Model]] = []
"""Models whose rows never change, filled by ``append_only``."""


DATABASE_RULES: list[tuple[type[models.Model], str]] = []
"""What PostgreSQL watches over itself beyond constraints, filled by ``database_rule``."""


def database_rule(model, sql):
    """Have ``sql`` run after each migration once the table of ``model`` is there: functions and triggers.

    For what no constraint can say, like a sum over rows. It must be harmless when run again.
    """
    DATABASE_RULES.append((model, sql))


def append_only(model):
    """Class decorator: rows of this model are never changed or deleted, by trigger."""
    APPEND_ONLY.append(model)
    if issubclass(model, Event) and "verbose_name" not in model._meta.original_attrs:
        model._meta.verbose_name = model._meta.verbose_name_plural = _history(model)
    return model


def _history_of(events):
    document = events._meta.get_field("document").related_model
    return gettext("history: %(document)s") % {"document": document._meta.verbose_name}


_history = lazy(_history_of, str)
"""What a table of events is called in the administration, in the language of the page."""


class Event(models.Model):
    """One thing that happened to one document: who did what, from which state to which, when.

    Each kind of document has its own table with a real foreign key. Written only by
    ``workflow.advance`` and ``workflow.record``.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=40)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    is_sealed = False
    """Whether nobody of staff may read letters about such events: set by stages that are closed to them."""

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        """Insert; raises TypeError for a saved event, which never changes."""
        if self.pk is not None:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs | {"force_insert": True})


class Version(models.Model):
    """A document frozen at a moment: its canonical content and the hash people can verify."""

    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.number} · {self.sha256[:12]}"

    def save(self, *args, **kwargs):
        """Insert; raises TypeError for a saved version, which never changes."""
        if self.pk is not None:
            raise TypeError("A frozen version is never changed.")
        super().save(*args, **kwargs | {"force_insert": True})

    @property
    def is_intact(self) -> bool:
        """Whether the stored content still has the hash it was frozen with."""
        return content_hash(canonical(self.document)) == self.sha256


def canonical(document) -> bytes:
    """The one byte form of a document, whoever writes it: what a receipt's hash is taken of.

    JSON in UTF-8, text in Unicode NFC, keys sorted by code point, decimals as strings with their
    places and without a negative zero, moments in UTC and dates in ISO 8601, ``"schema": 1`` at the
    top (decisions.md B8). Raises TypeError for a float, whose text depends on the machine, and for
    anything else JSON does not know; ValueError for a number that is none, a moment without a zone
    and two keys that are the same text.
    """
    plain = _plain(document)
    if isinstance(plain, dict):
        plain = {"schema": SCHEMA} | plain
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _plain(value):
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", str(value))
        case Decimal():
            return _plain_decimal(value)
        case datetime.datetime():
            if value.tzinfo is None:
                raise ValueError("A moment needs a time zone.")
            return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        case datetime.date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case dict():
            return _plain_dict(value)
        case list() | tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def _plain_decimal(value):
    if not value.is_finite():
        raise ValueError(f"{value} is not a number.")
    return format(abs(value) if value == 0 else value, "f")


def _plain_dict(value):
    plain = {}
    for key, item in value.items():
        if not isinstance(key, (str, int, uuid.UUID)):
            raise TypeError(f"{type(key).__name__} is no key of a canonical form.")
        text = unicodedata.normalize("NFC", str(key))
        if text in plain:
            raise ValueError(f"The key {text!r} stands twice.")
        plain[text] = _plain(item)
    return plain


def content_hash(content: bytes) -> str:
    """SHA-256 of ``content`` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


_GUARD = """
CREATE OR REPLACE FUNCTION grants_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('grants.allow_truncate', true) = 'tests'
            AND current_database() LIKE 'test%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""

_TRIGGERS = """
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION grants_refuse_change();
CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION grants_refuse_change();
"""


def guard_append_only_tables(sender, using="default", **kwargs):
    """Install the triggers on every append-only table; harmless when they are there already.

    The one escape, ``grants.allow_truncate = tests``, is set only by the test settings, which empty
    tables between tests, and works in a test database only.
    """
    connection = connections[using]
    existing = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute(_GUARD)
        for model in APPEND_ONLY:
            table = model._meta.db_table
            if table in existing:
                cursor.execute(_TRIGGERS.format(table=table))
        for model, sql in DATABASE_RULES:
            if model._meta.db_table in existing:
                cursor.execute(sql)

"""Sessions in the database that know when they end, so that pages can say so in time (T-A11-05)."""

from django.contrib.sessions.backends import db
from django.db.models import CharField
from django.db.models.functions import Now

from grants import clock
from grants.composed import Composed, Slot

LIVE = Composed(
    lambda: SessionStore.get_model_class().objects.filter(session_key=Slot("key", CharField()), expire_date__gt=Now())
)
"""The session of a key, until it ends."""


class SessionStore(db.SessionStore):
    """As Django's, and it remembers its end from the row it was read from: no further query."""

    ends_at = None

    @classmethod
    def get_model_class(cls):
        """Django's own table."""
        return db.SessionStore.get_model_class()

    def save(self, must_create=False):
        """Saving begins the time anew."""
        super().save(must_create)
        self.ends_at = self.get_expiry_date()

    def seconds_left(self):
        """How long this session still lasts if nothing saves it."""
        if self.ends_at is None:
            return self.get_expiry_age()
        return max(0, int((self.ends_at - clock.now()).total_seconds()))

    def _get_session_from_db(self):
        session = next(iter(LIVE.rows(key=self.session_key)), None)
        self.ends_at = session.expire_date if session else None
        if session is None:
            self._session_key = None
        return session

"""Sessions in the database that know when they end, so that pages can say so in time (T-A11-05)."""

from django.contrib.sessions.backends import db

from grants import clock


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
        session = super()._get_session_from_db()
        self.ends_at = session.expire_date if session else None
        return session

"""The cache when Redis is away: the site goes on without it."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger(__name__)

PAUSE_SECONDS = 5
"""How long Redis is left alone after it did not answer, so that a page waits once and not ten times."""


class ForgivingRedisCache(RedisCache):
    """Redis as a cache: while it cannot be reached, reads find nothing and writes go nowhere.

    What is kept here is a courtesy (who else has the page open) or a counter of attempts. Counters
    stand still in the meantime, which is logged: on the last evening of a call nobody is kept from
    signing in because Redis restarts. ``ping`` alone tells, for /health/ready.
    """

    _away_until = 0.0

    def _or(self, otherwise, do, *args, **kwargs):
        if time.monotonic() < ForgivingRedisCache._away_until:
            return otherwise
        try:
            return do(*args, **kwargs)
        except (Unreachable, TooSlow) as error:
            ForgivingRedisCache._away_until = time.monotonic() + PAUSE_SECONDS
            log.warning("Redis is not reached; attempts are not counted meanwhile: %s", type(error).__name__)
            return otherwise

    def ping(self):
        """Ask Redis itself; raises redis.exceptions.RedisError when it does not answer."""
        self._cache.get_client(None).ping()
        ForgivingRedisCache._away_until = 0.0

    def get(self, key, default=None, version=None):
        """The value, or ``default``."""
        return self._or(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        """The values found."""
        return self._or({}, super().get_many, keys, version)

    def has_key(self, key, version=None):
        """Whether there is one."""
        return self._or(False, super().has_key, key, version)

    def add(self, key, value, timeout=300, version=None):
        """Whether it was not there before; yes when nobody knows."""
        return self._or(True, super().add, key, value, timeout, version)

    def set(self, key, value, timeout=300, version=None):
        """Keep a value."""
        return self._or(None, super().set, key, value, timeout, version)

    def delete(self, key, version=None):
        """Whether something was deleted."""
        return self._or(False, super().delete, key, version)

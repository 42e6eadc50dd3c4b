"""Who else has a page of an application open. A courtesy kept in the cache; nothing rests on it."""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

from grants import clock

log = logging.getLogger(__name__)

HERE_SECONDS = 75
"""A page asks every 30 seconds: somebody not heard of for two and a half turns has left."""


def note_presence(application, place, user) -> list[str]:
    """Note that ``user`` looks at ``place`` of the application now; the names of the others there.

    Without the cache nobody is named: the deadline and the revisions on the page do not wait for it.
    """
    key, now = f"here:{application.pk}", clock.now().timestamp()
    try:
        here = {pk: seen for pk, seen in (cache.get(key) or {}).items() if seen[2] > now - HERE_SECONDS}
        here[user.pk] = (str(user), place, now)
        cache.set(key, here, HERE_SECONDS)
    except RedisError as error:
        log.warning("Presence is not known: %s", error)
        return []
    return sorted(name for pk, (name, where, _at) in here.items() if pk != user.pk and where == place)

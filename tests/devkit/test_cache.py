"""The cache without Redis."""

import pytest
from django.core.cache import cache
from redis.exceptions import RedisError


def test_with_redis_it_is_an_ordinary_cache():
    cache.set("colour", "green", 30)

    assert cache.get("colour") == "green"
    assert cache.get_many(["colour", "none"]) == {"colour": "green"}
    assert cache.add("colour", "red", 30) is False
    assert cache.has_key("colour")
    assert cache.delete("colour") is True
    assert cache.get("colour", "none") == "none"
    cache.ping()


@pytest.mark.usefixtures("redis_away")
def test_without_redis_nothing_is_found_nothing_is_kept_and_nothing_breaks(caplog):
    assert cache.get("colour", "none") == "none"
    assert cache.add("colour", "green") is True
    assert cache.get_many(["colour"]) == {}
    assert cache.set("colour", "green") is None
    assert not cache.has_key("colour")
    assert cache.delete("colour") is False
    assert len(caplog.records) == 1


@pytest.mark.usefixtures("redis_away")
def test_whoever_asks_whether_redis_is_there_is_told():
    with pytest.raises(RedisError):
        cache.ping()

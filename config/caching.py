"""The cache of production: Redis, and while it is down, the memory of the process."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from workflows.background.outages import Outage


def _or_in_memory(name: str) -> Any:
    """The operation `name` of RedisCache; of LocMemCache while Redis does not answer."""
    in_redis = getattr(RedisCache, name)
    in_memory = getattr(LocMemCache, name)

    def operation(self: "PatientRedisCache", *args: Any, **kwargs: Any) -> Any:
        if not self.outage.known:
            try:
                return in_redis(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                self.outage.note(error)
        return in_memory(self.memory, *args, **kwargs)

    operation.__name__ = name
    return operation


class PatientRedisCache(RedisCache):
    """RedisCache, which costs nobody a page when Redis is down.

    What it holds counts attempts to sign in: each process then counts its own, so that they stay
    bounded. One instance serves one thread (Django's `CacheHandler`); the outage and the memory
    are the process's.
    """

    outage = Outage("the cache")

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("redis-is-down", {})
        self.memory.key_prefix = self.key_prefix

    add = _or_in_memory("add")
    clear = _or_in_memory("clear")
    delete = _or_in_memory("delete")
    delete_many = _or_in_memory("delete_many")
    get = _or_in_memory("get")
    get_many = _or_in_memory("get_many")
    has_key = _or_in_memory("has_key")
    incr = _or_in_memory("incr")
    set = _or_in_memory("set")
    set_many = _or_in_memory("set_many")
    touch = _or_in_memory("touch")

"""The rate limits' storage over counters that all processes share."""

import time
from typing import Protocol

from limits.storage import Storage

SCHEME = "counters"


class Counters(Protocol):
    """What the storage asks of whoever keeps the numbers."""

    def add(self, key: str, amount: int, seconds: float, at: float) -> int: ...

    def read(self, key: str, at: float) -> tuple[int, float]: ...

    def forget(self, key: str | None = None) -> int: ...


class CountersStorage(Storage):
    """Fixed windows; Flask-Limiter finds it under `counters://`."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  (the library reads it as a plain list)

    def __init__(
        self,
        uri: str | None = None,
        *,
        wrap_exceptions: bool = False,
        counters: Counters,
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._counters = counters

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return ()  # the database's own errors are answered by the web as they are

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        return self._counters.add(key, amount, expiry, time.time())

    def get(self, key: str) -> int:
        return self._counters.read(key, time.time())[0]

    def get_expiry(self, key: str) -> float:
        return self._counters.read(key, time.time())[1]

    def check(self) -> bool:
        self._counters.read("", time.time())
        return True

    def reset(self) -> int | None:
        return self._counters.forget()

    def clear(self, key: str) -> None:
        self._counters.forget(key)

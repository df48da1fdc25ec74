"""Password hashing with argon2id, a bounded number at a time.

zxcvbn's estimate is not used (it takes long on long passwords): only its list of what
people choose most often.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import (  # type: ignore[import-untyped]
    FREQUENCY_LISTS,
)

MEMORY_KIB: Final = 46 * 1024
AT_ONCE: Final = 2  # each takes 46 MiB and a whole core
IN_LINE: Final = 6  # of a worker's eight threads: a flood of log-ins leaves two to read
NOBODYS_PASSWORD: Final = "a password that no account has"


class TooBusy(Exception):
    """Too many passwords are being checked at this moment; ask again in a second."""


class Passwords:
    """Hashes and verifies passwords; safe to share between threads."""

    def __init__(
        self,
        *,
        memory_kib: int = MEMORY_KIB,
        at_once: int = AT_ONCE,
        in_line: int = IN_LINE,
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=1, memory_cost=memory_kib, parallelism=1
        )
        self._working = BoundedSemaphore(at_once)
        self._line = BoundedSemaphore(in_line)
        self._nobodys = self._hasher.hash(NOBODYS_PASSWORD)
        self._popular = frozenset(FREQUENCY_LISTS["passwords"])

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        with self._turn():
            return self._hasher.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right; an unknown account takes the same time."""
        with self._turn():
            try:
                self._hasher.verify(stored or self._nobodys, password)
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def is_popular(self, password: str) -> bool:
        """Whether a lower-case password is among the thirty thousand used most."""
        return password in self._popular

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._line.acquire(blocking=False):
            raise TooBusy
        try:
            with self._working:
                yield
        finally:
            self._line.release()

"""The filter of the newest version, compiled once in a process and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from comments.filter import Filter

Compile = Callable[[], tuple[Filter, datetime | None]]


@dataclass(frozen=True, slots=True)
class Held:
    """A compiled filter, and when the first of its words expires."""

    version: tuple[int, str]
    filter: Filter
    until: datetime | None

    def serves(self, version: tuple[int, str], now: datetime) -> bool:
        """Whether it is the filter of this version at this moment."""
        is_over = self.until is not None and now >= self.until
        return self.version == version and not is_over


class CompiledFilters:
    """One for a process; its threads share what each of them compiles."""

    def __init__(self) -> None:
        self._held: Held | None = None
        self._compiling = Lock()

    def get(self, version: tuple[int, str], now: datetime, compile_: Compile) -> Filter:
        """The filter of a version; compiled by whoever first asks for it.

        While one thread compiles, the others go on with the version before, if there is
        one: a verdict names the version that it rests on.
        """
        held = self._held
        if held is not None and held.serves(version, now):
            return held.filter
        if not self._compiling.acquire(blocking=held is None) and held is not None:
            return held.filter
        try:
            return self._compiled(version, now, compile_)
        finally:
            self._compiling.release()

    def _compiled(
        self, version: tuple[int, str], now: datetime, compile_: Compile
    ) -> Filter:
        held = self._held
        if held is None or not held.serves(version, now):
            filter_, until = compile_()
            held = self._held = Held(version, filter_, until)
        return held.filter

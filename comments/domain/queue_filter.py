"""A part of the queue: what a moderator chooses to work on."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which items are meant; what is None does not matter.

    `thread`, `author` and `reporter` are ids; `reporter` means reports that wait.
    """

    rule: str | None = None
    source: str | None = None
    thread: int | None = None
    section: str | None = None
    author: int | None = None
    reporter: int | None = None
    language: str | None = None


EVERYTHING: Final = QueueFilter()

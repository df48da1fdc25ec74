"""A part of the queue: what a moderator chooses to work on."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which items are meant; what is None does not matter."""

    rule: str | None = None
    source: str | None = None


EVERYTHING: Final = QueueFilter()

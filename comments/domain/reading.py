"""How a thread is read: in which order, which part of it, and where a page begins."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


class Sort(StrEnum):
    """The order of conversations."""

    NEWEST = "newest"
    OLDEST = "oldest"
    REPLIED = "most-replied"
    APPRECIATED = "most-appreciated"

    @property
    def by_time(self) -> bool:
        """Whether nothing is counted: a comment keeps its place for good."""
        return self in (Sort.NEWEST, Sort.OLDEST)


class Show(StrEnum):
    """Which comments of a thread are shown."""

    ALL = "all"
    PICKS = "picks"
    NEW = "new"
    WITNESS = "witness"
    HISTORY = "history"

    @property
    def mark(self) -> str | None:
        """The mark that the comments have, where one is asked for."""
        return self.value if self in (Show.WITNESS, Show.HISTORY) else None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: a comment, and the rank that it had in the page's order.

    The rank is what is counted in that order, or when the comment appeared; None where
    the comment's own number is its place.
    """

    id: int
    rank: int | None = None

    def __str__(self) -> str:
        """As an address writes it."""
        return str(self.id) if self.rank is None else f"{self.rank}-{self.id}"


def rank_of_moment(moment: datetime) -> int:
    """A moment as a rank: microseconds, as databases keep them."""
    return (moment - EPOCH) // MICROSECOND


def moment_of_rank(rank: int) -> datetime:
    """The moment that a rank stands for; OverflowError when there is none such."""
    return EPOCH + rank * MICROSECOND

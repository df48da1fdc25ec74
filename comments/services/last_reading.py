"""What is new to a reader who comes back: what appeared since they last read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.reading import rank_of_moment
from comments.store import last_readings as stored
from comments.store.models import LastReading
from comments.store.upsert import put

VISIT: Final = timedelta(minutes=30)  # what is new stays marked for so long
QUIET: Final = timedelta(minutes=1)  # a page loaded twice is written down once
# A comment may be committed a little after the moment that it carries.
OVERLAP: Final = timedelta(seconds=10)
NEWEST: Final = 30
MANY: Final = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """What is new to a reader; `is_due` says that this reading is to be noted."""

    new_since: datetime | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class News:
    """The comments of a thread that appeared last, the newest first.

    Whoever has seen one such list finds in the next what came between the two.
    """

    count: int
    newest: tuple[tuple[int, int], ...]

    @property
    def known(self) -> str:
        """The newest comments' numbers, as a page keeps them."""
        return " ".join(str(number) for number, _ in self.newest)

    @property
    def since(self) -> int:
        """The first rank after the newest; what appears from then on is news."""
        return self.newest[0][1] + 1 if self.newest else 0

    @property
    def from_rank(self) -> int:
        """The rank of the oldest in a full list: what is older was there before."""
        return self.newest[-1][1] if len(self.newest) == NEWEST else 0


def reading_of(db: Session, account_id: int, thread_id: int, now: datetime) -> Reading:
    """What is new to a reader who opens a thread now."""
    last = stored.last_reading(db, account_id, thread_id)
    if last is None:
        return Reading(None, is_due=True)
    return Reading(_new_since(last, now), is_due=now - last.read_at >= QUIET)


def note_reading(db: Session, account_id: int, thread_id: int, now: datetime) -> None:
    """Remember that somebody reads a thread now."""
    last = stored.last_reading(db, account_id, thread_id)
    since = _new_since(last, now) if last else now
    key = {"account_id": account_id, "thread_id": thread_id}
    put(db, LastReading, key, {"new_since": since, "read_at": now})


def count_new(db: Session, account_id: int, thread_id: int, since: datetime) -> int:
    """How many comments of others are new to a reader; a hundred stands for more."""
    return stored.count_new(db, thread_id, account_id, since, MANY)


def thread_news(db: Session, thread_id: int, count: int) -> News:
    """What appeared last in a thread."""
    newest = stored.newest(db, thread_id, NEWEST)
    return News(count, tuple((number, rank_of_moment(at)) for number, at in newest))


def _new_since(last: LastReading, now: datetime) -> datetime:
    if now - last.read_at > VISIT:
        return last.read_at - OVERLAP
    return last.new_since

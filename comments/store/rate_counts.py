"""Counters of the rate limits, shared by all processes that share the database."""

from typing import Any, Final

from sqlalchemy import case, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from comments.store.database import Database
from comments.store.models import RateCount

CLOCKS_APART: Final = 60  # seconds, at most, between processes that count together


class RateCounts:
    """Counts within a window of seconds; each step is one atomic statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: str, amount: int, seconds: float, at: float) -> int:
        """Add to a counter and return it; a window that has ended starts again."""
        with self._database.transaction(writes=True) as db:
            db.execute(delete(RateCount).where(RateCount.expires_at <= at))
            return int(db.execute(_add(db, key, amount, seconds, at)).scalar_one())

    def read(self, key: str, at: float) -> tuple[int, float]:
        """The counter and when its window ends; (0, at) when nothing was counted."""
        with self._database.transaction() as db:
            row = db.execute(
                select(RateCount.count.label("counted"), RateCount.expires_at).where(
                    RateCount.key == key, RateCount.expires_at > at
                )
            ).one_or_none()
        return (row.counted, row.expires_at) if row else (0, at)

    def forget(self, key: str | None = None) -> int:
        """Drop one counter, or all; return how many there were."""
        statement = delete(RateCount)
        if key is not None:
            statement = statement.where(RateCount.key == key)
        with self._database.transaction(writes=True) as db:
            return len(db.scalars(statement.returning(RateCount.key)).all())


def _add(db: Session, key: str, amount: int, seconds: float, at: float) -> Any:
    builder = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    # A window that would end much later than a new one was begun before the clock was
    # set back.  A little later means only that somebody else looked at it after us.
    latest = at + seconds + CLOCKS_APART
    over = or_(RateCount.expires_at <= at, RateCount.expires_at > latest)
    ends_at = at + seconds
    return (
        builder.insert(RateCount)
        .values(key=key, count=amount, expires_at=ends_at)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((over, amount), else_=RateCount.count + amount),
                "expires_at": case((over, ends_at), else_=RateCount.expires_at),
            },
        )
        .returning(RateCount.count)
    )

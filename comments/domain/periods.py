"""Periods of whole days, in UTC, and the figures about what happened in one.

Percentiles are by nearest rank: the smallest value that this share of all values does
not exceed, so that each is a value that really was.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

ONE_DAY: Final = timedelta(days=1)
USUAL_DAYS: Final = 30
EARLIEST: Final = date(2000, 1, 1)  # nothing here is older
# Backlog by age: what has waited at least this long, and less than the next.
AGES: Final = (
    ("under 1 hour", timedelta(0)),
    ("1 to 6 hours", timedelta(hours=1)),
    ("6 to 24 hours", timedelta(hours=6)),
    ("1 to 3 days", timedelta(days=1)),
    ("3 to 7 days", timedelta(days=3)),
    ("over 7 days", timedelta(days=7)),
)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both whole and both in UTC."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def end(self) -> datetime:
        """When it is over: the first moment that is no longer in it."""
        return datetime.combine(self.last + ONE_DAY, time(), UTC)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


class NoPeriod(ValueError):
    """These two days enclose no period that can be reported on."""


def period_of(first: date | None, last: date | None, *, today: date) -> Period:
    """The period that is asked for; without days, the last thirty up to today.

    Raises NoPeriod when it would end before it begins, or begin in the future.
    """
    end = last or today
    begin = first or max(end - (USUAL_DAYS - 1) * ONE_DAY, EARLIEST)
    if not EARLIEST <= begin <= min(end, today):
        raise NoPeriod
    return Period(begin, min(end, today))


def share(part: int, whole: int) -> float | None:
    """What part of a whole; None when there is no whole."""
    return part / whole if whole else None


def percentile(counts: Mapping[int, int], at: float) -> int | None:
    """The value at this share of all, by nearest rank; None when there is none.

    `counts` says how often each value occurs.
    """
    rank = max(1, math.ceil(at * sum(counts.values())))
    for value in sorted(counts):
        rank -= counts[value]
        if rank <= 0:
            return value
    return None

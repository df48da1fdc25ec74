"""Review items: one open question about one comment, and how urgent it is.

Urgency is stored as a *rank* that does not change while time passes: every open item
gains AGE_POINTS an hour, so the order by rank is the order by urgency at any moment,
and an index can serve it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from comments.domain.verdict import Severity

LEASE: Final = timedelta(
    seconds=90
)  # renewed by activity; long enough to read a thread
AGE_POINTS: Final = 4.0  # an hour of waiting; a severe finding outranks a day of it
SEVERITY_POINTS: Final[Mapping[Severity, float]] = {
    Severity.MILD: 20.0,
    Severity.STRONG: 50.0,
    Severity.SEVERE: 110.0,
}
REPORT_POINTS: Final = 15.0  # for one unit of reporters' weight
MAX_REPORT_POINTS: Final = 60.0  # a crowd alone never outranks a severe threat
NOTICE_POINTS: Final = 80.0  # the law asks for timely answers (DSA art. 16(6))
APPEAL_POINTS: Final = 25.0
MODE_POINTS: Final = 10.0
ESCALATED_POINTS: Final = 100.0
EXPOSED_POINTS: Final = 15.0  # readers can see it while it waits
REPLY_POINTS: Final = 1.0
MAX_REPLY_POINTS: Final = 15.0
EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Source(StrEnum):
    """Why an item is in the queue."""

    FILTER = "filter"
    REPORT = "report"
    APPEAL = "appeal"
    NOTICE = "notice"
    MODE = "mode"
    ESCALATION = "escalation"


class ItemState(StrEnum):
    """Whether the question is open."""

    OPEN = "open"
    DECIDED = "decided"


class StaleVersion(Exception):
    """The item changed after the moderator's page was made."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason for review: what it is about, and its points."""

    source: Source
    rule: str | None
    points: float
    words: str


def filter_points(severity: Severity, confidence: float) -> float:
    """What a finding adds: its severity, as far as the filter is sure."""
    return SEVERITY_POINTS[severity] * confidence


def report_points(weight: float) -> float:
    """What reports add, by their combined weight."""
    return min(REPORT_POINTS * weight, MAX_REPORT_POINTS)


def exposure_points(*, published: bool, replies: int) -> float:
    """What being read adds: a held comment does no harm while it waits."""
    shown = EXPOSED_POINTS if published else 0.0
    return shown + min(REPLY_POINTS * replies, MAX_REPLY_POINTS)


def rank(points: Iterable[float], opened_at: datetime) -> float:
    """The time-free urgency of an item opened at this moment with these points."""
    return sum(points) - AGE_POINTS * _hours(opened_at)


def urgency(stored_rank: float, now: datetime) -> float:
    """An item's urgency at this moment, in points."""
    return stored_rank + AGE_POINTS * _hours(now)


def _hours(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds() / 3600

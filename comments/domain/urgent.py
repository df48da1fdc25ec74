"""Urgent items: which question is worth a letter to whoever is not at the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from comments.domain.posted_rules import DONT_THREATEN
from comments.domain.review_item import SEVERITY_POINTS
from comments.domain.verdict import Severity

# A strong finding that the filter is sure of.  Of reports it takes those of several
# people with a record: one alone, or a crowd that nobody knows, wakes nobody.
THREAT_POINTS: Final = SEVERITY_POINTS[Severity.STRONG]
LEAST_POINTS: Final = 20
MOST_POINTS: Final = 1000
WAITS: Final = timedelta(minutes=1)  # whoever sits at the desk is often quicker
LINKS_LAST: Final = timedelta(hours=12)  # a night
KEPT: Final = timedelta(days=30)  # which letters went to whom


class Urgency(StrEnum):
    """Why an item is urgent."""

    ESCALATED = "escalated"
    THREAT = "threat"
    POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentBar:
    """What an editor sets: which items are worth a letter.

    `points` is the urgency from which on any item is; None when none is for its points.
    """

    threats: bool = True
    escalated: bool = True
    points: int | None = None

    def as_record(self) -> dict[str, Any]:
        """The stored form."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "UrgentBar":
        """Read it back; what was never set is as usual."""
        return cls(**dict(record))

    def passed_by(
        self,
        signals: Iterable[tuple[str | None, float]],
        *,
        points: float,
        escalated: bool,
    ) -> Urgency | None:
        """Why an item with these signals (rule, points) is urgent; None when it is not.

        `points` is its whole urgency at this moment.
        """
        if self.escalated and escalated:
            return Urgency.ESCALATED
        if self.threats and any(
            rule == DONT_THREATEN and part >= THREAT_POINTS for rule, part in signals
        ):
            return Urgency.THREAT
        if self.points is not None and points >= self.points:
            return Urgency.POINTS
        return None

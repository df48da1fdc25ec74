"""Comfort: what spares a moderator who reads cruel texts for a living.

Nothing here locks anybody out, and none of it is shown to anybody else.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SITTING_ENDS_AFTER: Final = timedelta(minutes=30)  # without a decision: a break
USUAL_EASY_AFTER: Final = 3  # severe items in a row, before an easy one
MOST: Final = 500


class Blur(StrEnum):
    """Which texts are covered until they are asked for."""

    SEVERE = "severe"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Comfort:
    """What somebody chose.  0 severe items in a row, or in a sitting, is no limit."""

    blur: Blur = Blur.SEVERE
    easy_after: int = USUAL_EASY_AFTER
    budget: int = 0

    def covers(self, *, severe: bool) -> bool:
        """Whether a text is covered until it is asked for."""
        return self.blur is Blur.ALL or (severe and self.blur is Blur.SEVERE)


@dataclass(frozen=True, slots=True)
class Sitting:
    """What somebody decided since their last break; `mild_only` is what they asked."""

    last_at: datetime
    severe: int = 0
    in_row: int = 0
    mild_only: bool = False

    def at(self, now: datetime) -> "Sitting":
        """The sitting as it is now: a new one after a break."""
        over = now - self.last_at >= SITTING_ENDS_AFTER
        return Sitting(now) if over else self

    def decided(self, now: datetime, *, severe: bool) -> "Sitting":
        """The sitting after one more decision."""
        present = self.at(now)
        return replace(
            present,
            last_at=now,
            severe=present.severe + severe,
            in_row=present.in_row + 1 if severe else 0,
        )

    def wants_easy(self, comfort: Comfort) -> bool:
        """Whether it is time for an item that is not severe."""
        tired = 0 < comfort.easy_after <= self.in_row
        return tired or self.mild_only

    def is_spent(self, comfort: Comfort) -> bool:
        """Whether as many severe items were decided as somebody set for a sitting."""
        return 0 < comfort.budget <= self.severe

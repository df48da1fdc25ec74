"""Appeals: one per decision, never decided by the machine nor by the first decider."""

from datetime import datetime
from enum import StrEnum
from typing import Final

MAX_APPEAL: Final = 2_000  # code points


class AppealState(StrEnum):
    """What came of an appeal."""

    OPEN = "open"
    UPHELD = "upheld"  # the decision stands
    OVERTURNED = "overturned"
    MOOT = "moot"  # the author took the comment back meanwhile


class Mistake(StrEnum):
    """Whose error an overturned decision was; the filter and the newsroom learn."""

    FILTER = "filter"
    MODERATOR = "moderator"


def may_appeal(until: datetime, now: datetime) -> bool:
    """Whether a decision can still be appealed."""
    return now <= until


def mistake_of(first_decider: int | None) -> Mistake:
    """Whose error it was; the first decider is None when the machine decided."""
    return Mistake.FILTER if first_decider is None else Mistake.MODERATOR


def may_decide_appeal(first_decider: int | None, moderator: int) -> bool:
    """Whether this moderator may decide: anyone but the one whose decision it is.

    The first decider is None when the machine decided.
    """
    return first_decider != moderator

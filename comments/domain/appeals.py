"""Appeals: one per decision, never decided by the machine nor by the first decider."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

APPEAL_WINDOW: Final = timedelta(
    days=183
)  # six months: Regulation (EU) 2022/2065 art. 20
MAX_APPEAL: Final = 2_000  # code points


class AppealState(StrEnum):
    """What came of an appeal."""

    OPEN = "open"
    UPHELD = "upheld"  # the decision stands
    OVERTURNED = "overturned"


def may_appeal(decided_at: datetime, now: datetime) -> bool:
    """Whether a decision can still be appealed."""
    return now - decided_at <= APPEAL_WINDOW


def may_decide_appeal(first_decider: int | None, moderator: int) -> bool:
    """Whether this moderator may decide: anyone but the one whose decision it is.

    The first decider is None when the machine decided.
    """
    return first_decider != moderator

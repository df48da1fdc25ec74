"""Redress: how long one may appeal, and who decides outside the newsroom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

# Regulation (EU) 2022/2065 art. 20(1) asks for six months at least; the longest six are
# of 184 days.
APPEAL_DAYS: Final = 184
SHORTEST_APPEAL: Final = 14  # days; for those whom the Regulation does not bind
LONGEST_APPEAL: Final = 3650
ANSWER_DAYS: Final = 14
LONGEST_ANSWER: Final = 90
LONGEST_BODY: Final = 200  # code points
LONGEST_COURT: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Redress:
    """What an editor sets about ways of redress.

    `body` is who settles disputes out of court, in the newsroom's words, with the page
    `body_url`; `court` is what the newsroom says of its courts.
    """

    appeal_days: int = APPEAL_DAYS
    answer_days: int = ANSWER_DAYS
    body: str = ""
    body_url: str = ""
    court: str = ""

    def as_record(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "appeal_days": self.appeal_days,
            "answer_days": self.answer_days,
            "body": self.body,
            "body_url": self.body_url,
            "court": self.court,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Redress":
        """Read it back; what was never set is as usual."""
        return cls(**dict(record))

    def appeal_until(self, told_at: datetime) -> datetime:
        """When the right to appeal ends: it begins when the author is told."""
        return told_at + timedelta(days=self.appeal_days)

    def answer_due(self, asked_at: datetime) -> datetime:
        """When an appeal should have been answered."""
        return asked_at + timedelta(days=self.answer_days)

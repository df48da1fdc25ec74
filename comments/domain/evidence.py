"""Sealed evidence: why something is sealed, and how long it is kept."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

# As long as an appeal against the decision may take (art. 20(1) of Regulation (EU)
# 2022/2065: six months, of which the longest have 184 days), and the six months for
# which art. 6(2) of Regulation (EU) 2021/784 has removed terrorist content kept.
EVIDENCE_DAYS: Final = 184
SHORTEST_DAYS: Final = 30
LONGEST_DAYS: Final = 1095
FORMAT: Final = "parley evidence 1"


class Cause(StrEnum):
    """Why evidence was sealed."""

    ESCALATION = "escalation"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class EvidenceTerm:
    """How long an editor wants sealed evidence to be kept."""

    days: int = EVIDENCE_DAYS

    def as_record(self) -> dict[str, Any]:
        """The stored form."""
        return asdict(self)

    def ends(self, sealed_at: datetime) -> datetime:
        """When what is sealed now is deleted."""
        return sealed_at + timedelta(days=self.days)

"""Sanctions: what an account may not do for a while, under which rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class SanctionKind(StrEnum):
    """From the mildest to the hardest."""

    MESSAGE = "message"  # told, and on the record; nothing is taken away
    WARNING = "warning"  # to be acknowledged before the next comment
    ALWAYS_REVIEW = "always-review"
    MUTE = "mute"
    SUSPENSION = "suspension"
    BAN = "ban"


TERMS: Final = {
    "1h": timedelta(hours=1),
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
}
SILENCING: Final = frozenset(
    {SanctionKind.MUTE, SanctionKind.SUSPENSION, SanctionKind.BAN}
)
LOCKING: Final = frozenset({SanctionKind.SUSPENSION, SanctionKind.BAN})
TOLD: Final = frozenset({SanctionKind.MESSAGE, SanctionKind.WARNING})  # have no term


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction as far as it binds; `ends_at` None is for good."""

    kind: SanctionKind
    rule: str
    starts_at: datetime
    ends_at: datetime | None = None
    lifted_at: datetime | None = None

    def in_force(self, now: datetime) -> bool:
        """Whether it binds at this moment."""
        if self.lifted_at is not None and self.lifted_at <= now:
            return False
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


def silenced_by(history: Iterable[Sanction], now: datetime) -> Sanction | None:
    """The sanction that forbids posting and reporting now, the longest one first."""
    binding = [s for s in history if s.kind in SILENCING and s.in_force(now)]
    return max(binding, key=_reach, default=None)


def _reach(sanction: Sanction) -> float:
    ends_at = sanction.ends_at
    return float("inf") if ends_at is None else ends_at.timestamp()

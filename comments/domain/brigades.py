"""Brigades: readers whose reports are so alike that together they are one voice.

Two people are *bonded* by the earlier texts that both reported within an hour of each
other: when most of these reports were declined, or when all of them are about one
author, within a day, and none was upheld.  Accounts that were made the day before they
report a text within minutes of each other belong together, too.

The shape follows published work on lockstep behaviour (docs/reports-and-sanctions.md
names it); the numbers are our own, chosen so that chance and zeal rarely reach them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from comments.domain.reports import ReportState

BRIGADE: Final = 3  # people; two who agree are a couple or a coincidence
TOGETHER: Final = timedelta(hours=1)  # between two reports of one text
REMEMBERED: Final = timedelta(days=30)  # earlier texts count for so long
BONDING: Final = 3  # earlier texts that both reported; the present one comes on top
DECLINED: Final = 0.2  # at most this share of them upheld
TARGETED: Final = timedelta(days=1)  # all about one author within it
TRUSTED: Final = 0.5  # whoever weighs so much is taken at their word about one author
FRESH: Final = timedelta(days=1)  # the age of an account when it reports
FRESH_BRIGADE: Final = 5
FRESH_TOGETHER: Final = timedelta(minutes=10)
JUDGED: Final = (ReportState.UPHELD, ReportState.NOT_UPHELD)
LOOKED_AT: Final = 40  # reporters of the text, and as many texts of each: bounded work


class BrigadeKind(StrEnum):
    """What showed a brigade first."""

    REPEATED = "repeated"
    TARGETED = "targeted"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Shared:
    """An earlier text that two people reported together, and what came of it."""

    author_id: int
    at: datetime
    state: ReportState


@dataclass(frozen=True, slots=True)
class Voice:
    """A report of the present text, and who sent it."""

    report_id: int
    account_id: int
    at: datetime
    weight: float
    joined_at: datetime

    @property
    def is_fresh(self) -> bool:
        """Whether the account had been there for less than a day."""
        return self.at - self.joined_at < FRESH

    @property
    def is_trusted(self) -> bool:
        """Whether most of this person's reports were upheld."""
        return self.weight >= TRUSTED


def bond(
    shared: Sequence[Shared], author_id: int, now: datetime, *, trusted: bool
) -> BrigadeKind | None:
    """What bonds two reporters of a text by this author; None when nothing does.

    `trusted` says that one of them has a record of reports that were upheld.
    """
    if _mostly_declined(shared):
        return BrigadeKind.REPEATED
    aimed = [s for s in shared if s.author_id == author_id and now - s.at < TARGETED]
    upheld = any(s.state is ReportState.UPHELD for s in aimed)
    if trusted or upheld or len(aimed) < BONDING:
        return None
    return BrigadeKind.TARGETED


def fresh_together(voice: Voice, others: Sequence[Voice]) -> list[Voice]:
    """The new accounts that report within minutes of this new one, if they are many."""
    if not voice.is_fresh:
        return []
    near = [o for o in others if o.is_fresh and voice.at - o.at < FRESH_TOGETHER]
    return near if len(near) + 1 >= FRESH_BRIGADE else []


def _mostly_declined(shared: Sequence[Shared]) -> bool:
    judged = [s for s in shared if s.state in JUDGED]
    upheld = sum(s.state is ReportState.UPHELD for s in judged)
    return len(judged) >= BONDING and upheld <= DECLINED * len(judged)

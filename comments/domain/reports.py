"""Reports: what readers say about a comment, and how much each counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MAX_NOTE: Final = 500  # code points
PRIOR_UPHELD: Final = 1.0  # a newcomer starts at 1 of 3: believed a little, never a lot
PRIOR_JUDGED: Final = 3.0
BURST_WINDOW: Final = timedelta(minutes=10)
BURST_SIZE: Final = 5  # this many newcomers within the window count as one voice
NEWCOMER_JUDGED: Final = 1  # reporters with fewer judged reports are newcomers
REOPEN_WEIGHT: Final = 1.5  # re-opens an approval: about three reporters with a record


class ReportState(StrEnum):
    """What came of a report, as its reporter sees it."""

    RECEIVED = "received"
    UPHELD = "upheld"
    NOT_UPHELD = "not upheld"
    MOOT = "moot"


@dataclass(frozen=True, slots=True)
class ReportWeight:
    """One open report, as far as it counts."""

    created_at: datetime
    upheld: int
    judged: int

    @property
    def weight(self) -> float:
        """The smoothed share of this reporter's upheld reports, in 0..1."""
        return reporter_weight(self.upheld, self.judged)


def reporter_weight(upheld: int, judged: int) -> float:
    """A reporter's smoothed share of upheld reports (a Beta prior), in 0..1."""
    return (upheld + PRIOR_UPHELD) / (judged + PRIOR_JUDGED)


def combined_weight(reports: Iterable[ReportWeight]) -> float:
    """The weight of some reports together, with bursts of newcomers as one voice.

    Fresh accounts cost nothing, so any number of them within BURST_WINDOW, once they
    are BURST_SIZE or more, weighs as much as one; and newcomers altogether never weigh
    as much as REOPEN_WEIGHT.
    """
    known, fresh = 0.0, []
    for report in sorted(reports, key=lambda report: report.created_at):
        if report.judged < NEWCOMER_JUDGED:
            fresh.append(report)
        else:
            known += report.weight
    voices = sum(_voice(burst) for burst in _bursts(fresh))
    return known + min(voices, 0.8 * REOPEN_WEIGHT)


def _bursts(reports: list[ReportWeight]) -> list[list[ReportWeight]]:
    bursts: list[list[ReportWeight]] = []
    for report in reports:
        if bursts and report.created_at - bursts[-1][0].created_at <= BURST_WINDOW:
            bursts[-1].append(report)
        else:
            bursts.append([report])
    return bursts


def _voice(burst: list[ReportWeight]) -> float:
    weights = [report.weight for report in burst]
    return max(weights) if len(weights) >= BURST_SIZE else sum(weights)


def outcome_of_decision(*, rejected: bool) -> ReportState:
    """Upheld means that the comment was rejected, under whichever rule."""
    return ReportState.UPHELD if rejected else ReportState.NOT_UPHELD

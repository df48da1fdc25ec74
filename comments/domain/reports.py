"""Reports: what readers say about a comment, and how much each counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

MAX_NOTE: Final = 500  # code points
MAX_EXPLANATION: Final = 2_000  # code points, of a notice of unlawful content
PRIOR_UPHELD: Final = 1.0  # a newcomer starts at 1 of 3: believed a little, never a lot
PRIOR_JUDGED: Final = 3.0
BURST_SECONDS: Final = 600
BURST_SIZE: Final = 5  # this many newcomers within ten minutes count as one voice
NEWCOMER_JUDGED: Final = 1  # reporters with fewer judged reports are newcomers
REOPEN_WEIGHT: Final = 1.5  # re-opens an approval: about three reporters with a record
NEWCOMERS_TOGETHER: Final = (
    1.2  # accounts are free: no number of them re-opens anything
)


class ReportState(StrEnum):
    """What came of a report, as its reporter sees it."""

    RECEIVED = "received"
    UPHELD = "upheld"
    NOT_UPHELD = "not upheld"
    MOOT = "moot"


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """Reports under one rule that count together: one burst of newcomers, or of others.

    `weight` is the sum of their weights and `heaviest` the largest of them.  `brigade`
    is the number of the brigade that sent them; 0 when none did.
    """

    rule: str
    newcomers: bool
    burst: int
    count: int
    weight: float
    heaviest: float
    brigade: int = 0


def reporter_weight(upheld: int, judged: int) -> float:
    """A reporter's smoothed share of upheld reports (a Beta prior), in 0..1."""
    return (upheld + PRIOR_UPHELD) / (judged + PRIOR_JUDGED)


def is_newcomer(judged: int) -> bool:
    """Whether nothing is known yet of how this reporter reports."""
    return judged < NEWCOMER_JUDGED


def burst_of(moment: datetime) -> int:
    """The ten-minute window that a report falls into."""
    return int(moment.timestamp()) // BURST_SECONDS


def with_brigades_as_one(groups: Iterable[ReportGroup]) -> list[ReportGroup]:
    """The groups, with each brigade weighing what its heaviest member weighs.

    It does so under one rule alone, however many rules its members chose.
    """
    groups = list(groups)
    voices: dict[int, ReportGroup] = {}
    for group in groups:
        first = voices.get(group.brigade)
        if first is None or group.heaviest > first.heaviest:
            voices[group.brigade] = group
    return [
        group if not group.brigade else _one_voice(group, voices[group.brigade])
        for group in groups
    ]


def combined_weight(groups: Iterable[ReportGroup]) -> float:
    """The weight of some reports together, with bursts of newcomers as one voice."""
    known, fresh = 0.0, 0.0
    for group in groups:
        if group.newcomers:
            fresh += _voice(group)
        else:
            known += group.weight
    return known + min(fresh, NEWCOMERS_TOGETHER)


def counted_as_one(groups: Iterable[ReportGroup]) -> int:
    """How many reports came in bursts of newcomers, each burst being one voice."""
    return sum(group.count for group in groups if _is_burst(group))


def from_brigades(groups: Iterable[ReportGroup]) -> dict[int, int]:
    """How many of the reports each brigade sent."""
    sent: dict[int, int] = {}
    for group in groups:
        if group.brigade:
            sent[group.brigade] = sent.get(group.brigade, 0) + group.count
    return sent


def report_words(groups: Sequence[ReportGroup]) -> str:
    """What a card says of reports: how many, and what was made of a burst."""
    count = sum(group.count for group in groups)
    weight = f"weight {combined_weight(groups):.1f}"
    words = f"{count} report{'s' if count > 1 else ''}, {weight}"
    together = counted_as_one(groups)
    if together:
        words += f"; {together} in bursts of new reporters, each burst as one"
    for sent in from_brigades(groups).values():
        words += f"; {sent} from people who report together, counted as one"
    return words


def _is_burst(group: ReportGroup) -> bool:
    return group.newcomers and not group.brigade and group.count >= BURST_SIZE


def _one_voice(group: ReportGroup, heaviest: ReportGroup) -> ReportGroup:
    return replace(group, weight=group.heaviest if group is heaviest else 0.0)


def _voice(group: ReportGroup) -> float:
    return group.heaviest if _is_burst(group) else group.weight


def outcome(*, rejected: bool, same_revision: bool) -> ReportState:
    """What a decision makes of a report that it settles.

    Upheld means that the comment was rejected, under whichever rule; a report on a text
    that its author has since replaced is moot when the new text may stay.
    """
    if rejected:
        return ReportState.UPHELD
    return ReportState.NOT_UPHELD if same_revision else ReportState.MOOT

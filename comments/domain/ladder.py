"""The ladder of sanctions: which step a person's record suggests, and why.

A suggestion is words for a moderator, who takes it, changes it or leaves it; nothing
follows from it by itself.  The record fades: what is old enough is not counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from comments.domain.sanctions import SILENCING, Sanction, SanctionKind

REMEMBERED: Final = timedelta(days=90)  # a season: a rejected comment, a judged report
SANCTIONS_REMEMBERED: Final = timedelta(days=180)  # longer, so that steps follow steps
FIRST_STEP: Final = 2  # rejected comments; anybody slips once
ABUSE_JUDGED: Final = 8  # fewer judged reports say nothing of how somebody reports
ABUSE_SHARE: Final = 0.1  # upheld; honest reporters who misjudge stay well above it
ABUSE_RULE: Final = "be-proactive"

Step = tuple[SanctionKind, str | None]  # the term by its key; None has none
NEXT_STEP: Final[Mapping[SanctionKind | None, Step | None]] = {
    None: (SanctionKind.MESSAGE, None),
    SanctionKind.MESSAGE: (SanctionKind.WARNING, None),
    SanctionKind.WARNING: (SanctionKind.ALWAYS_REVIEW, "7d"),
    SanctionKind.ALWAYS_REVIEW: (SanctionKind.MUTE, "24h"),
    SanctionKind.MUTE: (SanctionKind.SUSPENSION, "7d"),
    SanctionKind.SUSPENSION: (SanctionKind.BAN, None),
    SanctionKind.BAN: None,
}
# Reading somebody's comments first does not keep them from reporting.
NEXT_FOR_REPORTS: Final = {
    **NEXT_STEP,
    SanctionKind.WARNING: (SanctionKind.MUTE, "7d"),
}
ORDER: Final = tuple(SanctionKind)


@dataclass(frozen=True, slots=True)
class Removal:
    """A comment that stands rejected: under which rule, and when it was written."""

    rule: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A step that a record suggests, and the reason in plain words."""

    kind: SanctionKind
    term: str | None
    rule: str
    reason: str


def suggest_step(
    removals: Iterable[Removal], history: Iterable[Sanction], now: datetime
) -> Suggestion | None:
    """The step that rejected comments suggest; None while nothing new calls for one.

    Only comments written after the last step count towards the next: nobody is
    sanctioned twice for one comment.
    """
    steps = [s for s in history if s.rule != ABUSE_RULE]
    last = _last_step(steps, now)
    since = max((s.starts_at for s in _remembered(steps, now)), default=None)
    counted = [
        removal
        for removal in removals
        if now - removal.at < REMEMBERED and (since is None or removal.at > since)
    ]
    enough = FIRST_STEP if last is None else 1
    if len(counted) < enough or _is_silenced(steps, now):
        return None
    rule, _ = max(sorted(Counter(r.rule for r in counted).items()), key=lambda c: c[1])
    return _suggestion(NEXT_STEP[last], rule, _rejected_words(len(counted), last))


def suggest_for_reports(
    judged: int, upheld: int, history: Iterable[Sanction], now: datetime
) -> Suggestion | None:
    """The step that abuse of Report suggests, from the reports judged of late."""
    steps = [s for s in history if s.rule == ABUSE_RULE]
    if not is_abusive(judged, upheld) or _is_silenced(steps, now):
        return None
    last = _last_step(steps, now)
    reason = f"{upheld} of {judged} reports in {REMEMBERED.days} days were upheld"
    return _suggestion(NEXT_FOR_REPORTS[last], ABUSE_RULE, f"{reason}{_after(last)}.")


def is_abusive(judged: int, upheld: int) -> bool:
    """Whether so few reports were upheld that they hardly were meant well."""
    return judged >= ABUSE_JUDGED and upheld <= judged * ABUSE_SHARE


def _suggestion(step: Step | None, rule: str, reason: str) -> Suggestion | None:
    return None if step is None else Suggestion(*step, rule=rule, reason=reason)


def _remembered(history: Iterable[Sanction], now: datetime) -> Sequence[Sanction]:
    """The steps that still count: a lifted one was a mistake."""
    return [
        sanction
        for sanction in history
        if sanction.lifted_at is None
        and now - sanction.starts_at < SANCTIONS_REMEMBERED
    ]


def _last_step(history: Iterable[Sanction], now: datetime) -> SanctionKind | None:
    kinds = [sanction.kind for sanction in _remembered(history, now)]
    return max(kinds, key=ORDER.index, default=None)


def _is_silenced(history: Iterable[Sanction], now: datetime) -> bool:
    return any(s.kind in SILENCING and s.in_force(now) for s in history)


def _rejected_words(count: int, last: SanctionKind | None) -> str:
    comments = "1 comment was" if count == 1 else f"{count} comments were"
    return f"{comments} rejected in {REMEMBERED.days} days{_after(last)}."


def _after(last: SanctionKind | None) -> str:
    return f", after the last step: {last.value}" if last is not None else ""

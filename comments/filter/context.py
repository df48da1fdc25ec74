"""What a check is given, and what it may answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod

from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Severity, Span, Target
from comments.filter.lexicon import Hit, Lexicon
from comments.filter.opinion import LearnedTiers
from comments.filter.reasons import REASONS
from comments.filter.spans import joined
from comments.filter.text import Reading

MOST_CERTAIN = 0.99  # no check of words is ever beyond doubt


class CheckUnavailable(Exception):
    """A check could not run; the text goes to a moderator."""


@dataclass(frozen=True, slots=True)
class Context:
    """One text under examination, read once for all checks."""

    submission: Submission
    reading: Reading
    lexicon: Lexicon
    hits: Sequence[Hit]  # what the lexicon finds in the reading
    fingerprint: Callable[[str], str]
    tiers: LearnedTiers | None = None
    readings: int = 1  # of this text in all, which share what a close look may cost

    def share(self, most: int) -> int:
        """What this reading may have of something that costs much."""
        return most // self.readings

    def reread(self, reading: Reading) -> "Context":
        """The same with another reading of the text."""
        return replace(self, reading=reading, hits=self.lexicon.find(reading))


@dataclass(frozen=True, slots=True)
class Noticed:
    """Words, what they seem to say, and the places where they say it."""

    rule: str
    sense: str
    severity: Severity
    target: Target
    confidence: float
    words: str
    spans: tuple[Span, ...]


Check = Callable[[Context], list[Finding]]
# A check that weighs what the others noticed, and answers with all findings anew.
Review = Callable[[Context, list[Finding]], list[Finding]]


def findings_of(check: str, noticed: Iterable[Noticed]) -> list[Finding]:
    """Fold places that say the same into one finding each."""
    kinds: dict[tuple[str, str, Severity, Target], list[Noticed]] = {}
    for one in noticed:
        kind = (one.rule, one.sense, one.severity, one.target)
        kinds.setdefault(kind, []).append(one)
    return [_finding(check, places) for places in kinds.values()]


def _finding(check: str, places: list[Noticed]) -> Finding:
    first = places[0]
    return Finding(
        rule=first.rule,
        check=check,
        spans=joined(span for place in _telling(places) for span in place.spans),
        severity=first.severity,
        confidence=_together(places),
        target=first.target,
        reason=REASONS[first.sense],
    )


def _together(places: list[Noticed]) -> float:
    """Different doubtful words dispel doubt together; the same word again does not."""
    best: dict[str, float] = {}
    for place in places:
        best[place.words] = max(place.confidence, best.get(place.words, 0.0))
    doubt = prod(1.0 - confidence for confidence in best.values())
    return min(MOST_CERTAIN, 1.0 - doubt)


def _telling(places: list[Noticed]) -> list[Noticed]:
    """The places worth marking: faint ones beside a clear one only distract."""
    clearest = max(place.confidence for place in places)
    return [place for place in places if place.confidence >= clearest / 2]

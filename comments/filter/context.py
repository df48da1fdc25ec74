"""What a check is given, and what it may answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Severity, Span, Target
from comments.filter.lexicon import Lexicon
from comments.filter.reasons import REASONS
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
    fingerprint: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Noticed:
    """One place in the words and what it seems to say."""

    rule: str
    sense: str
    severity: Severity
    target: Target
    confidence: float
    span: Span


Check = Callable[[Context], list[Finding]]


def findings_of(check: str, noticed: Iterable[Noticed]) -> list[Finding]:
    """Fold places that say the same into one finding each.

    Several doubtful words together are less doubtful: their confidences add up the way
    independent doubts do.
    """
    kinds: dict[tuple[str, str, Severity, Target], list[Noticed]] = {}
    for one in noticed:
        kind = (one.rule, one.sense, one.severity, one.target)
        kinds.setdefault(kind, []).append(one)
    return [_finding(check, places) for places in kinds.values()]


def _finding(check: str, places: list[Noticed]) -> Finding:
    doubt = 1.0
    for place in places:
        doubt *= 1.0 - place.confidence
    first = places[0]
    return Finding(
        rule=first.rule,
        check=check,
        spans=tuple(sorted({place.span for place in places})),
        severity=first.severity,
        confidence=min(MOST_CERTAIN, 1.0 - doubt),
        target=first.target,
        reason=REASONS[first.sense],
    )

"""What the filter says: findings, each about one rule, and one verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from comments.domain.own_words import WATCHED
from comments.domain.phrases import Phrase

Span = tuple[int, int]


class Severity(StrEnum):
    """How bad the words are when they are meant as they read."""

    MILD = "mild"
    STRONG = "strong"
    SEVERE = "severe"


class Target(StrEnum):
    """Who is attacked: a group or someone for belonging to it, a person, or nobody."""

    IDENTITY = "identity"
    INDIVIDUAL = "individual"
    NONE = "none"


class Outcome(StrEnum):
    """What the policy makes of a text."""

    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"


SEVERITIES = (Severity.MILD, Severity.STRONG, Severity.SEVERE)
OUTCOMES = (Outcome.PUBLISH, Outcome.HOLD, Outcome.REJECT)


def worst(outcomes: tuple[Outcome, ...]) -> Outcome:
    """The worst of some outcomes; publish when there are none."""
    return max(outcomes, key=OUTCOMES.index, default=Outcome.PUBLISH)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check noticed about one rule.

    `spans` are half-open code-point ranges of the text as its author typed it; none at
    all means that the finding is about conduct (a flood, a repeat), not about words.
    `confidence` is in 0..1.  `reason` is a sentence for the author, in plain words.
    """

    rule: str
    check: str
    spans: tuple[Span, ...]
    severity: Severity
    confidence: float
    target: Target
    reason: str
    outcome: Outcome = Outcome.PUBLISH

    @property
    def about_words(self) -> bool:
        """Whether the author could mend it by changing words."""
        return bool(self.spans)

    def as_json(self) -> dict[str, Any]:
        """The published form of a finding (`flask check`, the API)."""
        return {
            "rule": self.rule,
            "check": self.check,
            "spans": [list(span) for span in self.spans],
            "severity": self.severity.value,
            "confidence": round(self.confidence, 4),
            "target": self.target.value,
            "reason": self.reason,
        }

    def as_record(self) -> dict[str, Any]:
        """The stored form: the published one and what the policy made of it."""
        return self.as_json() | {"outcome": self.outcome.value}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read a finding back from its stored form."""
        return cls(
            rule=record["rule"],
            check=record["check"],
            spans=tuple((start, end) for start, end in record["spans"]),
            severity=Severity(record["severity"]),
            confidence=record["confidence"],
            target=Target(record["target"]),
            reason=Phrase(record["reason"]),
            outcome=Outcome(record["outcome"]),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of one run, with one outcome.

    `scores` has a number in 0..1 for every filtered rule.  `unavailable` names checks
    that could not run: a missing answer never means publish.
    """

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    unavailable: tuple[str, ...] = ()
    policy: str = ""

    @property
    def grounds(self) -> tuple[Finding, ...]:
        """The findings that kept the text from being published, worst first."""
        against = [f for f in self.findings if f.outcome is not Outcome.PUBLISH]
        return tuple(sorted(against, key=_gravity, reverse=True))

    @property
    def watched(self) -> tuple[Finding, ...]:
        """The findings for which a moderator looks at a text that is published."""
        return tuple(finding for finding in self.findings if finding.check == WATCHED)

    @property
    def may_nudge(self) -> bool:
        """Whether changing words would let the text appear at once."""
        grounds = self.grounds
        return (
            bool(grounds)
            and not self.unavailable
            and all(finding.about_words for finding in grounds)
        )

    def as_json(self) -> dict[str, Any]:
        """The published form of a verdict; all keys always present."""
        return {
            "outcome": self.outcome.value,
            "scores": {rule: round(score, 4) for rule, score in self.scores.items()},
            "findings": [finding.as_json() for finding in self.findings],
        }


def _gravity(finding: Finding) -> tuple[int, int, float]:
    return (
        OUTCOMES.index(finding.outcome),
        SEVERITIES.index(finding.severity),
        finding.confidence,
    )

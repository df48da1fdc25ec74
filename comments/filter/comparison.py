"""Two corrections compared on texts that neither was fitted on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from math import log, sqrt
from typing import Any, Final

import numpy as np

from comments.domain.verdict import Finding, Outcome
from comments.filter.calibration import ESTIMATED, Calibration
from comments.filter.calibration_fit import Lesson
from comments.filter.policy import Policy

# Silence says less than a decision: perhaps nobody has read the comment.
SILENCE: Final = 0.3
CERTAINTY: Final = 1.96  # standard deviations on either side of a 95 % interval
DRAWS: Final = 1000  # of the bootstrap


class Stand(StrEnum):
    """What the newsroom has shown about a text."""

    APPROVED = "approved"
    REJECTED = "rejected"
    UNOPPOSED = "unopposed"  # on show for days; no report, no decision


@dataclass(frozen=True, slots=True)
class Taught:
    """What the filter noticed in a text, as shipped, and how the newsroom stands to it.

    `rule` is the one that a rejection cites.  The text itself is not kept.
    """

    at: datetime
    stand: Stand
    findings: tuple[Finding, ...]
    rule: str | None = None
    appealed: bool = False
    judged: bool = True  # by all checks

    def lessons(self) -> list[Lesson]:
        """What can be learned of it: of each rule the surest finding.

        A rejection says nothing about rules that it does not cite.
        """
        surest: dict[str, Finding] = {}
        for finding in self.findings:
            known = surest.get(finding.rule)
            if finding.check in ESTIMATED and (
                known is None or finding.confidence > known.confidence
            ):
                surest[finding.rule] = finding
        if self.stand is Stand.REJECTED:
            return (
                [Lesson(surest[self.rule], agreed=True)] if self.rule in surest else []
            )
        weight = SILENCE if self.stand is Stand.UNOPPOSED else 1.0
        return [Lesson(one, agreed=False, weight=weight) for one in surest.values()]

    def is_stopped(self, policy: Policy, calibration: Calibration) -> bool:
        """Whether the text would be held or rejected."""
        return not self.judged or any(
            policy.judge(calibration.correct(finding)).outcome is not Outcome.PUBLISH
            for finding in self.findings
        )


@dataclass(frozen=True, slots=True)
class Loss:
    """How far confidences were off, and how much less with the new correction.

    The interval is that of the difference; below 0 the new one is better.
    """

    before: float
    after: float
    lowest: float
    highest: float

    @property
    def difference(self) -> float:
        """The new loss less the old one."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """How both corrections do on the same texts: (texts, stopped before, and after)."""

    stopped: dict[Stand, tuple[int, int, int]]
    loss: Loss

    def as_numbers(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "stopped": {stand.value: list(row) for stand, row in self.stopped.items()},
            "loss": {key: round(value, 6) for key, value in asdict(self.loss).items()},
        }


def compare(
    taught: Sequence[Taught], policy: Policy, before: Calibration, after: Calibration
) -> Comparison:
    """Compare on some texts; the loss is about decisions alone."""
    stopped = {}
    for stand in Stand:
        those = [one for one in taught if one.stand is stand]
        stopped[stand] = (
            len(those),
            sum(one.is_stopped(policy, before) for one in those),
            sum(one.is_stopped(policy, after) for one in those),
        )
    decided = [one for one in taught if one.stand is not Stand.UNOPPOSED]
    return Comparison(stopped, _loss(decided, before, after))


def share_between(count: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, which small numbers need."""
    if total == 0:
        return 0.0, 1.0
    z = CERTAINTY**2 / total
    share = count / total
    middle = share + z / 2
    spread = CERTAINTY * sqrt(share * (1 - share) / total + z / (4 * total))
    return max(0.0, (middle - spread) / (1 + z)), min(1.0, (middle + spread) / (1 + z))


def _loss(taught: Sequence[Taught], before: Calibration, after: Calibration) -> Loss:
    lessons = [lesson for one in taught for lesson in one.lessons()]
    if not lessons:
        return Loss(0.0, 0.0, 0.0, 0.0)
    old = np.array([_surprise(lesson, before) for lesson in lessons])
    new = np.array([_surprise(lesson, after) for lesson in lessons])
    chance = np.random.default_rng(0)  # the same interval for the same decisions
    drawn = chance.integers(0, len(lessons), (DRAWS, len(lessons)))
    means = (new - old)[drawn].mean(1)
    lowest, highest = np.quantile(means, (0.025, 0.975))
    return Loss(float(old.mean()), float(new.mean()), float(lowest), float(highest))


def _surprise(lesson: Lesson, calibration: Calibration) -> float:
    confidence = calibration.correct(lesson.finding).confidence
    inside = min(max(confidence, 0.005), 0.995)
    return -log(inside if lesson.agreed else 1 - inside)

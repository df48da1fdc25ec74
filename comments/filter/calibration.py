"""A newsroom's correction of the filter's confidences: a few numbers, no words.

The shipped confidences were fitted on other people's comments.  A correction stretches
and shifts their odds, by rule and a little by kind of finding, so that a confidence
says how often this newsroom's moderators agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from comments.domain.verdict import Finding, Severity
from comments.filter.context import MOST_CERTAIN
from comments.filter.log_odds import log_odds, share_of

# Conduct and the newsroom's own lists are facts, not estimates: nothing corrects them.
ESTIMATED: Final = frozenset({"threats", "degradation", "words", "learned"})

Kind = tuple[str, str, Severity]  # a finding's rule, check and severity


@dataclass(frozen=True, slots=True)
class Correction:
    """What becomes of the odds of one rule: a stretch, then a shift."""

    scale: float = 1.0
    shift: float = 0.0


UNCHANGED: Final = Correction()


@dataclass(frozen=True, slots=True)
class Calibration:
    """The corrections of one version, and further shifts for single kinds."""

    version: int
    rules: Mapping[str, Correction] = field(default_factory=dict)
    kinds: Mapping[Kind, float] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a verdict's policy label says of it; nothing as shipped."""
        return f"/c{self.version}" if self.version else ""

    def correct(self, finding: Finding) -> Finding:
        """The finding with the confidence that it deserves here."""
        if finding.check not in ESTIMATED:
            return finding
        rule = self.rules.get(finding.rule, UNCHANGED)
        shift = rule.shift + self.kinds.get(kind_of(finding), 0.0)
        if (rule.scale, shift) == (1.0, 0.0):
            return finding
        moved = rule.scale * log_odds(finding.confidence) + shift
        confidence = min(MOST_CERTAIN, share_of(moved))
        return replace(finding, confidence=confidence)

    def as_numbers(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "rules": {
                rule: {"scale": one.scale, "shift": one.shift}
                for rule, one in self.rules.items()
            },
            "kinds": [[*kind, shift] for kind, shift in self.kinds.items()],
        }


UNCORRECTED: Final = Calibration(0)


def read_calibration(version: int, numbers: Mapping[str, Any]) -> Calibration:
    """Read a calibration back from its stored form."""
    return Calibration(
        version,
        rules={rule: Correction(**one) for rule, one in numbers["rules"].items()},
        kinds={
            (rule, check, Severity(severity)): shift
            for rule, check, severity, shift in numbers["kinds"]
        },
    )


def kind_of(finding: Finding) -> Kind:
    """What a finding is corrected as."""
    return finding.rule, finding.check, finding.severity

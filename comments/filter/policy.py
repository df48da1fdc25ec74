"""What becomes of a finding: a table of rule and severity, kept as versioned data.

A profile is one file of profiles/.  For every filtered rule and severity it names the
confidence from which a text is held and the one from which it is rejected; a severity
without a number is published, whatever the confidence.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

from comments.domain.own_words import LIST_CHECKS
from comments.domain.posted_rules import POSTED_RULES, RuleBook
from comments.domain.verdict import SEVERITIES, Finding, Outcome, Severity

PROFILES: Final = ("family", "standard", "lenient")
NEVER: Final = 2.0  # above any confidence


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence from which a finding holds, and from which it rejects."""

    hold: float = NEVER
    reject: float = NEVER

    def outcome(self, confidence: float) -> Outcome:
        """The outcome of a finding with this confidence."""
        if confidence >= self.reject:
            return Outcome.REJECT
        return Outcome.HOLD if confidence >= self.hold else Outcome.PUBLISH

    def as_table(self) -> dict[str, float]:
        """The numbers as a profile's file has them: what never happens is left out."""
        bounds = {"hold": self.hold, "reject": self.reject}
        return {key: value for key, value in bounds.items() if value < NEVER}


@dataclass(frozen=True, slots=True)
class Policy:
    """One profile: thresholds for each rule and severity, under a version."""

    name: str
    version: str
    table: Mapping[tuple[str, Severity], Thresholds]

    @property
    def label(self) -> str:
        """Name and version, as verdicts and the ledger record it."""
        return f"{self.name}@{self.version}"

    def judge(self, finding: Finding) -> Finding:
        """Return the finding with the outcome that this policy gives it.

        The newsroom's own lists say themselves what becomes of their words.
        """
        if finding.check in LIST_CHECKS:
            return finding
        thresholds = self.table[finding.rule, finding.severity]
        return replace(finding, outcome=thresholds.outcome(finding.confidence))


@cache
def load_policy(profile: str) -> Policy:
    """Read one shipped profile; KeyError when there is none of that name."""
    if profile not in PROFILES:
        raise KeyError(profile)
    file = resources.files("comments.filter") / "profiles" / f"{profile}.toml"
    return read_policy(tomllib.loads(file.read_text("utf-8")), POSTED_RULES)


def read_policy(table: Mapping[str, Any], rules: RuleBook) -> Policy:
    """Build a policy from its table; every filtered rule must be in it."""
    return Policy(
        name=table["name"],
        version=table["version"],
        table={
            (rule.code, severity): Thresholds(**table[rule.code].get(severity, {}))
            for rule in rules.filtered()
            for severity in SEVERITIES
        },
    )

"""What a run says at its end: how many tests passed on which backend."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest

BACKENDS = ("sqlite", "postgresql", "redis", "chromium")
ROWS = ("unit", *BACKENDS)
PROPERTY = "backends"
OUTCOMES = {
    "passed": "passed",
    "failed": "failed",
    "error": "failed",
    "skipped": "skipped",
}


@dataclass
class Row:
    """The tests that used one backend, counted by outcome."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)

    @property
    def has_run(self) -> bool:
        """Whether any test came to an end on this backend."""
        return self.counts["passed"] + self.counts["failed"] > 0

    def describe(self) -> str:
        """Give the row's text: the counts, or why there are none."""
        if self.has_run:
            shown = ("passed", "failed", "skipped")
            parts = [f"{self.counts[k]} {k}" for k in shown if self.counts[k]]
            return ", ".join(parts)
        why = self.reasons[0] if self.reasons else "no test of this run uses it"
        return f"not run ({why})"


def tally(stats: Mapping[str, Iterable[object]]) -> dict[str, Row]:
    """Count the reports of a whole run, from all its workers, into rows."""
    rows = {name: Row() for name in ROWS}
    for category, outcome in OUTCOMES.items():
        for report in stats.get(category, ()):
            if isinstance(report, pytest.TestReport):
                _count(rows, report, outcome)
    return rows


def lines(rows: Mapping[str, Row]) -> Iterator[str]:
    """Give the table's lines."""
    for name, row in rows.items():
        yield f"{name + ':':<12} {row.describe()}"


def _count(rows: dict[str, Row], report: pytest.TestReport, outcome: str) -> None:
    for name in _backends(report) or ("unit",):
        rows[name].counts[outcome] += 1
        if outcome == "skipped":
            rows[name].reasons.append(_reason(report))


def _backends(report: pytest.TestReport) -> list[str]:
    return str(dict(report.user_properties).get(PROPERTY, "")).split()


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr
    text = told[2] if isinstance(told, tuple) else str(told)
    return text.removeprefix("Skipped: ")

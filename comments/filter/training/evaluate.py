"""Measure the filter that serves the site; `make eval-filter` prints the table.

Sources that are trained on are judged by their held-out texts alone.  Each share comes
with the interval that holds 95 of 100 resampled shares.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Target, Verdict
from comments.filter import Filter, load_filter
from comments.filter.training.examples import HELD_OUT, LABELS, SOURCES, Example

ATTACKS_ON_GROUPS: Final = ("implicit_hate", "toxigen_human", "stormfront")
SETS: Final = (
    *SOURCES,
    "cat_large",
    "wiki_toxicity",
    "stormfront",
    "madlibs",
    "obfuscation",
    "scunthorpe",
)
MOST: Final = 2_000  # texts of one set: more would only narrow the interval
RESAMPLED: Final = 1_000
HATEFUL_RULES: Final = ("be-nice", "dont-threaten")


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of a set with what the filter makes of it."""

    row: dict[str, str]
    flagged: bool
    hateful: bool


def judged_rows(data: Path, name: str, judge: Filter) -> list[Judged]:
    """The rows of a set that may judge the filter, judged."""
    with (data / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if _may_judge(row, name)]
    step = max(1, len(rows) // MOST)
    return [_judged(row, judge.run(Submission(row["text"]))) for row in rows[::step]]


def _may_judge(row: dict[str, str], name: str) -> bool:
    return name not in SOURCES or Example(row["text"], (), name).bucket in HELD_OUT


def _judged(row: dict[str, str], verdict: Verdict) -> Judged:
    return Judged(row, bool(verdict.grounds), any(map(_is_hateful, verdict.grounds)))


def _is_hateful(finding: Finding) -> bool:
    return finding.rule in HATEFUL_RULES and finding.target is Target.IDENTITY


def share(flags: Sequence[bool]) -> str:
    """A share in per cent with its interval."""
    values = np.array(flags, float)
    draws = np.random.default_rng(7).integers(0, len(values), (RESAMPLED, len(values)))
    low, high = np.percentile(values[draws].mean(1), [2.5, 97.5])
    return f"{values.mean():.1%} ({low:.1%} to {high:.1%})"


def table(name: str, rows: Sequence[Judged]) -> Iterator[str]:
    """The lines of one set: clean flagged, caught by label, neutral by identity."""
    for label in LABELS:
        caught = [one.flagged for one in rows if one.row.get(label) == "1"]
        if caught:
            yield f"| {name} | {label} caught | {len(caught)} | {share(caught)} |"
    if name in ATTACKS_ON_GROUPS or name == "hatemoji_build":
        caught = [one.hateful for one in rows if one.row["any"] == "1"]
        if caught:
            yield f"| {name} | caught as hateful | {len(caught)} | {share(caught)} |"
    clean = [one.flagged for one in rows if one.row["any"] == "0"]
    if clean:
        yield f"| {name} | clean flagged | {len(clean)} | {share(clean)} |"
    if "term" in rows[0].row:
        yield _worst_term(name, rows)


def _worst_term(name: str, rows: Sequence[Judged]) -> str:
    flags: dict[str, list[bool]] = {}
    for one in rows:
        if one.row["any"] == "0":
            flags.setdefault(one.row["term"], []).append(one.flagged)
    term, worst = max(flags.items(), key=lambda pair: np.mean(pair[1]))
    measure = f"neutral flagged, worst term ({term})"
    return f"| {name} | {measure} | {len(worst)} | {share(worst)} |"


def marks_overlap(data: Path, judge: Filter) -> str:
    """The mean F1 of marked characters over the held-out texts with marks."""
    scores = []
    for line in (data / "toxic_spans.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if Example(row["text"], (), "toxic_spans").bucket in HELD_OUT:
            scores.append(_overlap(row, judge.run(Submission(row["text"]))))
    measure = "F1 of marked characters"
    return f"| toxic_spans | {measure} | {len(scores)} | {np.mean(scores):.3f} |"


def _overlap(row: dict[str, list[int]], verdict: Verdict) -> float:
    marked = {
        place
        for finding in verdict.findings
        for span in finding.spans
        for place in range(*span)
    }
    expected = set(row["spans"])
    if not expected or not marked:
        return float(expected == marked)
    return 2 * len(expected & marked) / (len(expected) + len(marked))


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    """Judge every set and print the table."""
    arguments = argparse.ArgumentParser(description="Measure the filter.")
    arguments.add_argument("data", type=Path, help="the folder of labelled data")
    arguments.add_argument("--no-encoder", action="store_true")
    given = arguments.parse_args()
    judge = load_filter(encoder=not given.no_encoder)
    write("| set | measure | texts | share |\n|---|---|---|---|\n")
    for name in SETS:
        for line in table(name, judged_rows(given.data, name, judge)):
            write(line + "\n")
    write(marks_overlap(given.data, judge) + "\n")


if __name__ == "__main__":
    main()

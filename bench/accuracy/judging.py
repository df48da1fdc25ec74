"""The filter that serves the site, asked about every row."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from math import inf
from multiprocessing import get_context
from typing import Final

from tqdm import tqdm

from bench.accuracy.sets import Row
from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Span, Target, Verdict
from comments.filter import load_filter
from comments.filter.evidence import RULES, margin

PROFILE: Final = "standard"
TOGETHER: Final = 50  # texts that a process is handed at once
HATEFUL_RULES: Final = ("be-nice", "dont-threaten")


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a verdict is measured.

    The scores are logarithms of odds: how much surer the surest finding is than it has
    to be for being held; no finding, no score.
    """

    flagged: bool
    hateful: bool  # kept back as an attack on a group
    rules: frozenset[str]  # that it was kept back under
    score: float
    threat: float
    attack: float
    confidence: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of a set, and what the filter made of it."""

    row: Row
    seen: Seen

    def has(self, label: str, value: str = "1") -> bool:
        """Whether people gave the row this label."""
        return bool(self.row.get(label) == value)


Sets = Mapping[str, Sequence[Judged]]


def judged_sets(
    sets: Mapping[str, Sequence[Row]], *, encoder: bool, processes: int
) -> Sets:
    """Every row of every set, judged by the filter with its shipped policy."""
    texts = [row["text"] for rows in sets.values() for row in rows]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        judge = _closely if encoder else _cheaply
        found = pool.map(judge, texts, chunksize=TOGETHER)
        shown = tqdm(found, total=len(texts), unit=" texts", mininterval=2, leave=False)
        seen = iter(list(shown))
    return {
        name: [Judged(row, one) for row, one in zip(rows, seen, strict=False)]
        for name, rows in sets.items()
    }


def _closely(text: str) -> Seen:
    return seen_in(load_filter(PROFILE, encoder=True).run(Submission(text)))


def _cheaply(text: str) -> Seen:
    return seen_in(load_filter(PROFILE, encoder=False).run(Submission(text)))


def seen_in(verdict: Verdict) -> Seen:
    """What is measured of one verdict."""
    findings = [finding for finding in verdict.findings if finding.rule in RULES]
    attacks = [finding for finding in findings if is_attack(finding)]
    threats = [finding for finding in findings if finding.rule == "dont-threaten"]
    return Seen(
        flagged=verdict.outcome is not Outcome.PUBLISH,
        hateful=any(is_attack(finding) for finding in verdict.grounds),
        rules=frozenset(finding.rule for finding in verdict.grounds),
        score=_surest(findings),
        threat=_surest(threats),
        attack=_surest(attacks),
        confidence=max((finding.confidence for finding in findings), default=0.0),
        spans=tuple(chain.from_iterable(finding.spans for finding in findings)),
    )


def is_attack(finding: Finding) -> bool:
    """Whether a finding speaks of an attack on a group."""
    return finding.rule in HATEFUL_RULES and finding.target is Target.IDENTITY


def _surest(findings: Sequence[Finding]) -> float:
    return max(map(margin, findings), default=-inf)

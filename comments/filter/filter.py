"""The filter: one text in, one verdict out, and never a missing answer for a yes."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Final

from comments.domain.posted_rules import POSTED_RULES
from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Verdict, worst
from comments.filter.checks import CHECKS
from comments.filter.context import Check, CheckUnavailable, Context
from comments.filter.disguise import load_disguises
from comments.filter.lexicon import Lexicon, load_lexicon
from comments.filter.patterns import load_patterns
from comments.filter.policy import Policy, load_policy
from comments.filter.text import Reading, Undisguise, read

# Five milliseconds is what we promise; ten times that is a fault, not a busy machine.
BUDGET_SECONDS: Final = 0.05
REMEMBERED_WORDS: Final = 32_768  # most words of a board are the same few thousand
LONGEST_TEXT: Final = 20_000  # code points; the boards' own limit lies far below
TOO_LONG: Final = "length"  # named among the unavailable when a text was cut
TOO_SLOW: Final = "time"  # ... when the last check took longer than the budget


@dataclass(frozen=True, slots=True)
class Filter:
    """All checks with one policy; holds no state, so threads may share it.

    `clock` measures the processor time of the calling thread: a busy machine makes a
    check slow by the wall clock without any fault of the text.
    """

    policy: Policy
    lexicon: Lexicon
    undisguise: Undisguise
    checks: tuple[Check, ...] = CHECKS
    clock: Callable[[], float] = time.thread_time

    def run(self, submission: Submission) -> Verdict:
        """Run every check; the worst finding sets the outcome.

        A check that cannot run, or that the time does not suffice for, is listed in
        the verdict, and the outcome is then at least hold.
        """
        findings, unavailable = self._collect(submission)
        judged = tuple(self.policy.judge(finding) for finding in findings)
        outcomes = tuple(finding.outcome for finding in judged)
        if unavailable:
            outcomes += (Outcome.HOLD,)
        return Verdict(
            outcome=worst(outcomes),
            findings=judged,
            scores=_scores(judged),
            unavailable=unavailable,
            policy=self.policy.label,
        )

    def fingerprint(self, text: str) -> str:
        """Digest of the normal form: equal for texts that read the same."""
        words = [w.text for w in self._read(text).words if w.text.isalnum()]
        normal = " ".join(words) or "".join(text.split())
        return blake2b(
            normal.encode("utf-8", "surrogatepass"), digest_size=16
        ).hexdigest()

    def _read(self, text: str) -> Reading:
        return read(text[:LONGEST_TEXT], self.undisguise)

    def _collect(self, submission: Submission) -> tuple[list[Finding], tuple[str, ...]]:
        deadline = self.clock() + BUDGET_SECONDS
        findings: list[Finding] = []
        unavailable: list[str] = []
        if len(submission.text) > LONGEST_TEXT:
            unavailable.append(TOO_LONG)
        context = self._context(submission)
        for check in self.checks:
            try:
                if self.clock() > deadline:
                    raise CheckUnavailable
                findings.extend(check(context))
            except CheckUnavailable:
                unavailable.append(check.__name__)
        if self.clock() > deadline and not unavailable:
            unavailable.append(TOO_SLOW)
        return findings, tuple(unavailable)

    def _context(self, submission: Submission) -> Context:
        return Context(
            submission=submission,
            reading=self._read(submission.text),
            lexicon=self.lexicon,
            fingerprint=self.fingerprint,
        )


@cache
def load_filter(profile: str = "standard") -> Filter:
    """The filter with one shipped profile, compiled once per process."""
    lexicon = load_lexicon()
    for file in ("threats.toml", "degradation.toml"):
        load_patterns(file)
    return Filter(
        policy=load_policy(profile),
        lexicon=lexicon,
        undisguise=lru_cache(REMEMBERED_WORDS)(load_disguises().resolve),
    )


def check(text: str) -> Verdict:
    """The verdict on the words of a text, under the standard profile."""
    return load_filter().run(Submission(text))


def check_name(name: str) -> Verdict:
    """The verdict on a display name, under the standard profile.

    A name is nobody's quotation and has no context: whatever its words notice with
    real confidence keeps it from being shown.
    """
    return load_filter().run(Submission(name))


def _scores(findings: Iterable[Finding]) -> dict[str, float]:
    scores = {rule.code: 0.0 for rule in POSTED_RULES.filtered()}
    for finding in findings:
        scores[finding.rule] = max(scores[finding.rule], finding.confidence)
    return scores

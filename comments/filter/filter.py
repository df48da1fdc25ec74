"""The filter: one text in, one verdict out, and never a missing answer for a yes."""

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Final

from comments.domain.markup import bare
from comments.domain.posted_rules import POSTED_RULES
from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Verdict, worst
from comments.filter.artifacts import BadArtifact
from comments.filter.blend import load_blend
from comments.filter.calibration import UNCORRECTED, Calibration
from comments.filter.checks import CHECKS, PATTERN_FILES, REVIEWS
from comments.filter.clock import text_time
from comments.filter.context import Check, CheckUnavailable, Context, Review
from comments.filter.disguise import load_disguises
from comments.filter.encoder import load_encoder
from comments.filter.lexicon import Lexicon, load_lexicon
from comments.filter.linear import load_linear
from comments.filter.markup import as_typed, of_both, reads_otherwise
from comments.filter.opinion import LearnedTiers
from comments.filter.own_words import NO_WORDS, OwnWords
from comments.filter.patterns import load_patterns
from comments.filter.policy import Policy, load_policy
from comments.filter.text import Reading
from comments.filter.words import REMEMBERED_WORDS, Undisguise, read, read_name

# Some thirty milliseconds is the worst we know; three times as much is a fault, not a
# busy machine.
BUDGET_SECONDS: Final = 0.1
LONGEST_TEXT: Final = 20_480  # code points; the boards' own limit lies far below
LOGGER: Final = logging.getLogger(__name__)
SWITCH: Final = "PARLEY_ENCODER"
NAME_PROFILE: Final = "family"
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
    undisguise_name: Undisguise
    tiers: LearnedTiers | None = None
    own_words: OwnWords = NO_WORDS
    calibration: Calibration = UNCORRECTED
    checks: tuple[Check, ...] = CHECKS
    reviews: tuple[Review, ...] = REVIEWS
    clock: Callable[[], float] = text_time

    def run(self, submission: Submission) -> Verdict:
        """Run every check; the worst finding sets the outcome.

        A text with mark-up is judged as it was typed and as it reads without it; each
        reading then has half of what is looked into closely.
        A check that cannot run, or that the time does not suffice for, is listed in
        the verdict, and the outcome is then at least hold.
        """
        deadline = self.clock() + BUDGET_SECONDS
        reading = self.read(submission.text)
        without = bare(submission.text[:LONGEST_TEXT])
        again = self.read(without.text) if without else reading
        is_twofold = without is not None and reads_otherwise(reading, again)
        readings = 2 if is_twofold else 1
        context = self._context(submission, reading, readings)
        findings, unavailable = self._collect(context, deadline)
        if without and is_twofold:
            context = self._context(Submission(without.text), again, readings)
            more, missing = self._collect(context, deadline)
            findings = of_both(findings, [as_typed(one, without) for one in more])
            unavailable = list(dict.fromkeys([*unavailable, *missing]))
        return self._judge(findings, unavailable)

    def run_name(self, name: str) -> Verdict:
        """Run the checks of words on a display name, also on words run together.

        The learned tiers know sentences, not names, and are not asked.
        """
        if self.reviews:
            return replace(self, reviews=()).run_name(name)
        deadline = self.clock() + BUDGET_SECONDS
        submission = Submission(name)
        joined = read_name(name[:LONGEST_TEXT], self.undisguise_name)
        findings: dict[Finding, None] = {}
        unavailable: dict[str, None] = {}
        for reading in (self.read(name), joined):
            context = self._context(submission, reading)
            noticed, missing = self._collect(context, deadline)
            findings.update(dict.fromkeys(noticed))
            unavailable.update(dict.fromkeys(missing))
        return self._judge(list(findings), list(unavailable))

    def fingerprint(self, text: str) -> str:
        """Digest of the normal form: equal for texts that read the same."""
        words = self.plain_words(text)
        normal = " ".join(words) or "".join(text.split())
        digest = blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=16)
        return digest.hexdigest()

    def plain_words(self, text: str) -> list[str]:
        """The words of the normal form, in their order and without mark-up."""
        without = bare(text[:LONGEST_TEXT])
        reading = self.read(without.text if without else text)
        return [word.text for word in reading.words if word.text.isalnum()]

    def read(self, text: str) -> Reading:
        """The normal form that every check sees; a text beyond all bounds is cut."""
        return read(text[:LONGEST_TEXT], self.undisguise)

    def _context(
        self, submission: Submission, reading: Reading, readings: int = 1
    ) -> Context:
        return Context(
            submission,
            reading,
            self.lexicon,
            self.lexicon.find(reading),
            self.fingerprint,
            self.tiers,
            readings,
        )

    def _collect(
        self, context: Context, deadline: float
    ) -> tuple[list[Finding], list[str]]:
        findings: list[Finding] = []
        unavailable: list[str] = []
        if len(context.submission.text) > LONGEST_TEXT:
            unavailable.append(TOO_LONG)
        for check in self.checks:
            try:
                self._in_time(deadline)
                findings.extend(check(context))
            except CheckUnavailable:
                unavailable.append(check.__name__)
        cleared = self.own_words.clear(context)
        findings = self._review(cleared, findings, unavailable, deadline)
        findings.extend(self.own_words.notice(context.reading))
        if self.clock() > deadline and not unavailable:
            unavailable.append(TOO_SLOW)
        return findings, unavailable

    def _review(
        self,
        context: Context,
        findings: list[Finding],
        unavailable: list[str],
        deadline: float,
    ) -> list[Finding]:
        for review in self.reviews:
            try:
                self._in_time(deadline)
                findings = review(context, findings)
            except CheckUnavailable:
                unavailable.append(review.__name__)
        return findings

    def _in_time(self, deadline: float) -> None:
        if self.clock() > deadline:
            raise CheckUnavailable

    def _judge(self, findings: list[Finding], unavailable: list[str]) -> Verdict:
        corrected = map(self.calibration.correct, findings)
        judged = tuple(self.policy.judge(finding) for finding in corrected)
        outcomes = [finding.outcome for finding in judged]
        if unavailable:
            outcomes.append(Outcome.HOLD)
        return Verdict(
            outcome=worst(tuple(outcomes)),
            findings=judged,
            scores=_scores(judged),
            unavailable=tuple(unavailable),
            policy=self.policy.label + self.calibration.label,
        )


@cache
def load_filter(profile: str = "standard", *, encoder: bool | None = None) -> Filter:
    """The filter with one shipped profile, compiled once per process.

    The encoder is on unless it is asked to be off, here or by PARLEY_ENCODER=off.  If
    an artifact is missing or damaged, every text is held: that is no reason to publish.
    """
    for file in PATTERN_FILES:
        load_patterns(file)
    disguises = load_disguises()
    tiers, reviews = _learned_part(encoder=encoder)
    return Filter(
        policy=load_policy(profile),
        lexicon=load_lexicon(),
        undisguise=lru_cache(REMEMBERED_WORDS)(disguises.resolve),
        undisguise_name=disguises.resolve_in_name,
        tiers=tiers,
        reviews=reviews,
    )


def _learned_part(
    *, encoder: bool | None
) -> tuple[LearnedTiers | None, tuple[Review, ...]]:
    wanted = is_encoder_wanted() if encoder is None else encoder
    try:
        closely = load_encoder() if wanted else None
        return LearnedTiers(load_linear(), closely, load_blend()), REVIEWS
    except BadArtifact as problem:
        LOGGER.critical("The filter holds every text: %s.", problem)
        return None, (learned_tiers_missing,)


def learned_tiers_missing(context: Context, findings: list[Finding]) -> list[Finding]:
    """Stands for the learned tiers when they could not be loaded."""
    raise CheckUnavailable


def is_encoder_wanted() -> bool:
    """Whether the environment leaves the encoder on."""
    choice = os.environ.get(SWITCH, "")
    if choice not in {"", "on", "off"}:
        raise ValueError(f"{SWITCH} must be on or off.")
    return choice != "off"


def check(text: str) -> Verdict:
    """The verdict on the words of a text, under the standard profile."""
    return load_filter().run(Submission(text))


def check_name(name: str) -> Verdict:
    """The verdict on a display name: anything noticed with real confidence holds it.

    A name stands beside every comment, so the strictest profile judges it.
    """
    return load_filter(NAME_PROFILE).run_name(name)


def _scores(findings: Iterable[Finding]) -> dict[str, float]:
    scores = {rule.code: 0.0 for rule in POSTED_RULES.filtered()}
    for finding in findings:
        scores[finding.rule] = max(scores[finding.rule], finding.confidence)
    return scores

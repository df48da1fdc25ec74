"""A verdict as attributes: how likely a text is toxic, a threat, an insult and so on.

Google's Perspective API made these names and this scale the common ones.  A score is
above HOLD_AT exactly when the verdict keeps the text from appearing at once; below it
scores go down to 0 without a gap, so that any other threshold may be chosen as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from math import log
from typing import Final

from comments.domain.own_words import WATCHED
from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Severity, Span, Target, Verdict
from comments.filter.evidence import RULES
from comments.filter.filter import Filter
from comments.filter.learned import WORTH_TELLING
from comments.filter.log_odds import log_odds, share_of
from comments.filter.opinion import MOST_WINDOWS, LearnedTiers, Opinion
from comments.filter.policy import Policy, Thresholds
from comments.filter.reasons import REASONS
from comments.filter.text import Reading

HOLD_AT: Final = 0.8  # Coral's own threshold, unless a newsroom has set another
LEAST_ABOVE: Final = HOLD_AT + 0.0001  # of a text that is held
MOST_BELOW: Final = HOLD_AT - 0.0001  # of one that is published
STEEPER_BELOW: Final = 1.5  # ordinary comments then come to lie well below a half
# How far a finding speaks for a severe attack.
GRAVITY: Final = {Severity.MILD: 0.3, Severity.STRONG: 0.7, Severity.SEVERE: 1.0}
SEXUAL: Final = (REASONS["lewd"], REASONS["learned-obscene"])


class Attribute(StrEnum):
    """What a text can be scored for."""

    TOXICITY = "TOXICITY"
    SEVERE_TOXICITY = "SEVERE_TOXICITY"
    IDENTITY_ATTACK = "IDENTITY_ATTACK"
    INSULT = "INSULT"
    PROFANITY = "PROFANITY"
    THREAT = "THREAT"
    SEXUALLY_EXPLICIT = "SEXUALLY_EXPLICIT"


@dataclass(frozen=True, slots=True)
class Score:
    """How likely an attribute is, and which words say so; none when nothing stands out.

    Spans are code points of the text, each with the score of its own finding.
    """

    value: float
    spans: tuple[tuple[Span, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which findings speak for an attribute, and which of the learned labels."""

    speaks: Callable[[Finding], bool]
    labels: tuple[str, ...] = ()


def _anything(_: Finding) -> bool:
    return True


MEANINGS: Final[Mapping[Attribute, Meaning]] = {
    Attribute.TOXICITY: Meaning(_anything),
    Attribute.SEVERE_TOXICITY: Meaning(_anything),
    Attribute.IDENTITY_ATTACK: Meaning(
        lambda finding: finding.target is Target.IDENTITY, ("identity",)
    ),
    Attribute.INSULT: Meaning(
        lambda finding: finding.rule == "be-nice", ("insult", "identity")
    ),
    Attribute.PROFANITY: Meaning(
        lambda finding: finding.rule == "keep-it-clean", ("obscene",)
    ),
    Attribute.THREAT: Meaning(
        lambda finding: finding.rule == "dont-threaten", ("threat",)
    ),
    Attribute.SEXUALLY_EXPLICIT: Meaning(
        lambda finding: finding.reason in SEXUAL, ("obscene",)
    ),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict with the opinion of the learned tiers that it rests on, if any."""

    verdict: Verdict
    opinion: Opinion | None
    policy: Policy

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is said against the text; nothing is against a word that is watched."""
        return tuple(f for f in self.verdict.findings if f.check != WATCHED)

    def scores(self) -> dict[Attribute, Score]:
        """The score of every attribute."""
        return {attribute: self._score(attribute) for attribute in Attribute}

    def _score(self, attribute: Attribute) -> Score:
        spans: dict[Span, float] = {}
        value = self._unfounded(attribute)
        for finding in filter(MEANINGS[attribute].speaks, self.findings):
            score = self._of_finding(finding, attribute)
            value = max(value, score)
            for span in finding.spans:
                spans[span] = max(score, spans.get(span, 0.0))
        if self.verdict.unavailable:
            value = max(value, LEAST_ABOVE)  # whatever could not be looked for
        return Score(value, tuple(sorted(spans.items())))

    def _of_finding(self, finding: Finding, attribute: Attribute) -> float:
        published = finding.outcome is Outcome.PUBLISH
        score = probability(self._margin(finding), published=published)
        if attribute is not Attribute.SEVERE_TOXICITY:
            return score
        is_rejected = finding.outcome is Outcome.REJECT
        return score if is_rejected else score * GRAVITY[finding.severity]

    def _unfounded(self, attribute: Attribute) -> float:
        """The score as far as no finding speaks for it: never enough to be held.

        It is as likely as that anything is wrong with the text, times how well the
        attribute fits what the learned tiers made of it.
        """
        if self.opinion is None:
            return 0.0
        likely = probability(self._bar(self.opinion), published=True)
        if attribute is Attribute.SEVERE_TOXICITY:
            return likely * GRAVITY[Severity.MILD]
        labels = [self.opinion.labels[name] for name in MEANINGS[attribute].labels]
        return likely * max(map(share_of, labels), default=1.0)

    def _bar(self, opinion: Opinion) -> float:
        """How far above the bar the text as a whole is."""
        margins = [
            self._margin(finding) for finding in self.findings if finding.rule in RULES
        ]
        return max(margins, default=min(opinion.above, WORTH_TELLING))

    def _margin(self, finding: Finding) -> float:
        """How much surer a finding is than the policy asks for; below 0: not enough."""
        key = (finding.rule, finding.severity)
        thresholds = self.policy.table.get(key, Thresholds())
        needed = min(thresholds.hold, thresholds.reject)
        return log_odds(finding.confidence) - log_odds(needed)


def weigh(judge: Filter, text: str) -> Weighed:
    """The verdict of a filter on a text, as `run` gives it, and what it rests on."""
    if judge.tiers is None:
        return Weighed(judge.run(Submission(text)), None, judge.policy)
    listening = _listening(judge.tiers)
    verdict = replace(judge, tiers=listening).run(Submission(text))
    return Weighed(verdict, next(iter(listening.opinions), None), judge.policy)


def probability(margin: float, *, published: bool) -> float:
    """A margin on the scale of the scores, on its side of HOLD_AT."""
    steepness = STEEPER_BELOW if margin < 0 else 1.0
    evidence = log(HOLD_AT / (1 - HOLD_AT)) + steepness * margin
    score = share_of(evidence)
    return min(score, MOST_BELOW) if published else max(score, LEAST_ABOVE)


@dataclass(frozen=True, slots=True)
class ListeningTiers(LearnedTiers):
    """Learned tiers that keep what they said, so that nothing is weighed twice."""

    opinions: list[Opinion] = field(default_factory=list)

    def weigh(
        self,
        reading: Reading,
        findings: Sequence[Finding],
        most_windows: int = MOST_WINDOWS,
    ) -> Opinion | None:
        """Weigh as the learned tiers do."""
        opinion = LearnedTiers.weigh(self, reading, findings, most_windows)
        if opinion is not None:
            self.opinions.append(opinion)
        return opinion


def _listening(tiers: LearnedTiers) -> ListeningTiers:
    parts = {part.name: getattr(tiers, part.name) for part in fields(tiers)}
    return ListeningTiers(**parts)

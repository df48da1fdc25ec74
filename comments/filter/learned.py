"""The check that the learned tiers make: they add findings, and shift earlier ones.

Words alone can be read in two ways.  What the learned tiers make of the whole text
raises or lowers what the lists and patterns found, all of it by the same measure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from comments.domain.verdict import Finding, Severity, Span, Target
from comments.filter.context import MOST_CERTAIN, Context
from comments.filter.evidence import RULES, hold_at, margin, stands
from comments.filter.log_odds import log_odds, share_of
from comments.filter.opinion import MOST_WINDOWS, Opinion
from comments.filter.patterns import words_of_class
from comments.filter.reasons import REASONS
from comments.filter.spans import joined
from comments.filter.usage import Use, left_of_word, use_of
from comments.filter.wording import MOST_LOOKED_INTO

CHECK: Final = "learned"
WORTH_TELLING: Final = -1.5  # below this a moderator learns nothing from it
BESIDES: Final = 1.0  # from here on a rule is named beside what the lists hold
WEIGHTY: Final = ("obscene", "threat", "identity")  # ... unless it is a mere insult
LIKELY: Final = 0.0  # the logit of an even chance
BY_USE: Final = 4.0  # what a word loses that is quoted, denied or said of oneself
BY_NAMING: Final = 1.5  # ... and one that merely names a group of people
SURE_WORD: Final = 0.5  # the logit from which a word is marked
MOST_MARKS: Final = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """What a finding of one label says."""

    rule: str
    severity: Severity
    target: Target


KINDS: Final = {
    "obscene": Kind("keep-it-clean", Severity.MILD, Target.NONE),
    "threat": Kind("dont-threaten", Severity.STRONG, Target.INDIVIDUAL),
    "identity": Kind("be-nice", Severity.STRONG, Target.IDENTITY),
    "insult": Kind("be-nice", Severity.MILD, Target.INDIVIDUAL),
}


def learned(context: Context, findings: list[Finding]) -> list[Finding]:
    """Weigh earlier findings anew, and add what only the learned tiers notice."""
    about_words = [finding for finding in findings if finding.rule in RULES]
    others = [finding for finding in findings if finding.rule not in RULES]
    tiers = context.tiers
    if tiers is None:
        return findings
    opinion = tiers.weigh(context.reading, about_words, context.share(MOST_WINDOWS))
    if opinion is None:
        return findings
    above = opinion.above - _taken_by_use(opinion, context)
    above = max([above, *map(margin, filter(stands, about_words))])
    shifted = list(_shifted(about_words, above))
    return [*shifted, *_noticed(opinion, above, shifted), *others]


def _taken_by_use(opinion: Opinion, context: Context) -> float:
    """How far the use of the word that moved the scores most lowers them."""
    if opinion.above < WORTH_TELLING or not opinion.marks:
        return 0.0
    (start, _), _ = max(opinion.marks, key=lambda mark: mark[1])
    place = context.reading.word_at(start)
    if context.reading.words[place].text in words_of_class("NEUTRAL"):
        return BY_NAMING
    if _is_cleared(place, context):
        return BY_USE
    return BY_USE * (1.0 - left_of_word(place, context.reading))


def _is_cleared(place: int, context: Context) -> bool:
    """Whether the lists know the word here in an innocent sense: a name, a dog."""
    return any(
        hit.first <= place <= hit.last and use_of(hit, context.reading) is Use.INNOCENT
        for hit in context.hits[: context.share(MOST_LOOKED_INTO)]
    )


def _shifted(findings: Iterable[Finding], above: float) -> Iterable[Finding]:
    """All findings moved together, so that the surest is held if the text is."""
    listed = list(findings)
    surest = max(map(margin, listed), default=0.0)
    for finding in listed:
        needed = log_odds(hold_at(finding))
        moved = needed + margin(finding) - surest + above
        yield replace(finding, confidence=_share(moved))


def _noticed(
    opinion: Opinion, above: float, findings: Sequence[Finding]
) -> Iterable[Finding]:
    """Findings of the labels that fit, where the lists have not said as much.

    What the lists hold anyway gets a second rule only if that is clear; else the label
    that fits best is named, however faint.
    """
    spans = _telling(opinion)
    if above < WORTH_TELLING or not spans:
        return
    known = {finding.rule for finding in findings if margin(finding) >= 0}
    said = {(finding.rule, finding.target) for finding in findings}
    best = _likeliest(opinion.labels)
    for label, score in opinion.labels.items():
        is_clear = label in WEIGHTY and score >= BESIDES and opinion.logits[label] >= 0
        fits = is_clear if known else label == best
        kind = KINDS[label]
        is_said = kind.rule in known or (kind.rule, kind.target) in said
        if fits and not is_said:
            yield _finding(label, above, spans)


def _likeliest(labels: Mapping[str, float]) -> str:
    """The label to name: what is graver than an insult comes first, if it is likely."""
    grave = [label for label in WEIGHTY if labels[label] >= LIKELY]
    return max(grave or labels, key=lambda label: labels[label])


def _finding(label: str, above: float, spans: tuple[Span, ...]) -> Finding:
    kind = KINDS[label]
    finding = Finding(
        rule=kind.rule,
        check=CHECK,
        spans=spans,
        severity=kind.severity,
        confidence=0.0,
        target=kind.target,
        reason=REASONS[f"learned-{label}"],
    )
    return replace(finding, confidence=_share(log_odds(hold_at(finding)) + above))


def _telling(opinion: Opinion) -> tuple[Span, ...]:
    """The words that moved the scores most, in their order."""
    sure = [mark for mark in opinion.marks if mark[1] >= SURE_WORD]
    if not sure and opinion.marks:
        sure = [max(opinion.marks, key=lambda mark: mark[1])]
    sure.sort(key=lambda mark: mark[1], reverse=True)
    # An emoji is several pieces of one name, all typed in one place.
    return joined(span for span, _ in sure[:MOST_MARKS])


def _share(logit: float) -> float:
    return min(MOST_CERTAIN, share_of(logit))

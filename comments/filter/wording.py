"""The check of single words and phrases: the lexicon, read in context."""

from collections.abc import Iterator
from typing import Final

from comments.domain.verdict import Finding, Severity, Span, Target
from comments.filter.context import Context, Noticed, findings_of
from comments.filter.frames import DENIAL, MENTION
from comments.filter.lexicon import Entry, Hit
from comments.filter.usage import Use, use_of

# A text with more bad words than this needs no closer look at each of them.
MOST_LOOKED_INTO: Final = 24
VULGAR_RULE: Final = "keep-it-clean"
SHORT_COMMENT: Final = 40  # words
LONG_COMMENT: Final = 110
LEFT_OF: Final = {Use.SELF: DENIAL, Use.DENIED: DENIAL, Use.MENTIONED: MENTION}
# What a mild word loses in a long comment, where it is said in passing.
IN_PASSING: Final = {Use.YOU: 0.0, Use.BARE: 0.6}
OF_OTHERS: Final = 0.5


def offensive_words(context: Context) -> list[Finding]:
    """Notice obscene, vulgar, insulting and slurring words, as they are used."""
    return findings_of("words", _noticed(context))


def _noticed(context: Context) -> Iterator[Noticed]:
    reading = context.reading
    words = len(reading.words)
    most = context.share(MOST_LOOKED_INTO)
    for hit in context.hits[:most]:
        use = use_of(hit, reading)
        yield from _said(hit.entry, use, words, (reading.span(hit.first, hit.last),))
    # The rest says the same of each word, so one answer serves for all its places.
    alike: dict[str, list[Hit]] = {}
    for hit in context.hits[most:]:
        alike.setdefault(hit.entry.text, []).append(hit)
    for hits in alike.values():
        spans = [reading.span(first, last) for _, first, last in hits]
        yield from _said(hits[0].entry, Use.BARE, words, tuple(spans))


def _said(
    entry: Entry, use: Use, words: int, spans: tuple[Span, ...]
) -> Iterator[Noticed]:
    confidence = _confidence(entry, use, words)
    if confidence > 0:
        yield Noticed(
            rule=entry.rule,
            sense=entry.sense,
            severity=_severity(entry, use),
            target=_target(entry, use),
            confidence=confidence,
            words=entry.text,
            spans=spans,
        )


def _confidence(entry: Entry, use: Use, words: int) -> float:
    if use is Use.INNOCENT:
        return 0.0
    sure = _sure(entry, use)
    if entry.severity is Severity.MILD:
        sure *= 1.0 - IN_PASSING.get(use, OF_OTHERS) * _length(words)
    if entry.rule == VULGAR_RULE:
        return sure  # a vulgar word is vulgar in every mouth
    return sure * LEFT_OF.get(use, 1.0)


def _length(words: int) -> float:
    """0.0 for a short comment, 1.0 for a long one."""
    beyond = (words - SHORT_COMMENT) / (LONG_COMMENT - SHORT_COMMENT)
    return min(1.0, max(0.0, beyond))


def _sure(entry: Entry, use: Use) -> float:
    by_use = {
        Use.YOU: entry.you,
        Use.AIMED: entry.confidence,
        Use.THING: entry.thing,
    }
    return by_use.get(use, entry.bare)


def _severity(entry: Entry, use: Use) -> Severity:
    """A slur that is used at nobody is strong, not severe."""
    if entry.severity is Severity.SEVERE and use in LEFT_OF:
        return Severity.STRONG
    return entry.severity


def _target(entry: Entry, use: Use) -> Target:
    if entry.target is Target.INDIVIDUAL and use is Use.THING:
        return Target.NONE
    return entry.target

"""The check of single words and phrases: the lexicon, read in context."""

from collections.abc import Iterator
from typing import Final

from comments.domain.verdict import Finding, Severity, Target
from comments.filter.context import Context, Noticed, findings_of
from comments.filter.frames import DENIAL, MENTION
from comments.filter.lexicon import Entry
from comments.filter.usage import Use, use_of

# A text with more bad words than this needs no closer look at each of them.
MOST_LOOKED_INTO: Final = 40
VULGAR_RULE: Final = "keep-it-clean"
SHORT_COMMENT: Final = 40  # words
LONG_COMMENT: Final = 110
LEFT_OF: Final = {Use.SELF: DENIAL, Use.DENIED: DENIAL, Use.MENTIONED: MENTION}
IN_PASSING: Final = 0.5  # what a mild word about others loses in a long comment


def offensive_words(context: Context) -> list[Finding]:
    """Notice obscene, vulgar, insulting and slurring words, as they are used."""
    return findings_of("words", _noticed(context))


def _noticed(context: Context) -> Iterator[Noticed]:
    reading = context.reading
    for number, hit in enumerate(context.lexicon.find(reading)):
        use = use_of(hit, reading) if number < MOST_LOOKED_INTO else Use.BARE
        entry = hit.entry
        confidence = _confidence(entry, use, len(reading.words))
        if confidence > 0:
            yield Noticed(
                rule=entry.rule,
                sense=entry.sense,
                severity=_severity(entry, use),
                target=_target(entry, use),
                confidence=confidence,
                words=entry.text,
                span=reading.span(hit.first, hit.last),
            )


def _confidence(entry: Entry, use: Use, words: int) -> float:
    if use is Use.INNOCENT:
        return 0.0
    sure = _sure(entry, use)
    if entry.severity is Severity.MILD and use is not Use.YOU:
        sure *= _prominence(words)
    if entry.rule == VULGAR_RULE:
        return sure  # a vulgar word is vulgar in every mouth
    return sure * LEFT_OF.get(use, 1.0)


def _prominence(words: int) -> float:
    """How much a mild word about others weighs: in a long comment it is in passing."""
    if words <= SHORT_COMMENT:
        return 1.0
    beyond = (words - SHORT_COMMENT) / (LONG_COMMENT - SHORT_COMMENT)
    return 1.0 - IN_PASSING * min(1.0, beyond)


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

"""Patterns in context: a saying that is only reported or condemned counts less."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final

from comments.domain.verdict import Span
from comments.filter.context import Context, Noticed
from comments.filter.frames import left_by_frame
from comments.filter.patterns import Pattern, load_patterns

# A text with more of them than this needs no closer look at each.
MOST_LOOKED_INTO: Final = 12


def noticed_sayings(file: str, context: Context) -> Iterator[Noticed]:
    """Sayings of one file of patterns, each as sure as its frame leaves it."""
    reading = context.reading
    sayings = load_patterns(file).find(reading)
    most = context.share(MOST_LOOKED_INTO)
    for pattern, first, last in sayings[:most]:
        left = left_by_frame(first, last, reading)
        words, span = reading.line_of(first, last), reading.span(first, last)
        yield _said(pattern, left, words, [span])
    for pattern, alike in groupby(sayings[most:], attrgetter("pattern")):
        spans: dict[str, list[Span]] = {}
        for _, first, last in alike:
            words = reading.line_of(first, last)
            spans.setdefault(words, []).append(reading.span(first, last))
        for words, places in spans.items():
            yield _said(pattern, 1.0, words, places)


def _said(pattern: Pattern, left: float, words: str, spans: list[Span]) -> Noticed:
    return Noticed(
        rule=pattern.rule,
        sense=pattern.sense,
        severity=pattern.severity,
        target=pattern.target,
        confidence=pattern.confidence * left,
        words=words,
        spans=tuple(spans),
    )

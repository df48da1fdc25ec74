"""Patterns in context: a saying that is only reported or condemned counts less."""

from collections.abc import Iterator
from typing import Final

from comments.filter.context import Context, Noticed
from comments.filter.frames import left_by_frame
from comments.filter.patterns import load_patterns

# A text with more of them than this needs no closer look at each.
MOST_LOOKED_INTO: Final = 20


def noticed_sayings(file: str, context: Context) -> Iterator[Noticed]:
    """Sayings of one file of patterns, each as sure as its frame leaves it."""
    reading = context.reading
    for number, saying in enumerate(load_patterns(file).find(reading)):
        pattern = saying.pattern
        left = 1.0
        if number < MOST_LOOKED_INTO:
            left = left_by_frame(saying.first, saying.last, reading)
        yield Noticed(
            rule=pattern.rule,
            sense=pattern.sense,
            severity=pattern.severity,
            target=pattern.target,
            confidence=pattern.confidence * left,
            words=reading.line_of(saying.first, saying.last),
            span=reading.span(saying.first, saying.last),
        )

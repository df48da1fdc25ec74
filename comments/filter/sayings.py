"""Patterns in their context: a saying that is only reported or condemned counts less."""

from collections.abc import Iterator
from typing import Final

from comments.filter.context import Context, Noticed
from comments.filter.patterns import load_patterns
from comments.filter.usage import frame_of

# A text with more of them than this needs no closer look at each.
MOST_LOOKED_INTO: Final = 20


def noticed_sayings(file: str, context: Context) -> Iterator[Noticed]:
    """Sayings of one file of patterns, each as sure as its frame leaves it."""
    reading = context.reading
    for number, saying in enumerate(load_patterns(file).find(reading)):
        pattern = saying.pattern
        doubt = 1.0
        if number < MOST_LOOKED_INTO:
            doubt = frame_of(saying.first, saying.last, reading)
        yield Noticed(
            rule=pattern.rule,
            sense=pattern.sense,
            severity=pattern.severity,
            target=pattern.target,
            confidence=pattern.confidence * doubt,
            words=reading.line_of(saying.first, saying.last),
            span=reading.span(saying.first, saying.last),
        )

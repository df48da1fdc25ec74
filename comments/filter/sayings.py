"""Patterns in their context: a saying that is only reported or condemned counts less."""

from collections.abc import Iterator

from comments.filter.context import Context, Noticed
from comments.filter.patterns import load_patterns
from comments.filter.usage import MENTION, frame_of


def noticed_sayings(file: str, context: Context) -> Iterator[Noticed]:
    """Sayings of one file of patterns, each as sure as its frame leaves it."""
    reading = context.reading
    for saying in load_patterns(file).find(reading):
        pattern = saying.pattern
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

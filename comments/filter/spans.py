"""Ranges of a text: whether they meet, and several as few."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from comments.domain.verdict import Span


def overlaps(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether a range touches one of some spans, which are apart and in order."""
    after = bisect_left(spans, end, key=lambda span: span[0])
    return after > 0 and spans[after - 1][1] > start


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return tuple(apart)

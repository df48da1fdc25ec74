"""Cutting a long text into windows that a learned tier can judge one by one."""

from collections.abc import Iterator, Sequence
from typing import Final

from comments.filter.text import STOP, Word

WINDOW: Final = 50  # words; most sentences that offend are shorter
OVERFULL: Final = 80  # a sentence without an end is cut here
SHORT: Final = 60  # a text up to this length is one window

Range = tuple[int, int]


def windows(words: Sequence[Word]) -> list[Range]:
    """Half-open ranges of words: sentences, put together up to a window's length.

    One insult in a long letter would drown in all the rest; in its window it does not.
    """
    if len(words) <= SHORT:
        return [(0, len(words))] if words else []
    return list(_grouped(words))


def _grouped(words: Sequence[Word]) -> Iterator[Range]:
    start = sentence = 0
    for index, word in enumerate(words, start=1):
        if index - start > OVERFULL:
            yield start, (cut := sentence if sentence > start else index - 1)
            start = sentence = cut
        if word.text == STOP:
            if index - start > WINDOW and sentence > start:
                yield start, sentence
                start = sentence
            sentence = index
    if start < len(words):
        yield start, len(words)

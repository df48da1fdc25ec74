"""A typed text in its normal form: plain letters and words, each with its exact place.

Every letter and every word remembers the code points it was typed with, so that a
finding can mark exactly what the author wrote.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from comments.domain.verdict import Span
from comments.filter.folding import fold

STOP: Final = "."  # stands between sentences, so that no phrase is found across two
LINK: Final = "link"  # stands for an address: its letters are nobody's words

ENTITY: Final = re.compile(
    r"&(?:#(?P<decimal>\d{1,6})|#x(?P<hex>[0-9a-f]{1,5})"
    r"|(?P<name>amp|lt|gt|quot|nbsp|shy|apos));",
    re.IGNORECASE,
)
NAMED_ENTITIES: Final = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "nbsp": " ",
    "shy": "\u00ad",
    "apos": "'",
}
# No opening mark inside: a row of them would be read again from each one.
QUOTE: Final = re.compile(
    r'"[^"\n]{1,300}"|[“„«][^”“„«»\n]{1,300}[”“»]'
    r"|(?<!\w)'[^'\n]{2,120}'(?!\w)|(?<!\w)‘[^‘’\n]{1,120}’(?!\w)"
)


class Word(NamedTuple):
    """One plain word and the half-open range it was typed in."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """Plain letters, and for each of them where its character starts in the text.

    `starts` has one more entry than there are letters: the length of the typed text.
    """

    letters: str
    starts: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The typed range of letters start..end, whole characters only."""
        last = self.starts[end - 1]
        while end < len(self.letters) and self.starts[end] == last:
            end += 1
        return self.starts[start], self.starts[end]


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text, also as one line with a space around each word.

    Phrases and patterns are looked for in `line`; `place` leads from there back to
    the words, and `span` back to the typed text.  `quoted` are the ranges between
    quotation marks.
    """

    typed: str
    words: tuple[Word, ...]
    line: str
    starts: tuple[int, ...]
    quoted: tuple[Span, ...]

    def place(self, offset: int) -> int:
        """The index of the word that holds this offset of the line."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def word_at(self, place: int) -> int:
        """The index of the word that was typed at a place of the text."""
        after = bisect_right(self.words, place, key=lambda word: word.start)
        return max(0, after - 1)

    def span(self, first: int, last: int) -> Span:
        """The typed range from one word to another, both included."""
        return self.words[first].start, self.words[last].end

    def typed_word(self, index: int) -> str:
        """A word as it was typed; nothing when there is no such word."""
        if not 0 <= index < len(self.words):
            return ""
        word = self.words[index]
        return self.typed[word.start : word.end]

    def line_of(self, first: int, last: int) -> str:
        """The words from one to another, both included, as a line."""
        return as_line(self.words[first : last + 1])

    def before(self, index: int, count: int) -> str:
        """Up to `count` words before a word, as a line."""
        return as_line(self.words[max(0, index - count) : index])

    def after(self, index: int, count: int) -> str:
        """Up to `count` words after a word, as a line."""
        return as_line(self.words[index + 1 : index + 1 + count])


def as_line(words: Sequence[Word]) -> str:
    """Words with a space around each."""
    return "".join([" ", *[word.text + " " for word in words]])


def reading_of(text: str, words: Sequence[Word]) -> Reading:
    """Put the words of a text together for the matchers."""
    starts = []
    position = 1
    for word in words:
        starts.append(position)
        position += len(word.text) + 1
    return Reading(
        typed=text,
        words=tuple(words),
        line=as_line(words),
        starts=tuple(starts),
        quoted=tuple(match.span() for match in QUOTE.finditer(text)),
    )


def fold_text(text: str) -> Folded:
    """Fold a whole text, keeping the place of every letter."""
    if text.isascii() and "&" not in text:
        return Folded(text.lower(), range(len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    for position, character in _characters(text):
        plain = fold(character)
        letters.append(plain)
        starts.extend([position] * len(plain))
    return Folded("".join(letters), [*starts, len(text)])


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """Characters with their places; an HTML entity counts as the one it shows."""
    position = 0
    for match in ENTITY.finditer(text):
        yield from enumerate(text[position : match.start()], start=position)
        yield match.start(), _shown_by(match)
        position = match.end()
    yield from enumerate(text[position:], start=position)


def _shown_by(entity: re.Match[str]) -> str:
    if entity["name"]:
        return NAMED_ENTITIES[entity["name"].lower()]
    number = int(entity["decimal"] or entity["hex"], 10 if entity["decimal"] else 16)
    return chr(number) if number < 0x110000 else " "

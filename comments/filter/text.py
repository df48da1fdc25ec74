"""A typed text in its normal form: plain letters and words, each with its exact place.

Every letter and every word remembers the code points it was typed with, so that a
finding can mark exactly what the author wrote.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
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
# No opening mark inside: a row of them would be read again from each one.  They stand
# together in front, so that all other letters are passed over at once.
QUOTE: Final = re.compile(
    r"""["'“„«‘](?:(?<=")[^"\n]{1,300}"|(?<=[“„«])[^”“„«»\n]{1,300}[”“»]"""
    r"""|(?<=')(?<!\w')[^'\n]{2,120}'(?!\w)|(?<=‘)(?<!\w‘)[^‘’\n]{1,120}’(?!\w))"""
)

Part = tuple[str, int, int]  # a word, and the letters it was read from


class Word(NamedTuple):
    """One plain word and the half-open range it was typed in."""

    text: str
    start: int
    end: int


# A text has so many of them that their constructor's own call would show.
as_word: Final = partial[Word](tuple.__new__, Word)


@dataclass(frozen=True, slots=True)
class Folded:
    """Plain letters, and for each of them where its character starts in the text.

    `starts` has one more entry than there are letters: the length of the typed text.
    """

    letters: str
    starts: Sequence[int]

    def place(self, parts: Iterable[Part]) -> list[Word]:
        """Words with the places they were typed at, whole characters only."""
        if not isinstance(self.starts, range):
            starts = self.starts
            # A word may stop in the midst of the letters that a picture stands for.
            parts = [
                (
                    word,
                    starts[first],
                    starts[bisect_right(starts, starts[end - 1], end)],
                )
                for word, first, end in parts
            ]
        return list(map(as_word, parts))


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

    def places(self) -> dict[str, list[int]]:
        """The indexes of each word, by its text."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            places[word[0]].append(index)
        return places

    def typed_word(self, index: int) -> str:
        """A word as it was typed; nothing when there is no such word."""
        if not 0 <= index < len(self.words):
            return ""
        word = self.words[index]
        return self.typed[word.start : word.end]

    def line_of(self, first: int, last: int) -> str:
        """The words from one to another, both included, as a line."""
        return self._line(slice(first, last + 1))

    def before(self, index: int, count: int) -> str:
        """Up to `count` words before a word, as a line."""
        return self._line(slice(max(0, index - count), index))

    def after(self, index: int, count: int) -> str:
        """Up to `count` words after a word, as a line."""
        return self._line(slice(index + 1, index + 1 + count))

    def _line(self, range_: slice) -> str:
        return as_line([word.text for word in self.words[range_]])


def as_line(words: Iterable[str]) -> str:
    """Words with a space around each."""
    return " ".join(["", *words, ""])


def reading_of(text: str, words: Sequence[Word]) -> Reading:
    """Put the words of a text together for the matchers."""
    texts = [word[0] for word in words]
    starts = accumulate([len(word) + 1 for word in texts], initial=1)
    return Reading(
        typed=text,
        words=tuple(words),
        line=as_line(texts),
        starts=tuple(starts)[:-1],
        quoted=tuple([match.span() for match in QUOTE.finditer(text)]),
    )


def fold_text(text: str) -> Folded:
    """Fold a whole text, keeping the place of every letter."""
    if text.isascii() and "&" not in text:
        return Folded(text.lower(), range(len(text) + 1))
    places, characters = _characters(text)
    plain = list(map(fold, characters))
    starts = [place for place, shown in zip(places, plain, strict=True) for _ in shown]
    return Folded("".join(plain), [*starts, len(text)])


def _characters(text: str) -> tuple[Sequence[int], Sequence[str]]:
    """Characters after their places; an HTML entity counts as the one it shows."""
    places: list[int] = []
    characters: list[str] = []
    position = 0
    for match in ENTITY.finditer(text):
        places += range(position, match.start() + 1)
        characters += [*text[position : match.start()], _shown_by(match)]
        position = match.end()
    places += range(position, len(text))
    return places, characters + list(text[position:])


def _shown_by(entity: re.Match[str]) -> str:
    if entity["name"]:
        return NAMED_ENTITIES[entity["name"].lower()]
    number = int(entity["decimal"] or entity["hex"], 10 if entity["decimal"] else 16)
    return chr(number) if number < 0x110000 else " "

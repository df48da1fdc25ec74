"""A typed text as the matchers read it: plain words, each with its exact place.

The text is folded to plain letters (see folding), split into words, and disguises are
undone (see disguise).  Every word remembers the code points it was typed with, so that
a finding can mark exactly what the author wrote.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from comments.domain.verdict import Span
from comments.filter.contractions import expand
from comments.filter.folding import fold

FEWEST_LETTERS: Final = 3  # in a row: shorter runs are initials
LETTER_WORDS: Final = frozenset("aiu")
STOP: Final = "."  # stands between sentences, so that no phrase is found across two
LINK: Final = "link"  # stands for an address: its letters are nobody's words
LONGEST_WORD: Final = (
    24  # longer words mean nothing to any matcher; cut, work is bounded
)

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
CHUNK: Final = re.compile(r"\S+|\n+")
PIECE: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
ADDRESS: Final = re.compile(r"https?://|www\.|\S{1,64}@\S{1,64}\.", re.IGNORECASE)
EDGE: Final = ".,;:!?\"'()[]{}<>-~/\\|*_#=+^"
QUOTE: Final = re.compile(
    r'"[^"\n]{1,300}"|[“„«][^”“»\n]{1,300}[”“»]'
    r"|(?<!\w)'[^'\n]{2,120}'(?!\w)|(?<!\w)‘[^’\n]{1,120}’(?!\w)"
)
ENDS_SENTENCE: Final = re.compile(r"[.!?;:]")

Undisguise = Callable[[str], str | None]


class Word(NamedTuple):
    """One plain word and the half-open range it was typed in."""

    text: str
    start: int
    end: int
    disguised: bool = False


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
    quoted: tuple[Span, ...] = ()

    def place(self, offset: int) -> int:
        """The index of the word that holds this offset of the line."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, first: int, last: int) -> Span:
        """The typed range from one word to another, both included."""
        return self.words[first].start, self.words[last].end

    def line_of(self, first: int, last: int) -> str:
        """The words from one to another, both included, as a line."""
        return self._line(first, last + 1)

    def before(self, index: int, count: int) -> str:
        """Up to `count` words before a word, as a line."""
        return self._line(max(0, index - count), index)

    def after(self, index: int, count: int) -> str:
        """Up to `count` words after a word, as a line."""
        return self._line(index + 1, index + 1 + count)

    def _line(self, start: int, end: int) -> str:
        return "".join([" ", *(word.text + " " for word in self.words[start:end])])


def read(text: str, undisguise: Undisguise) -> Reading:
    """Read a text as plain words; `undisguise` knows the words worth unmasking."""
    words = tuple(_close_gaps(list(_words(fold_text(text), undisguise)), undisguise))
    starts = []
    position = 1
    for word in words:
        starts.append(position)
        position += len(word.text) + 1
    line = "".join([" ", *(word.text + " " for word in words)])
    quoted = tuple(match.span() for match in QUOTE.finditer(text))
    return Reading(text, words, line, tuple(starts), quoted)


def _words(folded: Folded, undisguise: Undisguise) -> Iterator[Word]:
    for match in CHUNK.finditer(folded.letters):
        chunk, start = match.group(), match.start()
        if chunk.isalpha():
            yield from _alphabetic(folded, chunk, start, undisguise)
        elif chunk[0] == "\n":
            yield Word(STOP, *folded.span(start, start + 1))
        elif ADDRESS.match(chunk):
            yield Word(LINK, *folded.span(start, match.end()))
        else:
            yield from _mixed(folded, chunk, start, undisguise)


def _close_gaps(words: list[Word], undisguise: Undisguise) -> Iterator[Word]:
    """Put together a word that was typed with a space after each letter."""
    index = 0
    if sum(word.end - word.start == 1 for word in words) < FEWEST_LETTERS:
        index = len(words)
        yield from words
    while index < len(words):
        end = index
        while end < len(words) and end - index < LONGEST_WORD and _letter(words[end]):
            end += 1
        if end - index >= FEWEST_LETTERS:
            yield from _spelled_out(words[index:end], undisguise)
        else:
            end = max(end, index + 1)
            yield from words[index:end]
        index = end


def _letter(word: Word) -> str:
    """The single letter a word was typed as; nothing for longer words."""
    if word.end - word.start == 1 and word.text == "you":
        return "u"
    return word.text if len(word.text) == 1 and word.text.isalnum() else ""


def _spelled_out(letters: list[Word], undisguise: Undisguise) -> Iterator[Word]:
    """The word in a run of letters; the first one may be a word itself."""
    firsts = 2 if _letter(letters[0]) in LETTER_WORDS and len(letters) > 3 else 1
    for skipped in range(firsts):
        rest = letters[skipped:]
        unmasked = undisguise("-".join(_letter(word) for word in rest))
        if unmasked is not None:
            yield from letters[:skipped]
            yield Word(unmasked, rest[0].start, rest[-1].end, disguised=True)
            return
    yield from letters


def _alphabetic(
    folded: Folded, chunk: str, start: int, undisguise: Undisguise
) -> Iterator[Word]:
    span = folded.span(start, start + len(chunk))
    plain = expand(chunk)
    if plain is None and (unmasked := undisguise(chunk)) is not None:
        for word in unmasked.split():
            yield Word(word, *span, disguised=True)
        return
    for word in plain or (chunk,):
        yield Word(word[:LONGEST_WORD], *span)


def _mixed(
    folded: Folded, chunk: str, start: int, undisguise: Undisguise
) -> Iterator[Word]:
    """A chunk with marks or digits in it: a disguise, or words side by side."""
    core = chunk.strip(EDGE)
    offset = start + chunk.find(core) if core else start
    if core.isalpha():
        yield from _alphabetic(folded, core, offset, undisguise)
    elif (disguise := _unmask(chunk, undisguise)) is not None:
        unmasked, core = disguise
        offset = start + chunk.find(core)
        span = folded.span(offset, offset + len(core))
        for word in unmasked.split():
            yield Word(word, *span, disguised=True)
    else:
        yield from _pieces(folded, core, offset, undisguise)
    if ENDS_SENTENCE.search(chunk, offset - start + len(core)):
        yield Word(STOP, *folded.span(start + len(chunk) - 1, start + len(chunk)))


def _unmask(chunk: str, undisguise: Undisguise) -> tuple[str, str] | None:
    """Try the chunk whole, then without the marks that may merely surround it.

    Returns the words behind the disguise, and the disguise.
    """
    right = chunk.rstrip(".,;:!?\"')]}")
    for candidate in dict.fromkeys((chunk, right, right.lstrip("\"'([{"))):
        if candidate and (unmasked := undisguise(candidate)) is not None:
            return unmasked, candidate
    return None


def _pieces(
    folded: Folded, core: str, offset: int, undisguise: Undisguise
) -> Iterator[Word]:
    end = 0
    for match in PIECE.finditer(core):
        if end and ENDS_SENTENCE.search(core, end, match.start()):
            yield Word(STOP, *folded.span(offset + end, offset + match.start()))
        piece, end = match.group(), match.end()
        span = folded.span(offset + match.start(), offset + end)
        plain = expand(piece)
        unmasked = None if plain else undisguise(piece)
        for word in plain or (unmasked or piece).split():
            yield Word(word[:LONGEST_WORD], *span, disguised=unmasked is not None)

"""From plain letters to plain words, with short forms spelled out, disguises undone."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from comments.filter.contractions import expand
from comments.filter.text import (
    LINK,
    STOP,
    Part,
    Reading,
    Word,
    fold_text,
    reading_of,
)

LONGEST_WORD: Final = (
    24  # longer words mean nothing to any matcher; cut, work is bounded
)
LONGEST_PIECE: Final = 60  # nor is any disguise longer
REMEMBERED_WORDS: Final = 32_768  # most words of a board are the same few thousand
FEWEST_LETTERS: Final = 3  # typed apart, in a row: fewer are initials
LETTER_WORDS: Final = frozenset({"a", "i", "you"})

CHUNK: Final = re.compile(r"\S+|\n+")
PIECE: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
NAME_PIECE: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\dA-Za-z_]+")
ADDRESS: Final = re.compile(r"https?://|www\.|\S{1,64}@\S{1,64}\.", re.IGNORECASE)
EDGE: Final = ".,;:!?\"'()[]{}<>-~/\\|*_#=+^"
CLOSING: Final = ".,;:!?\"')]}"
OPENING: Final = "\"'([{"
STARS: Final = re.compile(r"\w[*_]{2}")  # s***, but not **bold**
ENDS_SENTENCE: Final = re.compile(r"[.!?;:]")

Undisguise = Callable[[str], str | None]


def read(text: str, undisguise: Undisguise) -> Reading:
    """Read a text as plain words; `undisguise` knows the words worth unmasking."""
    folded = fold_text(text)
    parts: list[Part] = []
    for match in CHUNK.finditer(folded.letters):
        chunk, start = match[0], match.start()
        usual = len(chunk) <= LONGEST_PIECE
        read_parts = parts_of if usual else _read_chunk
        for word, first, end in read_parts(chunk, undisguise):
            parts.append((word, start + first, start + end))
    return reading_of(text, _close_gaps(folded.place(parts), undisguise))


@lru_cache(maxsize=REMEMBERED_WORDS)
def parts_of(chunk: str, undisguise: Undisguise) -> tuple[Part, ...]:
    """The words that a chunk stands for; mostly its own."""
    return tuple(_read_chunk(chunk, undisguise))


def read_name(name: str, undisguise: Undisguise) -> Reading:
    """Read a display name as the words run together in it: IHateRain, rain_hater."""
    words: list[Word] = []
    for match in NAME_PIECE.finditer(name):
        letters = fold_text(match.group()).letters
        plain = (undisguise(letters) or letters).split()
        words.extend(Word(word[:LONGEST_WORD], *match.span()) for word in plain)
    return reading_of(name, words)


def _read_chunk(chunk: str, undisguise: Undisguise) -> list[Part]:
    if chunk.isalpha():
        return [(word, 0, len(chunk)) for word in _words_of(chunk, undisguise)]
    if chunk[0] == "\n":
        return [(STOP, 0, 1)]
    if ADDRESS.match(chunk):
        return [(LINK, 0, len(chunk))]
    return _read_mixed(chunk, undisguise)


def _words_of(piece: str, undisguise: Undisguise) -> Sequence[str]:
    """What a piece without marks says: its own word, or those it stands for."""
    if (plain := expand(piece)) is not None:
        return plain
    unmasked = undisguise(piece) if len(piece) <= LONGEST_PIECE else None
    return (piece[:LONGEST_WORD],) if unmasked is None else unmasked.split()


def _read_mixed(chunk: str, undisguise: Undisguise) -> list[Part]:
    """A chunk with marks or digits in it: a disguise, or words side by side."""
    core = chunk.strip(EDGE)
    plain = core.isalpha() and not STARS.search(chunk)
    disguise = None if plain else _unmask(chunk, undisguise)
    if disguise is not None:
        unmasked, core = disguise
        start = chunk.find(core)
        parts = [(word, start, start + len(core)) for word in unmasked.split()]
    else:
        start = chunk.find(core) if core else 0
        parts = _read_pieces(core, start, undisguise)
    if ENDS_SENTENCE.search(chunk, start + len(core)):
        parts.append((STOP, len(chunk) - 1, len(chunk)))
    return parts


def _unmask(chunk: str, undisguise: Undisguise) -> tuple[str, str] | None:
    """Try the chunk whole, then without the marks that may merely surround it.

    Returns the words behind the disguise, and the disguise.
    """
    right = chunk.rstrip(CLOSING)
    for candidate in dict.fromkeys((chunk, right, right.lstrip(OPENING))):
        if candidate and (unmasked := undisguise(candidate)) is not None:
            return unmasked, candidate
    return None


def _read_pieces(core: str, offset: int, undisguise: Undisguise) -> list[Part]:
    parts: list[Part] = []
    reached = 0
    for match in PIECE.finditer(core):
        start, end = match.span()
        if reached and ENDS_SENTENCE.search(core, reached, start):
            parts.append((STOP, offset + reached, offset + start))
        for word in _words_of(match[0], undisguise):
            parts.append((word, offset + start, offset + end))  # noqa: PERF401 (most are single)
        reached = end
    return parts


def _close_gaps(words: list[Word], undisguise: Undisguise) -> list[Word]:
    """Put together each word that was typed with a space after every letter."""
    letters = [
        number
        for number, (text, start, end) in enumerate(words)
        if end - start == 1 and (len(text) == 1 or text == "you") and text.isalnum()
    ]
    if not any(b - a == 2 for a, b in zip(letters, letters[2:], strict=False)):
        return words  # no three in a row
    closed: list[Word] = []
    reached = 0
    for first, end in _in_a_row(letters):
        closed += words[reached:first]
        closed += _spelled_out(words[first:end], undisguise)
        reached = end
    return closed + words[reached:]


def _in_a_row(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of numbers that follow one another, at most a word long."""
    first = end = numbers[0]
    for number in numbers:
        if number > end or number - first == LONGEST_WORD:
            yield first, end
            first = number
        end = number + 1
    yield first, end


def _letter(word: Word) -> str:
    return "u" if word.text == "you" else word.text


def _spelled_out(run: list[Word], undisguise: Undisguise) -> Iterator[Word]:
    """The word in a run of letters; the first one may be a word itself."""
    unmasked = None
    skipped = 0
    if len(run) >= FEWEST_LETTERS:
        unmasked = undisguise("-".join(map(_letter, run)))
        if (
            unmasked is None
            and len(run) > FEWEST_LETTERS
            and run[0].text in LETTER_WORDS
        ):
            skipped = 1
            unmasked = undisguise("-".join(map(_letter, run[1:])))
    if unmasked is None:
        yield from run
    else:
        yield from run[:skipped]
        yield Word(unmasked, run[skipped].start, run[-1].end)

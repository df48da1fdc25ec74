"""From plain letters to plain words, with short forms spelled out, disguises undone."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from comments.filter.contractions import expand
from comments.filter.text import (
    LINK,
    STOP,
    Folded,
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
    words: list[Word] = []
    for match in CHUNK.finditer(folded.letters):
        _read_chunk(folded, match.group(), match.start(), undisguise, words)
    return reading_of(text, _close_gaps(words, undisguise))


@lru_cache(maxsize=REMEMBERED_WORDS)
def plain_words(piece: str, undisguise: Undisguise) -> tuple[str, ...]:
    """The words a piece without marks stands for; mostly its own."""
    plain = expand(piece)
    if plain is None:
        unmasked = undisguise(piece) if len(piece) <= LONGEST_PIECE else None
        plain = (piece[:LONGEST_WORD],) if unmasked is None else tuple(unmasked.split())
    return plain


def read_name(name: str, undisguise: Undisguise) -> Reading:
    """Read a display name as the words run together in it: IHateRain, rain_hater."""
    words: list[Word] = []
    for match in NAME_PIECE.finditer(name):
        letters = fold_text(match.group()).letters
        plain = (undisguise(letters) or letters).split()
        words.extend(Word(word[:LONGEST_WORD], *match.span()) for word in plain)
    return reading_of(name, words)


def _read_chunk(
    folded: Folded,
    chunk: str,
    start: int,
    undisguise: Undisguise,
    words: list[Word],
) -> None:
    if chunk.isalpha():
        _add_words(folded, chunk, start, undisguise, words)
    elif chunk[0] == "\n":
        words.append(Word(STOP, *folded.span(start, start + 1)))
    elif ADDRESS.match(chunk):
        words.append(Word(LINK, *folded.span(start, start + len(chunk))))
    else:
        _read_mixed(folded, chunk, start, undisguise, words)


def _add_words(
    folded: Folded,
    piece: str,
    start: int,
    undisguise: Undisguise,
    words: list[Word],
) -> None:
    """Add what a piece without marks says: its own word, or those it stands for."""
    first, last = folded.span(start, start + len(piece))
    for word in plain_words(piece, undisguise):
        words.append(Word(word, first, last))  # noqa: PERF401 (most are single)


def _read_mixed(
    folded: Folded,
    chunk: str,
    start: int,
    undisguise: Undisguise,
    words: list[Word],
) -> None:
    """A chunk with marks or digits in it: a disguise, or words side by side."""
    core = chunk.strip(EDGE)
    plain = core.isalpha() and not STARS.search(chunk)
    disguise = None if plain else _unmask(chunk, undisguise)
    if disguise is not None:
        unmasked, core = disguise
        offset = start + chunk.find(core)
        span = folded.span(offset, offset + len(core))
        words.extend(Word(word, *span) for word in unmasked.split())
    else:
        offset = start + (chunk.find(core) if core else 0)
        _read_pieces(folded, core, offset, undisguise, words)
    if ENDS_SENTENCE.search(chunk, offset - start + len(core)):
        words.append(
            Word(STOP, *folded.span(start + len(chunk) - 1, start + len(chunk)))
        )


def _unmask(chunk: str, undisguise: Undisguise) -> tuple[str, str] | None:
    """Try the chunk whole, then without the marks that may merely surround it.

    Returns the words behind the disguise, and the disguise.
    """
    right = chunk.rstrip(CLOSING)
    for candidate in dict.fromkeys((chunk, right, right.lstrip(OPENING))):
        if candidate and (unmasked := undisguise(candidate)) is not None:
            return unmasked, candidate
    return None


def _read_pieces(
    folded: Folded,
    core: str,
    offset: int,
    undisguise: Undisguise,
    words: list[Word],
) -> None:
    end = 0
    for match in PIECE.finditer(core):
        if end and ENDS_SENTENCE.search(core, end, match.start()):
            words.append(Word(STOP, *folded.span(offset + end, offset + match.start())))
        _add_words(folded, match.group(), offset + match.start(), undisguise, words)
        end = match.end()


def _close_gaps(words: list[Word], undisguise: Undisguise) -> list[Word]:
    """Put together each word that was typed with a space after every letter."""
    letters = [n for n, word in enumerate(words) if _letter(word)]
    if not any(b - a == 2 for a, b in zip(letters, letters[2:], strict=False)):
        return words  # no three in a row
    closed: list[Word] = []
    index = 0
    while index < len(words):
        end = index
        while end < len(words) and end - index < LONGEST_WORD and _letter(words[end]):
            end += 1
        run = words[index : max(end, index + 1)]
        closed.extend(_spelled_out(run, undisguise))
        index += len(run)
    return closed


def _letter(word: Word) -> str:
    """The single letter a word was typed as; nothing for longer words."""
    if word.end - word.start != 1:
        return ""
    if word.text == "you":
        return "u"
    return word.text if word.text.isalnum() else ""


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

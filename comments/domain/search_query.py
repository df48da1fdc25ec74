"""What somebody looks for in texts: words, “phrases”, beginnings*, and -unwanted words.

Words are compared without capitals and accents, by one reading for the index, for the
question and for the marks in what was found, so that every database finds the same.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from comments.domain.verdict import Span

MOST_TERMS: Final = 12
MAX_QUERY: Final = 200  # code points
LONGEST_WORD: Final = 40  # longer ones are cut, in the index as in the question
SHORTEST_BEGINNING: Final = 2  # of one letter half of all words are found
REMEMBERED: Final = 16_384
LEAD: Final = 90  # code points shown before the first word that was found
SHOWN: Final = 280

# Scripts that put no spaces between words are read letter by letter.
UNSPACED: Final = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
ACCENTS: Final = "\u0300-\u036f"
PIECE: Final = re.compile(
    rf"[{UNSPACED}]|[^\W_{UNSPACED}](?:[^\W_{UNSPACED}]|[{ACCENTS}])*"
)
PLAIN: Final = re.compile(r"[^\W_]+")
TERM: Final = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row; of the last one only its beginning, if `begins`."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Terms that must all occur, and terms none of which may."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text around what was found, with the places of the found words."""

    text: str
    spans: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


def read_query(typed: str) -> SearchQuery:
    """Whatever somebody typed, as a question; no text is an error."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for match in TERM.finditer(typed[:MAX_QUERY]):
        words = tuple(words_of(match["phrase"] or match["word"] or ""))
        if not words or len(wanted) + len(unwanted) == MOST_TERMS:
            continue
        begins = (match["word"] or "").endswith("*")
        term = Term(words, begins and len(words[-1]) >= SHORTEST_BEGINNING)
        (unwanted if match["no"] else wanted).append(term)
    return SearchQuery(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def words_of(text: str) -> list[str]:
    """The words of a text in its order, as they are compared."""
    return [word for word, _, _ in _placed(text)]


def found_spans(text: str, query: SearchQuery) -> list[Span]:
    """Where the wanted words stand in a text."""
    placed = list(_placed(text))
    words = [word for word, _, _ in placed]
    spans: dict[Span, None] = {}
    for term in query.wanted:
        for first in _places(words, term):
            for _, start, end in placed[first : first + len(term.words)]:
                spans[start, end] = None
    return sorted(spans)


def snippet_of(text: str, query: SearchQuery) -> Snippet:
    """The part of a text around the first wanted word; the beginning without one."""
    spans = found_spans(text, query)
    first = spans[0][0] if spans else 0
    start = _space_after(text, first - LEAD, first) if first > LEAD else 0
    end = min(len(text), start + SHOWN)
    inside = tuple((a - start, b - start) for a, b in spans if b <= end)
    return Snippet(text[start:end], inside, start > 0, end < len(text))


def _space_after(text: str, start: int, latest: int) -> int:
    for place in range(start, latest):
        if text[place].isspace():
            return place + 1
    return start


def _places(words: Sequence[str], term: Term) -> Iterator[int]:
    *before, last = term.words
    for first in range(len(words) - len(before)):
        at_end = words[first + len(before)]
        fits = at_end.startswith(last) if term.begins else at_end == last
        if fits and list(words[first : first + len(before)]) == before:
            yield first


def _placed(text: str) -> Iterator[tuple[str, int, int]]:
    for match in PIECE.finditer(text):
        for word in _plain(match[0]):
            yield word, match.start(), match.end()


@lru_cache(maxsize=REMEMBERED)
def _plain(piece: str) -> tuple[str, ...]:
    """A piece without capitals and accents; a sign like ½ may be two words."""
    spread = unicodedata.normalize("NFKD", piece).casefold()
    bare = "".join(c for c in spread if not unicodedata.category(c).startswith("M"))
    return tuple(word[:LONGEST_WORD] for word in PLAIN.findall(bare))

"""A text as the word pieces that the encoder was taught, each with its place.

Words are cut greedily into the longest pieces of the vocabulary.  Written here because
the libraries that do it bring a dozen network packages along, which a filter that never
leaves its process has no use for.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from comments.domain.verdict import Span

START: Final = "[CLS]"
END: Final = "[SEP]"
UNKNOWN: Final = "[UNK]"
LONGEST_WORD: Final = 100  # letters; a longer word is unknown
# A word, or a single mark or Chinese character.
TOKEN: Final = re.compile(
    r"[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\w\s\x00-\x1f\x7f]|_|[\u3400-\u9fff\uf900-\ufaff]"
)


class Piece(NamedTuple):
    """A word piece's number and the half-open range it stands for."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces that the encoder knows, by their text."""

    numbers: Mapping[str, int]

    def cut(self, text: str, most: int) -> list[Piece]:
        """Cut a text into at most `most` pieces, the two that frame it included."""
        pieces = [Piece(self.numbers[START], (0, 0))]
        for piece in self._pieces(text):
            if len(pieces) == most - 1:
                break
            pieces.append(piece)
        return [*pieces, Piece(self.numbers[END], (0, 0))]

    def _pieces(self, text: str) -> Iterator[Piece]:
        letters, places = _plain(text)
        for match in TOKEN.finditer(letters):
            yield from self._of_word(match.group(), match.start(), places)

    def _of_word(self, word: str, offset: int, places: list[int]) -> Iterator[Piece]:
        found = self._longest_pieces(word)
        if found is None:
            found = [(self.numbers[UNKNOWN], 0, len(word))]
        for number, start, end in found:
            first, last = places[offset + start], places[offset + end - 1]
            yield Piece(number, (first, last + 1))

    def _longest_pieces(self, word: str) -> list[tuple[int, int, int]] | None:
        """Number, start and end of each piece; None when some part is unknown."""
        found: list[tuple[int, int, int]] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            end = len(word)
            while end > start and self._number(word, start, end) is None:
                end -= 1
            number = self._number(word, start, end)
            if number is None:
                return None
            found.append((number, start, end))
            start = end
        return found or None

    def _number(self, word: str, start: int, end: int) -> int | None:
        piece = word[start:end]
        return self.numbers.get(f"##{piece}" if start else piece)


def read_vocabulary(text: str) -> Vocabulary:
    """Read a vocabulary of one piece a line."""
    return Vocabulary({piece: n for n, piece in enumerate(text.splitlines())})


def _plain(text: str) -> tuple[str, list[int]]:
    """Lower case without accents, and for each letter its place in the text."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFD", character.lower()):
            if (
                unicodedata.category(letter) not in {"Mn", "Cc", "Cf"}
                or letter.isspace()
            ):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places

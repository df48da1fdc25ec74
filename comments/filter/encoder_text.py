"""The text as the encoder reads it: emoji spelled out, invisible marks left out."""

import unicodedata
from functools import lru_cache
from typing import Final

FIRST_SYMBOL: Final = 0x2190  # arrows, dingbats and pictures begin here
LEFT_OUT: Final = ("Mn", "Cf", "Sk", "Cs", "Co")  # marks, joiners, skin tones


def encoder_text(text: str) -> tuple[str, list[int]]:
    """Return the text to encode, and for each of its characters its place in `text`.

    The places have one more entry than there are characters: the length of `text`.
    Word pieces know no emoji, so each is spelled by its Unicode name.
    """
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = character if ord(character) < FIRST_SYMBOL else _spelled(character)
        characters.append(plain)
        places.extend([place] * len(plain))
    return "".join(characters), [*places, len(text)]


@lru_cache(4096)
def _spelled(character: str) -> str:
    category = unicodedata.category(character)
    if category in LEFT_OUT:
        return ""
    if category != "So":
        return character
    return f" {unicodedata.name(character, '').lower()} "

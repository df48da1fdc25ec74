"""Initials on a colour: the board fetches nobody's picture from anywhere."""

import unicodedata
from typing import Final
from zlib import crc32

HUES: Final = 12  # as many as board.css has classes


def hue(name: str) -> int:
    """Which of the colours stands for a name; always the same one."""
    return crc32(name.encode()) % HUES


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(_first_letter(word) for word in chosen)


def _first_letter(word: str) -> str:
    letters = (sign for sign in word if unicodedata.category(sign)[0] in "LN")
    return next(letters, "").upper()[:1]

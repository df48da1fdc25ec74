"""Which passwords are too easy to guess to protect an account."""

import re
from collections.abc import Callable
from typing import Final

from comments.domain.phrases import Phrase

SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 128
SHORTEST_STEM: Final = 4

# What somebody who guesses here in particular would try besides the world's favourites.
OUR_WORDS: Final = frozenset(
    "changethis comment comments editor moderator newspaper newsroom parley reader "
    "report reporter".split()
)
LETTERS_MEANT: Final = str.maketrans("@4301!5$7", "aaeollsst")
ROWS: Final = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1q2w3e4r5t6y7u8i9o0p",
    "zaq12wsxcde34rfv",
    "!@#$%^&*()",
)


class UnfitPassword(ValueError):
    """A password that protects nothing, with a sentence that says why."""


def check_password(password: str, name: str, is_popular: Callable[[str], bool]) -> None:
    """Let a password pass, or raise UnfitPassword; any character is allowed.

    `is_popular` knows the passwords that every guessing tool tries first.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise UnfitPassword(
            Phrase(
                "A password has at least %(shortest_password)s characters.",
                shortest_password=SHORTEST_PASSWORD,
            )
        )
    if len(password) > LONGEST_PASSWORD:
        raise UnfitPassword(
            Phrase(
                "A password has at most %(longest_password)s characters.",
                longest_password=LONGEST_PASSWORD,
            )
        )
    if _is_pattern(password.casefold()) or _is_name(password, name):
        raise _guessable()
    if any(word in OUR_WORDS or is_popular(word) for word in _cores(password)):
        raise _guessable()


def _guessable() -> UnfitPassword:
    return UnfitPassword(
        Phrase(
            "This password is among the first that anybody would try. "
            "Three or four unrelated words make a good one."
        )
    )


def _cores(password: str) -> set[str]:
    """The password as it is, and what is left without the usual additions."""
    plain = password.casefold()
    core = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", plain)
    meant = re.sub(r"[\W_]", "", core.translate(LETTERS_MEANT))
    stems = {stem for stem in (core, meant, _half(meant)) if len(stem) >= SHORTEST_STEM}
    return {plain} | stems


def _half(word: str) -> str:
    middle = len(word) // 2
    return word[:middle] if word[:middle] == word[middle:] else word


def _is_pattern(password: str) -> bool:
    return len(set(password)) <= 3 or _repeats(password) or _runs(password)


def _repeats(password: str) -> bool:
    # "abcabcabc" is found inside itself once it is shifted.
    unit = (password + password).find(password, 1)
    return unit < len(password) and unit <= 4


def _runs(password: str) -> bool:
    rows = ROWS + tuple(row[::-1] for row in ROWS)
    pieces = re.findall(r"[a-z]+|\d+|[^a-z\d]+", password)
    whole = any(password in row for row in rows)
    return whole or all(any(piece in row for row in rows) for piece in pieces)


def _is_name(password: str, name: str) -> bool:
    letters = re.sub(r"[\W\d_]", "", password.casefold())
    return bool(letters) and letters == re.sub(r"[\W\d_]", "", name.casefold())

"""Display names: which are allowed, and which look the same to a reader."""

import re
import unicodedata
from typing import Final

from comments.domain.phrases import Phrase

SHORTEST_NAME: Final = 2
LONGEST_NAME: Final = 40
LONGEST_FOLD: Final = 200  # a few characters unfold into whole words
PUNCTUATION: Final = frozenset(" .'’-_")

# Letters by category that show nothing, so that a name of them would look empty.
INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
MOST_MARKS: Final = 4  # in a row: more climb over the neighbouring lines

# What a reader takes for a Latin letter, letter by letter.
LOOK_ALIKES: Final = str.maketrans(
    {
        pair[0]: pair[1]
        for pair in (
            "аa еe оo рp сc уy хx іl ӏl јj ѕs ԁd һh ԛq ԝw вb кk мm нh тt зe "
            "αa εe ιl κk νv οo ρp τt υu χx γy ηn ωw βb "
            "օo սu հh ոn ցg ɑa ɡg ıl ℓl ǀl ʟl øo ðd łl đd ħh 0o 1l il |l !l"
        ).split()
    }
)
LOOK_ALIKE_PAIRS: Final = (("rn", "m"), ("vv", "w"))

STAFF_WORDS: Final = (
    "admin administrator administration editor editors editorial moderator moderators "
    "moderation moderated mod mods newsroom official parley root staff superuser "
    "support sysadmin system team webmaster"
)


class UnfitName(ValueError):
    """A name that nobody may have, with a sentence that says why."""


def fold_name(name: str) -> str:
    """Return what two names share when a reader would take one for the other."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = unicodedata.normalize("NFKD", decomposed).translate(LOOK_ALIKES)
    letters = "".join(character for character in plain if character.isalnum())
    for pair, letter in LOOK_ALIKE_PAIRS:
        letters = letters.replace(pair, letter)
    return letters


RESERVED: Final = frozenset(fold_name(word) for word in STAFF_WORDS.split())


def tidy_name(typed: str) -> str:
    """Return the name as it will be shown, or raise UnfitName."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise UnfitName(
            Phrase(
                "A name has %(shortest_name)s to %(longest_name)s characters.",
                shortest_name=SHORTEST_NAME,
                longest_name=LONGEST_NAME,
            )
        )
    if not all(map(_may_stand_in_a_name, name)) or _climbs(name):
        raise UnfitName("A name may have letters, digits, spaces and . ' - _ only.")
    if not 0 < len(fold_name(name)) <= LONGEST_FOLD:
        raise UnfitName(Phrase("A name needs a letter or a digit."))
    return name


def sounds_official(name: str) -> bool:
    """Whether readers would take the bearer of this name for the newsroom's staff."""
    words = re.split(r"[\W_]+", name)
    joined = fold_name(name).strip("0123456789ol")
    folds = {fold_name(word) for word in words} | {fold_name(name), joined}
    return bool(folds & RESERVED)


def _climbs(name: str) -> bool:
    marks = "".join("M" if unicodedata.combining(c) else " " for c in name)
    return "M" * (MOST_MARKS + 1) in marks


def _may_stand_in_a_name(character: str) -> bool:
    if character in INVISIBLE:
        return False
    category = unicodedata.category(character)
    return character in PUNCTUATION or category[0] in "LM" or category == "Nd"

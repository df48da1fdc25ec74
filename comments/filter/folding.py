"""One typed character to the plain letters it stands for.

Only the matchers see folded letters.  What is stored, shown and marked is the text as
its author typed it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# A few compatibility characters unfold into whole sentences (U+FDFA: eighteen letters).
# Nobody hides a word in those; their first letter stands for them.
MOST_LETTERS_PER_CHARACTER: Final = 4

# Letters of other alphabets that a reader takes for a Latin one.  Accents and styled
# letters need no entry: decomposition and the character names take care of those.
LOOK_ALIKES: Final = {
    pair[0]: pair[1]
    for pair in (
        # Cyrillic
        "аa бb вb гr сc ԁd еe һh іi јj кk ӏl мm нh оo пn рp ѕs тt уy хx ѵv ԛq ԝw ьb "
        "яr иn зe чy "
        # Greek
        "αa βb γy εe ηn ιi κk νv οo πn ρp τt υu χx ωw σo "
        # Armenian
        "ոn սu օo հh ցg ԍg քp զq յj ѡw"
    ).split()
}
APOSTROPHES: Final = "’‘ʼ＇`´ʹ′"
QUOTATION_MARKS: Final = "“”„«»‟″＂"
SYMBOLS: Final = (
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "¡": "!",
        "§": "s",
        "€": "e",
        "¢": "c",
        "¥": "y",
        "×": "x",
        "∗": "*",
        "＊": "*",
        "•": "*",
        "…": "...",
        "–": "-",
        "—": " - ",
        "‐": "-",
        "‑": "-",
        "−": "-",
    }
    | dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(QUOTATION_MARKS, '"')
)

# Pictures that stand for a word in the attacks they are used in.
PICTURES: Final = {
    picture: f" {word} "
    for word, pictures in {
        "shoot": "🔫",
        "stab": "🔪🗡",
        "bomb": "💣",
        "punch": "👊🤛🤜🥊",
        "dead": "☠⚰",
        "jews": "✡",
        "muslims": "☪🧕🕌",
        "monkeys": "🐒🐵🙈",
        "rats": "🐀",
        "pigs": "🐖🐷",
        "fuck you": "🖕",
    }.items()
    for picture in pictures
}

# Blanks that are letters or symbols by category, yet show nothing.
INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\ufffc")

LATIN_BY_NAME: Final = re.compile(
    r"(?:LATIN (?:SMALL|CAPITAL) LETTER (?:SCRIPT |TURNED |OPEN |REVERSED |LONG )?"
    r"|LATIN LETTER SMALL CAPITAL |REGIONAL INDICATOR SYMBOL LETTER "
    r"|NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER "
    r"|(?:MODIFIER LETTER|COMBINING LATIN) (?:SMALL|CAPITAL)(?: LETTER)? )"
    r"([A-Z])(?: WITH .{1,60})?"
)


@lru_cache(maxsize=65536)
def fold(character: str) -> str:
    """Return the plain form of one character; nothing when it shows nothing."""
    if character in PICTURES:
        return PICTURES[character]
    if character in SYMBOLS:
        return SYMBOLS[character]
    if _is_invisible(character):
        return ""
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    letters = "".join(_plain_letter(c) for c in decomposed if not _is_mark(c))
    return letters if len(letters) <= MOST_LETTERS_PER_CHARACTER else letters[0]


def _plain_letter(character: str) -> str:
    if character.isascii():
        return character
    if character in SYMBOLS:
        return SYMBOLS[character]
    if character in LOOK_ALIKES:
        return LOOK_ALIKES[character]
    named = LATIN_BY_NAME.fullmatch(unicodedata.name(character, ""))
    return named[1].lower() if named else character


def _is_invisible(character: str) -> bool:
    return (
        character in INVISIBLE
        or "\ufe00" <= character <= "\ufe0f"
        or unicodedata.category(character) in {"Cf", "Mn", "Me"}
    )


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Cf"}

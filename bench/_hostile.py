"""Text made to be slow: every family, as long as a comment may be."""

from collections.abc import Sequence
from itertools import count, islice
from typing import Final

from comments.domain.moderation import MAX_TEXT
from comments.filter.checks import PATTERN_FILES
from comments.filter.patterns import load_patterns
from tests.filter.test_linear import FAMILIES

MORE: Final = {
    "insults with other words": "you stupid idiot, said the mayor of the town. ",
    "threats with reasons": "I will kill you because of the bridge. ",
    "slights of groups": "These people are all the same and should go home. ",
    "letters that look like others": "\u0443\u043eu \u0430 \u0456d\u0456\u043et ",
    "stars in words": "f*ck sh*t b*tch ",
    "emoji": "\N{PILE OF POO}\N{RAT}\N{MONKEY FACE} ",
    "families of emoji": "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL} ",
    "mathematical letters": "\U0001d4f2\U0001d4ed\U0001d4f2\U0001d4f8\U0001d4fd ",
    "full width": "\uff49\uff44\uff49\uff4f\uff54 ",
    "syllables that compose": "\u1112\u1161\u11ab",
    "marks on marks": "i\u0323\u0307\u0302d\u0331\u0308",
    "from right to left": "\u202eidiot\u202c ",
    "soft hyphens": "i\u00add\u00adi\u00ado\u00adt ",
    "tags": "<b>i</b>d<i>iot</i> ",
    "quotations in quotations": '"he said "she said ',
    "denial of denials": "I do not say that he is not ",
}
NEEDED: Final = "every word that patterns need"
NUMBERED: Final = "words that never come twice"


def hostile(real: Sequence[str]) -> dict[str, str]:
    """One text for each family, and real comments run together."""
    repeated = FAMILIES | MORE
    texts = {name: (unit * MAX_TEXT)[:MAX_TEXT] for name, unit in repeated.items()}
    texts[NUMBERED] = " ".join(map(_number, islice(count(), MAX_TEXT)))[:MAX_TEXT]
    texts[NEEDED] = (f"{_needed()} " * MAX_TEXT)[:MAX_TEXT]
    texts["real comments in a row"] = " ".join(real)[:MAX_TEXT]
    return texts


def _needed() -> str:
    """Words with which no pattern can be passed over."""
    words: dict[str, None] = {}
    for file in PATTERN_FILES:
        for form in load_patterns(file).forms:
            for needed in form.needs:
                if needed.isdisjoint(words):
                    words[min(needed, key=lambda word: (len(word), word))] = None
    return " ".join(words)


def _number(number: int) -> str:
    """A word of letters alone that no other number gives."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}") + "diot"

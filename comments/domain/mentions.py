"""Mentions: `@` and the name of somebody who takes part in the discussion."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from comments.domain.markup import read_markup
from comments.domain.markup_pieces import Close, Open, Tag, Words
from comments.domain.names import LONGEST_NAME, SHORTEST_NAME, fold_name

MOST_SIGNS: Final = 30  # that are looked at in one text: nobody calls more people
AT: Final = re.compile(r"(?<!\w)@(?=\w)")
# Somebody else's words, and the name of a place.
QUOTED: Final = frozenset({Tag.QUOTATION, Tag.LINK})
# Where a name may end: a name has letters, digits and a few marks.
NAME_END: Final = re.compile(r"(?<=[\w\u0300-\u036f.'’])(?![\w\u0300-\u036f])")


class Mention(NamedTuple):
    """The typed range of a mention, its sign included, and what was found for it."""

    start: int
    end: int
    found: str


def find_mentions(text: str, find: Callable[[str], str | None]) -> Iterator[Mention]:
    """The mentions in a text; of several names that fit, the longest.

    `find` answers for a folded name, and with None when nobody here has it.
    """
    end = 0
    for sign in list(AT.finditer(text))[:MOST_SIGNS]:
        if sign.start() < end:
            continue
        for name_end in _possible_ends(text, sign.end()):
            found = find(fold_name(text[sign.end() : name_end]))
            if found is not None:
                end = name_end
                yield Mention(sign.start(), end, found)
                break


def called_in(text: str, find: Callable[[str], str | None]) -> Iterator[Mention]:
    """Whom a comment calls in words of its own: what it quotes calls nobody again."""
    depth = 0
    for piece in read_markup(text):
        match piece:
            case Open(tag) if tag in QUOTED:
                depth += 1
            case Close(tag) if tag in QUOTED:
                depth -= 1
            case Words(start, end) if not depth:
                yield from find_mentions(text[start:end], find)


def names_called(text: str) -> frozenset[str]:
    """Every folded name that a comment's own words may call; most belong to nobody."""
    names: set[str] = set()

    def note(name: str) -> None:
        names.add(name)

    list(called_in(text, note))
    return frozenset(names - {""})


def _possible_ends(text: str, start: int) -> list[int]:
    """Where a name that begins here may end, the longest first."""
    line = text[start : start + LONGEST_NAME + 1].splitlines()
    if not line:
        return []
    ends = (found.start() for found in NAME_END.finditer(line[0]))
    fitting = [end for end in ends if SHORTEST_NAME <= end <= LONGEST_NAME]
    return [start + end for end in reversed(fitting)]

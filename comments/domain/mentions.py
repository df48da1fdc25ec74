"""Mentions: `@` and the name of somebody who takes part in the discussion."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from comments.domain.names import LONGEST_NAME, SHORTEST_NAME, fold_name

MOST_SIGNS: Final = 30  # that are looked at in one text: nobody calls more people
AT: Final = re.compile(r"(?<!\w)@(?=\w)")
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


def _possible_ends(text: str, start: int) -> list[int]:
    """Where a name that begins here may end, the longest first."""
    line = text[start : start + LONGEST_NAME + 1].splitlines()
    if not line:
        return []
    ends = (found.start() for found in NAME_END.finditer(line[0]))
    fitting = [end for end in ends if SHORTEST_NAME <= end <= LONGEST_NAME]
    return [start + end for end in reversed(fitting)]

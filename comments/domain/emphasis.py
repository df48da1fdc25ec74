"""Emphasis in a line of text: which stars and underscores belong together.

The rules are CommonMark's, with its bounds: the work grows with the text, whatever is
typed.  In one thing we differ on purpose: to readers a star between two letters is a
star, so that `sh*t and f*ck` loses none.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from comments.domain.markup_pieces import Tag, Words
from comments.domain.verdict import Span

MARKS_OF: Final = {Tag.EMPHASIS: 1, Tag.STRONG: 2}


@dataclass(slots=True)
class Run:
    """Some equal marks in a row; those that belong to nothing in the end are shown.

    Closing marks are taken from the left, opening ones from the right.
    """

    mark: str
    start: int
    length: int
    may_open: bool
    may_close: bool
    left: int  # how many of the marks belong to nothing so far
    closes: tuple[Tag, ...] = ()
    opens: tuple[Tag, ...] = ()

    @property
    def shown(self) -> Span:
        """The marks that belong to nothing."""
        first = self.start
        for tag in self.closes:
            first += MARKS_OF[tag]
        return first, first + self.left


def run_of(
    text: str, start: int, end: int, line: Span, *, whole_words: bool
) -> Run | Words:
    """The marks of text[start:end], by what stands on both sides of them in a line.

    Marks that can neither begin nor end anything are what they look like; with
    `whole_words` so are stars inside a word.
    """
    before = text[start - 1] if start > line[0] else " "
    after = text[end] if end < line[1] else " "
    left, right = _leans(before, after)
    may_open, may_close = left, right
    if text[start] == "_":
        may_open = left and (not right or _is_punctuation(before))
        may_close = right and (not left or _is_punctuation(after))
    elif whole_words and _is_letter(before) and _is_letter(after):
        may_open = may_close = False
    if not (may_open or may_close):
        return Words(start, end)
    length = end - start
    return Run(text[start], start, length, may_open, may_close, length)


def pair(runs: Sequence[Run]) -> None:
    """Say of each run what it opens and closes."""
    before = list(range(-1, len(runs) - 1))
    after = list(range(1, len(runs) + 1))
    bottoms: dict[tuple[str, bool, int], int] = {}
    closer = 0
    while closer < len(runs):
        run = runs[closer]
        if not run.may_close or not run.left:
            closer = after[closer]
            continue
        kind = (run.mark, run.may_open, run.length % 3)
        bottom = bottoms.get(kind, -1)
        opener = before[closer]
        while opener > bottom and not _belong(runs[opener], run):
            opener = before[opener]
        if opener > bottom:
            _join(runs[opener], run)
            # What lies between has found no partner, and never will.
            before[closer] = opener if runs[opener].left else before[opener]
            _link(before[closer], closer, after)
        else:
            bottoms[kind] = before[closer]
            closer = _passed(closer, run, before, after)


def _link(opener: int, closer: int, after: list[int]) -> None:
    if opener >= 0:
        after[opener] = closer


def _passed(closer: int, run: Run, before: list[int], after: list[int]) -> int:
    """The next run; one that can only close is not looked at again."""
    following = after[closer]
    if not run.may_open:
        _link(before[closer], following, after)
        if following < len(before):
            before[following] = before[closer]
    return following


def _belong(opener: Run, closer: Run) -> bool:
    if opener.mark != closer.mark or not opener.may_open or not opener.left:
        return False
    if not (opener.may_close or closer.may_open):
        return True
    multiple = (opener.length + closer.length) % 3 == 0
    return not multiple or opener.length % 3 == closer.length % 3 == 0


def _join(opener: Run, closer: Run) -> None:
    tag = Tag.STRONG if opener.left >= 2 and closer.left >= 2 else Tag.EMPHASIS
    opener.left -= MARKS_OF[tag]
    closer.left -= MARKS_OF[tag]
    opener.opens = (tag, *opener.opens)
    closer.closes = (*closer.closes, tag)


@lru_cache(maxsize=4096)
def _leans(before: str, after: str) -> tuple[bool, bool]:
    """Whether marks between these lean on what follows, and on what stands before."""
    return _flanks(after, before), _flanks(before, after)


def _flanks(near: str, far: str) -> bool:
    """Whether marks lean on the character on their near side."""
    if near.isspace():
        return False
    return not _is_punctuation(near) or far.isspace() or _is_punctuation(far)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_letter(character: str) -> bool:
    """Whether it would make one word with a letter beside it; Chinese has no gaps."""
    is_wide = unicodedata.east_asian_width(character) in "WF"
    return character.isalnum() and not is_wide

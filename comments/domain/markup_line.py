"""Mark-up within a line: emphasis, links, and signs that are meant as they are."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from comments.domain.addresses import (
    ADDRESS,
    DESTINATION,
    host_of,
    may_be_linked,
    without_closing,
)
from comments.domain.emphasis import MARKS_OF, Run, pair, run_of
from comments.domain.markup_pieces import DEEPEST, Close, Open, Piece, Tag, Words
from comments.domain.verdict import Span

MARKS: Final = re.compile(
    r"\\(?P<escaped>[-*_\[\]>])"
    r"|(?P<run>\*+|_+)"
    rf"|\[(?P<label>[^\[\]]++)\]\((?P<to>{DESTINATION})\)"
    rf"|(?P<address>{ADDRESS})",
    re.IGNORECASE,
)
LABEL_MARKS: Final = re.compile(r"\\(?=[-*_>])|\*+|_+")
LOOKS_LIKE_ADDRESS: Final = re.compile(
    r"://|www\.|[^\W_]\.[^\W\d_]{2,}(?=[/?\s]|$)", re.IGNORECASE
)
# A text may have hundreds of them.
OPENED: Final = {tag: Open(tag) for tag in MARKS_OF}
CLOSED: Final = {tag: Close(tag) for tag in MARKS_OF}


def read_line(text: str, line: Span, *, whole_words: bool) -> list[Piece | Run]:
    """The pieces of one line; runs of marks are not paired yet."""
    pieces: list[Piece | Run] = []
    place, end = line
    while match := MARKS.search(text, place, end):
        start, after = match.span()
        if start > place:
            pieces.append(Words(place, start))
        place = after
        kind = match.lastgroup
        if kind == "run":
            pieces.append(run_of(text, start, after, line, whole_words=whole_words))
        elif kind == "escaped":
            pieces.append(Words(place - 1, place))
        elif kind == "to":
            pieces.extend(_labelled(text, match, whole_words=whole_words))
        else:
            address = without_closing(match["address"])
            place = start + len(address) if may_be_linked(address) else place
            pieces.extend(_address(address, start, place))
    if place < end:
        pieces.append(Words(place, end))
    return pieces


def _labelled(
    text: str, match: re.Match[str], *, whole_words: bool
) -> Iterator[Piece | Run]:
    """A link with a label of its own."""
    label, to = match.span("label"), match["to"]
    if not _may_be_label(text[slice(*label)]) or not may_be_linked(to):
        yield Words(*match.span())
        return
    pieces: list[Piece | Run] = []
    place = label[0]
    for found in LABEL_MARKS.finditer(text, *label):
        pieces.append(Words(place, found.start()))
        place = found.end()
        if found[0] != "\\":
            pieces.append(run_of(text, *found.span(), label, whole_words=whole_words))
    pieces.append(Words(place, label[1]))
    yield Open(Tag.LINK, to)
    yield from emphasised(pieces)
    yield Close(Tag.LINK, host_of(to))


def _may_be_label(label: str) -> bool:
    """Whether it can be seen, and does not look like the address of another site."""
    return any(map(str.isalnum, label)) and not LOOKS_LIKE_ADDRESS.search(label)


def _address(address: str, start: int, end: int) -> Iterator[Piece]:
    if not may_be_linked(address):
        yield Words(start, end)
        return
    yield Open(Tag.LINK, address)
    yield Words(start, end)
    yield Close(Tag.LINK)


def emphasised(pieces: Sequence[Piece | Run]) -> list[Piece]:
    """Runs of marks become what they open and close; emphasis too deep is left out."""
    pair([piece for piece in pieces if isinstance(piece, Run)])
    shown: list[Piece] = []
    depth = 0
    for piece in pieces:
        if not isinstance(piece, Run):
            shown.append(piece)
            continue
        for tag in piece.closes:
            if depth <= DEEPEST:
                shown.append(CLOSED[tag])
            depth -= 1
        if piece.left:
            shown.append(Words(*piece.shown))
        for tag in piece.opens:
            depth += 1
            if depth <= DEEPEST:
                shown.append(OPENED[tag])
    return shown

"""Mark-up in a comment: which of the typed characters readers see, and set how.

A small part of Markdown: emphasis, quotations, lists and links.  One reading serves the
page and the filter, so that no word can look otherwise to one than to the other; each
piece knows its place in the typed text, which stays what is stored.

Where plain writing and Markdown disagree, plain writing wins: a quotation ends with the
last line that bears its sign, a list has two items at least, and whatever is not
understood is shown as it was typed.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from comments.domain.emphasis import Run
from comments.domain.markup_line import emphasised, read_line
from comments.domain.markup_pieces import DEEPEST, Break, Close, Open, Piece, Tag, Words
from comments.domain.verdict import Span

LINE_END: Final = re.compile(r"\r\n|\r|\n")
# A sign of displeasure (>:( and >= ) quotes nobody.
QUOTE: Final = re.compile(r""" {0,3}>(?=[\s>\w"'“„«‘*\[]|$) ?""")
ITEM: Final = re.compile(
    r"(?P<indent> {0,3})(?:(?P<bullet>[-*])|(?P<number>\d{1,3})(?P<sign>[.)]))"
    r"[ \t]+(?=\S)(?![-*_ \t]*$)"
)
INDENT: Final = re.compile(r" +|\t")
# Without one of these, a text is what it looks like.
SUSPECT: Final = re.compile(
    r"[*_\\\[]|^ {0,3}(?:>|-[ \t]|\d{1,3}[.)][ \t])", re.MULTILINE
)
PARAGRAPH_END: Final = Close(Tag.PARAGRAPH)

Block = list[Span]  # lines, each without its end and without the signs around it


class Bare(NamedTuple):
    """A text without its mark-up, and where each of its characters was typed."""

    text: str
    starts: Sequence[int]

    def typed(self, span: Span) -> Span:
        """The typed range behind a range of the bare text."""
        start, end = span
        return self.starts[start], self.starts[max(start, end - 1)] + 1


def read_markup(text: str, *, whole_words: bool = True) -> Iterator[Piece]:
    """The pieces of a text, in order, whatever was typed.

    Without `whole_words` stars inside a word count as mark-up as well.
    """
    lines = _lines(text)
    if all(map(str.isspace, (text[slice(*line)] or " " for line in lines))):
        yield from _paragraph(text, lines, whole_words=whole_words)
    else:
        yield from _blocks(text, lines, 0, whole_words=whole_words)


def bare(text: str) -> Bare | None:
    """The text without its mark-up; None when it has none.

    Mark-up is read generously here: `id*io*t` is an idiot, stars or not.
    """
    if not SUSPECT.search(text):
        return None
    starts: list[int] = []
    letters: list[str] = []
    for piece in read_markup(text, whole_words=False):
        if isinstance(piece, Words):
            start, end = piece
            starts += range(start, end)
            letters.append(text[start:end])
        elif piece is PARAGRAPH_END or isinstance(piece, Break):
            starts.append(starts[-1] if starts else 0)
            letters.append("\n")
    found = "".join(letters)
    if len("".join(found.split())) == len("".join(text.split())):
        return None
    return Bare(found, starts)


def _lines(text: str) -> Block:
    ends = [match.span() for match in LINE_END.finditer(text)]
    edges = [(0, 0), *ends, (len(text), len(text))]
    return [(before[1], after[0]) for before, after in pairwise(edges)]


def _blocks(
    text: str, lines: Block, depth: int, *, whole_words: bool
) -> Iterator[Piece]:
    index = 0
    while index < len(lines):
        if _is_blank(text, lines[index]):
            index += 1
        elif quotation := _quotation(text, lines, index, depth):
            yield Open(Tag.QUOTATION)
            yield from _blocks(text, quotation, depth + 1, whole_words=whole_words)
            yield Close(Tag.QUOTATION)
            index += len(quotation)
        elif list_ := _list(text, lines, index, depth):
            yield from _items(text, list_, depth, whole_words=whole_words)
            index = list_.end
        else:
            end = _end_of_paragraph(text, lines, index, depth)
            yield from _paragraph(text, lines[index:end], whole_words=whole_words)
            index = end


def _end_of_paragraph(text: str, lines: Block, index: int, depth: int) -> int:
    end = index + 1
    while (
        end < len(lines)
        and not _is_blank(text, lines[end])
        and (depth == DEEPEST or not QUOTE.match(text, *lines[end]))
        and not _list(text, lines, end, depth)
    ):
        end += 1
    return end


def _quotation(text: str, lines: Block, index: int, depth: int) -> Block:
    """The quoted lines from here on, without their sign."""
    quoted: Block = []
    while depth < DEEPEST and index < len(lines):
        sign = QUOTE.match(text, *lines[index])
        if sign is None:
            break
        quoted.append((sign.end(), lines[index][1]))
        index += 1
    return quoted


class _Item(NamedTuple):
    number: str
    lines: Block


class _List(NamedTuple):
    tag: Tag
    items: list[_Item]
    end: int  # the first line behind it


def _list(text: str, lines: Block, index: int, depth: int) -> _List | None:
    """The list that begins here; a single item is a line that begins with a dash."""
    sign = ITEM.match(text, *lines[index])
    if sign is None or depth == DEEPEST:
        return None
    kind = sign["bullet"] or sign["sign"]
    items: list[_Item] = []
    next_ = index
    while next_ < len(lines):
        sign = ITEM.match(text, *lines[next_])
        if sign is None or (sign["bullet"] or sign["sign"]) != kind:
            break
        content, end = _content(text, lines, next_, sign)
        items.append(_Item(sign["number"] or "", content))
        index, next_ = end, _after_blank(text, lines, end)
    tag = Tag.BULLETS if kind in "-*" else Tag.NUMBERS
    return _List(tag, items, index) if len(items) > 1 else None


def _content(
    text: str, lines: Block, index: int, sign: re.Match[str]
) -> tuple[Block, int]:
    """An item's lines: its own, and those that are set in below it."""
    content: Block = [(sign.end(), lines[index][1])]
    depth = len(sign["indent"]) + 2
    index += 1
    while (below := _after_blank(text, lines, index)) < len(lines):
        start, end = lines[below]
        set_in = INDENT.match(text, start, end)
        if set_in is None or (set_in[0] != "\t" and len(set_in[0]) < depth):
            break
        content.extend((start, start) for start, _ in lines[index:below])
        set_in_by = 1 if set_in[0] == "\t" else min(len(set_in[0]), depth + 1)
        content.append((start + set_in_by, end))
        index = below + 1
    return content, index


def _items(
    text: str, list_: _List, depth: int, *, whole_words: bool
) -> Iterator[Piece]:
    yield Open(list_.tag)
    for item in list_.items:
        yield Open(Tag.ITEM, item.number)
        yield from _blocks(text, item.lines, depth + 1, whole_words=whole_words)
        yield Close(Tag.ITEM)
    yield Close(list_.tag)


def _is_blank(text: str, line: Span) -> bool:
    return not text[slice(*line)].strip(" \t")


def _after_blank(text: str, lines: Block, index: int) -> int:
    while index < len(lines) and _is_blank(text, lines[index]):
        index += 1
    return index


def _paragraph(text: str, lines: Block, *, whole_words: bool) -> list[Piece]:
    pieces: list[Piece | Run] = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        pieces.extend(read_line(text, line, whole_words=whole_words))
        if following is not None:
            pieces.append(Break(line[1], following[0]))
    return [Open(Tag.PARAGRAPH), *emphasised(pieces), PARAGRAPH_END]

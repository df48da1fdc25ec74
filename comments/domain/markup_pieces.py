"""What a marked-up text is made of, in the order in which it is read."""

from enum import StrEnum
from typing import Final, NamedTuple

DEEPEST: Final = 4  # of quotations and lists in each other; emphasis likewise


class Tag(StrEnum):
    """What is set apart; the value is the name that HTML has for it."""

    PARAGRAPH = "p"
    QUOTATION = "blockquote"
    BULLETS = "ul"
    NUMBERS = "ol"
    ITEM = "li"
    EMPHASIS = "em"
    STRONG = "strong"
    LINK = "a"


class Words(NamedTuple):
    """Typed characters that are shown as they are."""

    start: int
    end: int


class Break(NamedTuple):
    """The end of a line within a paragraph, and where it was typed."""

    start: int
    end: int


class Open(NamedTuple):
    """Where something begins; `value` is an item's number or a link's address.

    A link with a label of its own says so, for its site must be told beside it.
    """

    tag: Tag
    value: str = ""


class Close(NamedTuple):
    """Where the thing that was opened last ends."""

    tag: Tag
    value: str = ""


Piece = Words | Break | Open | Close

"""News: what a reader may be told of others, and how they choose to hear of it."""

from enum import StrEnum
from typing import Final


class NewsKind(StrEnum):
    """Why a reader is told; one comment is told once, for the first that fits."""

    REPLY = "reply"
    MENTION = "mention"
    PERSON = "person"
    THREAD = "thread"
    MESSAGE = "message"


class Delivery(StrEnum):
    """Whether a kind of news is shown on the reader's pages; mail is chosen apart."""

    PAGE = "page"
    OFF = "off"


KIND_WORDS: Final = {
    NewsKind.REPLY: "Answers to me",
    NewsKind.MENTION: "Somebody mentions me",
    NewsKind.PERSON: "Comments by people I follow",
    NewsKind.THREAD: "Comments in discussions I follow",
    NewsKind.MESSAGE: "Questions from the newsroom",
}
# The newsroom asks only whoever has agreed to be asked: there is nothing to turn off.
CHOOSABLE: Final = tuple(kind for kind in NewsKind if kind is not NewsKind.MESSAGE)

"""News: what a reader may be told of others, and how they choose to hear of it."""

from enum import StrEnum
from typing import Final

from comments.domain.phrases import Phrase


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
    NewsKind.REPLY: Phrase("Answers to me"),
    NewsKind.MENTION: Phrase("Somebody mentions me"),
    NewsKind.PERSON: Phrase("Comments by people I follow"),
    NewsKind.THREAD: Phrase("Comments in discussions I follow"),
    NewsKind.MESSAGE: Phrase("Questions from the newsroom"),
}
# The newsroom asks only whoever has agreed to be asked: there is nothing to turn off.
CHOOSABLE: Final = tuple(kind for kind in NewsKind if kind is not NewsKind.MESSAGE)

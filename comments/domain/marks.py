"""Marks: what an author may say beside a comment, so that the newsroom finds it."""

from enum import StrEnum
from typing import Final

from comments.domain.phrases import Phrase


class Mark(StrEnum):
    """Which answer to “Share with Us” a comment is."""

    WITNESS = "witness"
    HISTORY = "history"


MARK_LABELS: Final = {
    Mark.WITNESS: Phrase("I was there"),
    Mark.HISTORY: Phrase("I know the history"),
}

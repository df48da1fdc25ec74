"""Marks: what an author may say beside a comment, so that the newsroom finds it."""

from enum import StrEnum
from typing import Final


class Mark(StrEnum):
    """Which answer to “Share with Us” a comment is."""

    WITNESS = "witness"
    HISTORY = "history"


MARK_LABELS: Final = {
    Mark.WITNESS: "I was there",
    Mark.HISTORY: "I know the history",
}

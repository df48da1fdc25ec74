"""The chips above the queue: each part of a filter in words, with a way to drop it."""

from typing import Any, Final, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from comments.domain.phrases import Phrase
from comments.domain.queue_filter import QueueFilter
from comments.domain.review_item import Source
from comments.services.filter_names import filter_names
from comments.web.desk_forms import kept_part
from comments.web.desk_words import SOURCE_WORDS, headline

PART_WORDS: Final = {
    "rule": Phrase("Rule"),
    "source": Phrase("Source"),
    "thread": Phrase("Discussion"),
    "section": Phrase("Section"),
    "author": Phrase("Author"),
    "reporter": Phrase("Reported by"),
    "language": Phrase("Language"),
}


class Chip(NamedTuple):
    """One part of a filter, and the queue without it."""

    part: str
    words: str
    value: str
    without: str


def queue_chips(db: Session, only: QueueFilter) -> list[Chip]:
    """A chip for every part of the filter in force."""
    kept, names = kept_part(only), filter_names(db, only)
    return [_chip(part, kept, names) for part in kept]


def _chip(part: str, kept: dict[str, Any], names: dict[str, str]) -> Chip:
    others = {name: value for name, value in kept.items() if name != part}
    value = names.get(part, str(kept[part]))
    if part == "rule":
        value = headline(kept[part])
    elif part == "source":
        value = SOURCE_WORDS[Source(kept[part])]
    return Chip(part, PART_WORDS[part], value, url_for("queue.show", **others))

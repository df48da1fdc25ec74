"""Cursors: where the next page begins, as a word that only we need to understand."""

import math
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from comments.domain.reading import Cursor
from comments.web.api.shapes import LONGEST_CURSOR
from comments.web.forms import LONGEST_ID, Fields, InvalidField, read_text

FIELD: Final = "cursor"


def write_cursor(*parts: float | None) -> str | None:
    """The cursor that stands for these numbers; None when there is no next page."""
    if None in parts:
        return None
    plain = ":".join(repr(part) for part in parts)
    return urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_id_cursor(query: Fields) -> int | None:
    """The id that a cursor stands for; None without a cursor."""
    parts = _parts(query, 1)
    return _id(parts[0]) if parts else None


def read_rank_cursor(query: Fields) -> tuple[float, int] | None:
    """The rank and the id that a cursor of the queue stands for; None without one."""
    parts = _parts(query, 2)
    return (_rank(parts[0]), _id(parts[1])) if parts else None


def write_place(place: Cursor | None) -> str | None:
    """The cursor of a page of comments; None when there is no next page."""
    if place is None:
        return None
    parts = (place.id,) if place.rank is None else (place.id, place.rank)
    return write_cursor(*parts)


def read_place(query: Fields, *, ranked: bool) -> Cursor | None:
    """Where a page of comments begins; None without a cursor."""
    parts = _parts(query, 2 if ranked else 1)
    if not parts:
        return None
    return Cursor(_id(parts[0]), _count(parts[1]) if ranked else None)


def _parts(query: Fields, count: int) -> list[str]:
    cursor = read_text(query, FIELD, LONGEST_CURSOR, required=False)
    if not cursor:
        return []
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parts = urlsafe_b64decode(padded).decode("ascii").split(":")
    except ValueError:
        raise _foreign() from None
    if len(parts) != count:
        raise _foreign()
    return parts


def _id(part: str) -> int:
    if not part.isdigit() or not 0 < int(part) <= LONGEST_ID:
        raise _foreign()
    return int(part)


def _count(part: str) -> int:
    if not part.isdigit() or int(part) > LONGEST_ID:
        raise _foreign()
    return int(part)


def _rank(part: str) -> float:
    try:
        rank = float(part)
    except ValueError:
        raise _foreign() from None
    if not math.isfinite(rank):
        raise _foreign()
    return rank


def _foreign() -> InvalidField:
    return InvalidField(FIELD, "This cursor did not come from here; begin without one.")

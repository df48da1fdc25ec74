"""What has become of a list that a moderator still looks at, and what is new to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.queue_filter import QueueFilter
from comments.services import as_it_was, second_readings
from comments.services.read_queue import ROWS, Cursor
from comments.services.row_standing import RowStanding, row_standings
from comments.store.lately_decided import items_by_id
from comments.store.models import Account
from comments.store.open_items import open_places

MOST_SHOWN: Final = 2 * ROWS  # a page, and what was decided lately


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownList:
    """A list as it was made: its items, and the places between which they stand."""

    item_ids: Sequence[int]
    only: QueueFilter
    after: Cursor | None = None
    last: Cursor | None = None


@dataclass(frozen=True, slots=True)
class QueueChanges:
    """Where the shown items stand, and how many a fresh list would add to them."""

    rows: tuple[RowStanding, ...]
    arrived: int


def read_changes(
    db: Session, shown: ShownList, moderator: Account, now: datetime
) -> QueueChanges:
    """Where the items of a list stand now, and how many have come since.

    An arrival is an item that would stand among those shown, and does not.  What moves
    up from below because something was decided is none.
    """
    ids = set(shown.item_ids[:MOST_SHOWN])
    items = items_by_id(db, ids)
    as_it_was.open_again(db, items, second_readings.held(db, moderator), moderator)
    standings = row_standings(db, items, moderator, now)
    places = open_places(db, only=shown.only, after=shown.after, limit=ROWS)
    new = [p for p in places if p[1] not in ids and _is_among(p, shown.last)]
    return QueueChanges(tuple(standings.values()), len(new))


def _is_among(place: Cursor, last: Cursor | None) -> bool:
    return last is None or place > last

"""Review items for programs: each with all that deciding about it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.queue_filter import QueueFilter
from comments.domain.review_item import urgency
from comments.services import as_it_was, review_queue, second_readings
from comments.store import item_contents as contents
from comments.store import open_items
from comments.store.models import (
    Account,
    Appeal,
    Comment,
    Report,
    ReviewItem,
    Revision,
    UnlawfulNotice,
)
from comments.store.settled import settled_notices, settled_reports

PAGE: Final = 30
REPORTS: Final = 20  # the newest; the item's signals weigh all of them

Cursor = tuple[float, int]  # the rank and the id of the last item on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """An item with the text that is judged and everything said about it.

    `reports` are the newest open ones; `holder` is whoever has leased the item now.
    """

    item: ReviewItem
    revision: Revision
    urgency: float
    parent: Comment | None
    reports: Sequence[Report]
    notices: Sequence[UnlawfulNotice]
    appeal: Appeal | None
    holder: Account | None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A page of the queue; `count` is of the whole queue, at most 10,000.

    `next` is None at its end.
    """

    items: tuple[ListedItem, ...]
    count: int
    next: Cursor | None


def list_items(
    db: Session, now: datetime, *, only: QueueFilter, after: Cursor | None
) -> ItemList:
    """A page of open items, the most urgent first, from a cursor on."""
    found = open_items.open_items(db, only=only, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    more = len(found) > PAGE
    return ItemList(
        items=describe_items(db, shown, now),
        count=open_items.count_open(db),
        next=(shown[-1].rank, shown[-1].id) if more else None,
    )


def describe_item(
    db: Session, item: ReviewItem, moderator: Account, now: datetime
) -> ListedItem:
    """One item; as it stood to whoever has it for a second reading."""
    again = second_readings.held_for(db, item.id, moderator)
    if again is None:
        return describe_items(db, [item], now)[0]
    as_it_was.put_back(db, item, again, moderator)
    (listed,) = describe_items(db, [item], now)
    return replace(
        listed,
        reports=settled_reports(db, again.decision_id)[:REPORTS][::-1],
        notices=settled_notices(db, again.decision_id),
    )


def describe_items(
    db: Session, items: Sequence[ReviewItem], now: datetime
) -> tuple[ListedItem, ...]:
    """Add to loaded items what was said about them, a page in a few queries."""
    ids = [item.comment_id for item in items]
    reports = contents.newest_reports(db, ids, limit=REPORTS)
    notices = contents.open_notices(db, ids)
    appeals = contents.open_appeals(db, ids)
    parents = contents.comments_by_id(
        db, [i.comment.parent_id for i in items if i.comment.parent_id]
    )
    holders = contents.accounts_by_id(
        db, [item.claimed_by for item in items if item.claimed_by]
    )
    return tuple(
        ListedItem(
            item=item,
            revision=review_queue.judged_revision(item.comment, item.revision_id),
            urgency=urgency(item.rank, now),
            parent=parents.get(item.comment.parent_id or 0),
            reports=reports.get(item.comment_id, ()),
            notices=notices.get(item.comment_id, ()),
            appeal=next(iter(appeals.get(item.comment_id, ())), None),
            holder=holders.get(_holder_id(item, now) or 0),
        )
        for item in items
    )


def _holder_id(item: ReviewItem, now: datetime) -> int | None:
    live = item.claimed_until is not None and item.claimed_until > now
    return item.claimed_by if live else None

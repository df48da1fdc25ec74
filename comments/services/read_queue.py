"""Reading the queue: open items by urgency, who holds what, how long they waited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import UNDO_WINDOW
from comments.domain.queue_filter import EVERYTHING, QueueFilter
from comments.domain.review_item import urgency
from comments.domain.verdict import Finding, Outcome
from comments.services import as_it_was, second_readings
from comments.services.review_queue import judged_revision
from comments.services.row_standing import RowStanding, row_standings
from comments.services.second_readings import SecondVerdict
from comments.store import open_items, review_context
from comments.store.lately_decided import decided_since
from comments.store.models import Account, Decision, ReviewItem, ReviewSignal

ROWS: Final = 30
COUNTED: Final = open_items.COUNTED
STAYS: Final = timedelta(minutes=2)  # a decided row, so that colleagues see the verdict
MOST_STAY: Final = 10

Cursor = open_items.Place  # of the last item shown
Signals = tuple[ReviewSignal, ...]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An item as the list shows it; the heaviest signal comes first.

    `confidence` is how sure the filter is of its surest finding; None without one.
    """

    item: ReviewItem
    urgency: float
    confidence: float | None
    signals: tuple[ReviewSignal, ...]
    standing: RowStanding


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `count` (up to COUNTED) and `oldest` are of the whole queue.

    Among the open items stand those that were decided a moment ago, where they were.
    `last_decision` is this moderator's own, while its notices are not out yet.
    """

    rows: tuple[QueueRow, ...]
    count: int
    oldest: datetime | None
    next: Cursor | None
    last_decision: Decision | SecondVerdict | None


def read_queue(
    db: Session,
    moderator: Account,
    now: datetime,
    *,
    only: QueueFilter = EVERYTHING,
    after: Cursor | None = None,
) -> QueuePage:
    """A page of open items, the most urgent first, from a cursor on."""
    items = open_items.open_items(db, only=only, after=after, limit=ROWS + 1)
    shown = items[:ROWS]
    last = _place(shown[-1]) if len(items) > ROWS else None
    held = second_readings.held(db, moderator)
    if held is not None and only == EVERYTHING and after is None:
        shown = as_it_was.among(db, shown, held, moderator, is_whole=last is None)
    lately = [
        (item, signals)
        for item, signals in _decided_lately(db, now, only)
        if (held is None or item.id != held.item_id)
        and (after is None or _place(item) < after)
        and (last is None or _place(item) > last)
    ]
    both = [*((item, _signals(item)) for item in shown), *lately]
    return QueuePage(
        rows=_rows(db, both, moderator, now),
        count=open_items.count_open(db) + (held is not None),
        oldest=open_items.oldest_open(db),
        next=last,
        last_decision=last_decision(db, moderator, now),
    )


def last_decision(
    db: Session, moderator: Account, now: datetime
) -> Decision | SecondVerdict | None:
    """A moderator's newest decision while nobody has heard of it."""
    since = now - UNDO_WINDOW
    decision = review_context.last_decision_by(db, moderator.id, since)
    again = second_readings.last_verdict(db, moderator, since)
    if again is None or (decision and decision.created_at > again.created_at):
        return decision
    return again


def _rows(
    db: Session,
    items: Sequence[tuple[ReviewItem, Signals]],
    moderator: Account,
    now: datetime,
) -> tuple[QueueRow, ...]:
    standings = row_standings(db, [item for item, _ in items], moderator, now)
    return tuple(
        QueueRow(
            item=item,
            urgency=urgency(item.rank, now),
            confidence=_confidence(item),
            signals=signals,
            standing=standings[item.id],
        )
        for item, signals in sorted(items, key=lambda i: _place(i[0]), reverse=True)
    )


def _decided_lately(
    db: Session, now: datetime, only: QueueFilter
) -> list[tuple[ReviewItem, Signals]]:
    """Items whose rows stay for a moment, with what they were open for."""
    found = decided_since(db, now - STAYS, only=only, limit=MOST_STAY)
    return [
        (item, (ReviewSignal(source=was.source, rule=was.rule, words=""),))
        for item, was in found
    ]


def _place(item: ReviewItem) -> Cursor:
    return item.rank, item.id


def _signals(item: ReviewItem) -> Signals:
    return tuple(sorted(item.signals, key=lambda s: s.points, reverse=True))


def _confidence(item: ReviewItem) -> float | None:
    revision = judged_revision(item.comment, item.revision_id)
    found = (Finding.from_record(record) for record in revision.findings)
    against = [f.confidence for f in found if f.outcome is not Outcome.PUBLISH]
    return max(against, default=None)

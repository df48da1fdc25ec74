"""Reading the queue: open items by urgency, who holds what, how long they waited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import UNDO_WINDOW
from comments.domain.review_item import urgency
from comments.domain.verdict import Finding, Outcome
from comments.services.review_queue import QueueFilter, judged_revision
from comments.store import review_context, review_items
from comments.store.models import Account, Decision, ReviewItem, ReviewSignal

ROWS: Final = 30
COUNTED: Final = review_items.COUNTED
EVERYTHING: Final = QueueFilter()

Cursor = tuple[float, int]  # the rank and the id of the last item shown


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An open item as the list shows it; the heaviest signal comes first.

    `confidence` is how sure the filter is of its surest finding; None without one.
    """

    item: ReviewItem
    urgency: float
    confidence: float | None
    signals: tuple[ReviewSignal, ...]
    holder: str | None
    mine: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `count` (up to COUNTED) and `oldest` are of the whole queue.

    `last_decision` is this moderator's own, while its notices are not out yet.
    """

    rows: tuple[QueueRow, ...]
    count: int
    oldest: datetime | None
    next: Cursor | None
    last_decision: Decision | None


def read_queue(
    db: Session,
    moderator: Account,
    now: datetime,
    *,
    only: QueueFilter = EVERYTHING,
    after: Cursor | None = None,
) -> QueuePage:
    """A page of open items, the most urgent first, from a cursor on."""
    items = review_items.open_items(
        db, rule=only.rule, source=only.source, after=after, limit=ROWS + 1
    )
    shown = items[:ROWS]
    more = len(items) > ROWS
    return QueuePage(
        rows=_rows(db, shown, moderator, now),
        count=review_items.count_open(db),
        oldest=review_items.oldest_open(db),
        next=(shown[-1].rank, shown[-1].id) if more else None,
        last_decision=last_decision(db, moderator, now),
    )


def last_decision(db: Session, moderator: Account, now: datetime) -> Decision | None:
    """A moderator's newest decision while nobody has heard of it."""
    return review_context.last_decision_by(db, moderator.id, now - UNDO_WINDOW)


def _rows(
    db: Session, items: Sequence[ReviewItem], moderator: Account, now: datetime
) -> tuple[QueueRow, ...]:
    holders = {item.id: _holder_id(item, now) for item in items}
    names = review_context.names_of(db, [h for h in holders.values() if h])
    return tuple(
        QueueRow(
            item=item,
            urgency=urgency(item.rank, now),
            confidence=_confidence(item),
            signals=tuple(sorted(item.signals, key=_weight, reverse=True)),
            holder=names.get(holders[item.id] or 0),
            mine=holders[item.id] == moderator.id,
        )
        for item in items
    )


def _confidence(item: ReviewItem) -> float | None:
    revision = judged_revision(item.comment, item.revision_id)
    found = (Finding.from_record(record) for record in revision.findings)
    against = [f.confidence for f in found if f.outcome is not Outcome.PUBLISH]
    return max(against, default=None)


def _holder_id(item: ReviewItem, now: datetime) -> int | None:
    live = item.claimed_until is not None and item.claimed_until > now
    return item.claimed_by if live else None


def _weight(signal: ReviewSignal) -> float:
    return signal.points

"""The queue: open items by urgency, in whole or in part, and which one comes next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from comments.domain.permissions import Role
from comments.domain.queue_filter import EVERYTHING, QueueFilter
from comments.domain.reports import ReportState
from comments.domain.review_item import SEVERITY_POINTS, ItemState, Source
from comments.domain.verdict import Severity
from comments.store.models import (
    Account,
    Report,
    ReviewItem,
    ReviewSignal,
    SkippedItem,
    Thread,
)
from comments.store.review_items import with_comment

Place = tuple[float, int]  # the rank and the id of an item: where it stands

LOOKED_AMONG: Final = 200  # deeper in the queue nothing is urgent enough to come first
COUNTED: Final = 10_000  # above it the queue's length is no number to work by
# Written out: with a parameter in its place no database sees that an index of the open
# items alone will do.
IS_OPEN: Final = ReviewItem.state == literal(ItemState.OPEN.value, literal_execute=True)


def open_items(
    db: Session,
    *,
    only: QueueFilter,
    after: Place | None,
    limit: int,
) -> Sequence[ReviewItem]:
    """Open items by rank, the most urgent first, from a (rank, id) on."""
    query = select(ReviewItem).where(*_of_page(only, after))
    query = query.order_by(*_most_urgent_first()).limit(limit)
    return db.scalars(with_comment(query)).all()


def open_places(
    db: Session, *, only: QueueFilter, after: Place | None, limit: int
) -> list[Place]:
    """Where those items stand, without loading them."""
    query = select(ReviewItem.rank, ReviewItem.id).where(*_of_page(only, after))
    query = query.order_by(*_most_urgent_first()).limit(limit)
    return [(rank, item_id) for rank, item_id in db.execute(query)]


def count_open(db: Session) -> int:
    """How many items are open; COUNTED when there are more, which takes no longer."""
    queue = select(ReviewItem.id).where(IS_OPEN).order_by(*_most_urgent_first())
    some = queue.limit(COUNTED).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def oldest_open(db: Session) -> datetime | None:
    """When the item that has waited longest was opened."""
    return db.scalar(select(func.min(ReviewItem.opened_at)).where(IS_OPEN))


def leased_to(db: Session, moderator_id: int, now: datetime) -> ReviewItem | None:
    """The open item that this moderator holds now."""
    return db.scalar(
        select(ReviewItem)
        .where(
            ReviewItem.claimed_by == moderator_id,
            ReviewItem.claimed_until > now,
            IS_OPEN,
        )
        .order_by(ReviewItem.claimed_until.desc())
        .limit(1)
        .with_for_update()
    )


def next_claimable(
    db: Session,
    moderator: Account,
    now: datetime,
    *,
    only: QueueFilter = EVERYTHING,
    besides: int | None = None,
    mild: bool = False,
) -> ReviewItem | None:
    """The most urgent open item that nobody holds and this moderator may decide.

    With `mild` the most urgent that is not severe, among the first of them.  Locks it,
    passing over what others claim now; not when only looking `besides` one.
    """
    skipped = select(SkippedItem.item_id).where(
        SkippedItem.item_id == ReviewItem.id,
        SkippedItem.moderator_id == moderator.id,
        SkippedItem.until > now,
    )
    query = select(ReviewItem).where(
        IS_OPEN,
        or_(ReviewItem.claimed_until.is_(None), ReviewItem.claimed_until <= now),
        or_(ReviewItem.barred_id.is_(None), ReviewItem.barred_id != moderator.id),
        ReviewItem.author_id != moderator.id,
        ~skipped.exists(),
        *_is_part(only),
    )
    if moderator.role == Role.MODERATOR:
        query = query.where(ReviewItem.escalated.is_(False))
    query = query.order_by(*_most_urgent_first())
    if mild:
        first = query.with_only_columns(ReviewItem.id).limit(LOOKED_AMONG).subquery()
        query = query.where(ReviewItem.id.in_(select(first.c.id)), ~_is_severe())
    query = query.limit(1)
    if besides is not None:
        return db.scalar(query.where(ReviewItem.id != besides))
    return db.scalar(query.with_for_update(skip_locked=True))


def _is_severe() -> ColumnElement[bool]:
    """Whether the filter found more than strong words; what it is unsure of is less."""
    signal = select(ReviewSignal.id).where(
        ReviewSignal.item_id == ReviewItem.id,
        ReviewSignal.source == Source.FILTER,
        ReviewSignal.points > SEVERITY_POINTS[Severity.STRONG],
    )
    return signal.exists()


def _of_page(only: QueueFilter, after: Place | None) -> list[ColumnElement[bool]]:
    """Open items of a part of the queue, from a place on."""
    those = [IS_OPEN, *_is_part(only)]
    if after is None:
        return those
    rank, item_id = after
    same_rank = and_(ReviewItem.rank == rank, ReviewItem.id < item_id)
    return [*those, or_(ReviewItem.rank < rank, same_rank)]


def _most_urgent_first() -> tuple[ColumnElement[Any], ...]:
    return ReviewItem.rank.desc(), ReviewItem.id.desc()


def _is_part(only: QueueFilter) -> list[ColumnElement[bool]]:
    return [*_signalled(only), *_reported(only), *about(only)]


def about(only: QueueFilter) -> list[ColumnElement[bool]]:
    """What a filter says of the comment itself; it holds for decided items as well."""
    those = []
    if only.thread is not None:
        those.append(ReviewItem.thread_id == only.thread)
    if only.section is not None:
        in_section = select(Thread.id).where(Thread.section == only.section)
        those.append(ReviewItem.thread_id.in_(in_section))
    if only.author is not None:
        those.append(ReviewItem.author_id == only.author)
    if only.language is not None:
        those.append(ReviewItem.language == only.language)
    return those


def _reported(only: QueueFilter) -> list[ColumnElement[bool]]:
    if only.reporter is None:
        return []
    reported = select(Report.item_id).where(
        Report.reporter_id == only.reporter, Report.state == ReportState.RECEIVED
    )
    return [ReviewItem.id.in_(reported)]


def _signalled(only: QueueFilter) -> list[ColumnElement[bool]]:
    if only.rule is None and only.source is None:
        return []
    signal = select(ReviewSignal.id).where(ReviewSignal.item_id == ReviewItem.id)
    if only.rule is not None:
        signal = signal.where(ReviewSignal.rule == only.rule)
    if only.source is not None:
        signal = signal.where(ReviewSignal.source == only.source)
    return [signal.exists()]

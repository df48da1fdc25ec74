"""Items that are no longer open: what was decided about them, and which lately."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comments.domain.queue_filter import QueueFilter
from comments.domain.review_item import ItemState
from comments.store.models import Decision, ReviewItem
from comments.store.open_items import about
from comments.store.review_items import with_comment
from comments.store.review_rounds import ReviewRound


def items_by_id(db: Session, item_ids: Collection[int]) -> Sequence[ReviewItem]:
    """Some items as they are now, bare."""
    return db.scalars(select(ReviewItem).where(ReviewItem.id.in_(item_ids))).all()


def closing_decisions(db: Session, item_ids: Collection[int]) -> dict[int, Decision]:
    """The decision that closed each of these items, with its decider.

    None for an item that is open, and for one whose comment its author took back.
    """
    closed_it = Decision.seen_version == ReviewItem.version - 1
    query = (
        select(ReviewItem.id, Decision)
        .join(Decision, Decision.item_id == ReviewItem.id)
        .where(
            ReviewItem.id.in_(item_ids),
            ReviewItem.state == ItemState.DECIDED,
            closed_it,
        )
        .options(joinedload(Decision.moderator))
    )
    rows = db.execute(query)
    return {row[0]: row[1] for row in rows}


def decided_since(
    db: Session, since: datetime, *, only: QueueFilter, limit: int
) -> list[tuple[ReviewItem, ReviewRound]]:
    """Items of a part of the queue that were decided lately, the last ones first.

    Their signals are gone; the round knows what they were open for.
    """
    if only.reporter is not None:
        return []  # a decision has settled the reports
    query = (
        select(ReviewItem, ReviewRound)
        .join(ReviewRound, ReviewRound.item_id == ReviewItem.id)
        .where(
            ReviewRound.closed_at > since,
            ReviewRound.decision_id.is_not(None),
            ReviewItem.state == ItemState.DECIDED,
            *about(only),
        )
    )
    if only.rule is not None:
        query = query.where(ReviewRound.rule == only.rule)
    if only.source is not None:
        query = query.where(ReviewRound.source == only.source)
    query = with_comment(query.order_by(ReviewRound.closed_at.desc()).limit(limit))
    return [(item, was) for item, was in db.execute(query)]

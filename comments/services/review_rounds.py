"""Rounds of review: noted when an item opens and when it closes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from comments.domain.review_item import Signal, Source
from comments.store.models import Decision, ReviewItem
from comments.store.review_rounds import ReviewRound


def begin_round(db: Session, item: ReviewItem, signals: Sequence[Signal]) -> None:
    """Note that an item was opened, and by what: the heaviest of its first signals."""
    heaviest = max(signals, key=lambda signal: signal.points, default=None)
    named = [signal for signal in signals if signal.rule]
    gravest = max(named, key=lambda signal: signal.points, default=None)
    db.add(
        ReviewRound(
            item_id=item.id,
            rule=(gravest.rule if gravest else None) or "",
            source=(heaviest.source if heaviest else Source.MODE).value,
            opened_at=item.opened_at,
        )
    )


def end_round(
    db: Session, item: ReviewItem, decision: Decision | None, now: datetime
) -> None:
    """Note that an item was closed, by a decision or because its object is gone."""
    found = db.scalar(
        select(ReviewRound).where(
            ReviewRound.item_id == item.id, ReviewRound.closed_at.is_(None)
        )
    )
    if found is None:
        return  # it was opened by a release that kept no rounds
    found.closed_at = now
    found.waited = max(0, int((now - found.opened_at).total_seconds()))
    found.decision_id = decision.id if decision else None


def forget_round(db: Session, item: ReviewItem) -> None:
    """Take back the round that has begun: nobody had asked, so nothing has waited."""
    begun = ReviewRound.item_id == item.id, ReviewRound.closed_at.is_(None)
    db.execute(delete(ReviewRound).where(*begun))

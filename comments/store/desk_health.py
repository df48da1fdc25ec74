"""Queries behind the desk's dashboard: counts over the rounds of review."""

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from comments.store.review_rounds import ReviewRound


def open_by_rule(db: Session) -> Sequence[Any]:
    """What is open: (rule, how many, when the oldest was opened), the most first."""
    count = func.count()
    query = select(ReviewRound.rule, count, func.min(ReviewRound.opened_at))
    query = query.where(ReviewRound.closed_at.is_(None)).group_by(ReviewRound.rule)
    return db.execute(query.order_by(count.desc(), ReviewRound.rule)).all()


def open_at(db: Session, moment: datetime) -> int:
    """How many rounds were open at a moment."""
    opened_before = ReviewRound.opened_at < moment
    later = or_(ReviewRound.closed_at.is_(None), ReviewRound.closed_at >= moment)
    return db.scalar(select(func.count()).where(opened_before, later)) or 0


def opened_between(db: Session, edges: Sequence[datetime]) -> list[int]:
    """How many rounds were opened from each moment to the next."""
    return _counts(db, ReviewRound.opened_at, edges)


def closed_between(db: Session, edges: Sequence[datetime]) -> list[int]:
    """How many rounds were closed from each moment to the next, for any reason."""
    return _counts(db, ReviewRound.closed_at, edges)


def decided_between(db: Session, edges: Sequence[datetime]) -> list[int]:
    """How many rounds a decision closed from each moment to the next."""
    decided = ReviewRound.decision_id.is_not(None)
    return _counts(db, ReviewRound.closed_at, edges, decided)


def _counts(
    db: Session,
    column: InstrumentedAttribute[Any],
    edges: Sequence[datetime],
    *also: Any,
) -> list[int]:
    counts: list[Any] = [
        func.sum(case((and_(column >= one, column < other), 1), else_=0))
        for one, other in itertools.pairwise(edges)
    ]
    query = select(*counts).where(column >= edges[0], column < edges[-1], *also)
    return [int(count or 0) for count in db.execute(query).one()]

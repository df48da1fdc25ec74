"""The open appeals, the one that is due first at the top; for the newsroom alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from comments.domain.appeals import may_decide_appeal
from comments.store.models import Account, Appeal, Comment, Decision, ReviewItem

PAGE: Final = 50

DueCursor = tuple[datetime, int]  # when the last appeal shown is due, and its id


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """An appeal that waits, with the decision that it is about.

    `may_decide` is False for whoever made that decision, or wrote the comment.
    """

    appeal: Appeal
    decision: Decision
    comment: Comment
    item_id: int
    is_overdue: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class AppealList:
    """A page of open appeals."""

    appeals: Sequence[OpenAppeal]
    next: DueCursor | None


def open_appeals(
    db: Session, moderator: Account, now: datetime, *, after: DueCursor | None = None
) -> AppealList:
    """A page of appeals about comments that nobody has answered yet."""
    query = (
        select(Appeal, Decision, Comment, ReviewItem.id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(Comment, Comment.id == Appeal.comment_id)
        .join(ReviewItem, ReviewItem.comment_id == Appeal.comment_id)
        .where(Appeal.decided_at.is_(None), Appeal.due_at.is_not(None))
        .options(joinedload(Comment.author), joinedload(Comment.thread))
        .options(joinedload(Decision.moderator))
        .order_by(Appeal.due_at, Appeal.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(tuple_(Appeal.due_at, Appeal.id) > after)
    rows = db.execute(query).all()
    found = [_open(*row, moderator=moderator, now=now) for row in rows[:PAGE]]
    return AppealList(found, _place(found[-1].appeal) if len(rows) > PAGE else None)


def _place(appeal: Appeal) -> DueCursor | None:
    return None if appeal.due_at is None else (appeal.due_at, appeal.id)


def _open(
    appeal: Appeal,
    decision: Decision,
    comment: Comment,
    item_id: int,
    *,
    moderator: Account,
    now: datetime,
) -> OpenAppeal:
    return OpenAppeal(
        appeal=appeal,
        decision=decision,
        comment=comment,
        item_id=item_id,
        is_overdue=appeal.due_at is not None and appeal.due_at < now,
        may_decide=may_decide_appeal(decision.moderator_id, moderator.id)
        and comment.author_id != moderator.id,
    )

"""Appreciating: a reader's thanks for a comment, one each, never against one.

The comment's row is locked before a row of thanks comes or goes, so that the count is
always the number of rows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.services.edit_comment import facts_about, visible_comment
from comments.store.models import Comment
from comments.store.one_another import Appreciation
from comments.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Appreciated:
    """How many readers appreciate a comment now, and whether this one does."""

    comment_id: int
    count: int
    mine: bool


def appreciate(
    db: Session, comment_id: int, *, actor: Actor, now: datetime
) -> Appreciated:
    """Thank for a comment; again changes nothing.  Raises NotFound or NotPermitted.

    Visitors' stored pages show the new count within a minute: the thread counts as
    unchanged, or a popular comment would empty every cache at each thanks.
    """
    comment = _thankable(db, comment_id, actor, now)
    values = {"comment_id": comment.id, "account_id": actor.account_id}
    added = insert_new(db, Appreciation, values | {"created_at": now})
    if added is not None:
        comment.appreciated += 1
        db.flush()
    return Appreciated(comment.id, comment.appreciated, mine=True)


def take_back(
    db: Session, comment_id: int, *, actor: Actor, now: datetime
) -> Appreciated:
    """Take one's thanks back; without any nothing changes."""
    comment = _thankable(db, comment_id, actor, now)
    gone = db.execute(
        delete(Appreciation)
        .where(
            Appreciation.comment_id == comment.id,
            Appreciation.account_id == actor.account_id,
        )
        .returning(Appreciation.id)
    ).all()
    comment.appreciated -= len(gone)
    db.flush()
    return Appreciated(comment.id, comment.appreciated, mine=False)


def take_back_all(db: Session, account_id: int) -> int:
    """Take back all that an account appreciated, since it closes; say how many."""
    mine = select(Appreciation.comment_id).where(Appreciation.account_id == account_id)
    # In one order, whoever locks: two accounts that close do not wait for each other.
    locked = select(Comment.id).where(Comment.id.in_(mine)).order_by(Comment.id)
    db.execute(locked.with_for_update(key_share=True)).all()
    theirs = Appreciation.account_id == account_id
    gone = delete(Appreciation).where(theirs).returning(Appreciation.comment_id)
    ids = db.scalars(gone).all()
    db.execute(
        update(Comment)
        .where(Comment.id.in_(ids))
        .values(appreciated=Comment.appreciated - 1)
    )
    return len(ids)


def appreciated_among(
    db: Session, account_id: int, comment_ids: Collection[int]
) -> frozenset[int]:
    """Which of these comments a reader appreciates."""
    if not comment_ids:
        return frozenset()
    query = select(Appreciation.comment_id).where(
        Appreciation.account_id == account_id,
        Appreciation.comment_id.in_(comment_ids),
    )
    return frozenset(db.scalars(query))


def _thankable(db: Session, comment_id: int, actor: Actor, now: datetime) -> Comment:
    comment = visible_comment(db, comment_id, actor, now, lock=True)
    authorize(actor, Act.APPRECIATE, facts_about(db, comment, now))
    return comment

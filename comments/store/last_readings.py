"""What a reader has read of a thread, and what appeared in it lately."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comments.domain.moderation import CommentStatus
from comments.store.models import Comment, LastReading


def last_reading(db: Session, account_id: int, thread_id: int) -> LastReading | None:
    """When somebody last read a thread."""
    return db.get(LastReading, (account_id, thread_id))


def newest(db: Session, thread_id: int, limit: int) -> Sequence[tuple[int, datetime]]:
    """The comments that appeared last, the newest first, and when they did."""
    query = (
        select(Comment.id, Comment.appeared_at)
        .where(
            Comment.thread_id == thread_id,
            Comment.appeared_at.is_not(None),
            Comment.status == CommentStatus.PUBLISHED,
        )
        .order_by(Comment.appeared_at.desc(), Comment.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in db.execute(query) if row[1] is not None]


def count_new(
    db: Session, thread_id: int, reader_id: int, since: datetime, most: int
) -> int:
    """How many comments of others appeared after a moment, counted up to a number."""
    found = (
        select(Comment.id)
        .where(
            Comment.thread_id == thread_id,
            Comment.appeared_at > since,
            Comment.status == CommentStatus.PUBLISHED,
            Comment.author_id != reader_id,
        )
        .limit(most)
    )
    return db.scalar(select(func.count()).select_from(found.subquery())) or 0


def count_picks(db: Session, thread_id: int, most: int) -> int:
    """How many comments of a thread editors have picked, counted up to a number."""
    found = (
        select(Comment.id)
        .where(
            Comment.thread_id == thread_id,
            Comment.picked_at.is_not(None),
            Comment.status == CommentStatus.PUBLISHED,
        )
        .limit(most)
    )
    return db.scalar(select(func.count()).select_from(found.subquery())) or 0

"""How many comments of a thread say “I was there” or “I know the history”."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comments.domain.marks import Mark
from comments.domain.moderation import CommentStatus
from comments.store.models import Comment

MOST_COUNTED: Final = 100  # nobody counts further, and the page costs the same


def marked_counts(db: Session, thread_id: int) -> dict[Mark, int]:
    """The marks that readers find here, with how many of each, up to a hundred."""
    counts = {mark: _count(db, thread_id, mark) for mark in Mark}
    return {mark: count for mark, count in counts.items() if count}


def _count(db: Session, thread_id: int, mark: Mark) -> int:
    found = (
        select(Comment.id)
        .where(
            Comment.thread_id == thread_id,
            Comment.mark == mark.value,
            Comment.status == CommentStatus.PUBLISHED,
        )
        .limit(MOST_COUNTED)
    )
    return db.scalar(select(func.count()).select_from(found.subquery())) or 0

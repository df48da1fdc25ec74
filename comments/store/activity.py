"""What was written lately, by discussion."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, distinct, exists, func, or_, select
from sqlalchemy.orm import Session

from comments.domain.liveliness import Activity
from comments.domain.moderation import CommentStatus
from comments.domain.reports import ReportState
from comments.store.models import Comment, Report, Thread


def recent_activity(db: Session, since: datetime) -> Sequence[tuple[Thread, Activity]]:
    """The open discussions in which somebody wrote since a moment, and what happened.

    Reads what was written since then and no more, however much there is before.
    """
    shown = Comment.status == CommentStatus.PUBLISHED
    counted = (
        select(
            Comment.thread_id,
            func.count(distinct(case((shown, Comment.author_id)))),
            func.count(),
            func.sum(case((or_(_kept_back(), _reported()), 1), else_=0)),
        )
        .where(Comment.created_at >= since, Comment.withdrawn_at.is_(None))
        .group_by(Comment.thread_id)
    )
    found = {row[0]: Activity(*map(int, row[1:])) for row in db.execute(counted)}
    threads = select(Thread).where(Thread.id.in_(found), Thread.is_open)
    return [(thread, found[thread.id]) for thread in db.scalars(threads)]


def _kept_back() -> ColumnElement[bool]:
    kept = (CommentStatus.HELD.value, CommentStatus.REJECTED.value)
    return Comment.status.in_(kept)


def _reported() -> ColumnElement[bool]:
    open_or_upheld = (ReportState.RECEIVED.value, ReportState.UPHELD.value)
    return exists().where(
        Report.comment_id == Comment.id, Report.state.in_(open_or_upheld)
    )

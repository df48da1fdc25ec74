"""What a selection of comments needs to know of them, for all of them at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from comments.domain.moderation import CommentStatus
from comments.domain.reports import ReportState
from comments.store.models import Comment, Report, ReviewItem, Revision


def picked_comments(db: Session, ids: Sequence[int]) -> dict[int, Comment]:
    """Some comments with their authors, threads and texts."""
    query = (
        select(Comment)
        .where(Comment.id.in_(ids))
        .options(
            joinedload(Comment.author),
            joinedload(Comment.thread),
            selectinload(Comment.revisions),
        )
    )
    return {comment.id: comment for comment in db.scalars(query)}


def items_about(db: Session, comment_ids: Sequence[int]) -> dict[int, ReviewItem]:
    """The review items of some comments with their signals, by comment."""
    query = select(ReviewItem).where(ReviewItem.comment_id.in_(comment_ids))
    items = db.scalars(query.options(selectinload(ReviewItem.signals)))
    return {item.comment_id: item for item in items}


def last_reports(db: Session, comment_ids: Sequence[int]) -> dict[int, int]:
    """The newest open report of each comment, for those that have one."""
    query = (
        select(Report.comment_id, func.max(Report.id).label("newest"))
        .where(Report.comment_id.in_(comment_ids), Report.state == ReportState.RECEIVED)
        .group_by(Report.comment_id)
    )
    return {row.comment_id: row.newest for row in db.execute(query)}


def standing_by(
    db: Session, author_id: int, since: datetime | None, *, limit: int
) -> Sequence[int]:
    """The comments of somebody that are shown or held, the newest first."""
    query = select(Comment.id).where(*_standing(author_id, since))
    return db.scalars(query.order_by(Comment.id.desc()).limit(limit)).all()


def count_standing(db: Session, author_id: int, since: datetime | None) -> int:
    """How many comments of somebody are shown or held."""
    query = select(func.count()).select_from(Comment)
    return db.scalar(query.where(*_standing(author_id, since))) or 0


def comments_of_texts(
    db: Session, revision_ids: Sequence[int], *, limit: int
) -> Sequence[int]:
    """The comments that these texts are of, the newest text first."""
    query = (
        select(Revision.comment_id)
        .join(Comment, Comment.id == Revision.comment_id)
        .where(Revision.id.in_(revision_ids), Comment.status != CommentStatus.WITHDRAWN)
        .order_by(Revision.id.desc())
    )
    return list(dict.fromkeys(db.scalars(query)))[:limit]


def _standing(author_id: int, since: datetime | None) -> list[ColumnElement[bool]]:
    shown_or_held = (CommentStatus.PUBLISHED.value, CommentStatus.HELD.value)
    standing = [Comment.author_id == author_id, Comment.status.in_(shown_or_held)]
    return standing if since is None else [*standing, Comment.created_at >= since]

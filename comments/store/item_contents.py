"""What belongs to review items, fetched for a whole page of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from comments.domain.reports import ReportState
from comments.store.models import Account, Appeal, Comment, Report, UnlawfulNotice

Row = TypeVar("Row", Report, UnlawfulNotice, Appeal)


def newest_reports(
    db: Session, comment_ids: Sequence[int], *, limit: int
) -> dict[int, list[Report]]:
    """The newest open reports of each comment, the oldest of them first."""
    if not comment_ids:
        return {}
    newest = (
        select(Report.id)
        .where(
            Report.comment_id == comment_id, Report.state == ReportState.RECEIVED.value
        )
        .order_by(Report.id.desc())
        .limit(limit)
        .subquery()
        for comment_id in comment_ids
    )
    ids = union_all(*(select(window.c.id) for window in newest))
    query = select(Report).where(Report.id.in_(ids)).order_by(Report.id)
    return _by_comment(db.scalars(query))


def open_notices(
    db: Session, comment_ids: Sequence[int]
) -> dict[int, list[UnlawfulNotice]]:
    """The notices of unlawful content about each comment that wait for an answer."""
    query = select(UnlawfulNotice).where(
        UnlawfulNotice.comment_id.in_(comment_ids),
        UnlawfulNotice.state == ReportState.RECEIVED,
    )
    return _by_comment(db.scalars(query.order_by(UnlawfulNotice.id)))


def open_appeals(db: Session, comment_ids: Sequence[int]) -> dict[int, list[Appeal]]:
    """The appeal about each comment that nobody has answered yet."""
    query = select(Appeal).where(
        Appeal.comment_id.in_(comment_ids), Appeal.decided_at.is_(None)
    )
    return _by_comment(db.scalars(query.order_by(Appeal.id)))


def comments_by_id(db: Session, ids: Iterable[int]) -> dict[int, Comment]:
    """Some comments with their authors and revisions."""
    query = (
        select(Comment)
        .where(Comment.id.in_(set(ids)))
        .options(joinedload(Comment.author), selectinload(Comment.revisions))
    )
    return {comment.id: comment for comment in db.scalars(query)}


def accounts_by_id(db: Session, ids: Iterable[int]) -> dict[int, Account]:
    """Some accounts."""
    query = select(Account).where(Account.id.in_(set(ids)))
    return {account.id: account for account in db.scalars(query)}


def _by_comment(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.comment_id].append(row)
    return found

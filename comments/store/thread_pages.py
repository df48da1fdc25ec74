"""Queries behind the pages of a thread: keyset paging, bounded windows of replies."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, Subquery, and_, or_, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from comments.domain.moderation import CommentStatus
from comments.store.models import Comment


def roots(
    db: Session,
    thread_id: int,
    *,
    viewer_id: int | None,
    ascending: bool,
    start: int | None,
    limit: int,
) -> Sequence[Comment]:
    """Comments at the top of a conversation, from an id on (it included)."""
    query = select(Comment).where(
        Comment.thread_id == thread_id,
        Comment.parent_id.is_(None),
        or_(Comment.shown_replies > 0, _shown_to(viewer_id)),
    )
    return db.scalars(_page(query, start, limit, ascending=ascending)).all()


def flat(
    db: Session,
    thread_id: int,
    *,
    viewer_id: int | None,
    ascending: bool,
    start: int | None,
    limit: int,
) -> Sequence[Comment]:
    """All comments of a thread that somebody may see, in order of their ids."""
    query = select(Comment).where(Comment.thread_id == thread_id, _shown_to(viewer_id))
    return db.scalars(_page(query, start, limit, ascending=ascending)).all()


def replies(
    db: Session, root_ids: Sequence[int], *, after: int | None, limit: int
) -> dict[int, list[Comment]]:
    """The first replies below each root, in order of their ids, in one query."""
    if not root_ids:
        return {}
    windows = [_window(root_id, after, limit) for root_id in root_ids]
    ids = union_all(*(select(window.c.id) for window in windows))
    query = select(Comment).where(Comment.id.in_(ids)).order_by(Comment.id)
    found: dict[int, list[Comment]] = defaultdict(list)
    for comment in db.scalars(_loaded(query)):
        found[comment.root_id or comment.id].append(comment)
    return found


def reply_before(
    db: Session, root_id: int, comment_id: int, distance: int
) -> int | None:
    """The reply so many places before a reply; None when there are not so many."""
    query = (
        select(Comment.id)
        .where(
            Comment.root_id == root_id,
            Comment.id < comment_id,
            Comment.parent_id.is_not(None),
        )
        .order_by(Comment.id.desc())
        .offset(distance)
        .limit(1)
    )
    return db.scalar(query)


def _window(root_id: int, after: int | None, limit: int) -> Subquery:
    query = select(Comment.id).where(
        Comment.root_id == root_id, Comment.parent_id.is_not(None)
    )
    if after is not None:
        query = query.where(Comment.id > after)
    return query.order_by(Comment.id).limit(limit).subquery()


def _shown_to(viewer_id: int | None) -> ColumnElement[bool]:
    published = Comment.status == CommentStatus.PUBLISHED
    if viewer_id is None:
        return published
    own = and_(Comment.author_id == viewer_id, Comment.status == CommentStatus.HELD)
    return or_(published, own)


def _page(
    query: Select[Comment], start: int | None, limit: int, *, ascending: bool
) -> Select[Comment]:
    if start is not None:
        query = query.where(Comment.id >= start if ascending else Comment.id <= start)
    order = Comment.id.asc() if ascending else Comment.id.desc()
    return _loaded(query.order_by(order).limit(limit))


def _loaded(query: Select[Comment]) -> Select[Comment]:
    return query.options(joinedload(Comment.author), selectinload(Comment.revisions))

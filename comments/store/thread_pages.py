"""Queries behind the pages of a thread: keyset paging, bounded windows of replies."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from comments.domain.moderation import CommentStatus
from comments.domain.reading import (
    EPOCH,
    Cursor,
    Sort,
    moment_of_rank,
    rank_of_moment,
)
from comments.store.models import Comment
from comments.store.types import Identity, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which comments of a thread, for whom, in which order.

    `roots` leaves the replies out.  `since` takes what appeared from a moment on, and
    puts it in the order in which it appeared.
    """

    thread_id: int
    viewer_id: int | None
    sort: Sort = Sort.NEWEST
    roots: bool = True
    picked: bool = False
    mark: str | None = None
    since: datetime | None = None


def page(
    db: Session,
    query: Query,
    *,
    start: Cursor | None,
    limit: int,
    backwards: bool = False,
) -> Sequence[Comment]:
    """Comments from a cursor on (its own included), or back from it."""
    found = page_query(query, start=start, limit=limit, backwards=backwards)
    return db.scalars(_loaded(found)).all()


def page_query(
    query: Query, *, start: Cursor | None, limit: int, backwards: bool = False
) -> Select[Comment]:
    """The query of one page; an index answers it in order, whatever the order."""
    ascending = (query.sort is Sort.OLDEST) is not backwards
    keys = _keys(query)
    found = select(Comment).where(*_conditions(query))
    if start is not None:
        here = tuple_(*_values(query, start))
        found = found.where(
            tuple_(*keys) >= here if ascending else tuple_(*keys) <= here
        )
    order = [key.asc() if ascending else key.desc() for key in keys]
    return found.order_by(*order).limit(limit)


def cursor_of(comment: Comment, query: Query) -> Cursor:
    """The cursor of the page that begins with a comment, in the query's order."""
    if query.since is not None:
        appeared = comment.appeared_at or EPOCH
        return Cursor(comment.id, rank_of_moment(appeared))
    if query.sort is Sort.REPLIED:
        return Cursor(comment.id, comment.shown_replies)
    if query.sort is Sort.APPRECIATED:
        return Cursor(comment.id, comment.appreciated)
    return Cursor(comment.id)


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


def _conditions(query: Query) -> Iterator[ColumnElement[bool]]:
    yield Comment.thread_id == query.thread_id
    if query.roots:
        yield Comment.parent_id.is_(None)
        yield or_(Comment.shown_replies > 0, _shown_to(query.viewer_id))
    else:
        yield _shown_to(query.viewer_id)
    if query.picked:
        yield Comment.picked_at.is_not(None)
    if query.mark is not None:
        yield Comment.mark == query.mark
    if query.since is not None:
        yield Comment.appeared_at >= query.since


def _keys(query: Query) -> tuple[InstrumentedAttribute[Any], ...]:
    if query.since is not None:
        return Comment.appeared_at, Comment.id
    if query.sort is Sort.REPLIED:
        return Comment.shown_replies, Comment.id
    if query.sort is Sort.APPRECIATED:
        return Comment.appreciated, Comment.id
    return (Comment.id,)


def _values(query: Query, start: Cursor) -> Iterator[BindParameter[Any]]:
    if query.since is not None:
        yield literal(moment_of_rank(start.rank or 0), Moment)
    elif not query.sort.by_time:
        yield literal(start.rank or 0, Integer)
    yield literal(start.id, Identity)


def _shown_to(viewer_id: int | None) -> ColumnElement[bool]:
    published = Comment.status == CommentStatus.PUBLISHED
    if viewer_id is None:
        return published
    own = and_(Comment.author_id == viewer_id, Comment.status == CommentStatus.HELD)
    return or_(published, own)


def _loaded(query: Select[Comment]) -> Select[Comment]:
    return query.options(joinedload(Comment.author), selectinload(Comment.revisions))

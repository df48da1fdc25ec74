"""What a search shows of the revisions that the index found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from comments.domain.moderation import CommentStatus
from comments.store.models import Comment, ReviewItem, ReviewSignal, Revision, Thread


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the comments that are looked for have in common."""

    status: str | None = None
    section: str | None = None
    rule: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        return self != Narrowing()


def shown_among(
    db: Session, revision_ids: Sequence[int], narrowing: Narrowing, *, limit: int
) -> Sequence[Revision]:
    """Those of some revisions that fit and whose comment was not withdrawn."""
    query = (
        select(Revision)
        .join(Comment, Comment.id == Revision.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(
            Revision.id.in_(revision_ids),
            Comment.status != CommentStatus.WITHDRAWN,
            *_conditions(narrowing),
        )
        .options(
            joinedload(Revision.comment).joinedload(Comment.author),
            joinedload(Revision.comment).joinedload(Comment.thread),
        )
        .order_by(Revision.id.desc())
        .limit(limit)
    )
    return db.scalars(query).all()


def items_of(db: Session, comment_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """The review items of some comments, by comment: id and state."""
    query = select(ReviewItem.comment_id, ReviewItem.id, ReviewItem.state)
    rows = db.execute(query.where(ReviewItem.comment_id.in_(comment_ids)))
    return {comment_id: (item_id, state) for comment_id, item_id, state in rows}


def sections(db: Session, *, limit: int) -> Sequence[str]:
    """The newsroom's sections, by name."""
    query = select(Thread.section).where(Thread.section != "").distinct()
    return db.scalars(query.order_by(Thread.section).limit(limit)).all()


def _conditions(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowing.status is not None:
        conditions.append(Comment.status == narrowing.status)
    if narrowing.section is not None:
        conditions.append(Thread.section == narrowing.section)
    if narrowing.rule is not None:
        conditions.append(_under(narrowing.rule))
    if narrowing.since is not None:
        conditions.append(Revision.created_at >= narrowing.since)
    if narrowing.until is not None:
        conditions.append(Revision.created_at < narrowing.until)
    return conditions


def _under(rule: str) -> ColumnElement[bool]:
    """Whether a comment was removed under a rule, or waits for a moderator under it."""
    waits = (
        select(ReviewSignal.id)
        .join(ReviewItem, ReviewItem.id == ReviewSignal.item_id)
        .where(ReviewItem.comment_id == Comment.id, ReviewSignal.rule == rule)
    )
    return or_(Comment.removed_under == rule, waits.exists())

"""Queries about what surrounds a review item: its thread, its author, its like."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, union_all, update
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from comments.domain.moderation import DecisionAction
from comments.store.models import (
    Account,
    Comment,
    Decision,
    Report,
    ReviewItem,
)


def lock_item_row(db: Session, item_id: int) -> ReviewItem | None:
    """The item, read afresh; nobody else claims it until this transaction ends."""
    return db.scalar(
        select(ReviewItem)
        .where(ReviewItem.id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def release_others(db: Session, moderator_id: int, item_id: int) -> None:
    """Give back every lease of a moderator but the one of this item."""
    db.execute(
        update(ReviewItem)
        .where(ReviewItem.claimed_by == moderator_id, ReviewItem.id != item_id)
        .values(claimed_by=None, claimed_until=None)
    )


def ancestors(db: Session, comment: Comment, limit: int) -> list[Comment]:
    """The comments that a comment answers, the nearest last, at most so many."""
    chain: list[Comment] = []
    parent_id = comment.parent_id
    while parent_id is not None and len(chain) < limit:
        parent = db.scalar(_with_words(select(Comment).where(Comment.id == parent_id)))
        if parent is None:
            break
        chain.append(parent)
        parent_id = parent.parent_id
    return chain[::-1]


def neighbours(db: Session, comment: Comment, each_side: int) -> list[Comment]:
    """Shown comments that stand beside a comment, in the order of the thread."""
    beside = select(Comment.id).where(
        Comment.thread_id == comment.thread_id,
        Comment.parent_id == comment.parent_id,
        Comment.shown_revision_id.is_not(None),
    )
    sides = (
        beside.where(Comment.id < comment.id).order_by(Comment.id.desc()),
        beside.where(Comment.id > comment.id).order_by(Comment.id),
    )
    nearest = (side.limit(each_side).subquery() for side in sides)
    ids = union_all(*(select(side.c.id) for side in nearest))
    query = _with_words(select(Comment).where(Comment.id.in_(ids)))
    return list(db.scalars(query.order_by(Comment.id)))


def names_of(db: Session, account_ids: Iterable[int]) -> dict[int, str]:
    """The display names of some accounts."""
    wanted = set(account_ids)
    if not wanted:
        return {}
    query = select(Account.id, Account.name).where(Account.id.in_(wanted))
    return {row.id: row.name for row in db.execute(query)}


def comment_counts(db: Session, author_id: int) -> list[tuple[str, str | None, int]]:
    """How many comments of an author stand where: status, rule of removal, count."""
    query = (
        select(Comment.status, Comment.removed_under, func.count())
        .where(Comment.author_id == author_id)
        .group_by(Comment.status, Comment.removed_under)
    )
    return [(status, rule, count) for status, rule, count in db.execute(query)]


def comments_of(
    db: Session, author_id: int, *, before: int | None, limit: int
) -> Sequence[Comment]:
    """An author's comments, the newest first, older than an id."""
    query = select(Comment).where(Comment.author_id == author_id)
    if before is not None:
        query = query.where(Comment.id < before)
    query = _with_words(query).options(joinedload(Comment.thread))
    return db.scalars(query.order_by(Comment.id.desc()).limit(limit)).all()


def decisions_on(
    db: Session, revision_ids: Sequence[int], *, besides: int | None = None
) -> list[tuple[str, str | None, int]]:
    """What people decided about some texts `besides` one, and did not take back."""
    query = (
        select(Decision.action, Decision.rule, func.count())
        .where(
            Decision.revision_id.in_(revision_ids),
            Decision.moderator_id.is_not(None),
            Decision.action != DecisionAction.ESCALATE,
            Decision.undoes_id.is_(None),
            ~_undone(),
            Decision.id != (besides or 0),
        )
        .group_by(Decision.action, Decision.rule)
    )
    return [(action, rule, count) for action, rule, count in db.execute(query)]


def last_decision_by(
    db: Session, moderator_id: int, since: datetime
) -> Decision | None:
    """A moderator's newest decision since a moment, unless it was undone."""
    latest = db.scalar(
        select(Decision)
        .where(Decision.moderator_id == moderator_id)
        .options(joinedload(Decision.comment).joinedload(Comment.author))
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if latest is None or latest.undoes_id is not None or latest.created_at < since:
        return None
    return latest


def comment_with_author(db: Session, comment_id: int) -> Comment:
    """A comment with its author."""
    query = select(Comment).where(Comment.id == comment_id)
    return db.scalars(query.options(joinedload(Comment.author))).one()


def decision_on_version(db: Session, item_id: int, version: int) -> Decision | None:
    """The decision that answered this version of an item, with its decider."""
    return db.scalar(
        select(Decision)
        .where(Decision.item_id == item_id, Decision.seen_version == version)
        .options(joinedload(Decision.moderator))
    )


def newest_report_id(db: Session, comment_id: int) -> int:
    """The newest report of a comment, whatever came of it; 0 when there is none."""
    query = select(func.max(Report.id)).where(Report.comment_id == comment_id)
    return db.scalar(query) or 0


def _undone() -> Any:
    undoing = aliased(Decision)
    return select(undoing.id).where(undoing.undoes_id == Decision.id).exists()


def _with_words(query: Select[Any]) -> Select[Any]:
    return query.options(joinedload(Comment.author), selectinload(Comment.revisions))

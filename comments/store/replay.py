"""Stored texts for a replay, a page at a time, with what moderators made of them."""

from collections.abc import Sequence

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from comments.domain.moderation import DecisionAction
from comments.store.models import Comment, Decision, Revision

DECIDING = (DecisionAction.APPROVE.value, DecisionAction.REJECT.value)


def newest_revision(db: Session) -> int:
    """The id of the newest text; 0 when there is none."""
    return db.scalar(select(func.max(Revision.id))) or 0


def count_revisions(db: Session, *, up_to: int) -> int:
    """How many texts there are up to an id."""
    counted = select(func.count()).select_from(Revision)
    counted = counted.where(Revision.id <= up_to, Revision.text != "")
    return db.scalar(counted) or 0


def page_of_revisions(
    db: Session, *, after: int, up_to: int, limit: int
) -> Sequence[Row[Revision, bool]]:
    """The next texts by id, and of each whether its author has withdrawn it."""
    query = (
        select(Revision, Comment.withdrawn_at.is_not(None))
        .join(Comment, Comment.id == Revision.comment_id)
        .where(Revision.id > after, Revision.id <= up_to, Revision.text != "")
        .order_by(Revision.id)
        .limit(limit)
    )
    return db.execute(query).all()


def standing_decisions(db: Session, revision_ids: Sequence[int]) -> dict[int, Decision]:
    """What people last decided about some texts, without what they took back."""
    undone = select(Decision.undoes_id).where(Decision.undoes_id.is_not(None))
    query = (
        select(Decision)
        .where(
            Decision.revision_id.in_(revision_ids),
            Decision.moderator_id.is_not(None),
            Decision.undoes_id.is_(None),
            Decision.action.in_(DECIDING),
            Decision.id.not_in(undone),
        )
        .order_by(Decision.id)
    )
    return {decision.revision_id: decision for decision in db.scalars(query)}

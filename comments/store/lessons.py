"""What a newsroom has shown about texts: decisions that stand, and silence.

Both are read from the newest row back, a page at a time.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Text, cast, exists, select
from sqlalchemy.orm import Session, aliased

from comments.domain.moderation import RevisionStatus
from comments.store.models import Comment, Decision, Report, Revision
from comments.store.replay import DECIDING


def page_of_decisions(
    db: Session, *, before: int | None, limit: int
) -> Sequence[Row[Decision, str]]:
    """What people last decided about texts, without what they took back."""
    later = aliased(Decision)
    overtaken = exists().where(
        later.revision_id == Decision.revision_id,
        later.id > Decision.id,
        _stands(later),
    )
    query = (
        select(Decision, Revision.text)
        .join(Revision, Revision.id == Decision.revision_id)
        .where(_stands(Decision), ~overtaken, Revision.text != "")
        .order_by(Decision.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Decision.id < before)
    return db.execute(query).all()


def page_of_unopposed(
    db: Session, *, until: datetime, before: int | None, limit: int
) -> Sequence[Revision]:
    """Texts in which the filter noticed something, and that nobody has objected to.

    They have been on show since `until` or longer; no reader reported them and no
    moderator decided about them.
    """
    decided = exists().where(
        Decision.revision_id == Revision.id, Decision.moderator_id.is_not(None)
    )
    query = (
        select(Revision)
        .join(Comment, Comment.shown_revision_id == Revision.id)
        .where(
            Revision.status == RevisionStatus.PUBLISHED.value,
            Revision.created_at < until,
            cast(Revision.findings, Text) != "[]",
            ~decided,
            ~exists().where(Report.revision_id == Revision.id),
        )
        .order_by(Revision.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Revision.id < before)
    return db.scalars(query).all()


def _stands(decision: type[Decision]) -> ColumnElement[bool]:
    """Whether a person approved or rejected, and nobody took that back."""
    undoing = aliased(Decision)
    return (
        decision.moderator_id.is_not(None)
        & decision.undoes_id.is_(None)
        & decision.action.in_(DECIDING)
        & ~exists().where(undoing.undoes_id == decision.id)
    )

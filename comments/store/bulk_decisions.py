"""Bulk decisions: what a moderator ordered, and a line for each comment of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
)

from comments.domain.bulk import LineState
from comments.store.models import (
    Base,
    Comment,
    ReviewItem,
    Revision,
    identity,
    reference,
)
from comments.store.types import Identity


class BulkDecision(Base):
    """One verdict about many comments; `digest` is of all that was ordered."""

    __tablename__ = "bulk_decisions"
    __table_args__ = (UniqueConstraint("moderator_id", "attempt"),)

    id: Mapped[int] = identity()
    moderator_id: Mapped[int] = reference("accounts.id")
    attempt: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(1000), server_default="")
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]  # when its moderator began to take it back


class BulkLine(Base):
    """One comment of a bulk decision, as it was seen, and what became of it.

    `own_look` is set when nobody had asked about the comment: no item was open.
    """

    __tablename__ = "bulk_lines"
    __table_args__ = (Index("ix_bulk_lines_bulk_id_state", "bulk_id", "state", "id"),)

    id: Mapped[int] = identity()
    bulk_id: Mapped[int] = reference("bulk_decisions.id")
    comment_id: Mapped[int] = reference("comments.id", index=True)
    revision_id: Mapped[int] = mapped_column(Identity)
    version: Mapped[int]
    last_report: Mapped[int | None] = mapped_column(Identity)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(16), server_default="")
    own_look: Mapped[bool]
    decision_id: Mapped[int | None] = reference("decisions.id", index=True)
    comment: Mapped[Comment] = relationship(lazy="raise")


def bulk_by_attempt(
    db: Session, moderator_id: int, attempt: str
) -> BulkDecision | None:
    """What this moderator ordered with this attempt key."""
    query = select(BulkDecision).where(BulkDecision.moderator_id == moderator_id)
    return db.scalar(query.where(BulkDecision.attempt == attempt))


def next_line(db: Session, bulk_id: int, state: LineState) -> BulkLine | None:
    """The first line in this state, locked; another request may do the lines as well.

    A line that was taken while we waited for its lock is passed on from.
    """
    after = 0
    while True:
        line_id = _first_after(db, bulk_id, state, after)
        if line_id is None:
            return None
        line = db.get_one(
            BulkLine,
            line_id,
            with_for_update={"key_share": True},
            populate_existing=True,
        )
        if line.state == state:
            return line
        after = line_id


def lines_of(db: Session, bulk_id: int) -> Sequence[BulkLine]:
    """All lines of a bulk decision, with their comments, authors and texts."""
    comment = joinedload(BulkLine.comment)
    query = select(BulkLine).where(BulkLine.bulk_id == bulk_id).order_by(BulkLine.id)
    return db.scalars(
        query.options(
            comment.joinedload(Comment.author),
            comment.joinedload(Comment.thread),
            comment.selectinload(Comment.revisions),
        )
    ).all()


def texts_among(db: Session, revision_ids: Sequence[int]) -> dict[int, int]:
    """Those of some texts that are there, each with its comment."""
    query = select(Revision.id, Revision.comment_id)
    rows = db.execute(query.where(Revision.id.in_(revision_ids)))
    return {row.id: row.comment_id for row in rows}


def items_by_comment(db: Session, comment_ids: Sequence[int]) -> dict[int, int]:
    """The ids of the review items of some comments."""
    query = select(ReviewItem.comment_id, ReviewItem.id)
    rows = db.execute(query.where(ReviewItem.comment_id.in_(comment_ids)))
    return {row.comment_id: row.id for row in rows}


def _first_after(db: Session, bulk_id: int, state: LineState, after: int) -> int | None:
    return db.scalar(
        select(BulkLine.id)
        .where(
            BulkLine.bulk_id == bulk_id, BulkLine.state == state, BulkLine.id > after
        )
        .order_by(BulkLine.id)
        .limit(1)
    )

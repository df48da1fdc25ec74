"""Rounds of review: each time that an item was open, from when to when, and why.

A review item is re-opened rather than made again, so its own row knows the last round
alone.  Rounds hold ids and no texts, and point at nothing, so that figures about past
periods stay what they were when people go.
"""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from comments.store.models import Base, identity
from comments.store.types import Identity


class ReviewRound(Base):
    """One round: opened by a source under a rule, closed by a decision or by itself.

    `rule` is empty when no rule was named.  `waited` is in seconds.  `decision_id` is
    None while the round is open, and when the comment was taken back meanwhile.
    """

    __tablename__ = "review_rounds"
    __table_args__ = (
        Index(
            "ix_review_rounds_open",
            "rule",
            "opened_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_review_rounds_item",
            "item_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_review_rounds_opened_at", "opened_at"),
        Index("ix_review_rounds_closed_at", "closed_at"),
        Index("ix_review_rounds_decision_id", "decision_id"),
    )

    id: Mapped[int] = identity()
    item_id: Mapped[int] = mapped_column(Identity)
    rule: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    waited: Mapped[int | None]
    decision_id: Mapped[int | None] = mapped_column(Identity)

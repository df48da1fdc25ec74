"""Checklists of escalated items: what editors answered, each time they did."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comments.store.models import Base, identity, reference


class LifeChecklistRow(Base):
    """The answers at one moment; the latest stand, the earlier ones are kept.

    `saved_by` is the editor's pseudonym, as in the ledger.
    """

    __tablename__ = "life_checklists"

    id: Mapped[int] = identity()
    item_id: Mapped[int] = reference("review_items.id", index=True)
    comment_id: Mapped[int] = reference("comments.id")
    answers: Mapped[dict[str, Any]]
    saved_by: Mapped[str] = mapped_column(String(32))
    saved_at: Mapped[datetime] = mapped_column(index=True)


def latest_of(db: Session, item_id: int) -> LifeChecklistRow | None:
    """The answers that stand about an item."""
    query = select(LifeChecklistRow).where(LifeChecklistRow.item_id == item_id)
    return db.scalar(query.order_by(LifeChecklistRow.id.desc()).limit(1))

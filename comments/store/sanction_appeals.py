"""Appeals against sanctions, which are about a person and so in no comment's item."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from comments.store.models import Account, Base, Sanction, identity, reference


class SanctionAppeal(Base):
    """A person's request that somebody else looks at a sanction of theirs.

    `answer` is what whoever decided wrote to them.
    """

    __tablename__ = "sanction_appeals"
    __table_args__ = (
        Index(
            "ix_sanction_appeals_due",
            "due_at",
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = identity()
    sanction_id: Mapped[int] = reference("sanctions.id", unique=True)
    account_id: Mapped[int] = reference("accounts.id", index=True)
    text: Mapped[str] = mapped_column(String(2000), server_default="")
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = reference("accounts.id", index=True)
    answer: Mapped[str] = mapped_column(String(1000), server_default="")
    sanction: Mapped[Sanction] = relationship(lazy="raise")
    account: Mapped[Account] = relationship(lazy="raise", foreign_keys=[account_id])

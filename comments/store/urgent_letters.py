"""Letters about urgent items: whom one went to, and whether its links were used."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, selectinload

from comments.domain.mail import URGENT, Cadence
from comments.domain.permissions import Role
from comments.store.mail import MailChoice
from comments.store.models import Account, Base, ReviewItem, identity, reference
from comments.store.open_items import IS_OPEN


class UrgentLetter(Base):
    """A letter to one account about one item, as it was opened or handed to editors.

    `used_at` is when one of its links decided; then all of them are over.
    """

    __tablename__ = "urgent_letters"
    __table_args__ = (
        UniqueConstraint("item_id", "account_id", "opened_at", "escalated"),
    )

    id: Mapped[int] = identity()
    item_id: Mapped[int] = reference("review_items.id")
    account_id: Mapped[int] = reference("accounts.id", index=True)
    opened_at: Mapped[datetime]  # the item's, at that time
    escalated: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = reference("decisions.id")


def who_wants_letters(db: Session, roles: Iterable[Role]) -> Sequence[int]:
    """The accounts of these roles that chose letters about urgent items."""
    return db.scalars(
        select(Account.id)
        .join(MailChoice, MailChoice.account_id == Account.id)
        .where(
            MailChoice.kind == URGENT,
            MailChoice.cadence != Cadence.OFF.value,
            Account.role.in_([role.value for role in roles]),
            Account.email_confirmed_at.is_not(None),
        )
        .order_by(Account.id)
    ).all()


def spend(db: Session, letter_id: int, now: datetime) -> bool:
    """Use a letter's links up; False when somebody has used one before."""
    spent = db.execute(
        update(UrgentLetter)
        .where(UrgentLetter.id == letter_id, UrgentLetter.used_at.is_(None))
        .values(used_at=now)
        .returning(UrgentLetter.id)
    )
    return spent.scalar_one_or_none() is not None


def risen_above(db: Session, rank: float, *, limit: int) -> Sequence[ReviewItem]:
    """Open items of at least a rank about which no letter has gone out, worst first."""
    told = select(UrgentLetter.id).where(
        UrgentLetter.item_id == ReviewItem.id,
        UrgentLetter.opened_at == ReviewItem.opened_at,
    )
    query = select(ReviewItem).where(IS_OPEN, ReviewItem.rank >= rank, ~told.exists())
    query = query.options(
        selectinload(ReviewItem.signals), joinedload(ReviewItem.comment)
    )
    return db.scalars(query.order_by(ReviewItem.rank.desc()).limit(limit)).all()


def forget(db: Session, before: datetime) -> None:
    """Delete which letters went out before a moment; their links are long over."""
    db.execute(delete(UrgentLetter).where(UrgentLetter.created_at < before))

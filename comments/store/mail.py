"""What mail needs to remember: which address is whose, and who asked for what."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from comments.store.models import Base, identity, reference


class AddressConfirmation(Base):
    """A letter that asks whether an address belongs to whoever gave it.

    `replaces` is the address that was confirmed before.
    """

    __tablename__ = "address_confirmations"

    id: Mapped[int] = identity()
    account_id: Mapped[int] = reference("accounts.id", index=True)
    email: Mapped[str] = mapped_column(String(254))
    replaces: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class PasswordRequest(Base):
    """Somebody typed an address and asked for a new password.

    Kept whether or not an account has the address, so that the page does the same; the
    worker looks it up.
    """

    __tablename__ = "password_requests"

    id: Mapped[int] = identity()
    email_folded: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[datetime] = mapped_column(index=True)

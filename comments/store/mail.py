"""What mail needs to remember: which address is whose, and who asked for what."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from comments.store.models import Base, identity, reference
from comments.store.types import Identity


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


class MailChoice(Base):
    """How often a reader wants letters of one kind, where they have said so."""

    __tablename__ = "mail_choices"
    __table_args__ = (Index("ix_mail_choices_kind", "kind", "cadence"),)

    account_id: Mapped[int] = reference("accounts.id", primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    cadence: Mapped[str] = mapped_column(String(8))
    changed_at: Mapped[datetime]


class Digest(Base):
    """A reader's letter of one day, to which notices are added until it is due."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("account_id", "due_at"),)

    id: Mapped[int] = identity()
    account_id: Mapped[int] = reference("accounts.id")
    due_at: Mapped[datetime] = mapped_column(index=True)


class DigestEntry(Base):
    """What a digest will tell of: the outbox message that it stands for."""

    __tablename__ = "digest_entries"
    __table_args__ = (UniqueConstraint("digest_id", "message", "subject_id"),)

    id: Mapped[int] = identity()
    digest_id: Mapped[int] = reference("digests.id")
    message: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int] = mapped_column(Identity)

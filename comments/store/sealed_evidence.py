"""Sealed evidence: what a comment and its surroundings were when they mattered.

It points at no account: its documents say who wrote, and stay for their term.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from comments.store.models import Base, LedgerEntry, identity, reference


class SealedEvidence(Base):
    """One document, canonical JSON, and its SHA-256, which the ledger has as well."""

    __tablename__ = "sealed_evidence"

    id: Mapped[int] = identity()
    comment_id: Mapped[int] = reference("comments.id", index=True)
    revision_id: Mapped[int] = reference("revisions.id")
    cause: Mapped[str] = mapped_column(String(16))
    document: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
    keep_until: Mapped[datetime] = mapped_column(index=True)


def sealed_of_revision(
    db: Session, revision_id: int, comment_id: int, cause: str
) -> SealedEvidence | None:
    """What was sealed about a text for one cause."""
    query = select(SealedEvidence).where(
        SealedEvidence.comment_id == comment_id,
        SealedEvidence.revision_id == revision_id,
        SealedEvidence.cause == cause,
    )
    return db.scalar(query.limit(1))


def newest(db: Session, *, before: int | None, limit: int) -> Sequence[SealedEvidence]:
    """Sealed evidence, the newest first, older than an id."""
    query = select(SealedEvidence).order_by(SealedEvidence.id.desc()).limit(limit)
    if before is not None:
        query = query.where(SealedEvidence.id < before)
    return db.scalars(query).all()


def after(db: Session, last: int, *, limit: int) -> Sequence[SealedEvidence]:
    """Sealed evidence from an id on, the first first."""
    query = select(SealedEvidence).where(SealedEvidence.id > last)
    return db.scalars(query.order_by(SealedEvidence.id).limit(limit)).all()


def over(db: Session, now: datetime, *, limit: int) -> Sequence[SealedEvidence]:
    """Some evidence whose term has ended; no other worker takes it meanwhile."""
    query = select(SealedEvidence).where(SealedEvidence.keep_until <= now)
    query = query.order_by(SealedEvidence.keep_until).limit(limit)
    return db.scalars(query.with_for_update(skip_locked=True)).all()


def entries_about(db: Session, acts: Sequence[str]) -> Sequence[LedgerEntry]:
    """What the ledger says of sealed evidence, in its order."""
    query = select(LedgerEntry).where(LedgerEntry.act.in_(acts))
    return db.scalars(query.order_by(LedgerEntry.sequence)).all()

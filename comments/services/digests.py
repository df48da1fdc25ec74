"""Digests: what would have been many letters, once a day."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.domain.mail import next_digest
from comments.services.notices import queue_message
from comments.store.mail import Digest, DigestEntry
from comments.store.upsert import insert_new


def keep_for_digest(
    db: Session, account_id: int, message: str, subject_id: int, *, now: datetime
) -> None:
    """Let the reader's next digest tell of this, instead of a letter of its own."""
    due = next_digest(now)
    opened = insert_new(db, Digest, {"account_id": account_id, "due_at": due})
    if opened is not None:
        queue_message(db, "digest", opened, due_at=due, now=now)
    digest_id = opened or _of_that_day(db, account_id, due)
    entry = {"digest_id": digest_id, "message": message, "subject_id": subject_id}
    insert_new(db, DigestEntry, entry)


def entries_of(db: Session, digest_id: int) -> Sequence[DigestEntry]:
    """What a digest tells of, as it came in."""
    query = select(DigestEntry).where(DigestEntry.digest_id == digest_id)
    return db.scalars(query.order_by(DigestEntry.id)).all()


def _of_that_day(db: Session, account_id: int, due: datetime) -> int:
    query = select(Digest.id).where(
        Digest.account_id == account_id, Digest.due_at == due
    )
    return db.scalars(query).one()

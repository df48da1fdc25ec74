"""The outbox: messages written with the act they are about, sent after its commit.

Sending takes seconds, so no transaction is open meanwhile: a message is taken in one
and settled in another.  A worker that dies in between sends it again, never loses it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.store.models import OutboxMessage

RETRIES: Final = 8  # about four hours of an unreachable mail server
AT_ONCE: Final = 20
TAKEN_FOR: Final = timedelta(minutes=10)  # longer than AT_ONCE servers that time out


def take_due(db: Session, now: datetime) -> Sequence[OutboxMessage]:
    """Take what is due; other workers pass it over for a while.

    Several workers may run: each skips what another is taking.
    """
    messages = db.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.done_at.is_(None), OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for message in messages:
        message.due_at = now + TAKEN_FOR
    return messages


def settle(db: Session, message_id: int, now: datetime, *, note: str = "") -> None:
    """Mark a message as done; a note says why it was not sent."""
    message = db.get(OutboxMessage, message_id)
    if message is not None:  # an undo may have taken it back
        message.done_at, message.last_error = now, note


def put_off(db: Session, message_id: int, error: str, now: datetime) -> None:
    """Try a message again after 2, 4, 8 … minutes; give it up after RETRIES."""
    message = db.get(OutboxMessage, message_id)
    if message is None:
        return
    message.attempts += 1
    message.last_error = error
    message.due_at = now + timedelta(minutes=2**message.attempts)
    if message.attempts >= RETRIES:
        message.done_at = now

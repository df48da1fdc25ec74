"""The outbox: messages written with the act they are about, sent after its commit."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.store.models import OutboxMessage

RETRIES: Final = 8  # about four hours of an unreachable mail server
AT_ONCE: Final = 50


def send_due(
    db: Session, send: Callable[[Session, OutboxMessage], None], now: datetime
) -> int:
    """Send what is due and return how many messages were settled.

    Several workers may run: each skips what another holds.  A message that cannot be
    sent is tried again after 2, 4, 8 … minutes, and given up after RETRIES.
    """
    messages = _due(db, now)
    for message in messages:
        try:
            send(db, message)
        except OSError as error:
            _put_off(message, type(error).__name__, now)
        else:
            message.done_at = now
    return len(messages)


def _due(db: Session, now: datetime) -> Sequence[OutboxMessage]:
    return db.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.done_at.is_(None), OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()


def _put_off(message: OutboxMessage, error: str, now: datetime) -> None:
    message.attempts += 1
    message.last_error = error
    message.due_at = now + timedelta(minutes=2**message.attempts)
    if message.attempts >= RETRIES:
        message.done_at = now

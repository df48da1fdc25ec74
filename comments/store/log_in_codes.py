"""Codes that hand a log-in to a frame: taking one is the only way to read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from comments.store.models import LogInCode


@dataclass(frozen=True, slots=True)
class Taken:
    """What a code stood for; its row is gone."""

    account_id: int
    challenge: str
    origin: str
    expires_at: datetime


def add(db: Session, **values: Any) -> None:
    db.add(LogInCode(**values))
    db.flush()


def take(db: Session, digest: str) -> Taken | None:
    """Take a code away; of two who try at once, one gets it."""
    taken = db.execute(
        delete(LogInCode)
        .where(LogInCode.digest == digest)
        .returning(
            LogInCode.account_id,
            LogInCode.challenge,
            LogInCode.origin,
            LogInCode.expires_at,
        )
    ).one_or_none()
    return Taken(*taken) if taken else None


def forget_expired(db: Session, now: datetime) -> None:
    db.execute(delete(LogInCode).where(LogInCode.expires_at <= now))

"""The public moderation log, page by page."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import UNDO_WINDOW
from comments.domain.phrases import Phrase
from comments.domain.public_log import PUBLIC_ACTS, LogLine, log_line
from comments.services.errors import NotFound
from comments.services.openness import openness
from comments.store.transparency import public_entries

PAGE: Final = 50


def public_log(
    db: Session, now: datetime, *, before: int | None = None
) -> tuple[LogLine, ...]:
    """A page of the log, the newest first; NotFound unless an editor opened it.

    An act appears once its author has been told, and is never edited away.
    """
    if not openness(db).log:
        raise NotFound(Phrase("This newsroom publishes no moderation log."))
    entries = public_entries(
        db, PUBLIC_ACTS, until=now - UNDO_WINDOW, before=before, limit=PAGE
    )
    return tuple(log_line(*entry) for entry in entries)

"""Retention: what is over is forgotten, a little at a time.

Found in a reading transaction and deleted in a short writing one, so that nobody who
posts meanwhile waits for it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.permissions import STAFF, Role
from comments.domain.urgent import KEPT
from comments.services.sessions import READER_TERM, STAFF_TERM
from comments.store import retention as stored
from comments.store import traces as stored_traces
from comments.store import urgent_letters

AT_ONCE: Final = 500
# A clock that was set wrong for a day must not make what it ended unrecoverable.
GRACE: Final = timedelta(days=2)
KEEPS_MESSAGES: Final = timedelta(days=30)  # to look up what became of a letter
NEWS_KEPT: Final = timedelta(days=180)
BRIGADES_KEPT: Final = timedelta(days=180)  # as long as a sanction is remembered
READINGS_KEPT: Final = timedelta(days=30)
TERMS: Final = ((STAFF, STAFF_TERM), ((Role.READER,), READER_TERM))


def sessions_to_forget(db: Session, now: datetime) -> Sequence[int]:
    """Some sessions that were ended, or whose term is over, longer ago than GRACE."""
    over = stored.sessions_ended(db, now - GRACE, limit=AT_ONCE)
    for roles, term in TERMS:
        over += stored.sessions_over(
            db,
            roles,
            used_before=now - term.idle - GRACE,
            begun_before=now - term.absolute - GRACE,
            limit=AT_ONCE,
        )
    return list(dict.fromkeys(over))[:AT_ONCE]


def forget_sessions(db: Session, session_ids: Sequence[int]) -> int:
    """Delete these sessions; return how many there were."""
    return stored.forget_sessions(db, session_ids)


def forget_rate_counts(db: Session, now: datetime) -> int:
    """Delete the counters of windows that are over; return how many there were."""
    return stored.forget_rate_counts(db, (now - GRACE).timestamp())


def forget_mail(db: Session, now: datetime) -> int:
    """Delete letters that went out a month ago, their digests, and links that are over.

    Returns how many messages there were.
    """
    stored.forget_links(db, now - GRACE)
    urgent_letters.forget(db, now - KEPT)
    return stored.forget_messages(db, now - KEEPS_MESSAGES, limit=AT_ONCE)


def forget_readings(db: Session, now: datetime) -> int:
    """Delete who read what a while ago; return how many readings there were."""
    return stored.forget_readings(db, now - READINGS_KEPT)


def forget_news(db: Session, now: datetime, kept: timedelta = NEWS_KEPT) -> int:
    """Delete some news that is older than its term; return how much there was."""
    return stored.forget_news(db, now - kept, limit=AT_ONCE)


def forget_brigades(db: Session, now: datetime) -> int:
    """Forget some people who reported together long ago; return how many groups."""
    return stored.forget_brigades(db, now - BRIGADES_KEPT, limit=AT_ONCE)


def forget_traces(db: Session, now: datetime) -> int:
    """Forget networks and mailboxes whose time is over; return how many."""
    return stored_traces.forget_traces(db, now)

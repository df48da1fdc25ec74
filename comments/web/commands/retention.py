"""The worker's tidying: from time to time it forgets what is over."""

import logging
from datetime import datetime, timedelta
from typing import Final

from comments.services import retention
from comments.services.evidence import delete_some
from comments.web.commands.at_times import AtTimes
from comments.web.commands.closing import close_due_accounts
from comments.web.context import Parley

log = logging.getLogger(__name__)

EVERY: Final = timedelta(hours=1)


def tidying_of(parley: Parley) -> AtTimes:
    """Forget what is over when it is due, and at once the first time."""
    return AtTimes(parley, EVERY, _tidy, "nothing could be forgotten")


def _tidy(parley: Parley, now: datetime) -> None:
    _forget(parley, now)
    close_due_accounts(parley)


def _forget(parley: Parley, now: datetime) -> None:
    sessions = 0
    while ended := _some_sessions(parley, now):
        with parley.database.transaction(writes=True) as db:
            sessions += retention.forget_sessions(db, ended)
    with parley.database.transaction(writes=True) as db:
        counts = retention.forget_rate_counts(db, now)
        retention.forget_readings(db, now)
        retention.forget_brigades(db, now)
        retention.forget_traces(db, now)
    with parley.database.transaction(writes=True) as db:
        mail = retention.forget_mail(db, now)
    _forget_news(parley, now)
    _delete_evidence(parley, now)
    if sessions or counts or mail:
        words = "forgot %d sessions, %d rate counts and %d messages"
        log.info(words, sessions, counts, mail)


def _delete_evidence(parley: Parley, now: datetime) -> None:
    deleted = 1
    while deleted:
        with parley.database.transaction(writes=True) as db:
            deleted = delete_some(
                db, newsroom=parley.newsroom, now=now - retention.GRACE
            )


def _some_sessions(parley: Parley, now: datetime) -> list[int]:
    with parley.database.transaction() as db:
        return list(retention.sessions_to_forget(db, now))


def _forget_news(parley: Parley, now: datetime) -> None:
    kept, some = timedelta(days=parley.settings.news_days), 1
    while some:
        with parley.database.transaction(writes=True) as db:
            some = retention.forget_news(db, now, kept)

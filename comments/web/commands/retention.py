"""The worker's tidying: from time to time it forgets what is over."""

import logging
from datetime import datetime, timedelta
from typing import Final

from comments.services import retention
from comments.services.evidence import delete_some
from comments.store.database import DatabaseUnavailable
from comments.web.commands.closing import close_due_accounts
from comments.web.context import Parley

log = logging.getLogger(__name__)

EVERY: Final = timedelta(hours=1)


class Tidying:
    """Forgets what is over when it is due, and at once the first time."""

    def __init__(self, parley: Parley) -> None:
        self._parley = parley
        self._due: datetime | None = None

    def when_due(self) -> None:
        """Forget what is over, unless that was done less than EVERY ago."""
        now = self._parley.clock()
        if self._due is not None and now < self._due:
            return
        self._due = now + EVERY
        try:
            self._forget(now)
            close_due_accounts(self._parley)
        except DatabaseUnavailable:
            log.warning("nothing could be forgotten; it is tried again")

    def _forget(self, now: datetime) -> None:
        sessions = 0
        while ended := self._some_sessions(now):
            with self._parley.database.transaction(writes=True) as db:
                sessions += retention.forget_sessions(db, ended)
        with self._parley.database.transaction(writes=True) as db:
            counts = retention.forget_rate_counts(db, now)
            retention.forget_readings(db, now)
            retention.forget_brigades(db, now)
            retention.forget_traces(db, now)
        with self._parley.database.transaction(writes=True) as db:
            mail = retention.forget_mail(db, now)
        self._forget_news(now)
        self._delete_evidence(now)
        if sessions or counts or mail:
            words = "forgot %d sessions, %d rate counts and %d messages"
            log.info(words, sessions, counts, mail)

    def _delete_evidence(self, now: datetime) -> None:
        deleted = 1
        while deleted:
            with self._parley.database.transaction(writes=True) as db:
                deleted = delete_some(
                    db, newsroom=self._parley.newsroom, now=now - retention.GRACE
                )

    def _some_sessions(self, now: datetime) -> list[int]:
        with self._parley.database.transaction() as db:
            return list(retention.sessions_to_forget(db, now))

    def _forget_news(self, now: datetime) -> None:
        kept, some = timedelta(days=self._parley.settings.news_days), 1
        while some:
            with self._parley.database.transaction(writes=True) as db:
                some = retention.forget_news(db, now, kept)

"""What a worker does from time to time, beside the letters."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from comments.store.database import DatabaseUnavailable
from comments.web.context import Parley

log = logging.getLogger(__name__)


class AtTimes:
    """Does something when it is due, and at once the first time."""

    def __init__(
        self,
        parley: Parley,
        every: timedelta,
        do: Callable[[Parley, datetime], None],
        missed: str,
    ) -> None:
        self._parley, self._every = parley, every
        self._do, self._missed = do, missed
        self._due: datetime | None = None

    def when_due(self) -> None:
        """Do it, unless that was done less than its interval ago.

        While the database is unavailable it is left out, and the log says so.
        """
        now = self._parley.clock()
        if self._due is not None and now < self._due:
            return
        self._due = now + self._every
        try:
            self._do(self._parley, now)
        except DatabaseUnavailable:
            log.warning("%s; it is tried again", self._missed)

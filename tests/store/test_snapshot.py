"""Reading long while others write: one moment of the database, on both."""

from datetime import datetime

from sqlalchemy import func, select

from comments.store.database import Database
from comments.store.models import SiteSetting
from comments.store.snapshot import hold_still


def test_what_is_written_meanwhile_is_not_seen(
    database: Database, now: datetime
) -> None:
    count = select(func.count()).select_from(SiteSetting)
    with database.transaction() as reading:
        hold_still(reading)
        before = reading.scalar(count)
        with database.transaction(writes=True) as writing:
            writing.add(SiteSetting(key="pause", value={}, changed_at=now))
        assert reading.scalar(count) == before
    with database.transaction() as later:
        assert later.scalar(count) == (before or 0) + 1

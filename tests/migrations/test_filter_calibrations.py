"""0003: a newsroom that is running gets the table of what its filter learns."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database


def test_a_running_newsroom_keeps_what_it_has(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0002")
    settled = "INSERT INTO site_settings VALUES ('pause', '{}', '2026-03-14 09:00:00')"
    with database.transaction(writes=True) as db:
        db.execute(text(settled))
    database.migrate("0003")
    with database.transaction() as db:
        assert db.scalar(text("SELECT count(*) FROM site_settings")) == 1
        assert db.scalar(text("SELECT count(*) FROM filter_calibrations")) == 0

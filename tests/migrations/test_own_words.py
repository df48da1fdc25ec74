"""0002: a newsroom that is running gets the tables for its own words."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database


def test_a_running_newsroom_keeps_what_it_has(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0001")
    settled = "INSERT INTO site_settings VALUES ('pause', '{}', '2026-03-14 09:00:00')"
    with database.transaction(writes=True) as db:
        db.execute(text(settled))
    database.migrate()
    assert database.is_current()
    command.check(database.alembic_config())
    with database.transaction() as db:
        assert db.scalar(text("SELECT count(*) FROM site_settings")) == 1
        assert db.scalar(text("SELECT count(*) FROM own_words")) == 0

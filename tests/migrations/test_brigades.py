"""0021: a newsroom that is running begins to notice who reports together."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS


def test_a_running_newsroom_begins_without_brigades(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0020")
    with database.transaction(writes=True) as db:
        for row in OLD_ROWS:
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate()
    with database.transaction() as db:
        assert db.scalar(text("SELECT count(*) FROM comments")) == 2
        for table in ("brigades", "brigade_members", "brigade_reports"):
            assert db.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608
    command.check(database.alembic_config())

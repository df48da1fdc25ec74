"""0010: a newsroom that is running gets what readers are to one another."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS


def test_a_running_newsroom_keeps_its_comments(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0008")
    with database.transaction(writes=True) as db:
        for row in OLD_ROWS:
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate("0010")
    with database.transaction() as db:
        assert db.scalar(text("SELECT count(*) FROM comments")) == 2
        assert db.scalar(text("SELECT count(*) FROM appreciations")) == 0
        assert db.scalar(text("SELECT count(*) FROM private_messages")) == 0
    database.migrate()
    command.check(database.alembic_config())

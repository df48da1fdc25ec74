"""0028: a newsroom that is running gets sealed evidence."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS


def test_a_running_newsroom_has_sealed_nothing_yet(
    database: Database,
) -> None:
    command.downgrade(database.alembic_config(), "0027")
    with database.transaction(writes=True) as db:
        for row in OLD_ROWS:
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate()
    with database.transaction() as db:
        assert db.scalar(text("SELECT count(*) FROM comments")) == 2
        assert db.scalar(text("SELECT count(*) FROM sealed_evidence")) == 0
    command.check(database.alembic_config())

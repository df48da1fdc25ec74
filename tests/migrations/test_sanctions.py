"""0014: warnings that were there before hold nobody up."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS

WARNING = (
    "INSERT INTO sanctions (account_id, kind, rule, note, decided_by, starts_at) "
    "VALUES (1, 'warning', 'be-nice', '', 1, :at)"
)


def test_a_warning_of_old_counts_as_read(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0008")
    with database.transaction(writes=True) as db:
        for row in (*OLD_ROWS, WARNING):
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate("0014")
    with database.transaction() as db:
        unread = "SELECT count(*) FROM sanctions WHERE acknowledged_at IS NULL"
        assert db.scalar(text(unread)) == 0
        assert db.scalar(text("SELECT count(*) FROM sanctions")) == 1
    database.migrate()
    command.check(database.alembic_config())

"""0023: a newsroom that is running loses a column of its news, and no news."""

from alembic import command
from sqlalchemy import inspect, text

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS

TOLD = (
    "INSERT INTO news (account_id, kind, subject_id, comment_id, created_at) "
    "SELECT author_id, 'reply', id, id, :at FROM comments"
)


def test_a_running_newsroom_keeps_what_it_told(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0022")
    with database.transaction(writes=True) as db:
        for row in (*OLD_ROWS, TOLD):
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate()
    with database.transaction() as db:
        columns = {
            each["name"] for each in inspect(db.connection()).get_columns("news")
        }
        assert db.scalar(text("SELECT count(*) FROM news")) == 2
    assert "mailed_at" not in columns
    assert {"created_at", "read_at"} < columns
    command.check(database.alembic_config())

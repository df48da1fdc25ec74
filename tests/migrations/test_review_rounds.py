"""0013: what waits in a running newsroom goes on waiting, in a round."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS

ITEM = (
    "INSERT INTO review_items (id, comment_id, thread_id, author_id, revision_id,"
    " state, version, rank, opened_at) SELECT 1, id, thread_id, author_id,"
    " 1, 'open', 1, 0, '2026-03-14 09:00:00'"
    " FROM comments ORDER BY id LIMIT 1"
)
REVISION = (
    "INSERT INTO revisions (id, comment_id, number, text, fingerprint, status,"
    " findings, policy, created_at) VALUES (1, 1, 1, 'x', '', 'held', '[]', '',"
    " '2026-03-14 09:00:00')"
)
SIGNAL = (
    "INSERT INTO review_signals (item_id, source, rule, points, words)"
    " VALUES (1, 'filter', 'be-nice', 50, 'x')"
)


def test_what_is_open_is_in_its_round(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0012")
    with database.transaction(writes=True) as db:
        for row in OLD_ROWS:
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
        for row in (REVISION, ITEM):
            db.execute(text(row))
        db.execute(text(SIGNAL))
    database.migrate("0013")
    with database.transaction() as db:
        found = db.execute(text("SELECT item_id, rule, source FROM review_rounds"))
        assert found.all() == [(1, "be-nice", "filter")]
    database.migrate()
    command.check(database.alembic_config())

"""0016: the words of a running newsroom's comments are indexed as they stand."""

from alembic import command
from sqlalchemy import text

from comments.domain.search_query import read_query
from comments.store.database import Database
from comments.store.search_texts import find_revisions
from tests.migrations.test_reading import OLD_ROWS

OLD_TEXT = """INSERT INTO revisions (id, comment_id, number, text, fingerprint, status,
    findings, policy, created_at)
    VALUES (7, 1, 1, 'Café ‘noir’, said Ana’s aunt', '', 'published', '[]', '', :at)"""


def test_a_running_newsroom_finds_its_old_comments(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0008")
    with database.transaction(writes=True) as db:
        for row in OLD_ROWS:
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
        db.execute(text(OLD_TEXT), {"at": "2026-03-14 09:00:00"})
    database.migrate()
    with database.transaction() as db:
        query = read_query('"cafe noir"')
        assert find_revisions(db, query, ["a1", "t1"], before=99, limit=9) == [7]
        assert find_revisions(db, query, ["a2"], before=99, limit=9) == []
    command.check(database.alembic_config())

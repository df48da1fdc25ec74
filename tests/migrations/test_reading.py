"""0004: a newsroom that is running keeps its comments, each with when it appeared."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database

OLD_ROWS = (
    """INSERT INTO accounts (id, name, name_folded, password_hash, role, pseudonym,
        created_at) VALUES (1, 'ana', 'ana', '', 'reader', 'ana', :at)""",
    """INSERT INTO threads (id, url, title, created_at, changed_at)
        VALUES (1, 'https://news.example/a', 'A', :at, :at)""",
    """INSERT INTO comments (id, thread_id, depth, author_id, attempt, attempt_digest,
        status, shown_revision_id, created_at) VALUES
        (1, 1, 0, 1, 'a', '', 'published', 1, :at),
        (2, 1, 0, 1, 'b', '', 'held', NULL, :at)""",
)


def test_what_readers_see_already_has_appeared(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0003")
    with database.transaction(writes=True) as db:
        for row in OLD_ROWS:
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate("0004")
    query = "SELECT appeared_at IS NOT NULL, appreciated FROM comments ORDER BY id"
    with database.transaction() as db:
        assert [tuple(row) for row in db.execute(text(query))] == [(1, 0), (0, 0)]

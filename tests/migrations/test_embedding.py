"""0007: a newsroom that is running keeps its threads, with titles that are its own."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database

SETTLED = """INSERT INTO threads (id, url, title, created_at, changed_at)
    VALUES (1, 'https://news.example/a', 'A', :at, :at)"""


def test_the_titles_that_are_there_are_the_newsrooms(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0006")
    with database.transaction(writes=True) as db:
        db.execute(text(SETTLED), {"at": "2026-03-14 09:00:00"})
    database.migrate("0007")
    query = "SELECT title, title_unverified, seen_on FROM threads"
    with database.transaction() as db:
        found = db.execute(text(query)).one()
    assert (found.title, bool(found.title_unverified), found.seen_on) == (
        "A",
        False,
        None,
    )

"""0017: a thread that was made under another spelling is found by its frame."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database

ROW = """INSERT INTO threads (id, url, title, created_at, changed_at)
    VALUES (:id, :url, 'A', '2026-03-14 09:00:00', '2026-03-14 09:00:00')"""
OLD = {
    1: "https://News.example:443/a#top",
    2: "https://NEWS.example/b",
    3: "https://news.example/b",
    4: "https://z\u00fcrich.example/c",
}


def test_threads_take_their_articles_one_spelling(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0016")
    with database.transaction(writes=True) as db:
        for number, url in OLD.items():
            db.execute(text(ROW), {"id": number, "url": url})
    database.migrate("0017")
    with database.transaction() as db:
        rows = db.execute(text("SELECT id, url FROM threads")).all()
    assert dict(rows) == OLD | {1: "https://news.example/a"}

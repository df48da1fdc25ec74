"""0011: whoever was told before keeps six months, and open appeals are due."""

from alembic import command
from sqlalchemy import text

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS

TOLD = (
    """INSERT INTO revisions (id, comment_id, number, text, fingerprint, status,
        findings, policy, created_at) VALUES
        (1, 1, 1, 'x', '', 'rejected', '[]', '', :at)""",
    """INSERT INTO decisions (id, comment_id, revision_id, action, created_at)
        VALUES (1, 1, 1, 'reject', :at)""",
    """INSERT INTO appeals (id, decision_id, comment_id, author_id, state, created_at)
        VALUES (1, 1, 1, 1, 'open', :at)""",
    """INSERT INTO statements (id, account_id, comment_id, decision_id, kind,
        automated, facts, created_at, visible_at) VALUES
        (1, 1, 1, 1, 'rejected', false, '{}', :at, :at),
        (2, 1, 1, 1, 'restored', false, '{}', :at, :at)""",
)


def test_what_people_were_told_before_still_holds(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0010")
    with database.transaction(writes=True) as db:
        for row in (*OLD_ROWS, *TOLD):
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate("0011")
    until = text("SELECT appeal_until FROM statements ORDER BY id")
    with database.transaction() as db:
        first, second = db.scalars(until).all()
        due = db.scalar(text("SELECT due_at FROM appeals"))
    assert str(first)[:16] == "2026-09-14 09:00"
    assert second is None
    assert str(due)[:16] == "2026-03-28 09:00"
    database.migrate()
    command.check(database.alembic_config())

"""A newsroom that is running keeps its comments, and begins with empty new tables."""

import pytest
from alembic import command
from sqlalchemy import func, select, text
from sqlalchemy.sql import table

from comments.store.database import Database
from tests.migrations.test_reading import OLD_ROWS


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ("0017", ["chosen_keys"]),
        ("0019", ["urgent_letters"]),
        ("0020", ["brigades", "brigade_members", "brigade_reports"]),
        ("0021", ["life_checklists"]),
        ("0023", ["account_traces"]),
        ("0024", ["second_readings"]),
        ("0025", ["desk_comforts"]),
        ("0026", ["bulk_decisions"]),
        ("0027", ["sealed_evidence"]),
    ],
    ids=lambda given: given if isinstance(given, str) else given[0],
)
def test_a_running_newsroom_begins_with_nothing_in(
    database: Database, before: str, names: list[str]
) -> None:
    command.downgrade(database.alembic_config(), before)
    with database.transaction(writes=True) as db:
        for row in OLD_ROWS:
            db.execute(text(row), {"at": "2026-03-14 09:00:00"})
    database.migrate()
    with database.transaction() as db:
        assert db.scalar(text("SELECT count(*) FROM comments")) == 2
        for name in names:
            assert db.scalar(select(func.count()).select_from(table(name))) == 0
    command.check(database.alembic_config())

"""A database that may be served: migrated to this release, and durable."""

import subprocess
import sys

import pytest
from sqlalchemy import text

from comments.store.database import Database
from tests.backends import parley


def test_a_fresh_database_is_current_and_durable(database: Database) -> None:
    assert database.is_current()
    assert database.is_durable()


def test_a_blank_database_is_not_current(blank_database_url: str) -> None:
    blank = Database(blank_database_url)
    assert not blank.is_current()
    blank.dispose()


def test_postgresql_that_does_not_wait_for_the_disk_is_not_durable(
    postgresql_database: Database,
) -> None:
    name = postgresql_database.engine.url.database
    with postgresql_database.transaction(writes=True) as db:
        db.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit TO off'))
    postgresql_database.dispose()
    assert not postgresql_database.is_durable()


@pytest.mark.parametrize("url", ["blank_sqlite_url", "blank_postgresql_url"])
def test_the_server_does_not_start_on_a_schema_of_another_release(
    url: str, request: pytest.FixtureRequest
) -> None:
    settings = parley.fresh_settings(request.getfixturevalue(url))
    done = subprocess.run(
        [sys.executable, parley.ROOT / "app.py"],
        cwd=parley.ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "DATABASE_URL: its schema needs `flask migrate` first\n"

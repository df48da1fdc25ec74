"""What every test may ask for: databases, Redis, a browser, a clock that stands.

`database` runs a test on SQLite and on PostgreSQL; `sqlite_database` and
`postgresql_database` on one of them.  Each is fresh and migrated.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from comments.store.database import Database
from tests.backends import NotRun, postgresql, redis
from tests.backends.chromium import browser
from tests.backends.keeper import locate

pytest_plugins = ["tests.backends.plugin"]

# The same examples on every machine in CI, new ones at a desk; no deadline, since a
# busy machine is not a defect.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

BOTH_DATABASES = [
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture
def now() -> datetime:
    """The moment at which a test takes place."""
    return datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database, once on SQLite and once on PostgreSQL."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A fresh, migrated SQLite database."""
    yield from _opened(sqlite_url)


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    """A fresh, migrated PostgreSQL database."""
    yield from _opened(postgresql_url)


@pytest.fixture(params=BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The DATABASE_URL of a fresh, migrated database of each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH_DATABASES)
def blank_database_url(request: pytest.FixtureRequest) -> str:
    """The DATABASE_URL of a database of each kind with nothing in it at all."""
    return str(request.getfixturevalue(f"blank_{request.param}_url"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The DATABASE_URL of a fresh, migrated SQLite file."""
    file = tmp_path / "parley.sqlite3"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def blank_sqlite_url(tmp_path: Path) -> str:
    """The DATABASE_URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'blank.sqlite3'}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The DATABASE_URL of a fresh, migrated PostgreSQL database."""
    with postgresql.fresh_database(postgresql_server) as url:
        yield url


@pytest.fixture
def blank_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL database with nothing in it."""
    with postgresql.fresh_database(postgresql_server, migrated=False) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str, worker_number: int) -> str:
    """The REDIS_URL of an empty Redis database, one a worker."""
    url = f"{redis_server}/{worker_number}"
    redis.flush(url)
    return url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; take a context of your own, for it is shared."""
    try:
        with browser() as running:
            yield running
    except NotRun as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, since migrating takes longer."""
    file = tmp_path_factory.mktemp("template") / "parley.sqlite3"
    template = Database(f"sqlite:///{file}")
    template.migrate()
    template.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """Where the run's PostgreSQL is."""
    return _located("postgresql")


@pytest.fixture(scope="session")
def redis_server() -> str:
    """Where the run's Redis is."""
    return _located("redis")


@pytest.fixture(scope="session")
def worker_number() -> int:
    """Which of the processes that share this run we are."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    return int(worker.removeprefix("gw"))


def _opened(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.dispose()


def _located(backend: str) -> str:
    try:
        return locate(backend)
    except NotRun as reason:
        pytest.skip(str(reason))

"""The engine and its transactions, on SQLite and on PostgreSQL."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError
from sqlalchemy.orm import Session

BUSY_SECONDS: Final = 5  # a writer waits this long for another before it gives up
LOOK_SECONDS: Final = 0.002  # between two looks whether another process still writes
DURABLE: Final = {
    "sqlite": ("2", "3"),  # FULL and EXTRA: https://sqlite.org/pragma.html
    "postgresql": ("on", "local", "remote_write", "remote_apply"),
}
MIGRATIONS: Final = Path(__file__).parent / "migrations"


class DatabaseUnavailable(Exception):
    """The database cannot take this transaction now; nothing of it was kept."""


class Database:
    """One database, with short transactions; safe to share between threads."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = _with_driver(url)
        self.engine = _create_engine(self.url, pool_size)
        self._writing = Lock()

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def transaction(self, *, writes: bool = False) -> Iterator[Session]:
        """Open a session, commit it at the end, roll back on any error.

        A writing transaction on SQLite starts with BEGIN IMMEDIATE: the deferred BEGIN
        would fail at its first write when another writer came between.  Raises
        DatabaseUnavailable when the database is locked, full or gone.
        """
        try:
            with (
                self._turn(writes=writes) as engine,
                Session(engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session
        except (OperationalError, PendingRollbackError) as error:
            raise DatabaseUnavailable(type(error).__name__) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnavailable(type(error).__name__) from error
            raise

    @contextmanager
    def _turn(self, *, writes: bool) -> Iterator[Engine]:
        """Give the engine for one transaction; SQLite's writers take turns at it.

        Of all threads of a process one at a time asks the file, and the others wait for
        that one: the file has one writer, and knows no queue.
        """
        if not writes or self.dialect != "sqlite":
            yield self.engine.execution_options(writes=writes)
            return
        deadline = time.monotonic() + BUSY_SECONDS
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise DatabaseUnavailable("the writers before did not end")
        try:
            yield self.engine.execution_options(writes=True, write_by=deadline)
        finally:
            self._writing.release()

    def migrate(self, revision: str = "head") -> None:
        """Bring the schema up to a revision, by default the newest."""
        command.upgrade(self.alembic_config(), revision)

    def alembic_config(self) -> Config:
        """Alembic's configuration for this database."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self.engine
        return config

    def durability(self) -> str:
        """How a commit reaches the disk, as the database itself says."""
        pragma = {
            "sqlite": "PRAGMA synchronous",
            "postgresql": "SHOW synchronous_commit",
        }[self.dialect]
        with self.transaction() as session:
            return str(session.execute(text(pragma)).scalar_one())

    def is_durable(self) -> bool:
        """Whether a commit that was acknowledged survives a power cut."""
        return self.durability() in DURABLE[self.dialect]

    def is_current(self) -> bool:
        """Whether the schema is the one that this release was written for."""
        newest = ScriptDirectory.from_config(self.alembic_config()).get_current_head()
        with self.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
        return present == newest

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _with_driver(url: str) -> str:
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url


def _create_engine(url: str, pool_size: int) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            hide_parameters=True,  # what readers typed stays out of error messages
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
        )
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    # The driver must not begin transactions by itself: _begin_sqlite does.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get("writes", False):
        _begin_writing(connection, options.get("write_by", 0.0))
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Any, deadline: float) -> None:
    # SQLite would look at a busy file ever more rarely, at last ten times a second, and
    # beside a process that writes all the time never get a turn: we look more often.
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while _is_busy(driver) and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # raises as others expect
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Whether another process writes; if none does, our transaction has begun."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False

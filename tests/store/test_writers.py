"""SQLite has one writer at a time: the others wait their turn, and not for ever."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier

import pytest
from sqlalchemy import text

from comments.store import database as store_database
from comments.store.database import Database, DatabaseUnavailable

ADD_ONE = text("UPDATE ledger_head SET sequence = sequence + 1")


@contextmanager
def another_process_writes(database: Database) -> Iterator[None]:
    file = database.engine.url.database or ""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def add_one(database: Database) -> None:
    with database.transaction(writes=True) as db:
        db.execute(ADD_ONE)


def total(database: Database) -> int:
    with database.transaction() as db:
        return int(db.execute(text("SELECT sequence FROM ledger_head")).scalar_one())


def test_writers_of_several_processes_all_get_their_turn(
    sqlite_database: Database,
) -> None:
    url = sqlite_database.engine.url.render_as_string(hide_password=False)
    processes = [sqlite_database, Database(url), Database(url)]
    together = Barrier(12)

    def write(number: int) -> None:
        together.wait()
        for _ in range(20):
            add_one(processes[number % 3])

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(12)))
    assert total(sqlite_database) == 240
    for process in processes:
        process.dispose()


def test_those_who_wait_write_as_soon_as_the_other_has_ended(
    sqlite_database: Database,
) -> None:
    with ThreadPoolExecutor(4) as pool:
        with another_process_writes(sqlite_database):
            waiting = [pool.submit(add_one, sqlite_database) for _ in range(4)]
        for writer in waiting:
            writer.result()
    assert total(sqlite_database) == 4


def test_nobody_waits_for_ever(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_database, "BUSY_SECONDS", 1)
    with another_process_writes(sqlite_database), ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(add_one, sqlite_database) for _ in range(4)]
        errors = [writer.exception() for writer in waiting]
    assert [type(error) for error in errors] == [DatabaseUnavailable] * 4
    add_one(sqlite_database)  # and afterwards all is as before
    assert total(sqlite_database) == 1


def test_a_writer_who_fails_gives_the_turn_on(sqlite_database: Database) -> None:
    def fail() -> None:
        with sqlite_database.transaction(writes=True) as db:
            db.execute(ADD_ONE)
            raise LookupError

    for _ in range(3):
        with pytest.raises(LookupError):
            fail()
    add_one(sqlite_database)
    assert total(sqlite_database) == 1


def test_reading_goes_on_while_another_process_writes(
    sqlite_database: Database,
) -> None:
    with another_process_writes(sqlite_database):
        assert total(sqlite_database) == 0

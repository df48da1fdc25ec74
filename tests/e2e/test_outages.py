"""When the database or the server goes away, no text is lost and nothing is doubled."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from signal import SIGINT, SIGTERM
from subprocess import Popen
from tempfile import TemporaryDirectory
from threading import Event

import httpx
import psycopg
import pytest
from sqlalchemy import func, select

from comments.store.database import Database
from comments.store.models import Comment
from tests.backends import NotRun, postgresql
from tests.backends.servers import Server, wait_until_ready
from tests.e2e.conftest import Town, found_town, token_on

TEXT = "A quay & <b>storm</b> came at nine."
KEPT = "A quay &amp; &lt;b&gt;storm&lt;/b&gt; came at nine."


@dataclass
class Writer:
    """A reader with one form before them, which they may send again and again."""

    browser: httpx.Client
    fields: dict[str, str]

    def send(self) -> httpx.Response:
        return self.browser.post("/threads/1/comments", data=self.fields)

    def expect_the_text_back(self) -> None:
        """The answer says when to come again, and has all that was in the form."""
        answer = self.send()
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert f"{KEPT}</textarea>" in answer.text
        assert f'name="attempt" value="{self.fields["attempt"]}"' in answer.text
        assert f'name="csrf_token" value="{self.fields["csrf_token"]}"' in answer.text

    def expect_one_comment(self, town: Town) -> None:
        """Sent again, and once more, it is one comment."""
        places = [self.send().headers["Location"] for _ in range(2)]
        assert places[0] == places[1]
        with town.database.transaction() as db:
            same = Comment.attempt == self.fields["attempt"]
            assert db.scalar(select(func.count()).where(same)) == 1


def writer_in(town: Town, name: str = "Tom K.") -> Writer:
    browser = town.browser(name)
    token = token_on(browser, "/threads/1")
    fields = {"csrf_token": token, "attempt": "one", "text": TEXT}
    return Writer(browser, fields)


@pytest.mark.parametrize("limits", ["raised", "production"])
def test_a_database_that_stays_locked_gives_the_text_back(
    sqlite_database: Database, tmp_path: Path, limits: str
) -> None:
    town = found_town(sqlite_database, tmp_path / "log", LIMITS=limits)
    writer = writer_in(town)
    file = sqlite_database.engine.url.database
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer.expect_the_text_back()
        for address in ("/threads/1", "/me/notices", "/account"):
            assert writer.browser.get(address).status_code == 200, address
        other.execute("ROLLBACK")
    writer.expect_one_comment(town)
    town.end()


@dataclass
class Cluster:
    """A PostgreSQL of this test's own, which it may stop and start."""

    folder: Path
    data: Path = field(init=False)
    process: Popen[bytes] = field(init=False)
    url: str = ""

    def begin(self) -> None:
        server = postgresql.start(self.folder)
        self.data, self.process = Path(server.location), server.process
        with psycopg.connect(
            host=server.location, user="parley", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute("CREATE DATABASE attacked")
        self.url = postgresql.url(server.location, "attacked")

    def stop(self) -> None:
        self.process.send_signal(SIGINT)
        self.process.wait(30)

    def start_again(self) -> None:
        log = self.folder / "again.log"
        self.process = postgresql._serve(
            postgresql._programs(self.folder),
            self.data,
            log,
            postgresql._unprivileged(self.data),
            postgresql.FASTER,
        )
        server = Server(str(self.data), self.process)
        wait_until_ready(server, lambda: postgresql._answers(self.data), log)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with TemporaryDirectory(prefix="parley-") as folder:
        made = Cluster(Path(folder))
        try:
            made.begin()
        except NotRun as reason:
            pytest.skip(str(reason))
        yield made
        if made.process.poll() is None:
            made.stop()


@contextmanager
def posting(town: Town, name: str) -> Iterator[Future[dict[str, int]]]:
    """Somebody who posts all the time; what each attempt was answered, at the end."""
    enough = Event()

    def post_on() -> dict[str, int]:
        answered: dict[str, int] = {}
        with town.client(name) as client:
            for number in count():
                if enough.is_set():
                    return answered
                attempt = f"{name} {number}"
                body = {"text": f"Pier {attempt} is shut.", "attempt": attempt}
                answer = client.post("/api/v1/threads/1/comments", json=body)
                answered[attempt] = answer.status_code
        raise AssertionError

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(post_on)
        try:
            yield future
        finally:
            enough.set()


@pytest.fixture
def town_on_cluster(cluster: Cluster, tmp_path: Path) -> Iterator[Town]:
    database = Database(cluster.url)
    database.migrate()
    town = found_town(database, tmp_path / "log")
    yield town
    town.end()
    database.dispose()


@pytest.mark.postgresql
def test_a_database_that_restarts_loses_nothing(
    cluster: Cluster, town_on_cluster: Town
) -> None:
    town = town_on_cluster
    writer = writer_in(town)
    with posting(town, "Marta R.") as answers:
        cluster.stop()
        writer.expect_the_text_back()
        for address in ("/threads/1", "/nothing", "/health", "/queue"):
            answer = writer.browser.get(address)
            assert answer.status_code == 503, address
            assert "Retry-After" in answer.headers
        cluster.start_again()
        writer.expect_one_comment(town)
    answered = answers.result()
    assert set(answered.values()) <= {201, 503}
    with town.database.transaction() as db:
        stored = set(db.scalars(select(Comment.attempt)))
    assert {a for a, status in answered.items() if status == 201} <= stored
    assert "Traceback" not in town.log()


@pytest.mark.sqlite
def test_a_server_that_is_asked_to_stop_answers_what_it_has_begun(
    sqlite_database: Database, tmp_path: Path
) -> None:
    town = found_town(sqlite_database, tmp_path / "log")
    with ThreadPoolExecutor(8) as pool:
        visits = [pool.submit(visit_until_it_stops, town, n) for n in range(8)]
        time.sleep(2)
        told_at = time.monotonic()
        town.server.process.send_signal(SIGTERM)
        assert town.server.process.wait(10) == 0
        broken = [moment for visit in visits if (moment := visit.result())]
    assert [told_at - begun for begun in broken if begun < told_at] == []


def visit_until_it_stops(town: Town, number: int) -> float | None:
    """When the request was begun that was not answered; None if it was refused."""
    address = "/api/v1/threads/1/comments"
    with town.client("Tom K.") as client:
        for turn in count():
            begun = time.monotonic()
            attempt = f"{number} {turn}"
            body = {"text": f"Pier {attempt} is shut.", "attempt": attempt}
            try:
                answer = (
                    client.post(address, json=body) if number % 2 else client.get("/")
                )
            except httpx.ConnectError:
                return None
            except httpx.TransportError:
                return begun
            assert answer.status_code in (200, 201, 202)
    raise AssertionError

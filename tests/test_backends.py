"""The harness itself: its backends are real, and it says so when they are not."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from psutil import Process, wait_procs
from redis import Redis
from sqlalchemy import text

from comments.store.database import Database

ROOT = Path(__file__).parent.parent


def test_a_database_is_migrated_and_empty(database: Database) -> None:
    with database.transaction(writes=True) as session:
        session.execute(text("CREATE TABLE left_behind (id INTEGER)"))
        assert session.scalar(text("SELECT count(*) FROM comments")) == 0


@pytest.mark.parametrize("attempt", [1, 2])
def test_nothing_is_left_from_another_test(database: Database, attempt: int) -> None:
    with database.transaction(writes=True) as session:
        session.execute(text("CREATE TABLE left_behind (id INTEGER)"))


def test_a_blank_database_has_no_tables(blank_database_url: str) -> None:
    database = Database(blank_database_url)
    tables = {
        "sqlite": "SELECT count(*) FROM sqlite_master",
        "postgresql": "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
    }[database.dialect]
    with database.transaction() as session:
        assert session.scalar(text(tables)) == 0
    database.dispose()


def test_redis_starts_a_test_empty(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


def test_chromium_lays_out_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1>A board</h1>")
    assert page.get_by_role("heading", name="A board").is_visible()
    page.close()


def test_a_test_cannot_reach_the_outside() -> None:
    with pytest.raises(PermissionError, match="stay on this machine"):
        socket.create_connection(("192.0.2.1", 80))


@pytest.mark.usefixtures("redis_server")
def test_servers_end_with_their_run_even_when_it_is_killed() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with run:
        assert run.stdout is not None
        keeper, server = map(Process, map(int, run.stdout.readline().split()))
        assert server.is_running()
        run.kill()
    assert wait_procs([keeper, server], timeout=60)[1] == []


RUN = """
import time
from psutil import Process
from tests.backends.keeper import keeper, locate
with keeper():
    locate("redis")
    (child,) = Process().children()
    (server,) = child.children()
    print(child.pid, server.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("ci", "workers", "status"), [("", 0, 0), ("1", 2, 1), ("true", 0, 1)]
)
def test_a_run_without_redis_fails_in_ci_alone(
    ci: str, workers: int, status: int, tmp_path: Path
) -> None:
    (tmp_path / "conftest.py").write_text(
        "pytest_plugins = ['tests.backends.plugin']", encoding="utf-8"
    )
    (tmp_path / "test_other.py").write_text(OTHER, encoding="utf-8")
    done = _pytest_in(tmp_path, workers, {"CI": ci})
    assert "unit:        1 passed" in done.stdout
    assert "sqlite:      1 passed" in done.stdout
    assert "redis:       not run (there is none)" in done.stdout
    assert done.returncode == status


OTHER = """
import pytest

def test_of_nothing(): pass

@pytest.mark.sqlite
@pytest.mark.postgresql
@pytest.mark.chromium
def test_of_three(): pass

@pytest.mark.redis
def test_of_redis(): pytest.skip("there is none")
"""


def _pytest_in(
    folder: Path, workers: int, variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | variables
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", str(workers), "-c", "/dev/null", folder],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

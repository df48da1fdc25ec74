"""Towns for whoever attacks: a served newsroom with an article and some people."""

import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from comments.adapters.passwords import Passwords
from comments.domain.permissions import Role, Scope
from comments.services import accounts
from comments.services.accounts import NewAccount, create_token
from comments.store.database import Database
from comments.store.models import Thread
from tests.backends import parley
from tests.backends.parley import Parley

PASSWORD = "orange lamp on stilts"
PEOPLE = {
    "Marta R.": Role.READER,
    "Tom K.": Role.READER,
    "Jo Marsh": Role.MODERATOR,
    "Kim Reed": Role.MODERATOR,
    "Lee Moss": Role.EDITOR,
}


@dataclass
class Town:
    """A server, what it stores, and tokens and cookies of everybody."""

    server: Parley
    database: Database
    tokens: dict[str, str]
    browsers: dict[str, httpx.Client] = field(default_factory=dict)

    def client(self, name: str | None = None) -> httpx.Client:
        """A program of somebody's own, with a bearer token of theirs."""
        headers = {"Authorization": f"Bearer {self.tokens[name]}"} if name else {}
        return httpx.Client(base_url=self.server.base, timeout=60, headers=headers)

    def browser(self, name: str) -> httpx.Client:
        """A browser in which somebody has logged in."""
        if name not in self.browsers:
            browser = self.browsers[name] = self.client()
            fields = {"name": name, "password": PASSWORD}
            fields |= {"csrf_token": token_on(browser, "/login")}
            assert browser.post("/login", data=fields).status_code == 303
        return self.browsers[name]

    def send(self, request: bytes, *, cut: bool = False) -> bytes:
        """What the server answers to some bytes until it closes the connection."""
        address = ("127.0.0.1", self.server.port)
        with socket.create_connection(address, timeout=10) as connection:
            try:
                connection.sendall(request)
                if cut:
                    connection.shutdown(socket.SHUT_WR)
                return b"".join(iter(lambda: connection.recv(65_536), b""))
            except (ConnectionError, TimeoutError):
                return b""

    def end(self) -> None:
        """Stop the server and close every browser."""
        for browser in self.browsers.values():
            browser.close()
        assert self.server.stop() == 0

    def log(self) -> str:
        """What the server has written so far."""
        return self.server.log.read_text(encoding="utf-8", errors="replace")


def token_on(browser: httpx.Client, address: str) -> str:
    """The CSRF token of a page's form."""
    page = browser.get(address)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found.group(1)


def settle(database: Database) -> dict[str, str]:
    """An article and everybody of the cast; their bearer tokens by name."""
    now, hashing = datetime.now(UTC), Passwords(memory_kib=64)
    with database.transaction(writes=True) as db:
        db.add(
            Thread(
                url="https://news.example/bridge",
                title="The mill bridge is closed",
                created_at=now,
                changed_at=now,
            )
        )
        for name, role in PEOPLE.items():
            made = NewAccount(name, PASSWORD)
            accounts.create_account(db, made, role=role, hashing=hashing, now=now)
        return {
            name: create_token(db, name, label="t", scopes=list(Scope), now=now)
            for name in PEOPLE
        }


def found_town(database: Database, log: Path, **settings: str) -> Town:
    """Settle the cast and start the server."""
    tokens = settle(database)
    url = database.engine.url.render_as_string(hide_password=False)
    server = parley.serve(parley.fresh_settings(url, **settings), log)
    return Town(server, database, tokens)


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    """A town on SQLite and on PostgreSQL."""
    town = found_town(database, tmp_path / "log")
    yield town
    town.end()


@pytest.fixture(scope="module")
def besieged(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """One town on SQLite for many attacks: each must leave it standing."""
    folder = tmp_path_factory.mktemp("besieged")
    shutil.copy(sqlite_template, folder / "parley.sqlite3")
    database = Database(f"sqlite:///{folder / 'parley.sqlite3'}")
    town = found_town(database, folder / "log")
    yield town
    town.end()
    database.dispose()

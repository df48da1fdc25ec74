"""Programs that speak to the API, in the name of the fixed cast."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from comments.domain.permissions import Scope
from comments.services import accounts
from comments.store.database import Database
from comments.store.models import Account, Thread

ROOT = "/api/v1"
PLAIN = "The bridge was closed in 1987 as well, and the town did not fall apart."
RUDE = "You are an idiot and everybody here knows it."
URL = "https://news.example/bridge"

attempts = count(1)


@dataclass
class Program:
    """A program with a bearer token, or with none; an answer's JSON may be anything."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, **options: Any) -> Any:
        return self.client.open(
            ROOT + path, method=method, headers=self.headers, buffered=True, **options
        )

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, query_string=query)

    def post(self, path: str, **body: Any) -> Any:
        return self.send("POST", path, json=body)

    def put(self, path: str, **body: Any) -> Any:
        return self.send("PUT", path, json=body)

    def patch(self, path: str, **body: Any) -> Any:
        return self.send("PATCH", path, json=body)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)

    def comment(self, thread_id: int, text: str = PLAIN, **more: Any) -> Any:
        """Post a comment, each time from a new form unless told otherwise."""
        sent = {"text": text, "attempt": f"attempt-{next(attempts)}"} | more
        return self.post(f"/threads/{thread_id}/comments", **sent)


Call = Callable[..., Program]
Cast = dict[str, Account]
Count = Callable[[Any], int]
SignIn = Callable[[str], Any]


@pytest.fixture
def program(app: Flask, cast: Cast) -> Call:
    """A program of somebody of the cast, by default with every scope."""

    def make(part: str | None = None, *scopes: Scope) -> Program:
        client = app.test_client()
        if part is None:
            return Program(client)
        with _database(app).transaction(writes=True) as db:
            token = accounts.create_token(
                db,
                cast[part].name,
                label="a test",
                scopes=scopes or tuple(Scope),
                now=app.extensions["parley"].clock(),
            )
        return Program(client, {"Authorization": f"Bearer {token}"})

    return make


@pytest.fixture
def thread_id(app: Flask, clock: Callable[[], Any]) -> int:
    """An open thread, beside another one."""
    with _database(app).transaction(writes=True) as db:
        for url in ("https://news.example/other", URL):
            thread = Thread(
                url=url,
                title="The mill bridge is closed",
                section="Town",
                created_at=clock(),
                changed_at=clock(),
            )
            db.add(thread)
            db.flush()
    return thread.id


@pytest.fixture
def published_id(program: Call, thread_id: int) -> int:
    """A comment of the author's that everybody sees."""
    return int(program("author").comment(thread_id).json["id"])


@pytest.fixture
def held_id(program: Call, thread_id: int) -> int:
    """A comment of the author's that waits for a moderator."""
    return int(program("author").comment(thread_id, RUDE, insist=True).json["id"])


def _database(app: Flask) -> Database:
    database: Database = app.extensions["parley"].database
    return database

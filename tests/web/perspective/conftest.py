"""Programs that speak to Parley as they spoke to Google's Perspective API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from comments.domain.permissions import Scope
from comments.services import accounts
from comments.store.models import Account
from tests.web.conftest import database_of

ANALYZE = "/v1alpha1/comments:analyze"
SUGGEST = "/v1alpha1/comments:suggestscore"
PLAIN = "The bridge was closed in 1987 as well, and the town did not fall apart."
RUDE = "You are an idiot and everybody here knows it."
GERMAN = "Das ist nicht die Brücke, die wir auf der Karte gesehen haben."


@dataclass
class Asker:
    """A client with a key, or with none."""

    client: FlaskClient
    key: str

    def send(self, path: str, body: Any, **options: Any) -> Any:
        query = {"key": self.key} if self.key else {}
        options = {"query_string": query} | options
        return self.client.post(path, json=body, buffered=True, **options)

    def analyze(self, text: Any = PLAIN, *attributes: str, **more: Any) -> Any:
        """Ask for the scores of a text, by default for its toxicity."""
        names = attributes or ("TOXICITY",)
        requested: dict[str, Any] = {name: {} for name in names}
        body = {"comment": {"text": text}, "requestedAttributes": requested}
        return self.send(ANALYZE, body | more)

    def score(self, text: str, attribute: str = "TOXICITY", **more: Any) -> float:
        """One score of a text."""
        answer = self.analyze(text, attribute, **more)
        return float(answer.json["attributeScores"][attribute]["summaryScore"]["value"])


MakeKey = Callable[..., str]


@pytest.fixture
def make_key(app: Flask, cast: dict[str, Account]) -> MakeKey:
    """A key of somebody of the cast, by default a reader's for the filter."""

    def make(part: str = "reader", scope: Scope = Scope.FILTER) -> str:
        now = app.extensions["parley"].clock()
        with database_of(app).transaction(writes=True) as db:
            return accounts.create_token(
                db, cast[part].name, label="forum", scopes=[scope], now=now
            )

    return make


@pytest.fixture
def asker(app: Flask, make_key: MakeKey) -> Asker:
    """A client with a key for the filter."""
    return Asker(app.test_client(), make_key())

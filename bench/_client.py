"""A client that costs little, so that the server is what is measured."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

TRIES: Final = 20  # of a request that the server puts off with 503
PATIENCE_SECONDS: Final = 60


class Unanswered(Exception):
    """The server gave no answer, or put a request off too often."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the document or page that came with it."""

    status: int
    document: dict[str, Any]
    page: str = ""
    retry_after: float = 1.0


@dataclass
class Tally:
    """What was answered and how long it took, from all connections together."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def time(self, kind: str, answer: Answer, seconds: float) -> None:
        with self.lock:
            self.seconds[kind].append(seconds)
            self.statuses[kind, answer.status] += 1

    def count(self, event: str) -> None:
        with self.lock:
            self.events[event] += 1

    def surprise(self, what: str) -> None:
        """Note an answer that nobody should get; each is a discrepancy."""
        with self.lock:
            self.surprises.append(what)


class Client:
    """One connection that is kept open; for one thread at a time."""

    def __init__(self, base: str, tally: Tally) -> None:
        self.base = base
        self.tally = tally
        self._connection = HTTPConnection(
            urlsplit(base).netloc, timeout=PATIENCE_SECONDS
        )

    def call(
        self,
        kind: str,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Send a request, and again while the server answers 503."""
        for _ in range(TRIES):
            started = time.perf_counter()
            answer = self._send(method, path, headers, body)
            self.tally.time(kind, answer, time.perf_counter() - started)
            if answer.status != 503:
                return answer
            self.tally.count("put off with 503")
            time.sleep(answer.retry_after)
        raise Unanswered(f"{kind} was put off {TRIES} times")

    def close(self) -> None:
        self._connection.close()

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> Answer:
        try:
            return self._exchange(method, path, headers, body)
        except (HTTPException, OSError):
            # A kept connection may be closed between two requests. Sending again is
            # harmless: a comment has its attempt key, a decision its version.
            self.tally.count("connections that broke")
            self._connection.close()
        try:
            return self._exchange(method, path, headers, body)
        except (HTTPException, OSError) as error:
            raise Unanswered(f"{method} {path}: {type(error).__name__}") from error

    def _exchange(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> Answer:
        sent, content = dict(headers), None
        if body is not None:
            given = {name: value for name, value in body.items() if value is not None}
            sent["Content-Type"] = "application/json"
            content = json.dumps(given).encode()
        self._connection.request(method, path, content, sent)
        return _read(self._connection.getresponse())


def _read(response: HTTPResponse) -> Answer:
    content = response.read().decode()
    is_json = "json" in response.headers.get("Content-Type", "")
    return Answer(
        response.status,
        json.loads(content) if is_json else {},
        "" if is_json else content,
        float(response.headers.get("Retry-After", "1")),
    )

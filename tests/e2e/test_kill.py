"""What was acknowledged is on disk: the real server is killed while readers post."""

import random
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock

import httpx
import pytest
from sqlalchemy import func, select, text

from comments.domain.names import fold_name
from comments.domain.permissions import Role, Scope
from comments.services.accounts import create_token
from comments.services.ledger_chain import verify
from comments.store.database import Database
from comments.store.models import Account, Comment, ReviewItem, Revision, Thread
from tests.backends import parley
from tests.backends.parley import Parley

KILLS = 3
READERS = 6
POSTS = 24  # acknowledged before each kill
RUDE = "The mayor is a pathetic lying idiot."
WORDS = (
    "river bridge council morning bakery ferry harbour lantern market museum orchard "
    "pavement quarry railway school tower village willow window winter garden copper"
).split()


@dataclass
class Form:
    """What one reader sends, and the key that makes sending it again harmless."""

    token: str
    text: str
    attempt: str = field(default_factory=lambda: secrets.token_hex(8))

    def send(self, client: httpx.Client, thread_id: int) -> httpx.Response:
        return client.post(
            f"/api/v1/threads/{thread_id}/comments",
            json={"text": self.text, "attempt": self.attempt, "insist": True},
            headers={"Authorization": f"Bearer {self.token}"},
        )


@dataclass
class Evening:
    """An evening on which the machine fails again and again while readers post."""

    database: Database
    settings: dict[str, str]
    log: Path
    thread_id: int
    tokens: list[str]
    acknowledged: dict[int, str] = field(default_factory=dict)
    in_doubt: list[Form] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def until_the_kill(self) -> None:
        server = parley.serve(self.settings, self.log)
        enough = Event()
        wanted = len(self.acknowledged) + POSTS
        with ThreadPoolExecutor(READERS) as pool:
            posting = [
                pool.submit(self._post_on, server, token, enough, wanted)
                for token in self.tokens
            ]
            answered = enough.wait(60)
            server.kill()
        assert answered, "too few comments were acknowledged"
        for reader in posting:
            reader.result()  # raises what the reader saw

    def send_again_what_had_no_answer(self) -> None:
        forms, self.in_doubt = self.in_doubt, []
        with self._client(parley.serve(self.settings, self.log)) as client:
            for form in forms:
                self._note(form, form.send(client, self.thread_id))

    def _post_on(self, server: Parley, token: str, enough: Event, wanted: int) -> None:
        chance = random.Random(token)  # noqa: S311  (texts, not secrets)
        with httpx.Client(base_url=server.base, timeout=30) as client:
            while True:
                form = Form(token, _text(chance))
                try:
                    self._note(form, form.send(client, self.thread_id))
                except httpx.TransportError:
                    with self.lock:
                        self.in_doubt.append(form)
                    return
                if len(self.acknowledged) >= wanted:
                    enough.set()

    def _note(self, form: Form, answer: httpx.Response) -> None:
        assert answer.status_code in (200, 201, 202), answer.text
        comment_id = answer.json()["id"]
        with self.lock:
            assert comment_id not in self.acknowledged
            self.acknowledged[comment_id] = form.text

    @contextmanager
    def _client(self, server: Parley) -> Iterator[httpx.Client]:
        try:
            with httpx.Client(base_url=server.base, timeout=30) as client:
                yield client
        finally:
            assert server.stop() == 0


def _text(chance: random.Random) -> str:
    words = " ".join(chance.sample(WORDS, 9)).capitalize()
    return f"{words}. {RUDE}" if chance.random() < 0.3 else f"{words}."


@pytest.fixture
def evening(database: Database, tmp_path: Path) -> Evening:
    now = datetime.now(UTC)
    with database.transaction(writes=True) as db:
        thread = Thread(
            url="https://news.example/storm",
            title="The storm",
            created_at=now,
            changed_at=now,
        )
        names = [f"reader{number}" for number in range(READERS)]
        db.add_all([thread, *(_reader(name, now) for name in names)])
        db.flush()
        scopes = [Scope.POST]
        tokens = [
            create_token(db, name, label="a phone", scopes=scopes, now=now)
            for name in names
        ]
    url = database.engine.url.render_as_string(hide_password=False)
    settings = parley.fresh_settings(url)
    return Evening(database, settings, tmp_path / "server.log", thread.id, tokens)


def _reader(name: str, now: datetime) -> Account:
    return Account(
        name=name,
        name_folded=fold_name(name),
        password_hash="none",
        role=Role.READER.value,
        pseudonym=secrets.token_hex(16),
        created_at=now,
    )


def test_no_acknowledged_comment_is_lost_or_doubled_by_kills(evening: Evening) -> None:
    for _ in range(KILLS):
        evening.until_the_kill()
    evening.send_again_what_had_no_answer()

    assert len(evening.acknowledged) >= KILLS * POSTS
    with evening.database.transaction() as db:
        stored = select(Comment.id, Revision.text).join(Comment.revisions)
        rows = [tuple(row) for row in db.execute(stored)]
        shown = db.scalar(select(func.count(Comment.shown_revision_id)))
        held = db.scalar(select(func.count()).where(Comment.status == "held"))
        items = db.scalar(select(func.count()).select_from(ReviewItem))
        thread = db.get_one(Thread, evening.thread_id)
    assert sorted(rows) == sorted(evening.acknowledged.items())
    assert thread.comment_count == shown
    assert items == held
    assert held is not None
    assert held > 0
    _expect_a_sound_database(evening)


def _expect_a_sound_database(evening: Evening) -> None:
    key = evening.settings["LEDGER_KEY"].encode()
    with evening.database.transaction() as db:
        assert [problem for _, problem in verify(db, key=key) if problem] == []
        if evening.database.dialect == "sqlite":
            assert db.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"

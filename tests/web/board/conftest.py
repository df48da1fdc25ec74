"""An article with its discussion, and what people do there in one line each."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from comments.domain.moderation import DecisionAction
from comments.domain.permissions import Actor, Role
from comments.domain.sanctions import SanctionKind
from comments.services.decide import Order, decide
from comments.services.manage_threads import ThreadChange, change_thread, pause_site
from comments.services.sanction_user import NewSanction, sanction_user
from comments.store.database import Database
from comments.store.models import Account, Comment, Thread
from comments.store.review_items import item_of
from comments.web.context import Parley
from tests.web.conftest import Browser, Clock, browser_of

PLAIN = "The bridge was closed in 1987 as well, and the town did not fall apart."
RUDE = "You are an idiot and everybody here knows it."
THREAT = "I will kill you tonight."  # rejected, not held
attempts = count(1)


@dataclass
class Board:
    """One article's discussion; everybody has a browser of their own."""

    app: Flask
    clock: Clock
    cast: dict[str, Account]
    client_for: Callable[[str], Browser]
    thread_id: int
    browsers: dict[str, Browser] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def parley(self) -> Parley:
        found: Parley = self.app.extensions["parley"]
        return found

    @property
    def database(self) -> Database:
        return self.parley.database

    def browser(self, part: str) -> Browser:
        if part not in self.browsers:
            self.browsers[part] = self.client_for(part)
            page = "/account" if part != "anonymous" else "/login"
            self.tokens[part] = self.browsers[part].token(page)
        return self.browsers[part]

    def see(self, part: str, address: str | None = None) -> TestResponse:
        """What somebody sees at an address; the article, when none is given."""
        return self.browser(part).get(address or f"/threads/{self.thread_id}")

    def send(self, part: str, address: str, **fields: Any) -> TestResponse:
        """A form, as somebody's browser would send it."""
        browser = self.browser(part)
        values = {"csrf_token": self.tokens[part], **fields}
        return browser.post(address, data=values)

    def post(self, part: str, text: str = PLAIN, **fields: Any) -> TestResponse:
        """A comment, from a new form unless the test names one."""
        values = {"text": text, "attempt": f"attempt-{next(attempts)}", **fields}
        address = f"/threads/{fields.pop('thread_id', self.thread_id)}/comments"
        values.pop("thread_id", None)
        return self.send(part, address, **values)

    def comment(self, part: str, text: str = PLAIN, **fields: Any) -> int:
        """Post, insisting where the filter objects; the new comment's number."""
        answer = self.post(part, text, insist="1", **fields)
        assert answer.status_code == 303, answer.text
        return number_in(answer.location)

    def edit(
        self, part: str, comment_id: int, text: str, **fields: Any
    ) -> TestResponse:
        return self.send(part, f"/comments/{comment_id}/edit", text=text, **fields)

    def report(
        self, part: str, comment_id: int, rule: str = "be-nice", **fields: Any
    ) -> TestResponse:
        return self.send(part, f"/comments/{comment_id}/report", rule=rule, **fields)

    def decide(
        self, part: str, comment_id: int, action: str, rule: str = "be-nice"
    ) -> None:
        """A moderator's decision, on the item as it stands."""
        with self.database.transaction(writes=True) as db:
            item = item_of(db, comment_id)
            assert item is not None
            decide(
                db,
                Order(
                    item_id=item.id,
                    version=item.version,
                    action=DecisionAction(action),
                    rule=rule if action == "reject" else None,
                    note="§ 130 of the code." if rule == "unlawful" else "",
                ),
                moderator=db.get_one(Account, self.cast[part].id),
                actor=self.actor(part),
                newsroom=self.parley.newsroom,
                now=self.clock(),
            )

    def reject(self, comment_id: int, rule: str = "be-nice") -> None:
        """Take a shown comment down, after a report."""
        self.report("stranger", comment_id, rule)
        self.decide("moderator", comment_id, "reject", rule)

    def ban(self, part: str, kind: SanctionKind = SanctionKind.BAN) -> None:
        with self.database.transaction(writes=True) as db:
            sanction_user(
                db,
                NewSanction(self.cast[part].id, kind, "be-nice", timedelta(days=3)),
                moderator=db.get_one(Account, self.cast["moderator"].id),
                actor=self.actor("moderator"),
                newsroom=self.parley.newsroom,
                now=self.clock(),
            )

    def close(self) -> None:
        self._as_editor(change_thread, self.thread_id, ThreadChange(is_open=False))

    def pause(self) -> None:
        self._as_editor(pause_site, paused=True)

    def actor(self, part: str) -> Actor:
        account = self.cast[part]
        return Actor(account.id, Role(account.role))

    def stored(self) -> int:
        """How many comments are stored, shown or not."""
        with self.database.transaction() as db:
            return db.query(Comment).count()

    def _as_editor(self, act: Callable[..., Any], *arguments: Any, **more: Any) -> None:
        with self.database.transaction(writes=True) as db:
            act(
                db,
                *arguments,
                **more,
                editor=db.get_one(Account, self.cast["editor"].id),
                actor=self.actor("editor"),
                newsroom=self.parley.newsroom,
                now=self.clock(),
            )


def number_in(address: str) -> int:
    """The comment that an address points at."""
    found = re.search(r"#comment-(\d+)$|stored=(\d+)", address)
    assert found, address
    return int(found.group(1) or found.group(2))


def element(page: str, identity: str) -> str:
    """The part of a page from an element's start to the next comment's."""
    start = page.index(f'id="{identity}"')
    following = page.find('<article class="comment', start)
    return page[start : following if following > 0 else len(page)]


@pytest.fixture
def board(
    app: Flask,
    clock: Clock,
    cast: dict[str, Account],
    client_for: Callable[[str], Browser],
) -> Board:
    board = Board(app, clock, cast, client_for, 0)
    board.thread_id = add_article(board, "The mill bridge is closed")
    return board


@pytest.fixture
def stranger_browser(app: Flask) -> Browser:
    """Another visitor's browser."""
    return browser_of(app)


def add_article(board: Board, title: str, standfirst: str = "") -> int:
    with board.database.transaction(writes=True) as db:
        thread = Thread(
            url=f"http://localhost/articles/{title.replace(' ', '-')}",
            title=title,
            section="Local",
            standfirst=standfirst,
            created_at=board.clock(),
            changed_at=board.clock(),
        )
        db.add(thread)
        db.flush()
        return thread.id

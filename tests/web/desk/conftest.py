"""A desk with work on it: what readers did before, and what moderators do in a line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from comments.domain.permissions import Actor, Role
from comments.services.appeal_decision import appeal_decision
from comments.services.edit_comment import (
    assess_edit,
    edit_comment,
    withdraw_comment,
)
from comments.services.notices import own_notices
from comments.services.post_comment import Assessment, NewComment, assess, post_comment
from comments.services.report_comment import NewReport, report_comment
from comments.store.database import Database
from comments.store.models import Account, Comment, ReviewItem, Thread
from comments.store.review_items import decisions_of, item_of
from comments.web.context import Parley
from tests.web.conftest import Browser, Clock

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."
attempts = count(1)


@dataclass
class Desk:
    """One article; readers act through the use-cases, moderators through pages."""

    app: Flask
    clock: Clock
    cast: dict[str, Account]
    client_for: Callable[[str], Browser]
    thread_id: int
    browsers: dict[str, Browser] = field(default_factory=dict)

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
        return self.browsers[part]

    def see(self, part: str, address: str) -> TestResponse:
        return self.browser(part).get(address)

    def send(self, part: str, address: str, **fields: Any) -> TestResponse:
        page = "/login" if part == "anonymous" else "/account"
        token = self.browser(part).token(page)
        return self.browser(part).post(address, data={"csrf_token": token, **fields})

    def claim(self, part: str, **fields: Any) -> str:
        """Where the button “Take the next” leads."""
        answer = self.send(part, "/queue/claim", **fields)
        assert answer.status_code == 303
        return answer.headers["Location"]

    def decide(
        self, part: str, comment_id: int, page: str | None = None, **fields: Any
    ) -> TestResponse:
        """Open the item as it is now, unless a page was opened before; then decide."""
        address = self.address(comment_id)
        shown = page or self.see(part, address).text
        seen = {"version": hidden(shown, "version")}
        seen["last_report"] = hidden(shown, "last_report")
        return self.send(part, f"{address}/decision", **(seen | fields))

    def address(self, comment_id: int) -> str:
        return f"/queue/{self.item(comment_id).id}"

    def item(self, comment_id: int) -> ReviewItem:
        with self.database.transaction() as db:
            found = item_of(db, comment_id)
            assert found is not None
            return found

    def comment(self, comment_id: int) -> Comment:
        with self.database.transaction() as db:
            return db.get_one(Comment, comment_id)

    def last_decision_id(self, comment_id: int) -> int:
        with self.database.transaction() as db:
            return decisions_of(db, comment_id)[-1].id

    def told(self, part: str) -> list[str]:
        """What kinds of notices somebody has, the newest first."""
        with self.database.transaction() as db:
            notices = own_notices(db, self.cast[part].id, self.clock())
            return [notice.statement.kind for notice in notices]

    def actor(self, part: str) -> Actor:
        account = self.cast[part]
        return Actor(account.id, Role(account.role))

    def post(self, part: str, text: str = RUDE, parent_id: int | None = None) -> int:
        new = NewComment(
            thread_id=self.thread_id,
            text=text,
            attempt=f"attempt-{next(attempts)}",
            parent_id=parent_id,
            insist=True,
        )
        given = self._given(part)
        with self.database.transaction(writes=True) as db:
            author = db.get_one(Account, self.cast[part].id)
            judged = assess(db, new, author=author, **given)
            assert isinstance(judged, Assessment)
            return post_comment(db, new, judged, author=author, **given).comment.id

    def edit(self, part: str, comment_id: int, text: str) -> None:
        given = self._given(part)
        with self.database.transaction(writes=True) as db:
            judged = assess_edit(db, comment_id, text, **given)
            edit_comment(db, comment_id, text, judged, **given)

    def withdraw(self, part: str, comment_id: int) -> None:
        with self.database.transaction(writes=True) as db:
            withdraw_comment(db, comment_id, actor=self.actor(part), now=self.clock())

    def report(
        self, part: str, comment_id: int, rule: str = "be-nice", note: str = ""
    ) -> None:
        with self.database.transaction(writes=True) as db:
            report_comment(
                db,
                NewReport(comment_id, rule, note),
                reporter=db.get_one(Account, self.cast[part].id),
                actor=self.actor(part),
                now=self.clock(),
            )

    def appeal(self, part: str, comment_id: int, text: str = "") -> None:
        decision_id = self.last_decision_id(comment_id)
        with self.database.transaction(writes=True) as db:
            appeal_decision(
                db, decision_id, text, actor=self.actor(part), now=self.clock()
            )

    def _given(self, part: str) -> dict[str, Any]:
        return {
            "actor": self.actor(part),
            "newsroom": self.parley.newsroom,
            "now": self.clock(),
        }


def hidden(page: str, field_name: str) -> str:
    """The value of a hidden field of the page's form."""
    found = re.search(rf'name="{field_name}" value="([^"]*)"', page)
    assert found is not None, f"the page has no {field_name}"
    return found.group(1)


@pytest.fixture
def desk(
    app: Flask,
    clock: Clock,
    cast: dict[str, Account],
    client_for: Callable[[str], Browser],
) -> Desk:
    made = Desk(app, clock, cast, client_for, thread_id=0)
    with made.database.transaction(writes=True) as db:
        thread = Thread(
            url="https://news.example/bridge",
            title="The mill bridge is closed",
            created_at=clock(),
            changed_at=clock(),
        )
        db.add(thread)
        db.flush()
        made.thread_id = thread.id
    made.post("stranger", "A noise comment, about parking on market days.")
    return made

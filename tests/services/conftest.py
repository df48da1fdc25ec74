"""A fixed cast, an article and a newsroom for the tests of the use-cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from comments.domain.moderation import DecisionAction
from comments.domain.names import fold_name
from comments.domain.permissions import Actor, Role
from comments.domain.posted_rules import POSTED_RULES
from comments.filter import load_filter
from comments.services.appeal_decision import Appealed, appeal_decision
from comments.services.decide import Decided, Order, decide
from comments.services.edit_comment import (
    assess_edit,
    edit_comment,
    withdraw_comment,
)
from comments.services.newsroom import Newsroom
from comments.services.notices import Notice, own_notices
from comments.services.post_comment import (
    Assessment,
    NewComment,
    Posted,
    assess,
    post_comment,
)
from comments.services.report_comment import NewReport, Reported, report_comment
from comments.services.review_queue import load_item
from comments.services.undo_decision import undo_decision
from comments.store.comments import put_site_setting
from comments.store.database import Database
from comments.store.models import Account, ReviewItem, Thread
from comments.store.review_items import item_of

LEDGER_KEY = b"a key that is kept outside the database"
CAST: dict[str, Role] = {
    "ana": Role.READER,
    "ben": Role.READER,
    "cleo": Role.READER,
    "noor": Role.READER,
    "mod": Role.MODERATOR,
    "mia": Role.MODERATOR,
    "edda": Role.EDITOR,
    "ada": Role.ADMINISTRATOR,
}
_attempts = count(1)


@dataclass
class Town:
    """A small newsroom in a database, its people, and what they do in one line each.

    Every act is a transaction of its own; `now` moves only when a test moves it.
    """

    database: Database
    newsroom: Newsroom
    now: datetime
    thread_id: int = 0
    people: dict[str, int] = field(default_factory=dict)

    def account(self, db: Session, name: str) -> Account:
        """The account of somebody of the cast."""
        return db.get_one(Account, self.people[name])

    def actor(self, name: str) -> Actor:
        """What permissions see of somebody of the cast."""
        return Actor(self.people[name], CAST.get(name, Role.READER))

    def settle(self, called: str, number: int) -> list[str]:
        """Let more readers come, who are called alike and numbered."""
        names = [f"{called} {place}" for place in range(number)]
        with self.database.transaction(writes=True) as db:
            for name in names:
                reader = Account(
                    name=name,
                    name_folded=fold_name(name),
                    password_hash="none",
                    role=Role.READER.value,
                    pseudonym=name,
                    created_at=self.now,
                )
                db.add(reader)
                db.flush()
                self.people[name] = reader.id
        return names

    def wait(self, **passed: float) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)

    def assess(self, name: str, new: NewComment) -> Assessment | Posted:
        """Let the filter judge what somebody wants to post."""
        with self.database.transaction() as db:
            return assess(
                db,
                new,
                author=self.account(db, name),
                actor=self.actor(name),
                newsroom=self.newsroom,
                now=self.now,
            )

    def post(self, name: str, text: str, **given: object) -> Posted:
        """Post, insisting where the filter objects."""
        new = self.new_comment(text, **given)
        judged = self.assess(name, new)
        if isinstance(judged, Posted):
            return judged
        with self.database.transaction(writes=True) as db:
            return post_comment(
                db,
                new,
                judged,
                author=self.account(db, name),
                actor=self.actor(name),
                newsroom=self.newsroom,
                now=self.now,
            )

    def new_comment(self, text: str, **given: object) -> NewComment:
        """A form with a fresh attempt key, unless the test gives one."""
        values: dict[str, object] = {
            "thread_id": self.thread_id,
            "attempt": f"attempt-{next(_attempts)}",
            "insist": True,
        }
        return NewComment(text=text, **(values | given))  # type: ignore[arg-type]

    def edit(self, name: str, comment_id: int, text: str) -> Posted:
        """Change a comment's text, insisting where the filter objects."""
        actor = self.actor(name)
        given: dict[str, object] = {"actor": actor, "newsroom": self.newsroom}
        with self.database.transaction() as db:
            judged = assess_edit(db, comment_id, text, now=self.now, **given)  # type: ignore[arg-type]
        with self.database.transaction(writes=True) as db:
            return edit_comment(db, comment_id, text, judged, now=self.now, **given)  # type: ignore[arg-type]

    def withdraw(self, name: str, comment_id: int) -> None:
        """Take a comment back."""
        with self.database.transaction(writes=True) as db:
            withdraw_comment(db, comment_id, actor=self.actor(name), now=self.now)

    def undo(self, name: str, decision_id: int) -> Decided:
        """Take a decision back."""
        with self.database.transaction(writes=True) as db:
            return undo_decision(
                db,
                decision_id,
                moderator=self.account(db, name),
                actor=self.actor(name),
                newsroom=self.newsroom,
                now=self.now,
            )

    def appeal(self, name: str, decision_id: int) -> Appealed:
        """Ask that somebody else looks."""
        with self.database.transaction(writes=True) as db:
            return appeal_decision(
                db, decision_id, "", actor=self.actor(name), now=self.now
            )

    def notices(self, name: str) -> list[Notice]:
        """What somebody reads on their notices page, the newest first."""
        with self.database.transaction() as db:
            return list(own_notices(db, self.people[name], self.now))

    def report(self, name: str, comment_id: int, rule: str = "be-nice") -> Reported:
        """Report a comment."""
        with self.database.transaction(writes=True) as db:
            return report_comment(
                db,
                NewReport(comment_id, rule),
                reporter=self.account(db, name),
                actor=self.actor(name),
                now=self.now,
            )

    def item(self, comment_id: int) -> ReviewItem | None:
        """The review item of a comment, with all that its page shows."""
        with self.database.transaction() as db:
            found = item_of(db, comment_id)
            return load_item(db, found.id) if found else None

    def decide(
        self, name: str, comment_id: int, action: str, **given: object
    ) -> Decided:
        """Decide the comment's item as it stands, unless a version is given."""
        item = self.item(comment_id)
        assert item is not None
        values: dict[str, object] = {
            "item_id": item.id,
            "version": item.version,
            "action": DecisionAction(action),
        }
        if action == "reject":
            values["rule"] = "be-nice"
        if action == "escalate":
            values["note"] = "An editor should see this."
        with self.database.transaction(writes=True) as db:
            return decide(
                db,
                Order(**(values | given)),  # type: ignore[arg-type]
                moderator=self.account(db, name),
                actor=self.actor(name),
                newsroom=self.newsroom,
                now=self.now,
            )


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    """The newsroom with its real filter."""
    return Newsroom(POSTED_RULES, load_filter("standard"), LEDGER_KEY)


@pytest.fixture
def found_town(newsroom: Newsroom, now: datetime) -> Callable[[Database], Town]:
    """Settle the cast and one open thread in a database."""

    def found(database: Database) -> Town:
        town = Town(database, newsroom, now)
        with database.transaction(writes=True) as db:
            # Chance would have some decisions read twice; a test says when it wants it.
            put_site_setting(db, "desk", {"second_share": 0}, now)
            for name, role in CAST.items():
                db.add(_account(name, role, now))
            thread = Thread(
                url="https://news.example/bridge",
                title="The mill bridge is closed",
                created_at=now,
                changed_at=now,
            )
            db.add(thread)
            db.flush()
            town.thread_id = thread.id
            for account in db.query(Account):
                town.people[account.name] = account.id
        return town

    return found


@pytest.fixture
def town(database: Database, found_town: Callable[[Database], Town]) -> Town:
    """The newsroom, once on SQLite and once on PostgreSQL."""
    return found_town(database)


def _account(name: str, role: Role, now: datetime) -> Account:
    return Account(
        name=name,
        name_folded=name,
        password_hash="",
        role=role.value,
        pseudonym=f"pseudonym-{name}",
        created_at=now,
    )

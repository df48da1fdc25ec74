"""What the desk asks of a full database: nothing that reads a big table through."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.orm import Session

from bench._desk_plan import Size
from bench._desk_seed import seed
from comments.domain.moderation import DecisionAction
from comments.domain.permissions import Actor, Role
from comments.domain.queue_filter import QueueFilter
from comments.domain.sanctions import SanctionKind
from comments.services import review_queue
from comments.services.appeal_decision import appeal_decision
from comments.services.decide import Order, decide
from comments.services.list_items import describe_items, list_items
from comments.services.newsroom import Newsroom
from comments.services.read_item import open_item_page
from comments.services.read_queue import read_queue
from comments.services.report_comment import NewReport, report_comment
from comments.services.sanction_user import NewSanction, sanction_user
from comments.services.undo_decision import undo_decision
from comments.store.database import Database
from comments.store.models import Account, Comment, Decision, Report, ReviewItem
from tests.services.conftest import LEDGER_KEY

BIG = {
    "comments",
    "revisions",
    "review_items",
    "review_signals",
    "reports",
    "decisions",
    "statements",
    "ledger",
    "outbox",
}
SIZE = Size(comments=20_000, open_items=4_000)


@dataclass
class Desk:
    """A full newsroom and one of its moderators, whose acts are all taken back."""

    database: Database
    newsroom: Newsroom
    now: datetime
    moderator_id: int
    item_id: int
    shown_id: int
    hold_id: int
    scans: list[str] = field(default_factory=list)

    def asks(self, act: Callable[[Session, Account], object]) -> None:
        """Let the moderator do something; note whatever of it reads a table through."""
        with self.database.transaction(writes=True) as db:
            moderator = db.get_one(Account, self.moderator_id)
            if self.database.dialect == "postgresql":
                # A small table is read through because that is cheapest; what counts
                # is whether there is another way once it is large.
                db.execute(text("SET LOCAL enable_seqscan = off"))
            with explained(self.database, self.scans):
                act(db, moderator)
            db.rollback()

    @property
    def actor(self) -> Actor:
        return Actor(self.moderator_id, Role.MODERATOR)


@contextmanager
def explained(database: Database, scans: list[str]) -> Iterator[None]:
    """Ask for the plan of each statement, as it is sent."""
    plan = {"sqlite": sqlite_scans, "postgresql": postgresql_scans}[database.dialect]

    def look(
        connection: Connection, cursor: Any, statement: str, given: Any, *_: Any
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            found = plan(connection.connection.driver_connection, statement, given)
            scans.extend(f"{scan}: {statement}" for scan in found)

    event.listen(database.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", look)


def sqlite_scans(driver: Any, statement: str, given: Any) -> Iterator[str]:
    """SCAN reads through; an index that is walked until LIMIT is not read through."""
    for *_, detail in driver.execute(f"EXPLAIN QUERY PLAN {statement}", given):
        scanned = re.match(r"SCAN (\w+)", detail)
        walks = " USING " in detail and "LIMIT" in statement
        if scanned and not walks and table_of(scanned[1], statement) in BIG:
            yield detail


def table_of(alias: str, statement: str) -> str:
    """The table behind a name in a statement."""
    named = re.search(rf"(\w+) AS {alias}\b", statement)
    return named[1] if named else alias


def postgresql_scans(driver: Any, statement: str, given: Any) -> Iterator[str]:
    with driver.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", given)
        (document,) = cursor.fetchone()
    whole = document if isinstance(document, list) else json.loads(document)
    yield from nodes_that_scan(whole[0]["Plan"], ends=False)


def nodes_that_scan(node: dict[str, Any], *, ends: bool) -> Iterator[str]:
    """Nodes that read a big table, or an index of it, from one end to the other."""
    ends = ends or node["Node Type"] == "Limit"
    kind, table = node["Node Type"], node.get("Relation Name")
    walks = kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    if table in BIG and (kind == "Seq Scan" or (walks and not ends)):
        yield f"{kind} on {table}"
    for part in node.get("Plans", ()):
        yield from nodes_that_scan(part, ends=ends)


@pytest.fixture
def desk(database: Database, newsroom: Newsroom, now: datetime) -> Desk:
    moderators = seed(database, SIZE, LEDGER_KEY, now)
    reported = ReviewItem.comment.has(Comment.status == "published")
    with database.transaction() as db:
        item = db.scalars(
            select(ReviewItem).where(ReviewItem.state == "open", reported).limit(1)
        ).one()
        hold = select(func.max(Decision.id)).where(Decision.action == "hold")
        return Desk(
            database,
            newsroom,
            now,
            moderators[0],
            item_id=item.id,
            shown_id=item.comment_id,
            hold_id=db.scalars(hold).one(),
        )


def test_no_act_at_the_desk_reads_a_big_table_through(desk: Desk) -> None:
    filters = (
        QueueFilter(),
        QueueFilter(rule="be-nice"),
        QueueFilter(rule="dont-threaten"),
        QueueFilter(source="report"),
        QueueFilter(source="appeal"),
        QueueFilter(thread=3),
        QueueFilter(section="Local"),
        QueueFilter(author=7),
        QueueFilter(reporter=9),
        QueueFilter(language="de"),
    )
    for only in filters:
        for look in (reads, lists, claims):
            desk.asks(partial(look, desk, only))
    for act in (opens, describes, skips, escalates, sanctions, reports, appeals):
        desk.asks(partial(act, desk))
    for action in ("approve", "reject"):
        desk.asks(partial(decides_and_undoes, desk, action))
    assert set(desk.scans) == set()


def reads(desk: Desk, only: QueueFilter, db: Session, moderator: Account) -> None:
    read_queue(db, moderator, desk.now, only=only)
    read_queue(db, moderator, desk.now, only=only, after=(-1_000.0, 5))


def lists(desk: Desk, only: QueueFilter, db: Session, moderator: Account) -> None:
    list_items(db, desk.now, only=only, after=None)


def claims(desk: Desk, only: QueueFilter, db: Session, moderator: Account) -> None:
    review_queue.claim(db, moderator, desk.now, only=only)


def opens(desk: Desk, db: Session, moderator: Account) -> None:
    open_item_page(db, desk.item_id, moderator, desk.now)


def describes(desk: Desk, db: Session, moderator: Account) -> None:
    item = review_queue.load_item(db, desk.item_id)
    describe_items(db, [item], desk.now)


def skips(desk: Desk, db: Session, moderator: Account) -> None:
    review_queue.skip(db, desk.item_id, moderator, desk.now)


def order(desk: Desk, action: str) -> Order:
    rule = "be-nice" if action == "reject" else None
    return Order(
        item_id=desk.item_id,
        action=DecisionAction(action),
        version=1,
        rule=rule,
        note="Look.",
    )


def escalates(desk: Desk, db: Session, moderator: Account) -> None:
    decide(
        db,
        order(desk, "escalate"),
        moderator=moderator,
        actor=desk.actor,
        newsroom=desk.newsroom,
        now=desk.now,
    )


def decides_and_undoes(
    desk: Desk, action: str, db: Session, moderator: Account
) -> None:
    decided = decide(
        db,
        order(desk, action),
        moderator=moderator,
        actor=desk.actor,
        newsroom=desk.newsroom,
        now=desk.now,
    )
    undo_decision(
        db,
        decided.decision.id,
        moderator=moderator,
        actor=desk.actor,
        newsroom=desk.newsroom,
        now=desk.now,
    )


def sanctions(desk: Desk, db: Session, moderator: Account) -> None:
    new = NewSanction(7, SanctionKind.BAN, "be-nice", timedelta(days=1))
    sanction_user(
        db,
        new,
        moderator=moderator,
        actor=desk.actor,
        newsroom=desk.newsroom,
        now=desk.now,
    )


def reports(desk: Desk, db: Session, moderator: Account) -> None:
    known = select(Report.reporter_id).where(Report.comment_id == desk.shown_id)
    author = db.get_one(Comment, desk.shown_id).author_id
    somebody = next(n for n in range(1, 50) if n not in {author, *db.scalars(known)})
    report_comment(
        db,
        NewReport(desk.shown_id, "be-nice"),
        reporter=db.get_one(Account, somebody),
        actor=Actor(somebody, Role.READER),
        now=desk.now,
    )


def appeals(desk: Desk, db: Session, moderator: Account) -> None:
    author_id = db.get_one(
        Comment, db.get_one(Decision, desk.hold_id).comment_id
    ).author_id
    author = Actor(author_id, Role.READER)
    appeal_decision(db, desk.hold_id, "", actor=author, now=desk.now)

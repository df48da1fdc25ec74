"""People who act at the same moment, in real threads, on both databases."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from comments.services.decide import Decided
from comments.services.errors import StaleDecision
from comments.services.ledger_chain import verify
from comments.services.post_comment import Posted
from comments.services.report_comment import Reported
from comments.services.review_queue import claim
from comments.store.models import (
    Comment,
    Decision,
    LedgerEntry,
    Report,
    ReviewItem,
    Revision,
    Thread,
)
from tests.services.conftest import LEDGER_KEY, Town

CLEAN = "The second crew came over the mill side at nine."
CLEANER = "The second crew came over the mill side at ten."
RUDE = "The mayor is a pathetic lying idiot."
RUDER = "The mayor is a pathetic lying idiot, and so is the council."


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Start all acts at one moment; give back what each returned or raised."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        together.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001  (each test says which may be)
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def count(town: Town, model: type, *where: Any) -> int:
    with town.database.transaction() as db:
        return db.scalar(select(func.count()).select_from(model).where(*where)) or 0


def another_thread(town: Town) -> int:
    with town.database.transaction(writes=True) as db:
        thread = Thread(
            url="https://news.example/library",
            title="The library opens again",
            created_at=town.now,
            changed_at=town.now,
        )
        db.add(thread)
        db.flush()
        return thread.id


def claim_next(town: Town, name: str) -> ReviewItem | None:
    with town.database.transaction(writes=True) as db:
        return claim(db, town.account(db, name), town.now)


def status_of(town: Town, comment_id: int) -> str:
    with town.database.transaction() as db:
        return db.get_one(Comment, comment_id).status


def shown_text(town: Town, comment_id: int) -> str | None:
    shown = select(Comment.shown_revision_id).where(Comment.id == comment_id)
    with town.database.transaction() as db:
        return db.scalar(
            select(Revision.text).where(Revision.id == shown.scalar_subquery())
        )


@pytest.fixture(autouse=True)
def the_ledger_holds(town: Town) -> Iterator[None]:
    """Whatever raced, the chain has no fork and no gap."""
    yield
    with town.database.transaction() as db:
        problems = [problem for _, problem in verify(db, key=LEDGER_KEY) if problem]
    assert problems == []


def test_twenty_readers_who_each_report_twice_make_twenty_reports(town: Town) -> None:
    posted = town.post("ana", CLEAN).comment
    readers = town.settle("reader", 20)
    acts = [partial(town.report, reader, posted.id) for reader in readers]
    answers = at_once(*acts, *acts)
    assert {type(answer) for answer in answers} == {Reported}
    assert sum(answer.repeated for answer in answers) == 20
    assert len({answer.report.id for answer in answers}) == 20
    assert count(town, Report) == 20
    assert count(town, ReviewItem) == 1
    item = town.item(posted.id)
    assert item is not None
    assert item.version == 1  # a report joins without changing what is judged
    assert [signal.words[:10] for signal in item.signals] == ["20 reports"]


def test_of_two_moderators_who_decide_at_once_one_is_told_who_was_first(
    town: Town,
) -> None:
    for number in range(50):
        comment = town.post("ana", f"{RUDE} {number}").comment
        answers = at_once(
            partial(town.decide, "mod", comment.id, "approve", version=1),
            partial(town.decide, "mia", comment.id, "reject", version=1),
        )
        (decided,) = [answer for answer in answers if isinstance(answer, Decided)]
        (stale,) = [answer for answer in answers if isinstance(answer, StaleDecision)]
        decision = decided.decision
        assert town.people[str(stale.present.decided_by)] == decision.moderator_id
        assert stale.present.action == decision.action
        expected = "published" if decision.action == "approve" else "rejected"
        assert status_of(town, comment.id) == expected
    assert count(town, Decision, Decision.moderator_id.is_not(None)) == 50
    assert count(town, LedgerEntry) == 100  # held by the machine, decided by a person


@pytest.mark.parametrize("text", [CLEAN, RUDE])
def test_a_form_that_is_sent_eight_times_at_once_makes_one_comment(
    town: Town, text: str
) -> None:
    answers = at_once(*[partial(town.post, "ana", text, attempt="one")] * 8)
    assert {type(answer) for answer in answers} == {Posted}
    assert len({answer.comment.id for answer in answers}) == 1
    assert sum(not answer.repeated for answer in answers) == 1
    assert count(town, Comment) == count(town, Revision) == 1
    assert count(town, ReviewItem) == int(text == RUDE)
    with town.database.transaction() as db:
        shown = db.get_one(Thread, town.thread_id).comment_count
    assert shown == int(text == CLEAN)


def test_four_moderators_who_claim_at_once_get_four_items(town: Town) -> None:
    for number in range(6):
        town.post("ana", f"{RUDE} {number}")
    names = ("mod", "mia", "edda", "ada")
    for _ in range(10):
        items = at_once(*[partial(claim_next, town, name) for name in names])
        assert len({item.id for item in items}) == 4
        assert [item.claimed_by for item in items] == [town.people[n] for n in names]
        town.wait(minutes=5)  # every lease has run out


def test_a_moderator_who_claims_four_times_at_once_holds_one_item(town: Town) -> None:
    for number in range(6):
        town.post("ana", f"{RUDE} {number}")
    for _ in range(10):
        items = at_once(*[partial(claim_next, town, "mod")] * 4)
        assert len({item.id for item in items}) == 1
        town.wait(minutes=5)


@pytest.mark.parametrize("new_text", [CLEANER, RUDER])
def test_an_approval_never_publishes_a_text_that_its_author_has_replaced(
    town: Town, new_text: str
) -> None:
    for number in range(20):
        comment = town.post("ana", f"{RUDE} {number}").comment
        approval, edited = at_once(
            partial(town.decide, "mod", comment.id, "approve", version=1),
            partial(town.edit, "ana", comment.id, f"{new_text} {number}"),
        )
        assert isinstance(edited, Posted)
        assert isinstance(approval, Decided | StaleDecision)
        approved = isinstance(approval, Decided)
        before = f"{RUDE} {number}" if approved else None
        after = f"{new_text} {number}" if new_text == CLEANER else before
        assert shown_text(town, comment.id) == after
        by_people = (
            Decision.comment_id == comment.id,
            Decision.moderator_id.is_not(None),
        )
        assert count(town, Decision, *by_people) == int(approved)


def test_comments_of_two_who_reported_each_other_are_judged_at_once(
    town: Town,
) -> None:
    """Each decision counts for its author and its reporter: nobody waits in a ring."""
    other = another_thread(town)
    for _ in range(15):
        anas = town.post("ana", CLEAN).comment
        bens = town.post("ben", CLEANER, thread_id=other).comment
        town.report("ben", anas.id)
        town.report("ana", bens.id)
        answers = at_once(
            partial(town.decide, "mod", anas.id, "reject", version=1),
            partial(town.decide, "mia", bens.id, "reject", version=1),
        )
        assert [type(answer) for answer in answers] == [Decided, Decided]
        town.wait(days=8)  # so that no text repeats another
    with town.database.transaction() as db:
        for name in ("ana", "ben"):
            account = town.account(db, name)
            assert (account.reports_judged, account.reports_upheld) == (15, 15)
            assert account.published_comments == 0


def test_a_decision_is_undone_while_its_reporter_posts(town: Town) -> None:
    for _ in range(15):
        comment = town.post("ana", CLEAN).comment
        town.report("ben", comment.id)
        decision = town.decide("mod", comment.id, "reject").decision
        answers = at_once(
            partial(town.undo, "mod", decision.id),
            partial(town.post, "ben", CLEANER),
        )
        assert [type(answer) for answer in answers] == [Decided, Posted]
        town.wait(days=8)  # so that no text repeats another

"""Deciding about many comments at once, and taking that back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from comments.domain.bulk import MOST, LineState, Pick
from comments.domain.moderation import DecisionAction
from comments.services.bulk_decision import (
    BulkOrder,
    begin_bulk,
    decide_next,
)
from comments.services.errors import Conflict, NotFound, Refused
from comments.services.ledger_chain import verify
from comments.services.picked_comments import picks_of
from comments.services.review_queue import lease, load_item
from comments.services.undo_bulk import begin_undo, undo_next
from comments.store.bulk_decisions import BulkDecision, BulkLine
from comments.store.models import (
    Account,
    Comment,
    Decision,
    LedgerEntry,
    OutboxMessage,
    Report,
    ReviewItem,
    Thread,
)
from comments.store.picked_comments import items_about, picked_comments
from comments.store.review_rounds import ReviewRound
from tests.services.conftest import LEDGER_KEY, Town

RUDE = "The mayor is a pathetic lying idiot."
CLEAN = "The second crew came over the mill side at nine."


class Bulk:
    """What a moderator does with a selection, each act in its own transactions."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.attempts = 0

    def picks(self, *comment_ids: int) -> tuple[Pick, ...]:
        """The comments as somebody sees them now."""
        with self.town.database.transaction() as db:
            comments = picked_comments(db, comment_ids)
            found = [comments[number] for number in comment_ids]
            return picks_of(found, items_about(db, comment_ids))

    def order(self, *comment_ids: int, **given: Any) -> BulkOrder:
        """Reject them under one rule, with a fresh attempt key."""
        self.attempts += 1
        values = {
            "picks": self.picks(*comment_ids),
            "action": DecisionAction.REJECT,
            "rule": "be-nice",
            "attempt": f"bulk-{self.attempts}",
        }
        return BulkOrder(**(values | given))

    def begin(self, name: str, order: BulkOrder) -> int:
        """Write the order down."""
        with self.town.database.transaction(writes=True) as db:
            return begin_bulk(db, order, **self._by(db, name)).id

    def step(self, act: Callable[..., bool], name: str, bulk_id: int) -> bool:
        """One comment more."""
        with self.town.database.transaction(writes=True) as db:
            return act(db, bulk_id, **self._by(db, name))

    def decide(self, name: str, order: BulkOrder) -> int:
        """The whole of it."""
        bulk_id = self.begin(name, order)
        while self.step(decide_next, name, bulk_id):
            pass
        return bulk_id

    def reject(self, name: str, *comment_ids: int, **given: Any) -> int:
        """Pick them as they are now, and reject them."""
        return self.decide(name, self.order(*comment_ids, **given))

    def undo(self, name: str, bulk_id: int) -> None:
        """Take all of it back."""
        with self.town.database.transaction(writes=True) as db:
            given = self._by(db, name)
            del given["newsroom"]
            begin_undo(db, bulk_id, **given)
        while self.step(undo_next, name, bulk_id):
            pass

    def lines(self, bulk_id: int) -> dict[int, tuple[str, str]]:
        """What became of each comment: state and reason."""
        query = select(BulkLine).where(BulkLine.bulk_id == bulk_id)
        with self.town.database.transaction() as db:
            return {
                line.comment_id: (line.state, line.reason) for line in db.scalars(query)
            }

    def _by(self, db: Any, name: str) -> dict[str, Any]:
        return {
            "moderator": self.town.account(db, name),
            "actor": self.town.actor(name),
            "newsroom": self.town.newsroom,
            "now": self.town.now,
        }


@pytest.fixture
def bulk(town: Town) -> Bulk:
    return Bulk(town)


@pytest.fixture
def held(town: Town) -> list[int]:
    """Three held comments of two people, beside noise."""
    town.post("noor", "A noise comment, about parking on market days.")
    town.post("noor", f"{RUDE} A held noise comment.")
    texts = (("ana", RUDE), ("ana", f"{RUDE} Again!"), ("ben", f"Sorry, but {RUDE}"))
    return [town.post(name, text).comment.id for name, text in texts]


def status_of(town: Town, *comment_ids: int) -> list[str]:
    with town.database.transaction() as db:
        return [db.get_one(Comment, number).status for number in comment_ids]


def count(town: Town, model: type, *where: Any) -> int:
    with town.database.transaction() as db:
        return db.scalar(select(func.count()).select_from(model).where(*where)) or 0


def problems(town: Town) -> list[str]:
    with town.database.transaction() as db:
        return [problem for _, problem in verify(db, key=LEDGER_KEY) if problem]


def test_each_comment_is_decided_as_if_by_itself(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    bulk_id = bulk.reject("mod", *held, note="One sentence for all.")
    assert status_of(town, *held) == ["rejected"] * 3
    assert set(bulk.lines(bulk_id).values()) == {("decided", "")}
    town.wait(seconds=31)
    told = [notice.statement for notice in town.notices("ana")]
    assert [(s.kind, s.rule) for s in told[:2]] == [("rejected", "be-nice")] * 2
    assert {s.facts["note"] for s in told[:2]} == {"One sentence for all."}
    assert [n.statement.kind for n in town.notices("ben")] == ["rejected", "held"]
    assert count(town, Decision, Decision.moderator_id.is_not(None)) == 3


def test_the_ledger_has_an_entry_for_each_and_links_them_by_one_name(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    bulk_id = bulk.reject("mod", *held)
    linked = LedgerEntry.subject == f"bulk:{bulk_id}"
    assert count(town, LedgerEntry, linked, LedgerEntry.act == "reject") == 3
    bulk.undo("mod", bulk_id)
    assert count(town, LedgerEntry, linked, LedgerEntry.act == "undo") == 3
    assert problems(town) == []


def test_reporters_are_told_and_counters_follow(town: Town, bulk: Bulk) -> None:
    shown = [town.post("ana", f"{CLEAN} {n}").comment.id for n in range(2)]
    town.report("ben", shown[0])
    town.report("cleo", shown[1], rule="keep-it-clean")
    bulk.reject("mod", *shown)
    with town.database.transaction() as db:
        assert db.get_one(Thread, town.thread_id).comment_count == 0
        assert db.get_one(Account, town.people["ana"]).published_comments == 0
        assert db.get_one(Account, town.people["cleo"]).reports_upheld == 1
        states = db.scalars(select(Report.state)).all()
    assert states == ["upheld", "upheld"]
    assert count(town, OutboxMessage, OutboxMessage.kind == "report-outcome") == 2


def test_a_comment_that_nobody_asked_about_can_be_picked(
    town: Town, bulk: Bulk
) -> None:
    shown = town.post("ana", CLEAN).comment.id
    bulk.reject("mod", shown)
    assert status_of(town, shown) == ["rejected"]
    town.wait(seconds=31)
    (notice,) = town.notices("ana")
    assert notice.stated.facts.sources == ()
    assert notice.stated.facts.was_shown
    # Nobody had waited, so that no figure about waiting counts it.
    assert count(town, ReviewRound) == 0


def test_what_a_colleague_has_open_is_passed_over(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    item = town.item(held[0])
    assert item is not None
    with town.database.transaction(writes=True) as db:
        lease(load_item(db, item.id), town.account(db, "mia"), town.now)
    lines = bulk.lines(bulk.reject("mod", *held))
    assert lines[held[0]] == ("passed over", "held")
    assert status_of(town, *held) == ["held", "rejected", "rejected"]


def test_what_the_moderator_has_open_themself_is_decided(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    item = town.item(held[0])
    assert item is not None
    with town.database.transaction(writes=True) as db:
        lease(load_item(db, item.id), town.account(db, "mod"), town.now)
    bulk.reject("mod", *held)
    assert status_of(town, *held) == ["rejected"] * 3


def test_what_changed_after_it_was_selected_is_passed_over(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    shown = town.post("cleo", CLEAN).comment.id
    order = bulk.order(*held, shown)
    town.edit("ana", held[0], f"{RUDE} And so is the council.")
    town.decide("mia", held[1], "approve")
    town.withdraw("ben", held[2])
    town.edit("cleo", shown, f"{CLEAN} Or ten.")
    lines = bulk.lines(bulk.decide("mod", order))
    assert lines == {
        held[0]: ("passed over", "changed"),
        held[1]: ("passed over", "changed"),
        held[2]: ("passed over", "gone"),
        shown: ("passed over", "changed"),
    }


def test_escalated_and_appealed_comments_keep_a_look_of_their_own(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    town.decide("mia", held[0], "escalate")
    first = town.decide("mia", held[1], "reject").decision
    town.wait(seconds=31)
    town.appeal("ana", first.id)
    lines = bulk.lines(bulk.decide("edda", bulk.order(*held, action=APPROVE)))
    assert lines == {
        held[0]: ("passed over", "escalated"),
        held[1]: ("passed over", "appealed"),
        held[2]: ("decided", ""),
    }


APPROVE = DecisionAction.APPROVE


def test_a_moderators_own_comment_is_passed_over(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    own = town.post("mod", CLEAN).comment.id
    lines = bulk.lines(bulk.reject("mod", own, *held))
    assert lines[own] == ("passed over", "own")
    assert status_of(town, own, held[0]) == ["published", "rejected"]


def test_what_is_so_already_is_not_decided_again(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    town.decide("mia", held[0], "reject")
    lines = bulk.lines(bulk.reject("mod", *held))
    assert lines[held[0]] == ("passed over", "already")
    assert lines[held[1]] == ("decided", "")


def test_a_form_that_is_sent_twice_decides_once(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    order = bulk.order(*held)
    first, again = bulk.decide("mod", order), bulk.decide("mod", order)
    assert first == again
    assert count(town, BulkDecision) == 1
    assert count(town, Decision, Decision.moderator_id.is_not(None)) == 3
    with pytest.raises(Conflict):
        bulk.begin("mod", replace(order, rule="keep-it-clean"))


def test_what_was_begun_goes_on_where_it_stopped(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    order = bulk.order(*held)
    bulk_id = bulk.begin("mod", order)
    assert bulk.step(decide_next, "mod", bulk_id)
    assert sorted(status_of(town, *held)) == ["held", "held", "rejected"]
    assert bulk.decide("mod", order) == bulk_id
    assert status_of(town, *held) == ["rejected"] * 3


def test_nobody_carries_out_or_undoes_what_a_colleague_ordered(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    bulk_id = bulk.begin("mod", bulk.order(*held))
    with pytest.raises(NotFound):
        bulk.step(decide_next, "edda", bulk_id)
    with pytest.raises(NotFound):
        bulk.undo("edda", bulk_id)


def test_a_wrong_order_is_refused_whole(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    too_many = tuple(Pick(number, number) for number in range(1, MOST + 2))
    for given in (
        {"rule": None},
        {"rule": "be-proactive"},
        {"rule": "unlawful"},
        {"picks": ()},
        {"picks": too_many},
        {"action": DecisionAction.ESCALATE},
    ):
        with pytest.raises(Refused):
            bulk.begin("mod", bulk.order(*held, **given))
    with pytest.raises(NotFound):
        bulk.begin("mod", bulk.order(*held, picks=(Pick(held[0], 999), Pick(998, 1))))
    assert count(town, BulkLine) == 0


def test_an_undo_in_time_was_never_heard_of(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    shown = town.post("cleo", CLEAN).comment.id
    town.report("ben", shown)
    bulk_id = bulk.reject("mod", *held, shown)
    town.wait(seconds=10)
    bulk.undo("mod", bulk_id)
    assert status_of(town, *held, shown) == ["held"] * 3 + ["published"]
    assert {state for state, _ in bulk.lines(bulk_id).values()} == {"undone"}
    town.wait(minutes=5)
    assert town.notices("cleo") == []
    assert [n.statement.kind for n in town.notices("ben")] == ["held"]
    assert count(town, ReviewItem, ReviewItem.state == "open") == 5
    assert problems(town) == []


def test_an_undo_leaves_nothing_in_the_queue_that_nobody_asked_about(
    town: Town, bulk: Bulk
) -> None:
    shown = town.post("ana", CLEAN).comment.id
    bulk_id = bulk.reject("mod", shown)
    bulk.undo("mod", bulk_id)
    assert status_of(town, shown) == ["published"]
    assert count(town, ReviewItem, ReviewItem.state == "open") == 0


def test_an_undo_says_what_could_not_be_taken_back(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    bulk_id = bulk.reject("mod", *held)
    town.withdraw("ben", held[2])
    town.undo("mod", _decision_about(town, held[0]))
    town.decide("mia", held[0], "approve")
    bulk.undo("mod", bulk_id)
    assert bulk.lines(bulk_id) == {
        held[0]: ("kept", "overtaken"),
        held[1]: ("undone", ""),
        held[2]: ("kept", "overtaken"),
    }
    assert status_of(town, *held) == ["published", "held", "withdrawn"]


def test_an_undo_of_what_was_half_done_decides_nothing_more(
    town: Town, bulk: Bulk, held: list[int]
) -> None:
    bulk_id = bulk.begin("mod", bulk.order(*held))
    assert bulk.step(decide_next, "mod", bulk_id)
    bulk.undo("mod", bulk_id)
    while bulk.step(decide_next, "mod", bulk_id):
        pass
    assert status_of(town, *held) == ["held"] * 3
    states = sorted(state for state, _ in bulk.lines(bulk_id).values())
    assert states == [LineState.PASSED, LineState.PASSED, LineState.UNDONE]


def _decision_about(town: Town, comment_id: int) -> int:
    query = select(Decision.id).where(Decision.comment_id == comment_id)
    with town.database.transaction() as db:
        return db.scalars(query.order_by(Decision.id.desc())).first() or 0

"""Bulk decisions that meet each other and single decisions, in real threads."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from comments.services.bulk_decision import decide_next
from comments.services.decide import Decided
from comments.store.models import Comment, Decision, StatementOfReasons
from tests.services.conftest import Town
from tests.services.test_bulk_decisions import RUDE, Bulk, count, problems, status_of
from tests.services.test_races import at_once


@pytest.fixture
def held(town: Town) -> list[int]:
    return [town.post("ana", f"{RUDE} {number}").comment.id for number in range(12)]


def states(bulk: Bulk, bulk_id: int) -> Counter[str]:
    return Counter(state for state, _ in bulk.lines(bulk_id).values())


def by_people(town: Town) -> int:
    return count(town, Decision, Decision.moderator_id.is_not(None))


def test_of_two_bulk_decisions_about_the_same_each_comment_is_decided_once(
    town: Town, held: list[int]
) -> None:
    mine, theirs = Bulk(town), Bulk(town)
    orders = mine.order(*held[:9]), theirs.order(*held[3:], rule="keep-it-clean")
    one, other = at_once(
        partial(mine.decide, "mod", orders[0]),
        partial(theirs.decide, "mia", orders[1]),
    )
    decided = states(mine, one)["decided"] + states(theirs, other)["decided"]
    assert decided == by_people(town) == len(held)
    assert status_of(town, *held) == ["rejected"] * len(held)
    told = StatementOfReasons.kind == "rejected"
    assert count(town, StatementOfReasons, told) == len(held)
    assert problems(town) == []


def test_a_form_that_is_sent_twice_at_once_is_carried_out_once(
    town: Town, held: list[int]
) -> None:
    bulk = Bulk(town)
    order = bulk.order(*held)
    answers = at_once(*[partial(bulk.decide, "mod", order)] * 3)
    assert len(set(answers)) == 1
    assert by_people(town) == len(held)
    assert states(bulk, answers[0]) == {"decided": len(held)}


def test_a_bulk_decision_and_single_ones_leave_one_decision_for_each(
    town: Town, held: list[int]
) -> None:
    bulk = Bulk(town)
    order = bulk.order(*held)

    def decide_singly() -> list[Any]:
        acts = [partial(town.decide, "mia", n, "approve", version=1) for n in held]
        return [_answer(act) for act in reversed(acts)]

    bulk_id, singles = at_once(partial(bulk.decide, "mod", order), decide_singly)
    approved = [single for single in singles if isinstance(single, Decided)]
    assert states(bulk, bulk_id)["decided"] + len(approved) == len(held)
    assert by_people(town) == len(held)
    published = count(town, Comment, Comment.status == "published")
    assert published == len(approved)
    assert problems(town) == []


def test_an_undo_that_meets_the_decisions_ends_them(
    town: Town, held: list[int]
) -> None:
    bulk = Bulk(town)
    bulk_id = bulk.begin("mod", bulk.order(*held))

    def go_on() -> None:
        while bulk.step(decide_next, "mod", bulk_id):
            pass

    answers = at_once(go_on, partial(bulk.undo, "mod", bulk_id))
    assert answers == [None, None]
    bulk.undo("mod", bulk_id)  # what was in the making when the first one ended
    assert set(status_of(town, *held)) == {"held"}
    assert problems(town) == []


def _answer(act: Any) -> Any:
    try:
        return act()
    except Exception as error:  # noqa: BLE001  (too late is an answer)
        return error

"""Appreciating: one thanks a reader, never for oneself, and a count that is exact."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from comments.domain.permissions import NotPermitted
from comments.services.appreciate import (
    Appreciated,
    appreciate,
    appreciated_among,
    take_back,
    take_back_all,
)
from comments.services.errors import NotFound
from comments.store.models import Comment
from comments.store.one_another import Appreciation
from tests.services.conftest import Town

PLAIN = "The bridge was closed in 1987 as well."


def thank(town: Town, name: str, comment_id: int) -> Appreciated:
    with town.database.transaction(writes=True) as db:
        return appreciate(db, comment_id, actor=town.actor(name), now=town.now)


def unthank(town: Town, name: str, comment_id: int) -> Appreciated:
    with town.database.transaction(writes=True) as db:
        return take_back(db, comment_id, actor=town.actor(name), now=town.now)


def leave(town: Town, name: str) -> int:
    with town.database.transaction(writes=True) as db:
        return take_back_all(db, town.people[name])


def counted(town: Town, comment_id: int) -> tuple[int, int]:
    """The count that a comment shows, and how many rows there are."""
    rows = (
        select(func.count())
        .select_from(Appreciation)
        .where(Appreciation.comment_id == comment_id)
    )
    with town.database.transaction() as db:
        return db.get_one(Comment, comment_id).appreciated, db.scalar(rows) or 0


def test_a_reader_cannot_appreciate_twice(town: Town) -> None:
    comment = town.post("ana", PLAIN).comment.id
    assert thank(town, "ben", comment) == Appreciated(comment, 1, mine=True)
    assert thank(town, "ben", comment).count == 1
    assert thank(town, "cleo", comment).count == 2
    assert counted(town, comment) == (2, 2)


def test_nobody_appreciates_their_own_comment(town: Town) -> None:
    comment = town.post("ana", PLAIN).comment.id
    with pytest.raises(NotPermitted):
        thank(town, "ana", comment)
    assert counted(town, comment) == (0, 0)


def test_a_reader_takes_thanks_back_once(town: Town) -> None:
    comment = town.post("ana", PLAIN).comment.id
    thank(town, "ben", comment)
    assert unthank(town, "ben", comment) == Appreciated(comment, 0, mine=False)
    assert unthank(town, "ben", comment).count == 0
    assert counted(town, comment) == (0, 0)


def test_what_is_not_shown_cannot_be_appreciated(town: Town) -> None:
    held = town.post("ana", "You are an idiot.").comment.id
    with pytest.raises(NotFound):
        thank(town, "ben", held)


def test_a_reader_learns_which_comments_they_appreciate(town: Town) -> None:
    mine, other = (town.post("ana", f"{PLAIN} {n}").comment.id for n in range(2))
    thank(town, "ben", mine)
    thank(town, "cleo", other)
    with town.database.transaction() as db:
        among = appreciated_among(db, town.people["ben"], [mine, other])
    assert among == {mine}


def test_an_account_that_closes_takes_its_thanks_along(town: Town) -> None:
    first, second = (town.post("ana", f"{PLAIN} {n}").comment.id for n in range(2))
    for comment in (first, second):
        thank(town, "ben", comment)
        thank(town, "cleo", comment)
    assert leave(town, "ben") == 2
    assert leave(town, "ben") == 0
    assert counted(town, first) == counted(town, second) == (1, 1)


def test_a_crowd_that_thanks_and_regrets_at_once_is_counted_exactly(town: Town) -> None:
    comment = town.post("ana", PLAIN).comment.id
    crowd = town.settle("crowd", 12)

    def come_and_go(name: str) -> None:
        thank(town, name, comment)
        thank(town, name, comment)
        if crowd.index(name) % 3 == 0:
            unthank(town, name, comment)
        elif crowd.index(name) % 3 == 1:
            leave(town, name)

    with ThreadPoolExecutor(6) as at_once:
        list(at_once.map(come_and_go, crowd))
    assert counted(town, comment) == (4, 4)

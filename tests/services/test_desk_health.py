"""The desk's health: figures that a moderator could check by hand."""

from datetime import timedelta

import pytest

from comments.domain.periods import Period
from comments.domain.permissions import NotPermitted
from comments.services.desk_health import (
    DeskHealth,
    decision_goal,
    desk_health,
    set_decision_goal,
)
from tests.services.conftest import Town

RUDE = "The mayor is a pathetic lying idiot."


def health(town: Town, days: int = 3) -> DeskHealth:
    today = town.now.date()
    period = Period(today - timedelta(days=days - 1), today)
    with town.database.transaction() as db:
        return desk_health(db, period, town.now)


def set_goal(town: Town, who: str, minutes: int) -> None:
    with town.database.transaction(writes=True) as db:
        set_decision_goal(
            db,
            minutes,
            editor=town.account(db, who),
            actor=town.actor(who),
            newsroom=town.newsroom,
            now=town.now,
        )


def test_an_empty_desk_has_nothing_to_show(town: Town) -> None:
    found = health(town)
    assert (found.open, found.oldest, found.decided) == (0, None, 0)
    assert [day.depth for day in found.days] == [0, 0, 0]


def test_depth_arrivals_and_decisions_add_up_day_by_day(town: Town) -> None:
    first, second = (town.post(who, RUDE).comment.id for who in ("ana", "ben"))
    town.wait(minutes=30)
    town.decide("mod", first, "reject")
    town.wait(days=1)
    town.post("cleo", RUDE)
    town.withdraw("ben", second)
    found = health(town)
    assert [(d.arrived, d.decided, d.depth) for d in found.days] == [
        (0, 0, 0),
        (2, 1, 1),
        (1, 0, 1),
    ]
    assert [(r.rule, r.count) for r in found.depths] == [("be-nice", 1)]
    assert found.days[1].median == 1800
    assert found.days[2].median is None


def test_what_was_open_before_the_period_counts_in_its_depth(town: Town) -> None:
    town.post("ana", RUDE)
    town.wait(days=5)
    found = health(town)
    assert [day.depth for day in found.days] == [1, 1, 1]
    assert found.oldest == timedelta(days=5)


def test_the_goal_is_the_editors(town: Town) -> None:
    with pytest.raises(NotPermitted):
        set_goal(town, "mod", 15)
    posted = town.post("ana", RUDE).comment.id
    town.wait(minutes=30)
    town.decide("mod", posted, "reject")
    assert (health(town).within_goal, health(town).decided) == (1, 1)
    set_goal(town, "edda", 15)
    with town.database.transaction() as db:
        assert decision_goal(db) == 15
    assert (health(town).within_goal, health(town).decided) == (0, 1)


def test_the_filter_is_judged_by_decisions(town: Town) -> None:
    wrong, right = (town.post(who, RUDE).comment.id for who in ("ana", "ben"))
    town.decide("mod", wrong, "approve")
    town.decide("mod", right, "reject")
    (row,) = health(town).precision
    assert (row.judged, row.overturned) == (2, 1)

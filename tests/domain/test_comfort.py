"""Comfort: easy items mixed in, a budget for a sitting, and texts that are covered."""

from datetime import UTC, datetime, timedelta

import pytest

from comments.domain.comfort import Blur, Comfort, Sitting

HARD, EASY = "hard", "easy"
NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)


def after(*decided: str, every: timedelta = timedelta(minutes=1)) -> Sitting:
    sitting, moment = Sitting(NOW), NOW
    for one in decided:
        moment += every
        sitting = sitting.decided(moment, severe=one == HARD)
    return sitting


def test_an_easy_item_is_due_after_some_severe_ones_in_a_row() -> None:
    comfort = Comfort(easy_after=3)
    assert not after(HARD, HARD).wants_easy(comfort)
    assert after(HARD, HARD, HARD).wants_easy(comfort)
    assert not after(HARD, HARD, EASY, HARD).wants_easy(comfort)
    assert not after(HARD, HARD, HARD).wants_easy(Comfort(easy_after=0))


def test_a_budget_is_spent_in_one_sitting_and_a_break_begins_another() -> None:
    comfort = Comfort(budget=2)
    spent = after(HARD, EASY, HARD)
    assert spent.is_spent(comfort)
    assert not spent.is_spent(Comfort(budget=0))
    assert spent.at(NOW + timedelta(minutes=32)).is_spent(comfort)
    assert not spent.at(NOW + timedelta(minutes=33)).is_spent(comfort)
    assert after(HARD, HARD, every=timedelta(minutes=30)).severe == 1


@pytest.mark.parametrize(
    ("blur", "mild", "severe"),
    [(Blur.SEVERE, False, True), (Blur.ALL, True, True), (Blur.NONE, False, False)],
)
def test_what_is_covered(blur: Blur, *, mild: bool, severe: bool) -> None:
    comfort = Comfort(blur=blur)
    assert comfort.covers(severe=False) is mild
    assert comfort.covers(severe=True) is severe

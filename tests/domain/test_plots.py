"""Plots, with places that can be worked out by hand."""

import pytest

from comments.domain.plots import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Measure,
    bar_plot,
    line_plot,
    scale,
    wilson,
)


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (10, [0, 5, 10]),
        (41, [0, 20, 40, 60]),
        (400, [0, 100, 200, 300, 400]),
    ],
)
def test_a_scale_has_round_steps(most: float, steps: list[float]) -> None:
    assert scale(most) == steps


def test_the_longest_bar_is_as_wide_as_there_is_room() -> None:
    plot = bar_plot([Measure("a", 4, "4"), Measure("b", 1, "1", (0.5, 2))])
    room = WIDTH
    assert [bar.width for bar in plot.bars] == [room, room / 4]
    assert (plot.bars[1].low, plot.bars[1].high) == (room / 8, room / 2)


def test_a_line_goes_from_corner_to_corner() -> None:
    (line,) = line_plot([("n", [0, 4])], ["1", "2"]).lines
    assert line.points == ((LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, TOP))


def test_a_day_without_a_value_breaks_the_line() -> None:
    (line,) = line_plot([("n", [1, 2, None, 3, 4])], list("abcde")).lines
    assert len(line.stretches) == 2
    assert len(line.points) == 4


def test_a_goal_above_every_value_is_in_the_picture() -> None:
    plot = line_plot([("n", [1.0])], ["a"], goal=60)
    assert plot.goal is not None
    assert plot.goal >= TOP


def test_nothing_can_be_drawn_too() -> None:
    assert bar_plot([]).bars == ()
    assert line_plot([("n", [])], []).lines[0].points == ()


def test_wilsons_interval_is_as_in_the_books() -> None:
    low, high = wilson(81, 263)  # Newcombe 1998, table I, example 1
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    low, high = wilson(0, 20)  # example 3
    assert (round(low, 4), round(high, 4)) == (0.0, 0.1611)

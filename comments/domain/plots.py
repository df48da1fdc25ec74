"""Plots as numbers: where each bar and each line goes, for a page to draw as SVG.

Everything is in the units of a small canvas that scales with the page; words stay
readable on a phone because the canvas is hardly wider than one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 360
HEIGHT: Final = 190
LEFT: Final = 40
RIGHT: Final = 12
TOP: Final = 12
BOTTOM: Final = 24
ROW: Final = 38  # a bar with its label above it
DATES: Final = 4  # labels under a line plot; more run into each other on a phone
Z: Final = 1.959964  # of a normal distribution, for an interval of 95 in 100


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale: how far along the axis, and what stands beside it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `low` and `high` are the ends of its interval, where it has one."""

    label: str
    said: str
    y: float
    width: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Bars that lie one below another."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Line:
    """One line: unbroken stretches of points, since a day may have no value."""

    name: str
    stretches: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class LinePlot:
    """Lines over days; `goal` is where a wished value lies, when there is one."""

    lines: tuple[Line, ...]
    scale: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    goal: float | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Measure:
    """What a bar shows: a value, how it is said, and its interval."""

    label: str
    value: float
    said: str
    interval: tuple[float, float] | None = None


def bar_plot(measures: Sequence[Measure], *, most: float | None = None) -> BarPlot:
    """Lay bars below one another, the longest (or `most`) as wide as the canvas."""
    longest = most or max((m.value for m in measures), default=0) or 1

    def along(value: float) -> float:
        return round(WIDTH * min(max(value / longest, 0), 1), 1)

    bars = tuple(
        Bar(
            label=measure.label,
            said=measure.said,
            y=place * ROW,
            width=along(measure.value),
            low=along(measure.interval[0]) if measure.interval else None,
            high=along(measure.interval[1]) if measure.interval else None,
        )
        for place, measure in enumerate(measures)
    )
    return BarPlot(bars, max(1, len(bars)) * ROW)


def line_plot(
    series: Sequence[tuple[str, Sequence[float | None]]],
    labels: Sequence[str],
    *,
    goal: float | None = None,
) -> LinePlot:
    """Draw values over days; a day without a value breaks the line."""
    values = [v for _, some in series for v in some if v is not None]
    steps = scale(max([*values, goal or 0], default=0))
    top = steps[-1]

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)

    def over(place: int) -> float:
        room = WIDTH - RIGHT - LEFT
        return round(LEFT + room * place / max(1, len(labels) - 1), 1)

    lines = tuple(
        _line(
            name, [(over(n), None if v is None else up(v)) for n, v in enumerate(some)]
        )
        for name, some in series
    )
    every = max(1, math.ceil(len(labels) / DATES))
    return LinePlot(
        lines=lines,
        scale=tuple(Tick(up(step), f"{step:g}") for step in steps),
        dates=tuple(
            Tick(over(n), label) for n, label in enumerate(labels) if n % every == 0
        ),
        goal=None if goal is None else up(goal),
    )


def scale(most: float) -> list[float]:
    """Round steps from nought to at least the largest value, four or fewer."""
    if most <= 0:
        return [0, 1]
    rough = most / 4
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(s * magnitude for s in (1, 2, 5, 10) if s * magnitude >= rough)
    step = max(step, 1)
    return [step * n for n in range(math.ceil(most / step) + 1)]


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval of a share, 95 in 100, by Wilson's score (1927)."""
    if not whole:
        return 0.0, 1.0
    found, spread = part / whole, Z**2 / whole
    middle = (found + spread / 2) / (1 + spread)
    half = (
        Z * math.sqrt(found * (1 - found) / whole + spread / whole / 4) / (1 + spread)
    )
    return max(0.0, middle - half), min(1.0, middle + half)


def _line(name: str, places: Sequence[tuple[float, float | None]]) -> Line:
    stretches: list[list[str]] = [[]]
    for x, y in places:
        if y is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{x},{y}")
    return Line(
        name,
        tuple(" ".join(some) for some in stretches if len(some) > 1),
        tuple((x, y) for x, y in places if y is not None),
    )

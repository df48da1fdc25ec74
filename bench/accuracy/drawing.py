"""Charts of two shares as SVG: legible in light and in dark, and small."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from bench.accuracy.curves import Bin, Curve, Point

WIDTH, HEIGHT = 640, 420
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 20, 48
STYLE: Final = """\
<style>
text { font: 13px system-ui, sans-serif; fill: #333 }
.axis { stroke: #bbb; stroke-width: 1; fill: none }
.line { stroke-width: 2; fill: none }
.c0 { stroke: #0a6cb5 } .c1 { stroke: #b8480b } .c2 { stroke: #7a3fb0 }
.c3 { stroke: #1c7c43 } .c4 { stroke: #a01c4f } .c5 { stroke: #6b6b00 }
.ideal { stroke: #888; stroke-dasharray: 4 4 }
circle { fill: #fff; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #ddd } .axis { stroke: #555 } circle { fill: #111 }
.c0 { stroke: #6bb7f0 } .c1 { stroke: #f29a62 } .c2 { stroke: #c39bea }
.c3 { stroke: #6fce95 } .c4 { stroke: #f58ab5 } .c5 { stroke: #cfcf5a }
}
</style>"""


@dataclass(frozen=True, slots=True)
class Axes:
    """What is laid off to the right, and what upwards; both from nothing to all."""

    title: str
    right: str
    up: str


def draw_curves(curves: Sequence[Curve]) -> str:
    """Recall against precision; a ring marks the bar that is shipped."""
    axes = Axes("Precision and recall", "recall", "precision")
    return _chart(axes, _drawn_curves(curves))


def _drawn_curves(curves: Sequence[Curve]) -> Iterator[str]:
    for number, curve in enumerate(curves):
        yield _line(curve.points, f"c{number}")
        yield _ring(curve.now, f"c{number}")
        y = HEIGHT - BOTTOM - 20 * (len(curves) - number)
        yield f'<path class="line c{number}" d="M{LEFT + 14} {y - 4}h22"/>'
        label = f"{curve.name} (offending: {curve.base:.0%})"
        yield _text((LEFT + 42, y), label)


def draw_reliability(bins: Sequence[Bin]) -> str:
    """How often a confidence was right, with intervals, beside the ideal."""
    axes = Axes("Calibration", "confidence of the surest finding", "breaks a rule")
    return _chart(axes, _drawn_bins(bins))


def _drawn_bins(bins: Sequence[Bin]) -> Iterator[str]:
    yield _line([(0, 0), (1, 1)], "ideal")
    yield _line([(one.confidence, one.broken.value) for one in bins], "c0")
    for one in bins:
        low, high = one.broken.interval
        yield _line([(one.confidence, low), (one.confidence, high)], "c0")
        yield _ring((one.confidence, one.broken.value), "c0")
        x, y = _place((one.confidence, high))
        yield _text((x, y - 6), str(one.broken.whole), "middle")


def _chart(axes: Axes, content: Iterator[str]) -> str:
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{escape(axes.title)}">'
    )
    return "\n".join([opening, STYLE, *_scales(axes), *content, "</svg>"]) + "\n"


def _scales(axes: Axes) -> Iterator[str]:
    for fifth in range(6):
        x, y = _place((fifth / 5, fifth / 5))
        yield f'<path class="axis" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        yield _text((LEFT - 8, y + 4), f"{20 * fifth}%", "end")
        yield _text((x, HEIGHT - BOTTOM + 18), f"{20 * fifth}%", "middle")
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield _text((middle, HEIGHT - 10), axes.right, "middle")
    yield _text((LEFT, TOP - 6), axes.up)


def _line(points: Sequence[Point], style: str) -> str:
    places = " L".join("{:g} {:g}".format(*_place(point)) for point in points)
    return f'<path class="line {style}" d="M{places}"/>' if places else ""


def _text(place: Point, words: str, anchor: str = "start") -> str:
    x, y = place
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def _ring(point: Point, style: str) -> str:
    x, y = _place(point)
    return f'<circle class="{style}" cx="{x}" cy="{y}" r="5"/>'


def _place(point: Point) -> Point:
    x = LEFT + point[0] * (WIDTH - LEFT - RIGHT)
    y = HEIGHT - BOTTOM - point[1] * (HEIGHT - TOP - BOTTOM)
    return round(x, 1), round(y, 1)

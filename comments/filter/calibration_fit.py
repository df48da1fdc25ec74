"""Fitting a correction: a logistic regression that has to be talked out of the shipped.

Each rule has a stretch and a shift of the odds, each kind of finding a further shift.
All are drawn to the shipped confidences, so that a few decisions move little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comments.domain.verdict import Finding
from comments.filter.calibration import Calibration, Correction, Kind, kind_of
from comments.filter.log_odds import log_odds

# How far each number is expected to stray from the shipped one: its prior deviation.
STRAY_SCALE: Final = 0.25
STRAY_SHIFT: Final = 0.5
STRAY_KIND: Final = 0.3
SCALES: Final = (0.5, 1.5)  # never flat, never steep, whatever the decisions say
SHIFTS: Final = (-2.0, 2.0)
STEPS: Final = 25  # Newton's method needs about six

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One finding as shipped, whether moderators agreed, and how much that counts."""

    finding: Finding
    agreed: bool
    weight: float = 1.0


def fit_calibration(lessons: Sequence[Lesson]) -> Calibration:
    """The correction that the lessons call for, as version 0."""
    if not lessons:
        return Calibration(0)
    rules = sorted({lesson.finding.rule for lesson in lessons})
    kinds = sorted({kind_of(lesson.finding) for lesson in lessons})
    odds = np.array([log_odds(lesson.finding.confidence) for lesson in lessons])
    of_rule = _indicator([rules.index(one.finding.rule) for one in lessons], len(rules))
    of_kind = _indicator([kinds.index(kind_of(o.finding)) for o in lessons], len(kinds))
    columns = np.hstack([of_rule * odds[:, None], of_rule, of_kind])
    strays = [STRAY_SCALE] * len(rules) + [STRAY_SHIFT] * len(rules)
    precision = 1 / np.square(np.array(strays + [STRAY_KIND] * len(kinds)))
    agreed = np.array([float(lesson.agreed) for lesson in lessons])
    weights = np.array([lesson.weight for lesson in lessons])
    moves = _newton(columns, odds, agreed, weights, precision)
    return _calibration(rules, kinds, moves)


def _indicator(places: Sequence[int], length: int) -> Floats:
    columns: Floats = np.zeros((len(places), length))
    columns[np.arange(len(places)), places] = 1.0
    return columns


def _newton(
    columns: Floats, odds: Floats, agreed: Floats, weights: Floats, precision: Floats
) -> Floats:
    """The most likely moves away from the shipped odds, given how far they stray."""
    moves: Floats = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-(odds + columns @ moves)))
        slope = columns.T @ (weights * (agreed - expected)) - precision * moves
        spread = weights * expected * (1 - expected)
        curve = columns.T @ (columns * spread[:, None]) + np.diag(precision)
        step = np.linalg.solve(curve, slope)
        moves = moves + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-8:
            break
    return moves


def _calibration(
    rules: Sequence[str], kinds: Sequence[Kind], moves: Floats
) -> Calibration:
    count = len(rules)
    return Calibration(
        0,
        rules={
            rule: Correction(
                scale=_within(1 + moves[place], SCALES),
                shift=_within(moves[count + place], SHIFTS),
            )
            for place, rule in enumerate(rules)
        },
        kinds={
            kind: _within(moves[2 * count + place], SHIFTS)
            for place, kind in enumerate(kinds)
        },
    )


def _within(value: float, bounds: tuple[float, float]) -> float:
    lowest, highest = bounds
    return round(min(max(float(value), lowest), highest), 4)

"""Numbers that say how far they can be trusted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

Z: Final = 1.96  # 95 intervals of 100 hold the true share
RESAMPLED: Final = 1_000
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval that Wilson proposed."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole

    @property
    def interval(self) -> tuple[float, float]:
        square = Z * Z / self.whole
        middle = (self.value + square / 2) / (1 + square)
        spread = self.value * (1 - self.value) / self.whole
        spread += square / (4 * self.whole)
        reach = Z * sqrt(spread) / (1 + square)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.value:.1f} % ({100 * low:.1f}–{100 * high:.1f})"


@dataclass(frozen=True, slots=True)
class Mean:
    """An average, with the interval that resampling its parts gives."""

    values: Sequence[float]

    @property
    def value(self) -> float:
        return float(np.mean(self.values))

    @property
    def whole(self) -> int:
        return len(self.values)

    @property
    def interval(self) -> tuple[float, float]:
        chance = np.random.default_rng(7)
        values = np.array(self.values)
        means = [
            values[chance.integers(0, len(values), len(values))].mean()
            for _ in range(RESAMPLED)
        ]
        low, high = np.percentile(means, [2.5, 97.5])
        return float(low), float(high)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f}–{high:.3f})"


Measure = Share | Mean


def share(flags: Iterable[bool]) -> Share | None:
    """The share of flags that are set; None when there is none to count."""
    listed = list(flags)
    return Share(sum(listed), len(listed)) if listed else None


def mean(values: Iterable[float]) -> Mean | None:
    """The mean of some values; None when there are none."""
    listed = list(values)
    return Mean(listed) if listed else None


def shown(measure: Measure | None) -> str:
    """A measure as a cell of a table."""
    return NOTHING if measure is None else str(measure)


def counted(measure: Measure | None) -> str:
    """How many texts a measure rests on."""
    return "0" if measure is None else f"{measure.whole:,}"

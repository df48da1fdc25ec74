"""How long one text takes; the standard library alone, for any filter's Python."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

SECONDS: Final = 4.0  # for each pile of texts, at most
WARM_UP: Final = 20
TRIES: Final = 7  # of each hostile text: what disturbs a machine only ever adds
TRYING_SECONDS: Final = 0.2

Judge = Callable[[str], object]


@dataclass(frozen=True)
class Piles:
    """The same texts for everybody."""

    real: Sequence[str]
    cut: Sequence[str]
    hostile: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Timing:
    """Microseconds of the thread's processor time, and seconds to the first answer."""

    name: str
    version: str
    load: float
    real: float
    cut: float
    worst: float
    worst_family: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def timing(name: str, version: str, make: Callable[[], Judge], piles: Piles) -> Timing:
    """Load a filter and time it over all piles."""
    start = time.perf_counter()
    judge = make()
    judge("Good morning.")
    load = time.perf_counter() - start
    microseconds(judge, piles.real[:WARM_UP])
    slowest = {
        family: min(microseconds(judge, [text] * TRIES, TRYING_SECONDS))
        for family, text in piles.hostile.items()
    }
    family = max(slowest, key=lambda each: slowest[each])
    return Timing(
        name=name,
        version=version,
        load=load,
        real=statistics.mean(microseconds(judge, piles.real)),
        cut=statistics.mean(microseconds(judge, piles.cut)),
        worst=slowest[family],
        worst_family=family,
    )


def microseconds(
    judge: Judge, texts: Sequence[str], seconds: float = SECONDS
) -> list[float]:
    """What each text costs, until the time is up."""
    taken: list[float] = []
    end = time.perf_counter() + seconds
    for text in texts:
        start = time.thread_time()
        judge(text)
        taken.append((time.thread_time() - start) * 1e6)
        if time.perf_counter() > end:
            break
    return taken

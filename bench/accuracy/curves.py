"""What else could be had: recall against precision, and what a confidence is worth."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from bench.accuracy.judging import Judged, Seen, Sets
from bench.accuracy.measures import Share
from bench.accuracy.sets import CLEAN, EMOJI, SET_ASIDE, SUITE, TALK, TOXIC

MOST_POINTS: Final = 100
BINS: Final = 10
WITH_THREATS: Final = (CLEAN, TOXIC, "edos", "hatemoji_build")
WITH_ATTACKS: Final = (
    CLEAN,
    TOXIC,
    "fox_news",
    "hatemoji_build",
    "implicit_hate",
    "toxigen_human",
)

Point = tuple[float, float]
Truth = Callable[[Judged], bool | None]


@dataclass(frozen=True, slots=True)
class Curve:
    """Recall and precision for every bar that might have been set.

    `now` is where the shipped bar lies; `base` is the share of offending texts.
    """

    name: str
    points: tuple[Point, ...]
    now: Point
    base: float


def curves(sets: Sets) -> Iterator[Curve]:
    """One curve for each thing that is looked for, over the sets that can tell."""
    for name, members, offends, score in ASKED:
        rows = [one for member in members for one in sets.get(member, ())]
        known = [(one, truth) for one in rows if (truth := offends(one)) is not None]
        if any(truth for _, truth in known):
            yield curve(name, [(score(one.seen), truth) for one, truth in known])


def _labelled(label: str) -> Truth:
    """What people say: yes, no, or nothing at all."""
    return lambda one: one.has(label) if one.has(label) or one.has(label, "0") else None


def _is_violation(one: Judged) -> bool:
    return bool(one.row["rule"] != "publish")


ASKED: Final[tuple[tuple[str, Sequence[str], Truth, Callable[[Seen], float]], ...]] = (
    ("news comments", (CLEAN, TOXIC), _labelled("any"), lambda seen: seen.score),
    ("talk pages", TALK, _labelled("any"), lambda seen: seen.score),
    ("threats", WITH_THREATS, _labelled("threat"), lambda seen: seen.threat),
    (
        "attacks on groups",
        WITH_ATTACKS,
        _labelled("identity"),
        lambda seen: seen.attack,
    ),
    ("emoji posts", (EMOJI,), _labelled("any"), lambda seen: seen.attack),
    ("our own suite", (SUITE,), _is_violation, lambda seen: seen.score),
)


def curve(name: str, pairs: Sequence[tuple[float, bool]]) -> Curve:
    """The curve of some scores, each with whether it was given to an offence.

    A text without a score is caught by no bar, so a curve may end before all is caught.
    """
    offending = sum(wanted for _, wanted in pairs)
    ranked = sorted(pairs, key=lambda pair: pair[0], reverse=True)
    points: list[Point] = []
    now = (0.0, 1.0)
    hits = 0
    for place, (score, wanted) in enumerate(ranked, start=1):
        if score == -inf:
            break
        hits += wanted
        point = (hits / offending, hits / place)
        if place == len(ranked) or ranked[place][0] < score:
            points.append(point)
        if score >= 0:
            now = point
    return Curve(name, tuple(_thinned(points)), now, offending / len(pairs))


def _thinned(points: Sequence[Point]) -> Sequence[Point]:
    if len(points) <= MOST_POINTS:
        return points
    last = len(points) - 1
    return [points[place * last // (MOST_POINTS - 1)] for place in range(MOST_POINTS)]


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of about the same confidence, and how many of them do break a rule."""

    confidence: float
    broken: Share


def reliability(sets: Sets) -> list[Bin]:
    """News comments by the confidence of their surest finding."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for name in (CLEAN, SET_ASIDE, TOXIC):
        for one in sets.get(name, ()):
            if one.seen.confidence and one.row["any"]:
                bins[min(BINS - 1, int(BINS * one.seen.confidence))].append(one)
    return [_bin(rows) for rows in bins if rows]


def _bin(rows: Sequence[Judged]) -> Bin:
    confidence = sum(one.seen.confidence for one in rows) / len(rows)
    return Bin(confidence, Share(sum(one.has("any") for one in rows), len(rows)))


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence and truth lie apart, on the average over texts."""
    texts = sum(one.broken.whole for one in bins)
    apart = sum(
        abs(one.confidence - one.broken.value) * one.broken.whole for one in bins
    )
    return apart / texts if texts else 0.0

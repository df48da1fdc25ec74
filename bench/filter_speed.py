"""What a comment costs: our tiers and other filters, over the same texts in one run.

`make bench-filter` puts the others into an environment of their own, build/peers.
"""

import argparse
import csv
import json
import os
import subprocess
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

from bench._archive import Pace, pace_over  # noqa: E402
from bench._footprint import Footprint, footprint  # noqa: E402
from bench._hostile import hostile  # noqa: E402
from bench._section import rewrite  # noqa: E402
from bench._table import machine  # noqa: E402
from bench._timing import Judge, Piles, Timing, timing  # noqa: E402
from comments.domain.submission import Submission  # noqa: E402
from comments.filter import Filter, load_filter  # noqa: E402

ROOT: Final = Path(__file__).parents[1]
DOCUMENT: Final = ROOT / "docs" / "filter.md"
SECTION: Final = "speed"
PEERS: Final = ROOT / "build" / "peers" / "bin" / "python"
MEASURED_BY: Final = "better-profanity"  # the ratio of 1
LENGTH: Final = 300
COLUMNS: Final = 88
TOXIC_SHARE: Final = 10  # one comment in so many: more than most boards see
NOTES: Final = """
Microseconds of one thread's processor time, on the average over {real:,} news comments,
of which one in {share} is toxic, and over those of at least {length} characters cut to
{length}; how often the latter fits into what better-profanity takes. *Worst* is the
slowest of {families} families of hostile text of {longest:,} characters, the longest
that a comment may be, each at the quickest of up to seven tries. Memory is what stands
above bare Python, loading the time from the first import to the hundredth answer, both
in a process of its own. Measured on {day}, {machine}, with {load:.1f} processes at
work.
"""


@dataclass(frozen=True)
class Limit:
    """Microseconds that a filter may take for something."""

    name: str
    filter: str
    must: float
    aim: float
    takes: Callable[[Timing], float]


TIER_1, TIERS_1_AND_2, ALL = (
    f"Parley, {tiers}" for tiers in ("tier 1", "tiers 1 and 2", "all tiers")
)
LIMITS: Final = (
    Limit("300 characters, tier 1", TIER_1, 250, 120, lambda one: one.cut),
    Limit(
        "300 characters, tiers 1 and 2", TIERS_1_AND_2, 1_000, 400, lambda one: one.cut
    ),
    Limit("real comments, all tiers", ALL, 2_000, 1_000, lambda one: one.real),
    Limit("worst, tiers 1 and 2", TIERS_1_AND_2, 5_000, 3_000, lambda one: one.worst),
    Limit("worst, all tiers", ALL, 30_000, 15_000, lambda one: one.worst),
)


def comments(data: Path, most: int) -> list[str]:
    """News comments, every tenth of them toxic, as many as there are up to `most`."""
    clean = _texts(data / "civil_comments_clean.csv", "0")
    toxic = _texts(data / "civil_comments_toxic_spans.csv", "1")
    mixed: list[str] = []
    for place, text in enumerate(toxic):
        start = place * (TOXIC_SHARE - 1)
        decent = clean[start : start + TOXIC_SHARE - 1]
        if len(decent) < TOXIC_SHARE - 1:
            break
        mixed += [*decent, text]
    return mixed[:most]


def _texts(file: Path, label: str) -> list[str]:
    with file.open(newline="", encoding="utf-8") as lines:
        return [row["text"] for row in csv.DictReader(lines) if row["any"] == label]


def piles_of(texts: Sequence[str]) -> Piles:
    """What everybody is timed over."""
    long = [text[:LENGTH] for text in texts if len(text) >= LENGTH]
    return Piles(texts, long, hostile(texts))


def ours(piles: Piles) -> Iterator[Timing]:
    for name, make in TIERS.items():
        yield timing(name, "", make, piles)


def _tier_1() -> Judge:
    return _of(replace(load_filter(encoder=False), reviews=()))


def _tiers_1_and_2() -> Judge:
    return _of(load_filter(encoder=False))


def _all_tiers() -> Judge:
    return _of(load_filter(encoder=True))


def _of(judge: Filter) -> Judge:
    return lambda text: judge.run(Submission(text))


TIERS: Final[dict[str, Callable[[], Judge]]] = {
    TIER_1: _tier_1,
    TIERS_1_AND_2: _tiers_1_and_2,
    ALL: _all_tiers,
}


def others(piles: Piles, python: Path = PEERS) -> Iterator[Timing]:
    """The peers' timings, from their own environment; none if it was not made."""
    if not python.exists():
        return
    ran = subprocess.run(  # noqa: S603  (our own words)
        [python, "-m", "bench._peers"],
        input=json.dumps(piles.as_json()).encode(),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    for line in ran.stdout.splitlines():
        yield Timing(**json.loads(line))


def speeds(timings: Sequence[Timing]) -> str:
    """The table of costs, with how much faster than better-profanity each one is."""
    by_name = {timed.name: timed for timed in timings}
    measure = by_name.get(MEASURED_BY)
    heading = f"real comments, µs | {LENGTH} characters, µs | against {MEASURED_BY}"
    lines = [
        f"| filter | {heading} | worst, ms | of |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for timed in timings:
        ratio = f"× {measure.cut / timed.cut:,.0f}" if measure else "–"
        lines.append(
            f"| {timed.name} {timed.version}".rstrip()
            + f" | {timed.real:,.0f} | {timed.cut:,.0f} | {ratio}"
            f" | {timed.worst / 1000:,.1f} | {timed.worst_family} |"
        )
    return "\n".join(lines)


def limits(timings: Sequence[Timing]) -> str:
    """What our tiers were given at most, and what they take."""
    by_name = {timed.name: timed for timed in timings}
    lines = [
        "| limit | so far | must | aim | takes |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for limit in LIMITS:
        takes = limit.takes(by_name[limit.filter])
        so_far = "**missed**"
        if takes <= limit.must:
            so_far = "aim reached" if takes <= limit.aim else "reached"
        numbers = (limit.must, limit.aim, takes)
        cells = " | ".join(f"{number / 1000:.3g} ms" for number in numbers)
        lines.append(f"| {limit.name} | {so_far} | {cells} |")
    return "\n".join(lines)


def footprints(tiers: dict[str, Footprint]) -> str:
    """The table of memory and loading."""
    lines = ["| tiers | memory, MB | loading, s |", "| --- | ---: | ---: |"]
    for name, taken in tiers.items():
        lines.append(f"| {name} | {taken.megabytes:.0f} | {taken.seconds:.1f} |")
    return "\n".join(lines)


def report(timings: Sequence[Timing], piles: Piles, pace: Pace) -> str:
    """All that is measured, as the section of docs/filter.md."""
    tiers = {"1 and 2": footprint("off"), "all": footprint("on")}
    now = datetime.now(UTC)
    notes = NOTES.format(
        real=len(piles.real),
        share=TOXIC_SHARE,
        length=LENGTH,
        families=len(piles.hostile),
        longest=max(map(len, piles.hostile.values())),
        day=f"{now.day} {now:%B %Y}",
        machine=machine(),
        load=os.getloadavg()[0],
    )
    told = [
        textwrap.fill(" ".join(part.split()), COLUMNS) for part in (str(pace), notes)
    ]
    parts = [speeds(timings), limits(timings), footprints(tiers), *told]
    return "\n\n".join(parts)


def main() -> None:
    given = _arguments()
    every = comments(given.data, given.archive)
    piles = piles_of(list(islice(every, given.count)))
    timings = [*ours(piles), *others(piles)]
    text = report(timings, piles, pace_over(every))
    print(text)
    if given.write:
        rewrite(DOCUMENT, SECTION, text)


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make bench-filter", description=__doc__)
    asked.add_argument("--data", type=Path, default=Path(os.environ.get("DATA", ".")))
    asked.add_argument("--count", type=int, default=1_000, help="comments to time")
    asked.add_argument("--archive", type=int, default=8_000, help="... for flask check")
    asked.add_argument("--write", action="store_true", help="renew docs/filter.md")
    return asked.parse_args()


if __name__ == "__main__":
    main()

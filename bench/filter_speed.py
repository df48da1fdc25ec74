"""How long a comment takes: our tiers, and other filters where they are installed.

Each runs over the same texts on one thread; `pip install` whichever shall be compared:
better-profanity-rs, alt-profanity-check, glin-profanity.
"""

import argparse
import csv
import importlib
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

from comments.domain.submission import Submission  # noqa: E402
from comments.filter import Filter, load_filter  # noqa: E402

Judge = Callable[[str], object]
SECONDS: Final = 4.0  # for each of them, at most
LENGTH: Final = 300


def ours() -> Iterator[tuple[str, Judge]]:
    whole = load_filter(encoder=True)
    tiers: dict[str, Filter] = {
        "Parley, tier 1": replace(whole, reviews=()),
        "Parley, tiers 1 and 2": load_filter(encoder=False),
        "Parley, all tiers": whole,
    }
    for name, judge in tiers.items():
        yield name, _of(judge)


def _of(judge: Filter) -> Judge:
    return lambda text: judge.run(Submission(text))


def others() -> Iterator[tuple[str, Judge]]:
    yield from _installed("better_profanity", "better-profanity", _better_profanity)
    yield from _installed("better_profanity_rs", "better-profanity-rs", _rust)
    yield from _installed("profanity_check", "alt-profanity-check", _check)
    yield from _installed("glin_profanity", "glin-profanity", _glin)


def _installed(
    module: str, name: str, judge: Callable[[object], Judge]
) -> Iterator[tuple[str, Judge]]:
    try:
        yield name, judge(importlib.import_module(module))
    except ImportError:
        print(f"| {name} | not installed | | |")


def _better_profanity(module: object) -> Judge:
    judge: Judge = module.profanity.contains_profanity  # type: ignore[attr-defined]
    return judge


def _rust(module: object) -> Judge:
    judge: Judge = module.contains_profanity  # type: ignore[attr-defined]
    return judge


def _check(module: object) -> Judge:
    return lambda text: module.predict([text])  # type: ignore[attr-defined]


def _glin(module: object) -> Judge:
    judge: Judge = module.Filter().is_profane  # type: ignore[attr-defined]
    return judge


def texts(data: Path, count: int) -> list[str]:
    with (data / "civil_comments_clean.csv").open(newline="", encoding="utf-8") as file:
        return [
            row["text"]
            for _, row in zip(range(count), csv.DictReader(file), strict=False)
        ]


def microseconds(judge: Judge, sample: list[str]) -> list[float]:
    taken: list[float] = []
    end = time.perf_counter() + SECONDS
    for text in sample:
        start = time.thread_time()
        judge(text)
        taken.append((time.thread_time() - start) * 1e6)
        if time.perf_counter() > end:
            break
    return taken


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--data", type=Path, default=os.environ.get("DATA"))
    given.add_argument("--count", type=int, default=1_000)
    arguments = given.parse_args()
    sample = texts(Path(arguments.data), arguments.count)
    long = [text[:LENGTH] for text in sample if len(text) >= LENGTH]
    print("| filter | mean, real comments (µs) | of 300 characters | worst |")
    print("|---|---|---|---|")
    for name, judge in (*ours(), *others()):
        microseconds(judge, sample[:20])
        real, cut = microseconds(judge, sample), microseconds(judge, long)
        means = statistics.mean(real), statistics.mean(cut)
        print(f"| {name} | {means[0]:,.0f} | {means[1]:,.0f} | {max(real):,.0f} |")


if __name__ == "__main__":
    main()

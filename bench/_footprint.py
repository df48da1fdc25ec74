"""What the filter needs before it judges: `python -m bench._footprint on|off|bare`.

Run as a process of its own, so that nothing else is counted.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

ROOT: Final = Path(__file__).parents[1]
BARE: Final = "bare"  # Python alone, with what this file needs
SAMPLE: Final = (
    "The bridge opens at noon, says the council, and not a day too early.",
    "You are an idiot, and I hope that somebody makes you pay for it.",
)


@dataclass(frozen=True)
class Footprint:
    """Memory above bare Python, and the time from start to the first answers."""

    megabytes: float
    seconds: float


def footprint(encoder: str) -> Footprint:
    """What the filter takes with the encoder `on` or `off`."""
    bare, loaded = _measured(BARE), _measured(encoder)
    megabytes = loaded.megabytes - bare.megabytes
    return Footprint(megabytes, loaded.seconds)


def _measured(what: str) -> Footprint:
    ran = subprocess.run(  # noqa: S603  (our own words)
        [sys.executable, "-m", "bench._footprint", what],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    return Footprint(**json.loads(ran.stdout))


def main() -> None:
    start = time.perf_counter()
    if sys.argv[1] != BARE:
        _load(encoder=sys.argv[1] == "on")
    seconds = time.perf_counter() - start
    megabytes = psutil.Process().memory_info().rss / 2**20
    print(json.dumps({"megabytes": megabytes, "seconds": seconds}))


def _load(*, encoder: bool) -> None:
    from comments.domain.submission import Submission  # noqa: PLC0415  (is measured)
    from comments.filter import load_filter  # noqa: PLC0415

    judge = load_filter(encoder=encoder)
    for text in SAMPLE * 50:
        judge.run(Submission(text))


if __name__ == "__main__":
    main()

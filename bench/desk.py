"""`make bench-desk`: a long queue, eight moderators, and what each act takes.

Seeds a fresh database of each kind, serves it as production does, and lets eight
moderators work through real HTTP, in a thread and on a connection each.  Fails when an
act is slower than its limit or the ledger does not verify afterwards.
"""

import argparse
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench._client import Tally  # noqa: E402  (needs the line above)
from bench._desk_plan import Size  # noqa: E402
from bench._desk_seed import seed  # noqa: E402
from bench._desk_work import (  # noqa: E402
    ACTS,
    KEY,
    Desk,
    processor_seconds,
    signed_in,
    work,
)
from bench._section import rewrite  # noqa: E402
from bench._table import machine  # noqa: E402
from bench.replay import DATABASES  # noqa: E402
from comments.services.ledger_chain import verify  # noqa: E402
from comments.store.database import Database  # noqa: E402
from tests.backends import parley  # noqa: E402

SIZES: Final[Mapping[str, Size]] = {
    "sqlite": Size(200_000, 20_000),
    "postgresql": Size(1_000_000, 100_000),
}
SMALL: Final = Size(2_000, 400)
MEDIAN_MS: Final = 50
SLOWEST_MS: Final = 150  # at the 95th percentile
SEED_SECONDS: Final = 300
HOLDS: Final = "nothing that was judged here broke, and the ledger verifies"
PAUSE_SECONDS: Final = 1.0  # an item: quicker than anybody reads


def main() -> int:
    """Measure as the command line says; give the number of promises that broke."""
    given = _arguments()
    kinds = [given.only] if given.only else list(DATABASES)
    return min(sum(_measure(kind, given) for kind in kinds), 100)


def _measure(kind: str, given: argparse.Namespace) -> int:
    size = SMALL if given.small else SIZES[kind]
    with TemporaryDirectory(prefix="parley-desk-") as name:
        folder = Path(name)
        with DATABASES[kind](folder) as url:
            return measure_at(kind, url, folder / "server.log", size, given)


def measure_at(
    kind: str, url: str, log: Path, size: Size, given: argparse.Namespace
) -> int:
    database = Database(url)
    database.migrate()
    settings = parley.fresh_settings(url)
    key = settings["LEDGER_KEY"].encode()
    began = time.monotonic()
    moderators = seed(database, size, key, datetime.now(UTC))
    seeded = time.monotonic() - began
    server = parley.serve(settings, log)
    try:
        desk = Desk(server.base, database, size.comments)
        people = signed_in(desk, moderators)
        work(desk, people, 2, 0.0)  # what the first requests load, nobody waits for
        tally = work(desk, people, 5 if given.small else given.rounds, given.pause)
        taken = processor_seconds(desk, people[0], 5 if given.small else 50)
    finally:
        server.stop()
    broken = broken_limits(tally, seeded, small=given.small) + ledger_problems(
        database, key
    )
    database.dispose()
    report = "\n".join(_lines(kind, size, seeded, tally, taken, broken, given.pause))
    print(report, flush=True)
    if given.write:
        rewrite(ROOT / "docs" / "desk-load.md", kind, report)
    return len(broken)


def ledger_problems(database: Database, key: bytes) -> list[str]:
    with database.transaction() as db:
        wrong = [problem for _, problem in verify(db, key=key) if problem]
    return [f"the ledger: {problem}" for problem in wrong[:3]]


def broken_limits(tally: Tally, seeded: float, *, small: bool) -> list[str]:
    broken = sorted(set(tally.surprises))
    if small:
        return broken  # a test of the benchmark, on a machine that does other things
    if seeded > SEED_SECONDS:
        broken.append(f"seeding took {seeded:.0f} s")
    for act in ACTS:
        for share, limit in ((0.5, MEDIAN_MS), (0.95, SLOWEST_MS)):
            took = _at(tally.seconds[act], share)
            if took > limit:
                broken.append(f"{act}: {took:.0f} ms at {share:.0%}, limit {limit} ms")
    return broken


def _lines(
    kind: str,
    size: Size,
    seeded: float,
    tally: Tally,
    taken: Mapping[str, float],
    broken: list[str],
    pause: float,
) -> list[str]:
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    plain = _at(tally.seconds[KEY], 0.5)
    rows = [
        f"| {act} | {len(tally.seconds[act]):,} | {_at(tally.seconds[act], 0.5):.1f} | "
        f"{_at(tally.seconds[act], 0.95):.1f} | "
        f"{_at(tally.seconds[act], 0.5) / plain:.0f} | "
        + (f"{1000 * taken[act]:.1f} |" if act in taken else "|")
        for act in (*ACTS, KEY)
    ]
    return [
        f"### {kind}: {size.comments:,} comments, {size.open_items:,} open items",
        "",
        f"{datetime.now(UTC):%d %B %Y}, {machine()}, load {load}.",
        f"Seeded in {seeded:.0f} s; each item is read for {pause:g} s on average.",
        "",
        "| act | times | p50 ms | p95 ms | over a key's read | processor ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *rows,
        "",
        *(f"- {problem}" for problem in broken or [HOLDS]),
    ]


def _at(seconds: list[float], share: float) -> float:
    """The milliseconds within which this share was answered."""
    took = sorted(seconds) or [0.0]
    return 1000 * took[min(int(len(took) * share), len(took) - 1)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few rows, no limits")
    parser.add_argument("--only", choices=tuple(DATABASES))
    parser.add_argument("--rounds", type=int, default=100, help="items a moderator")
    parser.add_argument("--pause", type=float, default=PAUSE_SECONDS)
    parser.add_argument("--write", action="store_true", help="keep it in the docs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""A replay's result in tables that can be read as they are, or kept as Markdown."""

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain

from bench._checks import Check
from bench._client import Tally
from bench._drive import Run

KINDS = ("post a comment", "report", "claim", "decide")


def show(name: str, run: Run, checks: Sequence[Check]) -> None:
    """Print the three tables of one replay."""
    print(f"\n## {name}, {datetime.now(UTC):%d %B %Y}, {machine()}\n")
    _print(
        ("what must hold", "rows", "discrepancies"),
        [(c.promise, f"{c.rows:,}", f"{c.wrong:,}") for c in checks],
    )
    _print(("answered", "times", "a second", "p50 ms", "p99 ms"), _timings(run))
    events = sorted(run.tally.events.items())
    _print(("also", "times"), [(event, f"{times:,}") for event, times in events])
    for surprise in sorted(set(run.tally.surprises)):
        print(f"{run.tally.surprises.count(surprise)} × {surprise}")


def machine() -> str:
    """The machine's class, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB"


def answers(tally: Tally) -> Check:
    """Every answer that nobody should get, retried or not."""
    asked = sum(tally.statuses.values())
    refused = sum(
        times
        for (_, status), times in tally.statuses.items()
        if status >= 500 and status != 503
    )
    wrong = max(refused, len(tally.surprises))
    return Check("each request got a proper answer in the end", asked, wrong)


def _timings(run: Run) -> list[tuple[str, ...]]:
    return [_timing(run, kind) for kind in KINDS if run.tally.seconds[kind]]


def _timing(run: Run, kind: str) -> tuple[str, ...]:
    took = sorted(run.tally.seconds[kind])
    posting = kind in KINDS[:2]
    seconds = run.posting_seconds if posting else run.seconds
    return (
        kind,
        f"{len(took):,}",
        f"{len(took) / seconds:.0f}",
        f"{1000 * took[len(took) // 2]:.0f}",
        f"{1000 * took[int(len(took) * 0.99)]:.0f}",
    )


def _print(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    listed = list(rows)
    columns = range(len(head))
    widths = [max(len(row[c]) for row in chain([head], listed)) for c in columns]
    rule = tuple(
        "-" * width if place == 0 else "-" * (width - 1) + ":"
        for place, width in enumerate(widths)
    )
    for row in (head, rule, *listed):
        print("| " + " | ".join(_cells(row, widths)) + " |")
    print()


def _cells(row: tuple[str, ...], widths: Sequence[int]) -> list[str]:
    first, *others = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]

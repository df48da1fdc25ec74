"""`flask check`: the filter over JSON lines, so that a newsroom can try its archive.

Needs no settings, no database and no network; a line that cannot be read becomes an
error line in its place, and the status at the end says that there was one.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Final

import click

from comments.services.check_lines import Answered, answered
from comments.web.commands._side_by_side import side_by_side

SOME_UNREADABLE: Final = 1
SHOWN_EVERY: Final = 0.5  # seconds between two states of the progress line


@click.command("check")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one a core",
    help="How many judge at once.",
)
def check(processes: int) -> None:
    """Judge JSON lines {"id": …, "text": …} from stdin; verdicts go to stdout."""
    batches = side_by_side(sys.stdin.fileno(), answered, processes)
    unreadable = 0
    try:
        for batch in _with_progress(batches):
            unreadable += batch.unreadable
            sys.stdout.write("".join(batch.lines))
            sys.stdout.flush()  # whoever reads the other end sees it at once
    except BrokenProcessPool:
        raise click.ClickException(
            "A process that judges was stopped; the answers end before its lines."
        ) from None
    if unreadable:
        sys.exit(SOME_UNREADABLE)


def _with_progress(batches: Iterable[Answered]) -> Iterator[Answered]:
    """The batches, their lines counted on stderr when somebody is looking."""
    if not sys.stderr.isatty():
        yield from batches
        return
    count, shown_at = 0, time.monotonic()
    for batch in batches:
        yield batch
        count += len(batch.lines)
        if time.monotonic() - shown_at >= SHOWN_EVERY:
            click.echo(f"\r{count:,} texts", nl=False, err=True)
            shown_at = time.monotonic()
    click.echo(f"\r{count:,} texts", err=True)

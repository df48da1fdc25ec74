"""`flask backtest`: what a change of the rules would have done, before it is made."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
from flask.cli import with_appcontext

from comments.adapters.archive import Archive, BadLine, UnreadableArchive
from comments.domain.posted_rules import POSTED_RULES
from comments.filter.policy import Policy
from comments.filter.policy_change import WrongChange, changed, read_change
from comments.services.backtest import Backtest, ReplayedText, stored_page
from comments.services.judging import judged
from comments.services.newsroom import TextFilter
from comments.store.replay import count_revisions, newest_revision
from comments.web.commands.backtest_report import as_document, as_lines
from comments.web.commands.newsroom import newsroom_or_stop
from comments.web.commands.standing_filter import maker_of, standing_recipe
from comments.web.context import Parley

SOME_UNREADABLE: Final = 1
MOST_PROCESSES: Final = 64
STEP: Final = 50  # texts between two movements of the progress bar
CLEAR_LINE: Final = "\r\x1b[K"
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass
class Source:
    """Texts to replay: what they are, how many units of them, and how far we are."""

    name: str
    length: int
    texts: Iterable[ReplayedText]
    position: Callable[[], int]
    unreadable: int = 0


@click.command("backtest")
@click.option("--rules", type=FILE, required=True, help="A profile, or part of one.")
@click.option("--archive", type=FILE, help="JSON lines or CSV, in place of comments.")
@click.option("--column", default="text", help="Where the archive has its texts.")
@click.option("--processes", type=click.IntRange(1, MOST_PROCESSES), default=1)
@click.option("--examples", type=click.IntRange(0, 1000), default=3, show_default=True)
@click.option("--seed", type=int, default=0, help="Chooses other examples.")
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def backtest(
    rules: Path,
    archive: Path | None,
    column: str,
    *,
    processes: int,
    examples: int,
    seed: int,
    wants_json: bool,
) -> None:
    """Show what a change of the rules would have done, and change nothing.

    RULES is a table like those in comments/filter/profiles/; what it does not name
    stays as it is.  Every stored text of a comment is judged under the rules in force
    and under the changed ones.  An archive needs no database: its file ends in .csv
    (with a column of texts) or holds a JSON object a line; either may be packed with
    gzip.  Lines that cannot be read are named, and the status is then 1.
    """
    present = standing_recipe(needs_newsroom=archive is None)
    after = _changed(present.policy, rules)
    source = _archived(archive, column) if archive else _stored(newsroom_or_stop())
    test = Backtest(present.policy, after, examples=examples, seed=seed)
    _replay(test, source, maker_of(present), processes)
    if wants_json:
        document = as_document(test, source.name, source.unreadable)
        click.echo(json.dumps(document, ensure_ascii=True, indent=2))
    else:
        for line in as_lines(test, source.name, source.unreadable):
            click.echo(line)
    if source.unreadable:
        sys.exit(SOME_UNREADABLE)


def _changed(policy: Policy, file: Path) -> Policy:
    try:
        return changed(policy, read_change(file.read_bytes()), POSTED_RULES)
    except WrongChange as problem:
        raise click.ClickException(f"{file}: {problem}.") from None


def _stored(parley: Parley) -> Source:
    with parley.database.transaction() as db:
        newest = newest_revision(db)
        count = count_revisions(db, up_to=newest)
    read = 0

    def texts() -> Iterator[ReplayedText]:
        nonlocal read
        for page in _pages(parley, newest):
            yield from page
            read += len(page)

    return Source("stored comments", count, texts(), lambda: read)


def _pages(parley: Parley, newest: int) -> Iterator[list[ReplayedText]]:
    """One transaction a page: readers and writers go on meanwhile."""
    after = 0
    while True:
        with parley.database.transaction() as db:
            page = stored_page(db, after=after, up_to=newest)
        if not page:
            return
        yield page
        after = page[-1].place


def _archived(file: Path, column: str) -> Source:
    archive = Archive(file, column=column)

    def texts() -> Iterator[ReplayedText]:
        for entry in _entries(archive, file):
            if isinstance(entry, BadLine):
                source.unreadable += 1
                clear = CLEAR_LINE if sys.stderr.isatty() else ""
                problem = f"{file}, line {entry.line}: {entry.problem}"
                click.echo(f"{clear}{problem}", err=True)
            else:
                yield ReplayedText(entry.key, entry.text)

    source = Source(str(file), archive.size, texts(), lambda: archive.position)
    return source


def _entries(archive: Archive, file: Path) -> Iterator[Any]:
    try:
        yield from archive.entries()
    except UnreadableArchive as problem:
        raise click.ClickException(f"{file}: {problem}.") from None


def _replay(
    test: Backtest, source: Source, make: Callable[[], TextFilter], processes: int
) -> None:
    hidden = not sys.stderr.isatty()
    verdicts = judged(
        source.texts, lambda replayed: replayed.text, make, processes=processes
    )
    with click.progressbar(
        length=source.length, file=sys.stderr, hidden=hidden, label="Replaying"
    ) as bar:
        for number, (replayed, verdict) in enumerate(verdicts, start=1):
            test.add(replayed, verdict)
            if number % STEP == 0:
                bar.update(source.position() - bar.pos)
        bar.update(source.length - bar.pos)

"""`flask threshold`: the score above which as many comments are held as before.

For a newsroom that comes from Perspective: scores of two systems are not the same
numbers, but the share of its comments that waits for a moderator can be kept.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from flask.cli import with_appcontext

from comments.adapters.archive import Archive, BadLine, UnreadableArchive
from comments.filter.attributes import Attribute, weigh
from comments.web.commands.standing_filter import maker_of, standing_recipe

SOME_UNREADABLE: Final = 1
STEPS: Final = tuple(step / 20 for step in range(4, 20))  # 0.20, 0.25 … 0.95
DIGITS: Final = 4  # of a threshold that is proposed
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("threshold")
@click.argument("archive", type=FILE)
@click.option("--share", type=click.FloatRange(0, 100), help="Per cent to be held.")
@click.option(
    "--attribute",
    type=click.Choice([attribute.value for attribute in Attribute]),
    default=Attribute.TOXICITY.value,
    show_default=True,
)
@click.option("--column", default="text", help="Where the archive has its texts.")
@with_appcontext
def threshold(archive: Path, share: float | None, attribute: str, column: str) -> None:
    """Show what share of an archive scores above which threshold.

    ARCHIVE is a file of JSON objects, one a line, or a CSV file; either may be packed
    with gzip.  With --share a threshold is named that holds that share of it.
    """
    scores, unreadable = _scores(Archive(archive, column=column), Attribute(attribute))
    if not scores:
        raise click.ClickException(f"{archive} holds no texts.")
    click.echo(f"{len(scores):,} texts of {archive}")
    for line in _table(scores, attribute, share):
        click.echo(line)
    if unreadable:
        click.echo(f"{unreadable:,} lines could not be read.", err=True)
        sys.exit(SOME_UNREADABLE)


def _scores(archive: Archive, attribute: Attribute) -> tuple["array[float]", int]:
    """The scores in their order, and how many lines hold no text."""
    judge = maker_of(standing_recipe(needs_newsroom=False))()
    scores, unreadable = array("d"), 0
    for text in _texts(archive):
        if text is None:
            unreadable += 1
        else:
            scores.append(weigh(judge, text).scores()[attribute].value)
    return array("d", sorted(scores)), unreadable


def _texts(archive: Archive) -> Iterator[str | None]:
    """The archive's texts, and None for a line that holds none, with progress."""
    hidden = not sys.stderr.isatty()
    try:
        with click.progressbar(
            length=archive.size, file=sys.stderr, hidden=hidden, label="Scoring"
        ) as bar:
            for entry in archive.entries():
                yield None if isinstance(entry, BadLine) else entry.text
                bar.update(archive.position - bar.pos)
    except UnreadableArchive as problem:
        raise click.ClickException(f"This cannot be read: {problem}.") from None


def _table(
    scores: "array[float]", attribute: str, share: float | None
) -> Iterator[str]:
    yield f"{attribute} above   of the texts"
    for step in STEPS:
        yield _row(scores, step)
    if share is not None:
        yield ""
        yield f"The nearest to {share:g} %, not more:"
        yield _row(scores, _holding(scores, share))


def _row(scores: "array[float]", least: float) -> str:
    return f"{least:>{DIGITS + 2}.{DIGITS}f}   {_share_above(scores, least):6.2%}"


def _holding(scores: "array[float]", share: float) -> float:
    """The lowest threshold above which no more than a share of the scores lies."""
    most = int(len(scores) * share / 100)
    if most >= len(scores):
        return 0.0
    last_below = scores[len(scores) - 1 - most]
    rounded = round(last_below, DIGITS)
    return rounded if rounded >= last_below else rounded + 10**-DIGITS


def _share_above(scores: "array[float]", least: float) -> float:
    return (len(scores) - bisect_right(scores, least)) / len(scores)

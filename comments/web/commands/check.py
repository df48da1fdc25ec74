"""`flask check`: the filter over JSON lines, so that a newsroom can try its archive.

Needs no settings, no database and no network; a line that cannot be read becomes an
error line in its place, and the status at the end says that there was one.
"""

import json
import math
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

import click
from flask import Flask

from comments.domain.submission import Submission
from comments.filter import load_filter
from comments.services.newsroom import TextFilter
from comments.web.commands._side_by_side import LONGEST_LINE, side_by_side

SOME_UNREADABLE: Final = 1
SHOWN_EVERY: Final = 0.5  # seconds between two states of the progress line

Document = dict[str, Any]


class Unreadable(Exception):
    """A line is not what the command reads; `key` is its id when it has one."""

    def __init__(self, problem: str, key: str | float | None = None) -> None:
        super().__init__(problem)
        self.key = key


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to some lines, and how many of those could not be read."""

    lines: tuple[str, ...]
    unreadable: int


@dataclass(frozen=True, slots=True)
class Line:
    """One text of the archive."""

    key: str | float
    text: str


def register(app: Flask) -> None:
    app.cli.add_command(check)


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


def answered(lines: list[bytes]) -> Answered:
    """The answers to some lines, in whichever process they are asked for."""
    standard = load_filter("standard")
    answers = [_judge(standard, line) for line in lines]
    return Answered(
        tuple(
            json.dumps(answer, ensure_ascii=True, allow_nan=False) + "\n"
            for answer in answers
        ),
        sum("error" in answer for answer in answers),
    )


def _judge(standard: TextFilter, line: bytes) -> Document:
    try:
        read = _read(line)
    except Unreadable as problem:
        return {"id": problem.key, "error": str(problem)}
    return {"id": read.key, **standard.run(Submission(read.text)).as_json()}


def _read(line: bytes) -> Line:
    fields = _object(line)
    key = fields.get("id")
    if not _is_key(key):
        raise Unreadable("id must be a text or a number.")
    if not isinstance(fields.get("text"), str):
        raise Unreadable("text must be a text.", key)
    return Line(key, fields["text"])


def _object(line: bytes) -> Document:
    if len(line) > LONGEST_LINE:
        raise Unreadable("This line is too long.")
    try:
        document = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise Unreadable("This line is not UTF-8.") from None
    except RecursionError:
        raise Unreadable("This line is nested too deeply.") from None
    except ValueError:
        raise Unreadable("This line is not JSON.") from None
    if not isinstance(document, dict):
        raise Unreadable("This line is not a JSON object.")
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _is_key(key: object) -> TypeGuard[str | float]:
    if isinstance(key, bool):
        return False
    if isinstance(key, float):
        return math.isfinite(key)
    return isinstance(key, str | int)


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

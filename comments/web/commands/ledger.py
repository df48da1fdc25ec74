"""`flask ledger`: export the ledger's end, and prove that nothing of it was changed."""

import json
import sys
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from comments.services.ledger_chain import Head, export_head, verify
from comments.store.snapshot import hold_still
from comments.web.commands.newsroom import newsroom_or_stop
from comments.web.context import Parley

SHOWN_PROBLEMS: Final = 20
Problem = tuple[int, str]


ledger = AppGroup("ledger", help="The append-only record of every moderation act.")


@ledger.command("head")
def head() -> None:
    """Print the ledger's end as one line of JSON, to be kept elsewhere.

    Append it to a file on another machine; `verify --head` compares with every line.
    """
    parley = newsroom_or_stop()
    with parley.database.transaction() as db:
        end = export_head(db)
    moment = parley.clock().isoformat(timespec="seconds")
    click.echo(json.dumps({"sequence": end.sequence, "mac": end.mac, "at": moment}))


@ledger.command("verify")
@click.option(
    "--head",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A file of heads that were exported before.",
)
def verify_ledger(files: tuple[Path, ...]) -> None:
    """Find edited, removed, moved or cut-off entries; exit with 1 if there are any."""
    parley = newsroom_or_stop()
    exported = [head for file in files for head in _read_heads(file)]
    last, problems = _verify(parley, exported)
    for sequence, problem in problems[:SHOWN_PROBLEMS]:
        click.echo(f"entry {sequence}: {problem}")
    if problems:
        more = len(problems) - SHOWN_PROBLEMS
        click.echo(f"and {more} more" if more > 0 else "The ledger was changed.")
        raise SystemExit(1)
    compared = f", compared with {len(exported)} exported heads" if exported else ""
    click.echo(f"The ledger is whole: {last} entries{compared}.")


def _verify(parley: Parley, exported: list[Head]) -> tuple[int, list[Problem]]:
    key = parley.settings.ledger_key.encode()
    problems: list[Problem] = []
    last = 0
    with parley.database.transaction() as db:
        hold_still(db)  # what is appended meanwhile is not missing
        length = export_head(db).sequence + 1 + len(exported)
        steps = verify(db, key=key, exported=exported)
        hidden = not sys.stderr.isatty()
        with click.progressbar(
            steps, length=length, file=sys.stderr, hidden=hidden
        ) as walk:
            for sequence, problem in walk:
                last = max(last, sequence)
                if problem is not None:
                    problems.append((sequence, problem))
    return last, problems


def _read_heads(file: Path) -> list[Head]:
    heads = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            heads.append(_read_head(line, f"{file}, line {number}"))
    return heads


def _read_head(line: str, where: str) -> Head:
    try:
        record = json.loads(line)
        return Head(int(record["sequence"]), str(record["mac"]))
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(f"{where}: this is no exported head") from None

"""`flask words`: the newsroom's own words, for whoever keeps them in a file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final, TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from comments.domain.names import fold_name
from comments.domain.own_words import (
    LIST_OF,
    LISTED_RULES,
    LISTS,
    Treatment,
    WrongEntry,
    last_day,
    make_entry,
)
from comments.domain.permissions import Actor, NotPermitted, Role
from comments.services import own_words
from comments.services.current_filter import arrangement
from comments.services.errors import ServiceError
from comments.services.filter_versions import Editing, find_version
from comments.services.word_lines import Usual, WrongLines, read_lines, write_lines
from comments.store import own_words as stored
from comments.store.accounts import find_by_folded_name
from comments.store.models import OwnWord
from comments.store.review_context import names_of
from comments.web.commands.newsroom import newsroom_or_stop
from comments.web.context import Parley

Command = TypeVar("Command", bound=Callable[..., Any])
PROBLEMS: Final = (ServiceError, NotPermitted, WrongEntry, WrongLines)

words = AppGroup("words", help="Words that the newsroom bans, watches or allows.")


@dataclass(frozen=True, slots=True)
class Change:
    """An open transaction in which an editor changes the list."""

    db: Session
    by: Editing


def _editor(command: Command) -> Command:
    option = click.option("--by", "name", required=True, help="The editor's account.")
    return option(command)


def _entry(command: Command) -> Command:
    for option in (
        click.option("--reason", default="", help="Why."),
        click.option("--until", default="", help="The last day, like 2027-03-31."),
        click.option("--rule", type=click.Choice(LISTED_RULES), default=None),
        click.option(
            "--as", "treatment", type=click.Choice([t.value for t in Treatment])
        ),
    ):
        command = option(command)
    return command


@words.command("list")
@click.option("--list", "list_name", type=click.Choice(LISTS), help="One list alone.")
@click.option("--search", default="", help="Words and reasons with this in them.")
@click.option("--version", type=int, help="The list as it was in a version.")
def list_words(list_name: str | None, search: str, version: int | None) -> None:
    """Print the list: treatment, rule, words, the last day, who added them and why."""
    parley = newsroom_or_stop()
    now = parley.clock()
    with parley.database.transaction() as db, _plainly():
        found = [
            word
            for word in _listed(db, parley, version)
            if list_name in (None, LIST_OF[Treatment(word.treatment)])
            and search.lower() in f"{word.text}\n{word.normal}\n{word.reason}".lower()
        ]
        names = names_of(db, {word.added_by for word in found})
    for word in found:
        click.echo(_row(word, names[word.added_by], now))


@words.command("add")
@click.argument("word")
@_entry
@_editor
def add(
    word: str,
    treatment: str | None,
    rule: str | None,
    until: str,
    reason: str,
    name: str,
) -> None:
    """Put a word or phrase on the list."""
    with _plainly(), _change(name) as change:
        entry = make_entry(
            word, treatment=treatment or "", rule=rule or "", until=until, reason=reason
        )
        own_words.add_word(change.db, entry, change.by)
    click.echo("It holds from the next comment on.")


@words.command("remove")
@click.argument("word")
@_editor
def remove(word: str, name: str) -> None:
    """Take a word or phrase off the list, however it is written there."""
    with _plainly(), _change(name) as change:
        found = own_words.find_word(change.db, word, change.by.newsroom)
        own_words.remove_word(change.db, found.id, change.by)
    click.echo(f"“{found.text}” is off the list.")


@words.command("import")
@click.argument("file", type=click.File(encoding="utf-8-sig"), default="-")
@_entry
@_editor
def import_(
    file: IO[str],
    treatment: str | None,
    rule: str | None,
    until: str,
    reason: str,
    name: str,
) -> None:
    """Put the words of a file on the list: all of them, or none if a line is wrong.

    A line is: word, treatment, rule, last day, reason, with a tab between them.  A line
    of a word alone is treated as the options say.  Nothing is removed.
    """
    usual = Usual(treatment or "", rule or "", until, reason)
    with _plainly(), _change(name) as change:
        entries = read_lines(_lines(file), usual)
        done = own_words.import_words(change.db, entries, change.by)
    click.echo(
        f"{done.added} added, {done.changed} changed, {done.unchanged} as they were."
    )


@words.command("export")
def export() -> None:
    """Print the list as lines that `import` reads, to be kept or edited."""
    parley = newsroom_or_stop()
    with parley.database.transaction() as db:
        for line in write_lines(db, _listed(db, parley, None)):
            sys.stdout.write(f"{line}\n")


def _listed(db: Session, parley: Parley, version: int | None) -> list[OwnWord]:
    if version is None:
        version = arrangement(db, parley.newsroom).version
    else:
        find_version(db, parley.newsroom, version)
    return list(stored.words_in(db, version))


def _row(word: OwnWord, editor: str, now: datetime) -> str:
    end = ""
    if word.expires_at is not None:
        passed = "expired after" if own_words.is_over(word, now) else "until"
        end = f"{passed} {last_day(word.expires_at)}"
    fields = (word.treatment, word.rule or "", word.text, end)
    return "\t".join((*fields, f"{editor}, {word.added_at:%Y-%m-%d}: {word.reason}"))


@contextmanager
def _change(name: str) -> Iterator[Change]:
    parley = newsroom_or_stop()
    with parley.database.transaction(writes=True) as db:
        editor = find_by_folded_name(db, fold_name(name))
        if editor is None:
            raise click.ClickException(f"There is no account {name}.")
        actor = Actor(editor.id, Role(editor.role))
        newsroom, now = parley.newsroom, parley.clock()
        yield Change(
            db, Editing(editor=editor, actor=actor, newsroom=newsroom, now=now)
        )


@contextmanager
def _plainly() -> Iterator[None]:
    """A refusal as a sentence on stderr, and status 1."""
    try:
        yield
    except NotPermitted:
        raise click.ClickException("Only editors change the list.") from None
    except PROBLEMS as refused:
        raise click.ClickException(str(refused)) from None


def _lines(file: IO[str]) -> list[str]:
    try:
        return file.read().splitlines()
    except UnicodeDecodeError:
        raise click.ClickException("This file is not UTF-8.") from None

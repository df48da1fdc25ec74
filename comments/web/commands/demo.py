"""`flask demo`: an invented newsroom to try everything on."""

import os
from collections.abc import Sequence
from typing import Final

import click

from comments.adapters.passwords import Passwords
from comments.demo import Demo, NotADemo, install_demo
from comments.domain.posted_rules import POSTED_RULES
from comments.filter import load_filter
from comments.services.newsroom import Newsroom
from comments.settings import (
    INSTANCE,
    Settings,
    WrongSetting,
    for_demo,
    read_settings,
    with_generated_keys,
)
from comments.store.database import Database, DatabaseUnavailable
from comments.web.commands.newsroom import stop
from comments.web.context import utc_clock

ACCOUNTS: Final = INSTANCE / "demo-accounts.json"


@click.command("demo")
def demo() -> None:
    """Load the demo newsroom, once, and say who can log in."""
    try:
        settings = read_settings(with_generated_keys(for_demo(os.environ)))
        installed = _install(settings)
    except WrongSetting as problem:
        stop(problem)
    for surprise in installed.surprises:
        click.echo(f"The story went otherwise: {surprise}", err=True)
    news = "is loaded" if installed.is_new else "was loaded before; nothing was added"
    click.echo(f"The demo newsroom {news}. Log in at {settings.public_url} as:\n")
    for line in _table(installed):
        click.echo(f"  {line}")
    click.echo("\nThe same list is in instance/demo-accounts.json.")
    click.echo(f"Its newspaper, with the board in it: {settings.newspaper}/courier/")


def _install(settings: Settings) -> Demo:
    newsroom = Newsroom(POSTED_RULES, load_filter(), settings.ledger_key.encode())
    try:
        return install_demo(
            Database(settings.database_url),
            ACCOUNTS,
            base_url=settings.public_url,
            newsroom=newsroom,
            hashing=Passwords(),
            now=utc_clock(),
        )
    except NotADemo as refused:
        raise WrongSetting("DATABASE_URL", str(refused)) from None
    except DatabaseUnavailable:
        raise WrongSetting("DATABASE_URL", "the database does not answer") from None


def _table(installed: Demo) -> Sequence[str]:
    rows = [("name", "role", "password")]
    rows += [(a.name, a.role.value, a.password) for a in installed.accounts]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]

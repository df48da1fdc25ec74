"""`flask init` and `flask migrate`: from nothing to an installation that runs."""

import os

import click
from flask.cli import with_appcontext

from comments.settings import WrongSetting, read_settings, with_generated_keys
from comments.store.database import Database
from comments.web.commands.newsroom import newsroom_or_stop, stop

NEXT_STEPS = """\
The keys are in instance/, readable by you alone; keep a copy apart from the database.
Next:
  flask --app app create-user NAME --role administrator
  python app.py
"""


@click.command("init")
def init() -> None:
    """Make the keys, create the tables, say what comes next."""
    try:
        settings = read_settings(with_generated_keys(os.environ))
    except WrongSetting as problem:
        stop(problem)
    database = Database(settings.database_url)
    database.migrate()
    click.echo("The database is ready.")
    click.echo(NEXT_STEPS, nl=False)


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database up to this version of Parley."""
    newsroom_or_stop().database.migrate()
    click.echo("The database is up to date.")

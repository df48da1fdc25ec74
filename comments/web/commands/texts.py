"""`flask index-texts`: the indexes of words and of near-identical texts, made anew."""

import click
from flask.cli import with_appcontext

from comments.services.index_text import index_after
from comments.web.commands.newsroom import newsroom_or_stop


@click.command("index-texts")
@click.option("--after", default=0, help="Go on after this revision.")
@with_appcontext
def index_texts(after: int) -> None:
    """Index all texts that are stored, a few hundred at a time, while readers read.

    Needed once after an upgrade, for texts that are older than the indexes.
    """
    parley = newsroom_or_stop()
    last: int | None = after
    while last is not None:
        click.echo(f"indexed up to revision {last}", err=True)
        with parley.database.transaction(writes=True) as db:
            last = index_after(db, last, parley.newsroom.filter)

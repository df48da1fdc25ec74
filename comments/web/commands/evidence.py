"""`flask evidence`: prove that nothing sealed was changed or taken away."""

import click
from flask.cli import AppGroup

from comments.services.evidence import verify_evidence
from comments.services.ledger_chain import verify
from comments.store.snapshot import hold_still
from comments.web.commands.newsroom import newsroom_or_stop

evidence = AppGroup("evidence", help="What was sealed about comments, for a term.")


@evidence.command("verify")
def verify_all() -> None:
    """Compare all sealed evidence with the ledger; exit with 1 if anything differs.

    `flask ledger verify --head` compares the ledger itself with an exported head.
    """
    parley = newsroom_or_stop()
    key = parley.settings.ledger_key.encode()
    with parley.database.transaction() as db:
        hold_still(db)
        problems = [
            f"ledger entry {number}: {problem}"
            for number, problem in verify(db, key=key)
            if problem is not None
        ]
        problems += verify_evidence(db)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("The sealed evidence is whole.")

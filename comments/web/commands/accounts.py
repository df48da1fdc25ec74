"""`flask create-user` and `flask create-token`; secrets never stand in an argument."""

import sys
from datetime import timedelta

import click
from flask.cli import with_appcontext

from comments.domain.permissions import Role, Scope
from comments.services import accounts as services
from comments.services.accounts import NewAccount
from comments.services.confirm_address import ask_whether_theirs
from comments.services.errors import ServiceError
from comments.web.commands.newsroom import newsroom_or_stop


@click.command("create-user")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--email", default=None, help="Where notices may be sent.")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")
@with_appcontext
def create_user(
    name: str, role: str, email: str | None, *, password_stdin: bool
) -> None:
    """Make an account; there is none to begin with."""
    parley = newsroom_or_stop()
    new = NewAccount(name, _password(from_stdin=password_stdin), email)
    try:
        with parley.database.transaction(writes=True) as db:
            account = services.create_account(
                db, new, role=Role(role), hashing=parley.passwords, now=parley.clock()
            )
            if account.email:
                ask_whether_theirs(db, account, account.email, now=parley.clock())
    except ServiceError as refused:
        raise click.ClickException(str(refused)) from None
    if account.email:
        click.echo("A letter goes out that asks whether the address is theirs.")
    click.echo(f"{account.name} may log in now, as {account.role}.")


@click.command("create-token")
@click.argument("account")
@click.option("--name", "label", required=True, help="What the token is for.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
)
@click.option("--days", type=click.IntRange(1, 3650), help="Ends after so many days.")
@with_appcontext
def create_token(
    account: str, label: str, scopes: tuple[str, ...], days: int | None
) -> None:
    """Make a bearer token that acts for an account; it is printed once."""
    parley = newsroom_or_stop()
    try:
        with parley.database.transaction(writes=True) as db:
            token = services.create_token(
                db,
                account,
                label=label[:80],
                scopes=[Scope(scope) for scope in scopes],
                lasts=timedelta(days=days) if days else None,
                now=parley.clock(),
            )
    except ServiceError as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(token)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))

"""The command line: `flask --app app COMMAND`.

A command that needs the newsroom asks `newsroom_or_stop`; one that needs no settings
works without any.  Each is imported when it is asked for: judging an archive need not
wait for the site.
"""

from importlib import import_module
from typing import Final, cast

import click
from flask.cli import AppGroup

COMMANDS: Final = {
    "init": "installation:init",
    "migrate": "installation:migrate",
    "demo": "demo:demo",
    "create-user": "accounts:create_user",
    "create-token": "accounts:create_token",
    "check": "check:check",
    "backtest": "backtest:backtest",
    "filter": "learning:learning",
    "index-texts": "texts:index_texts",
    "threshold": "threshold:threshold",
    "words": "words:words",
    "evidence": "evidence:evidence",
    "ledger": "ledger:ledger",
    "worker": "worker:worker",
}


class Commands(AppGroup):
    """Every command of the table above, by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = COMMANDS[cmd_name].split(":")
        return cast(click.Command, getattr(import_module(f"{__name__}.{module}"), name))

"""The command line: `flask --app app COMMAND`.

A command that needs the newsroom asks `newsroom_or_stop`; one that needs no settings
works without any.
"""

from flask import Flask

from comments.web.commands import (
    accounts,
    backtest,
    check,
    demo,
    installation,
    learning,
    ledger,
    threshold,
    words,
    worker,
)

MODULES = (
    installation,
    demo,
    accounts,
    check,
    backtest,
    learning,
    threshold,
    words,
    ledger,
    worker,
)


def register_commands(app: Flask) -> None:
    """Every command of every module above."""
    for module in MODULES:
        module.register(app)

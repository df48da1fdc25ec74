"""Parley: `create_app` wires everything; `python app.py` serves it.

What the site needs is imported when it is needed: a command that does without, such as
`flask check`, starts in half of the time.
"""

# ruff: noqa: PLC0415
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask
from flask.cli import FlaskGroup

from comments.settings import Settings, WrongSetting, read_settings, with_stored_keys
from comments.web.commands import Commands

if TYPE_CHECKING:
    from comments.adapters.passwords import Passwords
    from comments.filter import Filter
    from comments.web.context import Clock

ROOT = Path(__file__).parent


def create_app(
    settings: Settings | None = None,
    *,
    clock: "Clock | None" = None,
    filter: "Filter | None" = None,  # noqa: A002  (the design's word)
    passwords: "Passwords | None" = None,
) -> Flask:
    """Make the application; without settings the environment is read.

    A wrong setting ends the process with its name.  The command line that is only
    looking for a command gets an application without a site: the command asks for it.
    """
    app = Flask("parley", root_path=str(ROOT))
    app.cli = Commands(app.name)
    if settings is None and _command_line_is_looking():
        return app
    from comments.web.commands.newsroom import stop
    from comments.web.wiring import wire

    try:
        settings = settings or read_settings(with_stored_keys(os.environ))
    except WrongSetting as problem:
        stop(problem)
    wire(app, settings, clock=clock, filter_=filter, passwords=passwords)
    return app


def _command_line_is_looking() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)


if __name__ == "__main__":
    from comments.web.serving import serve

    serve()

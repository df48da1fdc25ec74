"""The installation that a command works on, or why there is none."""

from typing import NoReturn

import click
from flask import current_app

from comments.settings import WrongSetting
from comments.web.context import EXTENSION, Parley

PROBLEM = "parley-problem"  # why there is no newsroom in this process
WRONG_SETTING = 2


def newsroom_or_stop() -> Parley:
    """The installation that the settings describe, or an end with their problem."""
    installation: Parley | None = current_app.extensions.get(EXTENSION)
    return installation or stop(current_app.extensions[PROBLEM])


def stop(problem: WrongSetting) -> NoReturn:
    """Say which setting is wrong, and end."""
    click.echo(str(problem), err=True)
    raise SystemExit(WRONG_SETTING)

"""The installation that a command works on, or why there is none."""

import os
from typing import NoReturn

import click
from flask import current_app

from comments.settings import WrongSetting, read_settings, with_stored_keys
from comments.web.context import EXTENSION, Parley
from comments.web.wiring import wire

WRONG_SETTING = 2


def newsroom_or_stop() -> Parley:
    """The installation that the settings describe, or an end with their problem."""
    try:
        return _newsroom()
    except WrongSetting as problem:
        stop(problem)


def newsroom_if_any() -> Parley | None:
    """The installation that the settings describe; None if they describe none."""
    try:
        return _newsroom()
    except WrongSetting:
        return None


def _newsroom() -> Parley:
    installed: Parley | None = current_app.extensions.get(EXTENSION)
    if installed:
        return installed
    settings = read_settings(with_stored_keys(os.environ))
    return wire(current_app._get_current_object(), settings)  # type: ignore[attr-defined]  # noqa: SLF001


def stop(problem: WrongSetting) -> NoReturn:
    """Say which setting is wrong, and end."""
    click.echo(str(problem), err=True)
    raise SystemExit(WRONG_SETTING)

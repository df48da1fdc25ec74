"""Parley: `create_app` wires everything; `python app.py` serves it."""

import os
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from flask.cli import FlaskGroup
from granian.constants import HTTPModes, Interfaces
from granian.server import Server
from sqlalchemy.exc import OperationalError

from comments.adapters.catalogues import Catalogues
from comments.adapters.passwords import Passwords
from comments.domain.posted_rules import POSTED_RULES
from comments.filter import Filter, load_filter
from comments.settings import Settings, WrongSetting, read_settings, with_stored_keys
from comments.store.database import Database, DatabaseUnavailable
from comments.web import (
    access,
    arrivals,
    caching,
    errors,
    framed,
    languages,
    limits,
    register_blueprints,
    security,
    sessions,
    site,
    slim,
)
from comments.web.commands import register_commands
from comments.web.commands.newsroom import PROBLEM, stop
from comments.web.context import EXTENSION, Clock, Parley, utc_clock
from comments.web.embed import let_windows_talk

ROOT = Path(__file__).parent
WORKERS = 2
THREADS = 8  # a worker's views at once; passwords.py and arrivals.py count on it
QUEUE = 256  # requests that a worker lets wait before it stops reading more
STOP_SECONDS = 8  # a view ends well before; SIGTERM is answered within ten seconds


def create_app(
    settings: Settings | None = None,
    *,
    clock: Clock = utc_clock,
    filter: Filter | None = None,  # noqa: A002  (the design's word)
    passwords: Passwords | None = None,
) -> Flask:
    """Make the application; without settings the environment is read.

    A wrong setting ends the process with its name, unless the command line is only
    looking for a command, which then asks for the settings that it needs.
    """
    app = Flask("parley", root_path=str(ROOT))
    register_commands(app)
    try:
        settings = settings or read_settings(with_stored_keys(os.environ))
    except WrongSetting as problem:
        if not _command_line_is_looking():
            stop(problem)
        app.extensions[PROBLEM] = problem
        return app
    parley = Parley(
        settings=settings,
        database=Database(settings.database_url),
        filter=filter or load_filter(),
        rules=POSTED_RULES,
        clock=clock,
        passwords=passwords or Passwords(),
        catalogues=Catalogues(settings.translations),
    )
    _wire(app, parley)
    return app


def _wire(app: Flask, parley: Parley) -> None:
    app.extensions[EXTENSION] = parley
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.session_interface = sessions.DatabaseSessions()
    security.configure(app, parley.settings)
    languages.install(app)
    framed.install(app, parley.settings)
    for step in _steps_before(app, parley.settings):
        app.before_request(step)
    access.install(app)
    slim.install(app)
    caching.install(app)
    site.install(app)
    errors.install(app)
    register_blueprints(app)
    limits.install(app, parley.settings, parley.database)
    app.after_request(caching.keep_private)
    app.after_request(let_windows_talk)
    app.after_request(lambda answer: security.add_headers(answer, parley.settings))


def _steps_before(app: Flask, settings: Settings) -> tuple[Callable[[], None], ...]:
    """What every request passes before its view, in this order."""
    return (
        lambda: security.check_host(settings),
        framed.check_place,
        arrivals.Arrivals().refuse_broken_bodies,
        lambda: security.check_origin(settings),
        lambda: security.check_csrf(app),
        access.check_declared_act,
    )


def _command_line_is_looking() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)


def serve() -> None:
    """Serve with the production server until SIGTERM or Ctrl-C."""
    try:
        settings = read_settings(with_stored_keys(os.environ))
        _refuse_unready(settings.database_url)
    except WrongSetting as problem:
        stop(problem)
    Server(
        "app:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # all that a proxy speaks to us, and less to attack
        factory=True,
        workers=WORKERS,
        blocking_threads=THREADS,
        backpressure=QUEUE,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        log_access=False,
        websockets=False,
        working_dir=ROOT,
    ).serve()


def _refuse_unready(database_url: str) -> None:
    """Refuse to serve a schema of another release, or commits that may be lost.

    A database that is merely away does not stop the start: it may come back.
    """
    database = Database(database_url)
    try:
        if not database.is_current():
            raise WrongSetting("DATABASE_URL", "its schema needs `flask migrate` first")
        if not database.is_durable():
            raise WrongSetting("DATABASE_URL", "it acknowledges what it may yet lose")
    except (DatabaseUnavailable, OperationalError):
        pass
    finally:
        database.dispose()


if __name__ == "__main__":
    serve()

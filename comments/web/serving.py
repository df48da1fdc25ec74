"""`python app.py`: the production server, once the database is fit for it."""

import os
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.server import Server
from sqlalchemy.exc import OperationalError

from comments.settings import WrongSetting, read_settings, with_stored_keys
from comments.store.database import Database, DatabaseUnavailable
from comments.web.commands.newsroom import stop

ROOT = Path(__file__).parents[2]
WORKERS = 2
THREADS = 8  # a worker's views at once; passwords.py and arrivals.py count on it
CONNECTIONS = 2_048  # that a worker keeps open, idle ones too; a proxy needs fewer
STOP_SECONDS = 8  # a view ends well before; SIGTERM is answered within ten seconds


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
        backpressure=CONNECTIONS,
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

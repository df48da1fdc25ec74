"""One process that owns a test run's servers, shared by all its workers.

It starts a server when the first test asks for it.  It ends all of them when its
standard input closes, which the system does however the test run ends.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from threading import Lock, Thread

from tests.backends import NotRun, postgresql, redis
from tests.backends.servers import START_SECONDS, Server

ADDRESS = "PARLEY_TEST_KEEPER"
STARTERS = {"postgresql": postgresql.start, "redis": redis.start}


@contextmanager
def keeper() -> Iterator[None]:
    """Run the keeper for as long as the block, for this process and its workers."""
    folder = Path(tempfile.mkdtemp(prefix="parley-"))
    os.environ[ADDRESS] = str(folder / "keeper")
    # A session of its own, so that Ctrl-C ends the tests and leaves the keeper to
    # end the servers.
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, folder],
        cwd=Path(__file__).parent.parent.parent,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.communicate()
        del os.environ[ADDRESS]


def locate(backend: str) -> str:
    """Say where the run's server is, starting it if need be; NotRun says why not."""
    with _connect(os.environ[ADDRESS]) as connection:
        connection.send(backend)
        runs, answer = connection.recv()
    if not runs:
        raise NotRun(answer)
    return str(answer)


def _connect(address: str) -> Connection:
    # The keeper may still be starting.
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return Client(address, "AF_UNIX")
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


class Keeper:
    """The servers of one run, each started once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, tuple[bool, str]] = {}
        self.servers: list[Server] = []
        self.lock = Lock()

    def answer(self, backend: str) -> tuple[bool, str]:
        """Give (True, location) or (False, why not), the same to everyone."""
        with self.lock:
            if backend not in self.answers:
                self.answers[backend] = self._start(backend)
            return self.answers[backend]

    def stop(self) -> None:
        """End every server; one that is being started is waited for."""
        with self.lock:
            for server in self.servers:
                server.stop()

    def _start(self, backend: str) -> tuple[bool, str]:
        try:
            server = STARTERS[backend](self.folder)
        except (NotRun, OSError) as error:
            return False, str(error)
        self.servers.append(server)
        return True, server.location


def keep(folder: Path) -> None:
    """Serve the run until standard input closes, then leave nothing behind."""
    own = Keeper(folder)
    with Listener(str(folder / "keeper"), "AF_UNIX", backlog=16) as listener:
        Thread(target=_serve, args=(listener, own), daemon=True).start()
        sys.stdin.buffer.read()
    own.stop()
    shutil.rmtree(folder)


def _serve(listener: Listener, own: Keeper) -> None:
    with suppress(OSError):  # raised when the listener closes, at the end
        while True:
            with listener.accept() as connection:
                _reply(connection, own)


def _reply(connection: Connection, own: Keeper) -> None:
    with suppress(EOFError):  # a worker that went away before it had asked
        connection.send(own.answer(connection.recv()))


if __name__ == "__main__":
    keep(Path(sys.argv[1]))

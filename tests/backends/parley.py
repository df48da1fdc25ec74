"""Parley itself, as production runs it: `python app.py` in a process of its own."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals

from tests.backends.servers import free_port

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 60  # two workers import everything while other tests run
STOP_SECONDS = 15


class NotServing(Exception):
    """The server did not start; the message has what it said."""


@dataclass(frozen=True)
class Parley:
    """A running server: its address, its first process, what it has written."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def base(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        self._signal(SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask the server to end; return its exit status."""
        self.process.send_signal(SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        finally:
            self._signal(SIGKILL)  # nothing is left, unless the stop had failed

    def _signal(self, signal: Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal)


def fresh_settings(database_url: str, **settings: str) -> dict[str, str]:
    """Settings with keys of their own for a server on this database."""
    keys = {name: secrets.token_hex(32) for name in ("SECRET_KEY", "LEDGER_KEY")}
    return {"DATABASE_URL": database_url, "LIMITS": "raised", **keys, **settings}


def serve(settings: Mapping[str, str], log: Path) -> Parley:
    """Start the production server and return it once it answers."""
    port = free_port()
    inherited = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "TMPDIR")
        if name in os.environ
    }
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, ROOT / "app.py"],
            cwd=ROOT,
            env={**inherited, "HOST": "127.0.0.1", "PORT": str(port), **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return _once_it_answers(Parley(port, process, log))


def _once_it_answers(server: Parley) -> Parley:
    deadline = time.monotonic() + START_SECONDS
    while server.process.poll() is None and time.monotonic() < deadline:
        if _answers(server.port):
            return server
        time.sleep(0.05)
    server.kill()
    raise NotServing(server.log.read_text(encoding="utf-8", errors="replace")[-2_000:])


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()

"""A server process that a test run owns."""

import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT, Signals

from tests.backends import NotRun

START_SECONDS = 30  # a slow machine's cold disk, not a measure of speed
STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A running server, where it is reached, and how it is asked to stop."""

    location: str
    process: subprocess.Popen[bytes]
    stop_signal: Signals = SIGINT

    def stop(self) -> None:
        """Ask the server to stop, and insist when it does not."""
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def wait_until_ready(server: Server, answers: Callable[[], bool], log: Path) -> Server:
    """Return the server once it answers; stop it and say why when it never does."""
    deadline = time.monotonic() + START_SECONDS
    while server.process.poll() is None and time.monotonic() < deadline:
        if answers():
            return server
        time.sleep(0.02)
    server.stop()
    raise NotRun(f"{Path(server.process.args[0]).name}: {_last_line(log)}")  # type: ignore[index,arg-type]


def free_port() -> int:
    """Find a port of the loopback address that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "did not start"

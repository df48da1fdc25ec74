"""Two thousand open pages ask the production server for news: what it costs.

Run it on a quiet machine:  .venv/bin/python bench/open_readers.py

Everything stays on loopback and ends by itself.  Each reader has a connection of their
own and asks as `static/reading.js` does; meanwhile a few comments are posted.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Final

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from comments.store.database import Database  # noqa: E402  (needs the line above)
from tests.backends.parley import Parley, fresh_settings, serve  # noqa: E402
from tests.e2e.conftest import settle  # noqa: E402

AUTHOR: Final = "Tom K."
POSTS_EVERY: Final = 6.0
CHANCE: Final = Random(7)  # noqa: S311  (when to ask, no secret)


@dataclass
class Measured:
    """What the readers saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)


def main() -> None:
    """Serve a thread, let readers ask, print what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--readers", type=int, default=2000)
    arguments.add_argument("--every", type=float, default=5.0)
    arguments.add_argument("--seconds", type=float, default=30.0)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.sqlite3")
        database.migrate()
        token = settle(database)[AUTHOR]
        server = serve(fresh_settings(database.url), Path(folder) / "log")
        try:
            report(options, *asyncio.run(measure(server, token, options)))
        finally:
            server.stop()
            database.dispose()


async def measure(
    server: Parley, token: str, options: argparse.Namespace
) -> tuple[Measured, float]:
    """Let everybody read for a while; what they saw and the server's CPU seconds."""
    measured, posted = Measured(), dict[int, float]()
    before = cpu_seconds(server.process.pid)
    end = time.monotonic() + options.seconds
    readers = [
        read(server.port, options.every, end, measured, posted)
        for _ in range(options.readers)
    ]
    await asyncio.gather(post(server.port, token, end, posted), *readers)
    return measured, cpu_seconds(server.process.pid) - before


async def read(
    port: int, every: float, end: float, measured: Measured, posted: dict[int, float]
) -> None:
    """One open page: ask, wait, ask again, on one connection."""
    await asyncio.sleep(CHANCE.random() * every)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    tag, seen = "", 0
    while (begun := time.monotonic()) < end:
        writer.write(request(port, "GET", "/threads/1/news", f"If-None-Match: {tag}"))
        status, headers, body = await answer(reader)
        measured.seconds.append(time.monotonic() - begun)
        measured.statuses[status] = measured.statuses.get(status, 0) + 1
        tag = headers.get("etag", tag)
        for number, _ in json.loads(body)["newest"] if body else ():
            if number > seen and number in posted:
                measured.delays.append(time.monotonic() - posted[number])
            seen = max(seen, number)
        await asyncio.sleep(every * (0.8 + CHANCE.random() * 0.4))
    writer.close()


async def post(port: int, token: str, end: float, posted: dict[int, float]) -> None:
    """Post a comment from time to time; note when it was acknowledged."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < end - 2 * POSTS_EVERY:
        await asyncio.sleep(POSTS_EVERY)
        count += 1
        body = json.dumps(
            {"text": f"Comment {count} on the bridge.", "attempt": f"a{count}"}
        )
        authority = f"Authorization: Bearer {token}\r\nContent-Type: application/json"
        path = "/api/v1/threads/1/comments"
        writer.write(request(port, "POST", path, authority, body))
        _, _, document = await answer(reader)
        posted[int(json.loads(document)["id"])] = time.monotonic()
    writer.close()


def request(port: int, method: str, path: str, header: str, body: str = "") -> bytes:
    """The bytes of a request."""
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{header}\r\n{length}"
    return f"{head}\r\n{body}".encode()


async def answer(
    reader: asyncio.StreamReader,
) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers and the body of an answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in head[1:] if line)
    headers = {name.lower(): value for name, _, value in pairs}
    length = int(headers.get("content-length", "0"))
    status = int(head[0].split()[1])
    body = b"" if status == 304 else await reader.readexactly(length)
    return status, headers, body


def cpu_seconds(pid: int) -> float:
    """What a process and its children that still run have used."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue  # it has just ended
        if pid in (int(entry.parent.name), int(fields[1])):
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def report(options: argparse.Namespace, measured: Measured, cpu: float) -> None:
    """One table."""
    asked = len(measured.seconds)
    cuts = quantiles(measured.seconds, n=100)
    delays = quantiles(measured.delays, n=100) if len(measured.delays) > 1 else [0] * 99
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    rows = (
        ("open pages", f"{options.readers:,}"),
        ("each asks every", f"{options.every:g} s"),
        ("answers a second", f"{asked / options.seconds:,.0f}"),
        ("statuses", ", ".join(f"{s}: {n:,}" for s, n in measured.statuses.items())),
        ("answer, median / 95 % / 99 %", ms(cuts[49], cuts[94], cuts[98])),
        ("server's CPU for an answer", f"{cpu / asked * 1000:.2f} ms"),
        ("server's CPU of one core", f"{cpu / options.seconds:.0%}"),
        ("posted until known, median / 99 %", f"{delays[49]:.1f} / {delays[98]:.1f} s"),
        ("load of the machine at the end", load),
    )
    for name, value in rows:
        print(f"| {name} | {value} |")


def ms(*seconds: float) -> str:
    """Some durations in milliseconds."""
    return " / ".join(f"{second * 1000:.0f}" for second in seconds) + " ms"


if __name__ == "__main__":
    main()

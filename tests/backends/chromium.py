"""A real Chromium, driven by Playwright."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from tests.backends import NotRun

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# Tests need no sandbox (which root cannot have), and a browser that asks nobody
# outside for anything.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


def find_program() -> str:
    """Name the browser to run; NotRun when this machine has none."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if Path(chosen).exists():
            return chosen
        raise NotRun(f"CHROMIUM names {chosen}, which is not there")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NotRun("no browser on PATH, and CHROMIUM is not set")
    return found


def find_driver() -> str:
    """Name Playwright's release; NotRun when its driver lacks a library here."""
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotRun(f"Playwright: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout.strip()


@contextmanager
def browser() -> Iterator[Browser]:
    """Run the browser for as long as the block."""
    program = find_program()
    find_driver()
    with sync_playwright() as playwright:
        running = _launch(playwright, program)
        yield running
        running.close()


def _launch(playwright: Playwright, program: str) -> Browser:
    try:
        return playwright.chromium.launch(
            executable_path=program, args=list(ARGUMENTS), headless=True
        )
    except Error as error:
        raise NotRun(f"{program}: {error.message.splitlines()[0]}") from error

"""The part of a test run that is not a test: servers, markers, the last table."""

import ipaddress
import os
import sys
from contextlib import ExitStack
from typing import Any

import pytest

from tests.backends.keeper import keeper
from tests.backends.table import BACKENDS, PROPERTY, lines, tally

FIXTURES = {
    "sqlite": {"sqlite_url", "blank_sqlite_url"},
    "postgresql": {"postgresql_server"},
    "redis": {"redis_server"},
    "chromium": {"chromium"},
}
LOCAL_NAMES = {"", "localhost"}


def pytest_configure(config: pytest.Config) -> None:
    """Refuse the outside world, and keep servers ready for this run."""
    sys.addaudithook(refuse_the_outside)
    if not _is_worker(config):
        stack = ExitStack()
        stack.enter_context(keeper())
        config.add_cleanup(stack.close)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the backends that it uses, for -m and for the table."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        for backend in BACKENDS:
            if asked & FIXTURES[backend] and not item.get_closest_marker(backend):
                item.add_marker(backend)
        used = [name for name in BACKENDS if item.get_closest_marker(name)]
        item.user_properties.append((PROPERTY, " ".join(used)))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI is set, a run that left a backend out does not pass."""
    config = session.config
    if _is_worker(config) or config.option.collectonly or not _in_ci():
        return
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not all(row.has_run for row in tally(reporter.stats).values()):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End with the table."""
    if not terminalreporter.config.option.collectonly:
        terminalreporter.section("backends")
        for line in lines(tally(terminalreporter.stats)):
            terminalreporter.write_line(line)


def refuse_the_outside(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop a test that would reach beyond this machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        _refuse_unless_local(str(arguments[1][0]))
    elif event == "socket.getaddrinfo" and arguments[0] is not None:
        host = arguments[0]
        _refuse_unless_local(host.decode() if isinstance(host, bytes) else str(host))


def _refuse_unless_local(host: str) -> None:
    if host in LOCAL_NAMES:
        return
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise PermissionError(f"tests stay on this machine; {host} is outside")


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}

"""The site under test and its fixed cast, on SQLite unless a test says otherwise."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from comments.adapters.passwords import Passwords
from comments.domain.permissions import Act, Role
from comments.services import accounts
from comments.services.accounts import NewAccount
from comments.settings import Settings
from comments.store.comments import put_site_setting
from comments.store.database import Database
from comments.store.models import Account

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
PARTS = ("anonymous", "reader", "moderator", "editor", "administrator")
PASSWORD = "orange lamp on stilts"
CAST = {
    "author": ("Marta R.", Role.READER),
    "reader": ("Tom K.", Role.READER),
    "stranger": ("Ana P.", Role.READER),
    "moderator": ("Jo Moderator", Role.MODERATOR),
    "second moderator": ("Kim Moderator", Role.MODERATOR),
    "editor": ("Lee Editor", Role.EDITOR),
    "administrator": ("Sam Administrator", Role.ADMINISTRATOR),
}


@dataclass
class Clock:
    """A clock that stands until a test moves it."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


class Browser(FlaskClient):
    """A browser without JavaScript: it keeps cookies and sends a page's own tokens."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        return super().open(*arguments, **{"buffered": True} | options)

    def token(self, page: str = "/login") -> str:
        """The CSRF token of a page's form, or of the account page when signed in."""
        for candidate in (page, "/account"):
            text = self.get(candidate).text
            found = re.search(r'name="csrf_token" value="([^"]+)"', text)
            if found:
                return found.group(1)
        raise AssertionError(f"no form on {page}")

    def send(self, address: str, page: str = "/login", **fields: str) -> TestResponse:
        """Post a form as the page would."""
        return self.post(address, data={"csrf_token": self.token(page), **fields})

    def log_in(self, name: str, password: str = PASSWORD) -> TestResponse:
        return self.send("/login", name=name, password=password)


def routes(app: Flask, methods: tuple[str, ...]) -> Iterator[tuple[str, str, Act]]:
    """Each method and address of the site, with the act that its view declares."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) & set(methods)):
            if rule.endpoint != "static":
                yield method, address_of(app, rule), getattr(view, "act")  # noqa: B009


def address_of(app: Flask, rule: Rule) -> str:
    values = dict.fromkeys(rule.arguments, 1)
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def limits_raised() -> bool:
    """Production limits are another test's business: most tests raise them."""
    return True


@pytest.fixture
def settings(sqlite_url: str, *, limits_raised: bool) -> Settings:
    """A newsroom on SQLite."""
    return Settings(
        database_url=sqlite_url,
        secret_key="s" * 32,
        ledger_key="l" * 32,
        public_url="http://localhost",
        limits_raised=limits_raised,
    )


@pytest.fixture(scope="session")
def quick_passwords() -> Passwords:
    """Hashing that takes no time, since nobody attacks a test."""
    return Passwords(memory_kib=64)


@pytest.fixture
def app(
    settings: Settings, clock: Clock, quick_passwords: Passwords
) -> Iterator[Flask]:
    made = create_app(settings, clock=clock, passwords=quick_passwords)
    made.test_client_class = Browser
    yield made
    database_of(made).dispose()


@pytest.fixture
def cast(app: Flask, clock: Clock, quick_passwords: Passwords) -> dict[str, Account]:
    """Everybody of the fixed cast, by their part."""
    with database_of(app).transaction(writes=True) as db:
        # Chance would have some decisions read twice; a test says when it wants it.
        put_site_setting(db, "desk", {"second_share": 0}, clock())
        return {
            part: accounts.create_account(
                db,
                NewAccount(name, PASSWORD),
                role=role,
                hashing=quick_passwords,
                now=clock(),
            )
            for part, (name, role) in CAST.items()
        }


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return browser_of(app)


ClientFor = Callable[[str], Browser]


@pytest.fixture
def client_for(app: Flask, cast: dict[str, Account]) -> ClientFor:
    """A browser in which a part of the cast is signed in; or `anonymous`."""

    def sign_in(part: str) -> Browser:
        browser = browser_of(app)
        if part != "anonymous":
            assert browser.log_in(cast[part].name).status_code == 303
        return browser

    return sign_in


def browser_of(app: Flask) -> Browser:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser


def database_of(app: Flask) -> Database:
    database: Database = app.extensions["parley"].database
    return database

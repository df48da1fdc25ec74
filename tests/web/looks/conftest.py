"""A town whose every page can be looked at, in a browser that judges what it sees."""

import email
import email.policy
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, abort
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import update
from werkzeug.serving import make_server

from comments.domain.permissions import Act
from comments.settings import Settings
from comments.store.models import Account
from comments.web.access import requires
from tests.web.board.conftest import Board, board

__all__ = ["board"]

HOST: Final = "https://host.example"
LOOKS: Final[tuple[tuple[int, Literal["light", "dark"]], ...]] = (
    (320, "light"),
    (1280, "dark"),
)
JUDGE: Final = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
# What stands out beyond a page's end, when the page can be moved sideways.
TOO_WIDE: Final = """document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 200)).slice(-3)"""
OPEN: Final = "document.querySelectorAll('details').forEach(d => { d.open = true })"
Step = Callable[[Page], object]


@dataclass(frozen=True)
class State:
    """A page as somebody meets it: who, where, and what they do there first."""

    part: str
    address: str
    then: Step = str  # nothing
    status: int = 200


@dataclass
class Sight:
    """Everybody's browser; what is wrong on any page is gathered."""

    board: Board
    base: str
    chromium: Chromium
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def page(self, part: str, **options: Any) -> Page:
        """A window of somebody's browser, in which they are logged in."""
        return self.context(part, **options).new_page()

    def context(self, part: str, **options: Any) -> BrowserContext:
        """Somebody's browser; the same one until it is asked for with options."""
        if part not in self.contexts or options:
            context = self.chromium.new_context(
                base_url=self.base,
                reduced_motion="reduce",
                **options,
            )
            cookie = self.board.browser(part).get_cookie("parley")
            if cookie is not None:
                context.add_cookies(
                    [{"name": "parley", "value": cookie.value, "url": self.base}]
                )
            self.contexts[part] = context
        return self.contexts[part]

    def look_at(self, *states: State) -> None:
        """Judge each page, on a phone in light and at a desk in dark."""
        for state in states:
            page = self.page(state.part)
            answer = page.goto(state.address)
            assert answer is not None
            assert answer.status == state.status, (state.address, answer.status)
            state.then(page)
            self.judge(page, state)
            page.close()

    def judge(self, page: Page, state: State) -> None:
        """Note what somebody could not use who does not see the page, or not well.

        Both themes and both widths in two looks: rules hang on one or the other.
        """
        page.wait_for_load_state()
        page.evaluate(Axe().axe_script)
        page.evaluate(OPEN)  # what is folded away is to be used too
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            seen = f"{state.part} at {state.address}, {scheme}, {width} px"
            if wide := page.evaluate(TOO_WIDE):
                self.wrong.append(f"{seen}: too wide {wide}")
            for one in page.evaluate(JUDGE):
                nodes = json.dumps([node["html"][:300] for node in one["nodes"]][:3])
                self.wrong.append(f"{seen}: {one['id']} {nodes}")

    def settle(self) -> None:
        """Fail with everything that was wrong."""
        assert not self.wrong, "\n".join(self.wrong)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    mail = str(tmp_path / "mail")
    return replace(settings, embed_origins=(HOST,), mail_url=mail)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The site, with pages that answer with an error on demand."""

    def fail(status: int) -> str:
        abort(status)

    app.add_url_rule("/broken/<int:status>", "broken", requires(Act.READ_BOARD)(fail))
    return app


@pytest.fixture
def sight(board: Board, chromium: Chromium) -> Iterator[Sight]:
    """The town's pages, served to real browsers."""
    server = make_server("127.0.0.1", 0, board.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sight = Sight(board, f"http://127.0.0.1:{server.server_port}", chromium)
    yield sight
    for context in sight.contexts.values():
        context.close()
    server.shutdown()
    server.server_close()


def insist(page: Page) -> None:
    """Send a form as it is, whatever the browser would say of it."""
    page.evaluate("document.querySelectorAll('form').forEach(f => f.noValidate = true)")
    page.locator("main form button[type=submit]:visible").first.click()
    page.wait_for_load_state()


def submit(page: Page) -> None:
    """Send what is written as a browser without scripts would."""
    page.evaluate("setTimeout(() => document.querySelector('form.write').submit())")
    page.locator(".narrow[data-status]").wait_for()


def confirm_addresses(board: Board) -> None:
    """Give everybody an address that is theirs."""
    with board.database.transaction(writes=True) as db:
        for part, account in board.cast.items():
            address = f"{part.replace(' ', '.')}@mail.example"
            values = {"email": address, "email_folded": address}
            chosen = update(Account).where(Account.id == account.id)
            db.execute(chosen.values(email_confirmed_at=board.clock(), **values))


def letters(board: Board) -> dict[str, str]:
    """The links of the letters that the worker brings now, by the letters' subjects."""
    ended = board.app.test_cli_runner().invoke(args=["worker", "--once"])
    assert ended.exit_code == 0, ended.output
    found = {}
    for file in Path(str(board.parley.settings.mail_url)).glob("*.eml"):
        read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        links = re.findall(r"http://localhost(/\S+)", str(read.get_content()))
        found[str(read["Subject"])] = links[0] if links else ""
        file.unlink()
    return found

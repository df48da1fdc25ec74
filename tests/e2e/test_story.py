"""The whole story in a real browser: post, nudge, revise, report, decide, notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from comments.adapters.passwords import Passwords
from comments.domain.permissions import Role
from comments.services import accounts
from comments.services.accounts import NewAccount
from comments.store.database import Database
from comments.store.models import Thread
from tests.backends import parley

PASSWORD = "orange lamp on stilts"
RUDE = "The mayor is a pathetic idiot, and the bridge stays shut."
MENDED = "The mayor broke her promise, and the bridge stays shut."
UNDO_WINDOW = 60_000  # milliseconds: twice the window after which notices appear


@dataclass
class Site:
    """The site that this story is told on."""

    base: str
    browser: Browser

    @contextmanager
    def visit(self, name: str | None = None) -> Iterator[Page]:
        """A browser of somebody's own, logged in."""
        context = self.browser.new_context(base_url=self.base, reduced_motion="reduce")
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if _is_policy(m) else None)
        if name is not None:
            page.goto("/login")
            look(page)
            page.fill("[name=name]", name)
            page.fill("[name=password]", PASSWORD)
            page.get_by_role("button", name="Log in").click()
            expect(page.get_by_text("Log out")).to_be_visible()
        yield page
        context.close()
        assert problems == []


def look(page: Page) -> None:
    """Look at the page as somebody would who does not see it, or not well."""
    page.wait_for_load_state()  # no page is judged while it leaves
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.fixture
def site(
    sqlite_database: Database, chromium: Browser, tmp_path: Path
) -> Iterator[Site]:
    now = datetime.now(UTC)
    with sqlite_database.transaction(writes=True) as db:
        db.add(
            Thread(
                url="https://news.example/bridge",
                title="The mill bridge is closed",
                section="Local",
                standfirst="It stays shut until spring.",
                created_at=now,
                changed_at=now,
            )
        )
        for name, role in (("Jo Marsh", Role.MODERATOR), ("Tom K.", Role.READER)):
            made = NewAccount(name, PASSWORD, None)
            accounts.create_account(db, made, role=role, hashing=Passwords(), now=now)
    url = sqlite_database.engine.url.render_as_string(hide_password=False)
    server = parley.serve(parley.fresh_settings(url), tmp_path / "log")
    yield Site(server.base, chromium)
    assert server.stop() == 0


def test_a_comment_from_the_first_word_to_the_notice(site: Site) -> None:
    with site.visit() as page:
        register(page, "Ana P.")
        comment = post_nudged_then_mended(page)
        with site.visit("Tom K.") as reader:
            report(reader, comment)
            with site.visit("Jo Marsh") as moderator:
                reject_by_keyboard(moderator)
            read_tombstone(reader, comment)
        read_notice(page)


def register(page: Page, name: str) -> None:
    page.goto("/")
    look(page)
    page.get_by_role("link", name="The mill bridge is closed").first.click()
    look(page)
    page.get_by_role("link", name="register").last.click()
    look(page)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("Log out")).to_be_visible()


def post_nudged_then_mended(page: Page) -> str:
    """Post; be nudged, with the text kept; mend it; return the comment's element id."""
    page.goto("/threads/1")
    look(page)
    page.fill("textarea[name=text]", RUDE)
    page.get_by_role("button", name="Post").click()
    nudge = page.locator("[data-nudge]")
    expect(nudge).to_contain_text("Be Nice")
    expect(nudge.locator("mark").first).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(RUDE)
    look(page)
    page.fill("textarea[name=text]", MENDED)
    page.get_by_role("button", name="Edit and post").click()
    shown = page.locator("[id^=comment-]", has_text=MENDED).first
    expect(shown).to_be_visible()
    look(page)
    return shown.get_attribute("id") or ""


def report(page: Page, comment: str) -> None:
    page.goto("/threads/1")
    page.locator(f"#{comment}").get_by_role("link", name="Report").first.click()
    look(page)
    page.get_by_label("Be Truthful").check()
    page.fill("[name=note]", "She kept it: see the minutes of May.")
    page.get_by_role("button", name="Report", exact=True).click()
    page.goto("/me/reports")
    expect(page.get_by_text("Be Truthful").first).to_be_visible()
    look(page)


def reject_by_keyboard(page: Page) -> None:
    """Take the next item and decide it with two keys."""
    page.goto("/queue")
    look(page)
    page.get_by_role("button", name="Take the next").first.click()
    expect(page.get_by_text(MENDED).first).to_be_visible()
    look(page)
    digit = page.locator("button[value=be-truthful]").get_attribute("data-digit")
    page.keyboard.press("r")
    page.keyboard.press(digit or "")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    look(page)


def read_tombstone(page: Page, comment: str) -> None:
    """A removed comment without replies is gone from the board."""
    page.goto("/threads/1")
    expect(page.get_by_text(MENDED)).to_have_count(0)
    expect(page.locator(f"#{comment}")).to_have_count(0)
    look(page)


def read_notice(page: Page) -> None:
    """The author hears of it once the undo window is over."""
    page.goto("/me/notices")
    notice = page.locator("[data-kind=rejected]")
    waited = 0
    while not notice.count() and waited < UNDO_WINDOW:
        page.wait_for_timeout(1_000)
        waited += 1_000
        page.reload()
    expect(notice).to_contain_text("Be Truthful")
    expect(notice).to_contain_text("A moderator, a person, decided this.")
    look(page)
    notice.get_by_role("button", name="Ask for a moderator").click()
    expect(page.locator("[data-appeal=open]")).to_be_visible()
    look(page)


def _is_policy(message: object) -> bool:
    return "Content Security Policy" in str(message)

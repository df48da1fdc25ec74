"""An editor opens the books: the dashboard, the report and the log in a browser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from comments.adapters.passwords import Passwords
from comments.domain.permissions import Role
from comments.services import accounts, ledger
from comments.services.accounts import NewAccount
from comments.services.ledger_chain import append
from comments.store.database import Database
from comments.store.models import LedgerEntry
from comments.store.review_rounds import ReviewRound
from tests.backends import parley

PASSWORD = "orange lamp on stilts"
PICTURES = os.environ.get("PICTURES")  # a folder: then the pages are photographed


@pytest.fixture
def base(sqlite_database: Database, tmp_path: Path) -> Iterator[str]:
    """A newsroom with a week of moderation behind it."""
    url = sqlite_database.engine.url.render_as_string(hide_password=False)
    settings = parley.fresh_settings(url)
    now = datetime.now(UTC)
    with sqlite_database.transaction(writes=True) as db:
        made = NewAccount("Lee Moss", PASSWORD, None)
        editor = accounts.create_account(
            db, made, role=Role.EDITOR, hashing=Passwords(), now=now
        )
        db.add_all(a_weeks_rounds(now))
        key = settings["LEDGER_KEY"].encode()
        for number, rule in enumerate(["be-nice", "be-nice", "spam", "dont-threaten"]):
            held = {"comment_id": number + 1, "revision_id": number + 1}
            for actor, act in (("machine", "hold"), (None, "reject")):
                entry = an_entry(act, rule, actor, now - timedelta(hours=2), **held)
                append(db, entry, key=key)
        ledger.record(db, "pause site", by=editor, key=key, now=now, subject="site")
    server = parley.serve(settings, tmp_path / "log")
    yield server.base
    assert server.stop() == 0


def an_entry(
    act: str, rule: str, actor: str | None, at: datetime, **about: int
) -> LedgerEntry:
    role = actor or Role.MODERATOR.value
    return LedgerEntry(
        at=at,
        actor=actor or "somebody",
        actor_role=role,
        act=act,
        rule=rule,
        status_before=None if actor else "held",
        status_after="held" if actor else "rejected",
        **about,
    )


def a_weeks_rounds(now: datetime) -> Iterator[ReviewRound]:
    for day in range(7):
        for number in range(3 + 2 * (day % 4)):
            opened = now - timedelta(days=day, minutes=90 + number)
            done = number % 4 != 3
            waited = 600 + 500 * number + 300 * day
            yield ReviewRound(
                item_id=100 * day + number,
                rule=("be-nice", "spam", "dont-threaten", "")[number % 4],
                source="filter",
                opened_at=opened,
                closed_at=opened + timedelta(seconds=waited) if done else None,
                waited=waited if done else None,
                decision_id=1000 + 100 * day + number if done else None,
            )


@contextmanager
def visit(
    browser: Browser, base: str, name: str | None = None, **look: object
) -> Iterator[Page]:
    context = browser.new_context(base_url=base, reduced_motion="reduce", **look)  # type: ignore[arg-type]
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "console", lambda m: problems.append(m.text) if "policy" in m.text else None
    )
    if name is not None:
        page.goto("/login")
        page.fill("[name=name]", name)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("Log out")).to_be_visible()
    yield page
    context.close()
    assert problems == []


def look_at(page: Page, name: str = "") -> None:
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = Axe().run(page)
    if PICTURES and name:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert not wide, page.url


def test_an_editor_opens_the_books_and_everybody_reads_them(
    base: str, chromium: Browser
) -> None:
    with visit(chromium, base) as stranger:
        closed = stranger.goto("/moderation-log")
        assert closed is not None
        assert closed.status == 404
    with visit(chromium, base, "Lee Moss") as editor:
        editor.goto("/site")
        editor.get_by_role("link", name="What the public sees").click()
        editor.get_by_label("The moderation log").check()
        editor.get_by_label("The transparency report").check()
        editor.get_by_role("button", name="Save").click()
        expect(editor.get_by_text("Saved.")).to_be_visible()
        look_at(editor, "openness")
    with visit(chromium, base) as stranger:
        stranger.goto("/rules")
        stranger.get_by_role("link", name="the moderation log").click()
        expect(stranger.get_by_text("A comment was held").first).to_be_visible()
        assert "Lee Moss" not in stranger.content()
        look_at(stranger, "log")
        stranger.goto("/transparency")
        expect(stranger.locator("[data-restricted='8']")).to_be_visible()
        look_at(stranger, "transparency")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dashboard_is_readable_by_everybody(
    base: str, chromium: Browser, width: int, theme: str
) -> None:
    seen = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    with visit(chromium, base, "Lee Moss", **seen) as page:
        page.get_by_role("link", name="Health").click()
        expect(page.locator("svg.plot")).to_have_count(6)
        page.get_by_text("The numbers").first.click()
        look_at(page, f"health-{theme}-{width}")
        page.fill("[name=goal]", "20")
        goal = page.get_by_role("region", name="Time to a decision")
        goal.get_by_role("button", name="Set").click()
        expect(page.locator("[data-goal='20']")).to_be_visible()
        page.goto("/transparency")
        look_at(page, f"transparency-{theme}-{width}")

"""A warning in a real browser: a moderator warns, a reader reads it and posts again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from comments.store.database import Database
from tests.e2e.conftest import Town, found_town
from tests.e2e.test_one_another import PLAIN, visit
from tests.e2e.test_story import look

NOTE = "Please argue with what he did."


@pytest.fixture
def sqlite_town(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    town = found_town(sqlite_database, tmp_path / "log")
    yield town
    town.end()


def test_a_warned_reader_says_that_they_read_it_and_posts_again(
    sqlite_town: Town, chromium: Browser
) -> None:
    reader, moderator = (
        visit(chromium, sqlite_town, name) for name in ("Marta R.", "Jo Marsh")
    )
    post(reader, PLAIN)
    warn(moderator)
    acknowledge(reader)
    post(reader, "The second crew came at nine.")
    see_it_read(moderator)
    for page in (reader, moderator):
        page.context.close()


def post(page: Page, text: str) -> None:
    page.goto("/threads/1")
    page.fill("textarea[name=text]", text)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text(text)).to_be_visible()


def warn(page: Page) -> None:
    page.goto("/people/1")
    page.get_by_label("Warning").check()
    page.get_by_label("Note to").fill(NOTE)
    look(page)
    page.get_by_role("button", name="Impose").click()
    expect(page.locator("[data-kind=warning]")).to_contain_text("not read yet")
    look(page)


def acknowledge(page: Page) -> None:
    """There is nothing to write in before the warning was read."""
    page.goto("/threads/1")
    expect(page.locator("[data-state=warned]")).to_contain_text(NOTE)
    expect(page.locator("textarea[name=text]")).to_have_count(0)
    look(page)
    page.get_by_role("button", name="I have read this").press("Enter")
    expect(page.locator("textarea[name=text]")).to_be_visible()


def see_it_read(page: Page) -> None:
    page.reload()
    expect(page.locator("[data-kind=warning]")).not_to_contain_text("not read yet")

"""One another in a real browser: thanks, quiet, news, and a newsroom that asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from comments.store.database import Database
from tests.e2e.conftest import PASSWORD, Town, found_town
from tests.e2e.test_story import look

PHONE = ViewportSize(width=320, height=700)
PLAIN = "I stood on the mill side when the second crew came."


@pytest.fixture
def sqlite_town(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    town = found_town(sqlite_database, tmp_path / "log")
    yield town
    town.end()


def test_readers_thank_ignore_follow_and_answer_the_newsroom(
    sqlite_town: Town, chromium: Browser
) -> None:
    names = ("Marta R.", "Tom K.", "Jo Marsh")
    author, reader, moderator = (visit(chromium, sqlite_town, name) for name in names)
    share(author)
    thank(reader)
    follow(reader)
    mention(reader, author)
    ask(moderator)
    answer(author)
    ignore(reader)
    for page in (author, reader, moderator):
        page.context.close()


def visit(chromium: Browser, town: Town, name: str) -> Page:
    """A browser of somebody's own, logged in."""
    context = chromium.new_context(
        base_url=town.server.base, reduced_motion="reduce", viewport=PHONE
    )
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Log out")).to_be_visible()
    return page


def share(page: Page) -> None:
    """Mark a comment, and let the newsroom ask."""
    page.goto("/threads/1")
    page.fill("textarea[name=text]", PLAIN)
    page.select_option("[name=mark]", "witness")
    page.get_by_label("The newsroom may ask me more").check()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("[data-own] [data-mark=witness]")).to_be_visible()


def thank(page: Page) -> None:
    """Press once, without leaving the page; the count is the server's."""
    page.goto("/threads/1")
    button = page.locator("button.appreciate")
    expect(button).to_have_attribute("aria-pressed", "false")
    look(page)
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator("[data-appreciated]")).to_have_text("1")
    page.reload()
    expect(page.locator("[data-appreciated]")).to_have_text("1")


def follow(page: Page) -> None:
    page.get_by_role("button", name="Follow this discussion").click()
    expect(page.get_by_text("You follow this discussion")).to_be_visible()
    page.goto("/me/news")
    look(page)


def mention(page: Page, called: Page) -> None:
    """Call somebody by name; they find it among their news."""
    page.goto("/threads/1")
    page.fill("textarea[name=text]", "@Marta R. which crew was it?")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("[data-own]")).to_contain_text("which crew was it?")
    called.goto("/me/news")
    expect(called.locator("[data-kind=mention]")).to_contain_text("which crew")
    look(called)


def ask(page: Page) -> None:
    page.goto("/shared")
    look(page)
    page.get_by_role("link", name="Ask").click()
    page.fill("textarea[name=text]", "Could we call you about it?")
    look(page)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-from=newsroom]")).to_be_visible()


def answer(page: Page) -> None:
    page.goto("/me/messages")
    look(page)
    page.get_by_role("link", name="Your comment under").click()
    page.fill("textarea[name=text]", "Yes, after six.")
    look(page)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-from=author]")).to_contain_text("Yes, after six.")
    page.goto("/me/comments")
    expect(page.get_by_text("Appreciated by")).to_be_visible()
    look(page)


def ignore(page: Page) -> None:
    """Fold a person's comments, open one again, and read them again."""
    page.goto("/threads/1")
    page.get_by_text("More about Marta R.").click()
    page.get_by_role("button", name="Ignore Marta R.").click()
    folded = page.get_by_text("whom you ignore")
    expect(folded).to_be_visible()
    expect(page.get_by_text(PLAIN)).not_to_be_visible()
    look(page)
    folded.click()
    expect(page.get_by_text(PLAIN)).to_be_visible()
    page.goto("/me/people")
    look(page)
    page.get_by_role("button", name="Read again Marta R.").click()
    page.goto("/threads/1")
    expect(page.get_by_text(PLAIN)).to_be_visible()

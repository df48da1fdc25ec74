"""Several comments at once in a real browser: tick, look, decide, take back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from comments.store.database import Database
from tests.e2e.conftest import Town, found_town
from tests.e2e.test_one_another import visit
from tests.e2e.test_story import look

RUDE = "The mayor is a pathetic lying idiot."
PLAIN = "I stood on the mill side when the second crew came."


@pytest.fixture
def sqlite_town(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    town = found_town(sqlite_database, tmp_path / "log")
    with town.client("Marta R.") as program:
        for place, text in enumerate((RUDE, f"{RUDE} And again.", PLAIN)):
            sent = {"text": text, "attempt": f"attempt-{place}", "insist": True}
            stored = program.post("/api/v1/threads/1/comments", json=sent)
            assert stored.is_success
    yield town
    town.end()


def test_a_moderator_decides_about_several_and_takes_it_back(
    sqlite_town: Town, chromium: Browser
) -> None:
    page = visit(chromium, sqlite_town, "Jo Marsh")
    tick_and_preview(page)
    confirm(page)
    take_back(page)
    ban_and_reject_the_rest(page)
    page.context.close()


def tick_and_preview(page: Page) -> None:
    page.goto("/queue")
    boxes = page.get_by_label("Select the comment of Marta R.")
    expect(boxes).to_have_count(2)
    look(page)
    for place in range(2):
        boxes.nth(place).check()
    page.get_by_label("Verdict").select_option("be-nice")
    page.get_by_role("button", name="Preview the selected").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Reject 2 comments under “Be Nice”?"
    )
    expect(page.get_by_text("Your comment was not published")).to_be_visible()
    look(page)


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Reject what is ticked").press("Enter")
    expect(page.locator("[data-bulk-decision]")).to_have_attribute("data-decided", "2")
    expect(page.get_by_text("nobody hears of it")).to_be_visible()
    look(page)


def take_back(page: Page) -> None:
    page.get_by_role("button", name="Undo all of it").press("Enter")
    expect(page.locator("[data-bulk-decision]")).to_have_attribute("data-undone", "2")
    page.goto("/queue")
    expect(page.get_by_label("Select the comment of Marta R.")).to_have_count(2)


def ban_and_reject_the_rest(page: Page) -> None:
    """What somebody wrote is offered for a look as they are shut out."""
    page.goto("/people/1")
    page.get_by_label("Ban", exact=False).check()
    page.get_by_role("button", name="Impose").click()
    expect(page.locator("[data-offered]")).to_be_visible()
    look(page)
    page.get_by_label("What stands, of").select_option("all")
    page.get_by_label("Verdict").select_option("spam")
    page.get_by_role("button", name="Preview", exact=True).press("Enter")
    expect(page.locator("[data-preview]")).to_have_attribute("data-decided", "3")
    page.get_by_role("button", name="Reject what is ticked").press("Enter")
    expect(page.locator("[data-line=decided]")).to_have_count(3)
    look(page)

"""Two people, one comment: the second reads it as new, and the editor reads of both."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from comments.store.database import Database
from comments.store.second_readings import SecondReading
from tests.e2e.conftest import Town, found_town
from tests.e2e.test_one_another import visit
from tests.e2e.test_story import look

TEXT = "The mayor is a pathetic lying idiot."


@pytest.fixture
def sqlite_town(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    town = found_town(sqlite_database, tmp_path / "log")
    yield town
    town.end()


def test_a_second_moderator_reads_it_as_new_and_the_editor_sees_both(
    sqlite_town: Town, chromium: Browser
) -> None:
    editor = visit(chromium, sqlite_town, "Lee Moss")
    read_everything_twice(editor)
    sent = {"text": TEXT, "attempt": "attempt-1", "insist": True}
    with sqlite_town.client("Marta R.") as reader:
        assert reader.post("/api/v1/threads/1/comments", json=sent).status_code == 202
    first, second = (
        visit(chromium, sqlite_town, name) for name in ("Jo Marsh", "Kim Reed")
    )
    reject(first)
    let_ten_minutes_pass(sqlite_town)
    approve(second)
    see_both(editor)
    for page in (editor, first, second):
        page.context.close()


def read_everything_twice(page: Page) -> None:
    page.goto("/desk/health")
    page.get_by_label("read by a second person").fill("100")
    page.locator("form[action$='/second-share'] button").click()
    expect(page.locator("[data-share='100']")).to_be_visible()
    look(page)


def reject(page: Page) -> None:
    """With one key and the number of a rule, once the covered text is shown."""
    page.goto("/queue/comfort")
    look(page)
    page.get_by_label("Every text").check()
    page.get_by_role("button", name="Keep this").press("Enter")
    page.goto("/queue")
    page.get_by_role("button", name="Take the next").press("Enter")
    text = page.locator(".judged-text").first
    expect(text).to_be_hidden()
    look(page)
    page.keyboard.press("v")
    expect(text).to_be_visible()
    page.keyboard.press("r")
    digit = page.locator("[name=rule][value=be-nice]").get_attribute("data-digit")
    page.keyboard.press(str(digit))
    expect(page.get_by_text("Nothing is left to hand out")).to_be_visible()


def let_ten_minutes_pass(town: Town) -> None:
    """The server's clock is real, so the first verdict is made older instead."""
    with town.database.transaction(writes=True) as db:
        row = db.query(SecondReading).one()
        earlier = row.ready_at - timedelta(minutes=10)
        db.execute(update(SecondReading).values(ready_at=earlier))


def approve(page: Page) -> None:
    page.goto("/queue")
    page.get_by_role("button", name="Take the next").press("Enter")
    item = page.locator("article.item")
    expect(item).to_have_attribute("data-state", "open")
    expect(item).to_have_attribute("data-status", "held")
    expect(page.get_by_text("Jo Marsh")).to_have_count(0)
    look(page)
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing is left to hand out")).to_be_visible()


def see_both(page: Page) -> None:
    page.goto("/desk/health")
    page.get_by_text("1 item judged differently").click()
    apart = page.locator("[data-apart]")
    expect(apart).to_contain_text("approved")
    expect(apart).to_contain_text("rejected under Be Nice")
    look(page)
    apart.get_by_role("link", name="Open the item").click()
    expect(page.locator("article.item")).to_have_attribute("data-status", "rejected")

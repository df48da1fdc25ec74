"""An editor bans a word: every process of the running server knows it at once."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from comments.store.database import Database
from tests.e2e.conftest import PASSWORD, Town, found_town, token_on
from tests.e2e.test_story import look

GRUMBOLD = "That gr*mbold is at it again."
ASKED = 40  # so often that each of the server's processes answers


def outcomes(town: Town) -> set[str]:
    """What becomes of a text, asked again and again on fresh connections."""
    found = set()
    for _ in range(ASKED):
        with town.client("Tom K.") as client:
            answer = client.post("/api/v1/check", json={"text": GRUMBOLD})
            found.add(answer.json()["outcome"])
    return found


def send(town: Town, address: str, **fields: str) -> None:
    editor = town.browser("Lee Moss")
    form = {"csrf_token": token_on(editor, "/account"), **fields}
    assert editor.post(address, data=form).status_code == 303


def test_every_process_follows_each_change_without_a_restart(town: Town) -> None:
    assert outcomes(town) == {"publish"}
    word = {"text": "grumbold", "rule": "be-nice", "reason": "A nickname."}
    send(town, "/words", treatment="hold", **word)
    assert outcomes(town) == {"hold"}
    send(town, "/words/1/remove")
    assert outcomes(town) == {"publish"}
    send(town, "/words", treatment="reject", **word)
    assert outcomes(town) == {"reject"}


def test_an_editor_finds_the_way_in_a_real_browser(
    sqlite_database: Database, chromium: Browser, tmp_path: Path
) -> None:
    town = found_town(sqlite_database, tmp_path / "log")
    context = chromium.new_context(base_url=town.server.base, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "Lee Moss")
    page.get_by_role("link", name="Site").click()
    page.get_by_role("link", name="Words").click()
    list_and_remove_a_word(page)
    page.get_by_role("link", name="Policy").click()
    change_a_threshold(page)
    context.close()
    town.end()


def log_in(page: Page, name: str) -> None:
    page.goto("/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Log in").click()


def list_and_remove_a_word(page: Page) -> None:
    look(page)
    page.get_by_label("Word or phrase").fill("grumbold")
    page.get_by_label("Why").first.fill("A nickname for the neighbours.")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Done")
    expect(page.locator("[data-word]")).to_contain_text("A nickname")
    look(page)
    page.get_by_role("button", name="Remove grumbold").click()
    expect(page.locator("[data-word]")).to_have_count(0)


def change_a_threshold(page: Page) -> None:
    look(page)
    page.get_by_label("Be Nice, mild: hold from").fill("0.7")
    page.get_by_role("button", name="Save the thresholds").click()
    expect(page.locator("[data-changed=true]")).to_have_count(1)
    page.get_by_role("link", name="1", exact=True).click()
    look(page)

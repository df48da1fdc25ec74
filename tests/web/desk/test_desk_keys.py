"""The keys of the desk in a real browser: each presses a button of the page."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from tests.web.conftest import PASSWORD
from tests.web.desk.conftest import CLEAN, RUDE, Desk


@pytest.fixture
def base(desk: Desk) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(desk: Desk, base: str, chromium: Chromium) -> Iterator[Page]:
    """A moderator's browser, logged in."""
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{base}/login")
        page.fill("[name=name]", desk.cast["moderator"].name)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        yield page


def opened(page: Page, base: str, desk: Desk, comment_id: int) -> Page:
    page.goto(base + desk.address(comment_id))
    return page


def test_one_key_approves_and_the_next_item_is_there(
    page: Page, base: str, desk: Desk
) -> None:
    first, second = desk.post("author"), desk.post("reader")
    opened(page, base, desk, first).keyboard.press("a")
    expect(page.locator(f"#comment-{second}")).to_be_visible()
    assert desk.comment(first).status == "published"


def test_two_keys_reject_under_the_rule_of_the_number(
    page: Page, base: str, desk: Desk
) -> None:
    comment_id = desk.post("author")
    opened(page, base, desk, comment_id).keyboard.press("r")
    assert desk.comment(comment_id).status == "held"  # one key alone rejects nothing
    digit = page.locator("[name=rule][value=be-nice]").get_attribute("data-digit")
    page.keyboard.press(str(digit))
    expect(page.get_by_text("Nothing is left to hand out")).to_be_visible()
    assert desk.comment(comment_id).removed_under == "be-nice"


def test_a_number_alone_and_a_number_after_escape_do_nothing(
    page: Page, base: str, desk: Desk
) -> None:
    comment_id = desk.post("author")
    opened(page, base, desk, comment_id).keyboard.press("1")
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator(".reject.is-waiting")).to_have_count(0)
    expect(page.locator(f"#comment-{comment_id}")).to_be_visible()
    assert desk.comment(comment_id).status == "held"


def test_keys_do_nothing_while_a_note_is_written(
    page: Page, base: str, desk: Desk
) -> None:
    comment_id = desk.post("author")
    opened(page, base, desk, comment_id).locator("#note").press_sequentially("area n/?")
    expect(page.locator("#note")).to_have_value("area n/?")
    assert desk.comment(comment_id).status == "held"
    page.keyboard.press("Escape")  # leaves the note
    page.keyboard.press("e")
    expect(page.get_by_text("Nothing is left to hand out")).to_be_visible()
    assert desk.item(comment_id).escalated


def test_a_moderator_skips_and_undoes_with_a_key(
    page: Page, base: str, desk: Desk
) -> None:
    first, second = desk.post("author"), desk.post("reader")
    opened(page, base, desk, first).keyboard.press("n")
    expect(page.locator(f"#comment-{second}")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".undo-bar")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(f"#comment-{second}")).to_be_visible()
    assert desk.comment(second).status == "held"


def test_help_search_and_severe_words_open_with_a_key(
    page: Page, base: str, desk: Desk
) -> None:
    comment_id = desk.post("author", "I will kill you tonight, councilman.")
    desk.appeal("author", comment_id)
    opened(page, base, desk, comment_id).keyboard.press("?")
    expect(page.locator(".keys-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".keys-panel")).to_be_hidden()
    expect(page.locator(".judged-text")).to_be_hidden()
    page.keyboard.press("v")
    expect(page.locator(".judged-text")).to_be_visible()
    page.keyboard.press("/")
    expect(page).to_have_url(f"{base}/desk/search")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_who_does_not_want_single_keys_turns_them_off(
    page: Page, base: str, desk: Desk
) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id)
    opened(page, base, desk, comment_id).click(".keys summary")
    page.click("text=Change the keys")
    page.uncheck("[name=on]")
    page.click("text=Keep these keys")
    expect(page.get_by_text("These keys are yours")).to_be_visible()
    opened(page, base, desk, comment_id).keyboard.press("a")
    page.keyboard.press("r")
    expect(page.locator(".reject.is-waiting")).to_have_count(0)
    assert desk.item(comment_id).state == "open"


def test_a_moderator_decides_with_keys_of_their_own(
    page: Page, base: str, desk: Desk
) -> None:
    comment_id = desk.post("author")
    page.goto(f"{base}/queue/keys")
    page.fill("[name=approve]", "y")
    page.keyboard.press("Enter")
    expect(page.get_by_text("These keys are yours")).to_be_visible()
    opened(page, base, desk, comment_id).keyboard.press("a")
    expect(page.locator(".verb-approve kbd")).to_have_text("Y")
    assert desk.comment(comment_id).status == "held"
    page.keyboard.press("y")
    expect(page.get_by_text("Nothing is left to hand out")).to_be_visible()
    assert desk.comment(comment_id).status == "published"


def test_the_desk_fits_a_phone(page: Page, base: str, desk: Desk) -> None:
    comment_id = desk.post("author", f"{RUDE} {'m' * 300}")
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/queue", desk.address(comment_id), "/people/1"):
        page.goto(base + address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

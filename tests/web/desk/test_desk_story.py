"""Ten items by keyboard alone, the same desk on a phone, and without JavaScript."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, ViewportSize, expect

from tests.web.conftest import PASSWORD
from tests.web.desk.conftest import RUDE, Desk
from tests.web.desk.test_desk_keys import base, page  # noqa: F401  (fixtures)

ITEMS = 10
PHONE: ViewportSize = {"width": 320, "height": 640}


def look(seen: Page) -> None:
    """Look at the page as somebody would who does not see it, or not well."""
    seen.wait_for_load_state()  # no page is judged while it leaves
    found = Axe().run(seen)
    assert found.violations_count == 0, f"{seen.url}\n{found.generate_report()}"


@pytest.fixture
def waiting(desk: Desk) -> list[int]:
    """Ten comments that wait for a moderator."""
    return [desk.post("author", f"{RUDE} Number {n}.") for n in range(ITEMS)]


@pytest.fixture
def plain(desk: Desk, base: str, chromium: Chromium) -> Iterator[Page]:  # noqa: F811
    """A moderator's browser that runs no script, on a phone."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{base}/login")
    plain.fill("[name=name]", desk.cast["moderator"].name)
    plain.fill("[name=password]", PASSWORD)
    plain.click("main button[type=submit]")
    yield plain
    context.close()


def test_a_moderator_clears_ten_items_by_keyboard_alone(
    page: Page,  # noqa: F811
    base: str,  # noqa: F811
    desk: Desk,
    waiting: list[int],
) -> None:
    loads: list[str] = []
    page.goto(f"{base}{desk.address(waiting[0])}")
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    for number in range(ITEMS):
        item = page.locator("article.item").get_attribute("data-item")
        if number % 2:
            page.keyboard.press("a")
        else:
            page.keyboard.press("r")
            page.keyboard.press("4")
        expect(page.locator(f"article.item[data-item='{item}']")).to_have_count(0)
        if number < ITEMS - 1:
            expect(page.locator("article.item:not([aria-busy])")).to_be_visible()
            expect(page.locator("h1.item-title")).to_be_focused()
            expect(page.locator("[data-said-here]")).to_contain_text("Now: ")
            expect(page.locator(".undo-bar")).to_be_visible()
    expect(page.get_by_text("Nothing is left to hand out")).to_be_visible()
    stand = [desk.comment(comment_id).status for comment_id in waiting]
    assert sorted(stand) == ["published"] * 5 + ["rejected"] * 5
    whole = [url for url in loads if "/queue/" not in url]
    assert len(whole) == 1  # every other item came without loading a page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_for_everybody_in_light_and_dark(
    page: Page,  # noqa: F811
    base: str,  # noqa: F811
    desk: Desk,
    waiting: list[int],
    scheme: str,
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address in (desk.address(waiting[0]), "/queue/keys", "/queue"):
        page.goto(base + address)
        look(page)


def test_nothing_stands_behind_the_verbs_of_a_phone(
    page: Page,  # noqa: F811
    base: str,  # noqa: F811
    desk: Desk,
    waiting: list[int],
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{base}{desk.address(waiting[0])}")
    verbs = page.locator(".pad .verb").all()
    for verb in verbs:
        box = verb.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert box["y"] + box["height"] <= 640
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    last = page.locator(".site-footer").bounding_box()
    pad = page.locator(".pad").bounding_box()
    assert last is not None
    assert pad is not None
    assert last["y"] + last["height"] <= pad["y"] + 1
    look(page)


def test_a_moderator_decides_on_a_phone_that_runs_no_script(
    plain: Page,
    base: str,  # noqa: F811
    desk: Desk,
    waiting: list[int],
) -> None:
    plain.goto(f"{base}{desk.address(waiting[0])}")
    plain.get_by_role("button", name="Be Nice").click()
    assert desk.comment(waiting[0]).removed_under == "be-nice"
    expect(plain.locator("article.item")).to_be_visible()
    plain.get_by_role("button", name="Approve").click()
    plain.get_by_role("button", name="Undo").click()
    expect(plain.locator("article.item")).to_be_visible()
    stand = [desk.comment(comment_id).status for comment_id in waiting]
    assert stand.count("rejected") == 1
    assert stand.count("published") == 0


def test_a_key_that_is_pressed_before_the_lease_is_not_lost_nor_guessed(
    page: Page,  # noqa: F811
    base: str,  # noqa: F811
    desk: Desk,
    waiting: list[int],
) -> None:
    """A colleague takes the item that is ready: another comes, undecided."""
    page.goto(f"{base}{desk.address(waiting[0])}")
    with page.expect_response("**/next*"):
        page.reload()
    ahead = page.evaluate(
        "fetch(document.querySelector('article.item').dataset.next)"
        ".then(answer => answer.text())"
    )
    taken = int(ahead.partition('id="comment-')[2].partition('"')[0])
    desk.see("second moderator", desk.address(taken))
    page.keyboard.press("a")
    page.keyboard.press("a")
    expect(page.locator("[data-said-here]")).to_contain_text("A colleague has taken")
    expect(page.locator("article.item:not([aria-busy])")).to_be_visible()
    assert desk.comment(waiting[0]).status == "published"
    assert desk.comment(taken).status == "held"
    expect(page.locator(f"#comment-{taken}")).to_have_count(0)

"""Two moderators at one queue: what one does, the other sees, and nothing moves."""

from playwright.sync_api import Locator, Page, expect

from tests.web.desk.conftest import RUDE, Desk
from tests.web.desk.test_desk_keys import base, page  # noqa: F401  (fixtures)
from tests.web.desk.test_desk_story import look

KIM = "second moderator"
LOOK_AGAIN = "window.dispatchEvent(new Event('focus'))"  # as one returns to the page


def rows(page: Page) -> list[str]:  # noqa: F811
    shown = page.locator("li.queue-row").all()
    return [row.get_attribute("data-item") or "" for row in shown]


def row(page: Page, desk: Desk, number: int) -> Locator:  # noqa: F811
    return page.locator(f"#item-{desk.item(number).id}")


def test_a_list_stays_still_while_a_colleague_works(
    page: Page,  # noqa: F811
    base: str,  # noqa: F811
    desk: Desk,
) -> None:
    first, second = (desk.post("author", f"{RUDE} Number {n}.") for n in range(2))
    page.goto(f"{base}/queue")
    before, top = rows(page), row(page, desk, second).bounding_box()
    desk.see(KIM, desk.address(first))
    page.evaluate(LOOK_AGAIN)
    expect(row(page, desk, first)).to_contain_text("With Kim Moderator until")
    desk.decide(KIM, first, rule="be-nice")
    desk.post("reader", f"{RUDE} Number 3.")
    page.evaluate(LOOK_AGAIN)
    expect(row(page, desk, first)).to_contain_text("Kim Moderator rejected under")
    new = page.get_by_role("link", name="View 1 new item")
    expect(new).to_be_visible()
    assert rows(page) == before
    assert row(page, desk, second).bounding_box() == top
    look(page)
    page.keyboard.press("w")
    expect(page.locator("li.queue-row.is-new")).to_have_count(1)
    expect(page.locator("li.queue-row.is-new a")).to_be_focused()
    expect(new).to_have_count(0)


def test_the_list_beside_an_item_stays_while_its_moderator_decides(
    page: Page,  # noqa: F811
    base: str,  # noqa: F811
    desk: Desk,
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    numbers = [desk.post("author", f"{RUDE} Number {n}.") for n in range(3)]
    page.goto(f"{base}{desk.address(numbers[2])}")
    before = rows(page)
    page.keyboard.press("a")
    expect(row(page, desk, numbers[2])).to_contain_text("You approved")
    expect(page.locator("li.queue-row a[aria-current]")).to_have_count(1)
    assert rows(page) == before

"""By keyboard alone: post, reply, report; one always sees where one is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web.board.conftest import RUDE
from tests.web.looks.conftest import Sight

SLOW = 30_000  # milliseconds: a busy machine is not a defect
FAR = 120  # stops on the way through a page
MENDED = "The mayor broke her promise, and the bridge stays shut."
# The element with the focus: its words, and whether one sees that it has it.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const said = at.labels?.[0]?.innerText || at.ariaLabel || at.innerText;
  const box = at.getBoundingClientRect();
  const rings = [at, at.closest(".choice")].filter(Boolean).map(getComputedStyle)
    .some((look) => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 1);
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return { words: (said || at.value || "").trim(), id: at.id, rings, inside };
}"""


class Keyboard:
    """Somebody who has no mouse; each stop of theirs must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, words: str) -> None:
        """Tab on until the focus is on what says these words."""
        passed = []
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None:
                continue  # the browser's own bar, between the end and the start
            assert stop["rings"], f"nothing shows the focus on {stop}"
            assert stop["inside"], f"the focus is out of sight on {stop}"
            if words in stop["words"]:
                return
            passed.append(stop["words"])
        raise AssertionError(f"{words} is not among {passed}")

    def press(self, words: str, key: str = "Enter") -> None:
        """Go there and press it."""
        self.go(words)
        self.page.keyboard.press(key)

    def type(self, words: str, text: str) -> None:
        """Go to a field and put this in place of what it says."""
        self.go(words)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def is_at(self, selector: str) -> None:
        """Where the focus is, after something has happened."""
        expect(self.page.locator(f"{selector}:focus-within")).to_be_visible(
            timeout=SLOW
        )


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def keyboard(sight: Sight, request: pytest.FixtureRequest) -> Iterator[Keyboard]:
    """Tom, at a discussion with one comment."""
    sight.board.comment("author")
    page = sight.page("reader", java_script_enabled=request.param)
    page.goto(f"/threads/{sight.board.thread_id}")
    yield Keyboard(page)
    page.close()


def test_a_comment_is_nudged_mended_and_posted(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.press("Skip to the content")
    keyboard.type("What do you know", RUDE)
    keyboard.press("Post")
    keyboard.is_at("[data-nudge]")
    keyboard.type("What do you know", MENDED)
    keyboard.press("Edit and post")
    page.locator(".comment", has_text=MENDED).wait_for()
    keyboard.is_at("#comment-2")
    keyboard.go("Reply")


def test_an_answer_is_written_and_sent(keyboard: Keyboard) -> None:
    keyboard.press("Reply")
    keyboard.page.wait_for_url("**/reply")
    keyboard.type("Your reply", MENDED)
    keyboard.press("Post")
    keyboard.is_at("#comment-2")


def test_a_comment_is_reported(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.press("Report")
    page.wait_for_url("**/report")
    keyboard.go("Keep it Clean")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    keyboard.type("Anything the moderator should know", "It names a child.")
    keyboard.press("Report")
    page.get_by_text("Thank you").wait_for()
    expect(page.locator("[data-rule=be-nice]")).to_contain_text("It names a child.")
    keyboard.go("a comment")

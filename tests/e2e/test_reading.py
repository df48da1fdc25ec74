"""A reader in a real browser: what is new is announced, deep talk is readable."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from comments.store.database import Database
from tests.e2e.conftest import Town, found_town
from tests.e2e.test_story import look

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"


@pytest.fixture
def long_talk(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    """A discussion with many comments, and one conversation that goes deep."""
    town = found_town(sqlite_database, tmp_path / "log")
    try:
        talk(town)
        yield town
    finally:
        town.end()


def talk(town: Town) -> None:
    for number in range(12):
        post(town, "Tom K.", f"Comment {number} about the bridge and the detour.")
    parent = post(town, "Marta R.", "Where does the detour begin?")
    for number in range(12):
        text = f"Answer {number} about the {LONG_WORD} and the detour."
        answer = post(town, "Tom K.", text, parent)
        parent = answer if number < 8 else parent


def post(town: Town, name: str, text: str, parent_id: int | None = None) -> int:
    body = {"text": text, "attempt": secrets.token_hex(8), "parent_id": parent_id}
    with town.client(name) as client:
        answer = client.post("/api/v1/threads/1/comments", json=body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def top_of(page: Page, comment_id: int) -> float:
    return float(
        page.locator(f"#comment-{comment_id}").evaluate(
            "element => element.getBoundingClientRect().top"
        )
    )


def test_what_arrives_is_announced_and_moves_nothing_until_it_is_asked_for(
    long_talk: Town, chromium: Browser
) -> None:
    context = chromium.new_context(base_url=long_talk.server.base)
    page = context.new_page()
    page.goto("/threads/1")
    page.locator("#comment-6").scroll_into_view_if_needed()
    before = top_of(page, 6)
    arrived = [post(long_talk, "Marta R.", f"News {n} of the bridge.") for n in (1, 2)]
    link = page.get_by_role("link", name="2 new")
    expect(link).to_be_visible(timeout=20_000)
    assert top_of(page, 6) == before
    look(page)
    link.click()
    expect(page.locator(f"#comment-{arrived[1]}")).to_be_focused()
    expect(page.locator(f"#comment-{arrived[0]}")).to_be_visible()
    expect(page.locator("[data-arrived]")).to_have_count(0)
    assert page.url.endswith("/threads/1")
    context.close()


def test_a_new_answer_that_stands_elsewhere_is_found_on_a_page_of_its_own(
    long_talk: Town, chromium: Browser
) -> None:
    context = chromium.new_context(base_url=long_talk.server.base)
    page = context.new_page()
    page.goto("/threads/1?show=picks")
    answer = post(long_talk, "Marta R.", "An answer about the mill.", 1)
    page.get_by_role("link", name="1 new").click(timeout=20_000)
    expect(page.locator(f"#comment-{answer}")).to_be_visible()
    expect(page.locator(".comment")).to_have_count(1)
    page.get_by_role("link", name="Read it in its conversation").click()
    expect(page.locator(f"#comment-{answer}")).to_be_visible()
    expect(page.locator("#comment-1")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_deep_conversation_is_read_on_a_small_screen(
    long_talk: Town, chromium: Browser, *, scripts: bool
) -> None:
    context = chromium.new_context(
        base_url=long_talk.server.base,
        viewport={"width": 320, "height": 640},
        java_script_enabled=scripts,
    )
    page = context.new_page()
    page.goto("/threads/1?sort=most-replied")
    folded = page.locator("details.branch:not([open]) > summary").first
    expect(page.locator("#comment-19")).not_to_be_visible()
    folded.click()
    expect(page.locator("#comment-15")).to_be_visible()
    page.goto("/comments/21")
    deep = page.locator("#comment-21")
    expect(deep).to_be_visible()
    box = deep.bounding_box()
    assert box
    assert box["width"] >= 200
    page.get_by_role("link", name="Oldest").click()
    expect(page.get_by_role("link", name="Oldest")).to_have_attribute(
        "aria-current", "true"
    )
    if scripts:
        wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert page.evaluate(wide) is False
        look(page)
    context.close()


HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_ages_grow_while_the_page_can_be_seen_and_move_nothing(
    long_talk: Town, chromium: Browser
) -> None:
    context = chromium.new_context(
        base_url=long_talk.server.base, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    page.clock.install(time=datetime.now(UTC) - timedelta(days=1))  # a wrong clock
    page.goto("/threads/1")
    time = page.locator("#comment-12 time")
    expect(time).to_have_text("just now")
    exact, before = time.get_attribute("title"), top_of(page, 2)
    with page.expect_response("**/news"):  # and with it the server's clock
        page.clock.run_for(7_000)
    page.evaluate(HIDE, arg=True)
    made_older(page, "#comment-12 time", minutes=135)
    page.clock.run_for(60_000)
    expect(time).to_have_text("just now")  # nobody looks
    page.evaluate(HIDE, arg=False)
    expect(time).to_have_text("2 h")
    made_older(page, "#comment-12 time", minutes=60)
    page.clock.run_for(31_000)
    expect(time).to_have_text("3 h")
    assert time.get_attribute("title") == exact
    assert top_of(page, 2) == before
    context.close()


def test_an_age_that_would_need_a_line_more_stays_as_it_was(
    long_talk: Town, chromium: Browser
) -> None:
    context = chromium.new_context(base_url=long_talk.server.base)
    page = context.new_page()
    page.clock.install()
    page.route("**/threads/1", with_long_hours)
    page.goto("/threads/1")
    before = top_of(page, 2)
    made_older(page, "#comment-12 time", minutes=135)
    made_older(page, "#comment-11 time", minutes=5)
    page.clock.run_for(31_000)
    expect(page.locator("#comment-11 time")).to_contain_text(" min")
    expect(page.locator("#comment-12 time")).to_have_text("just now")
    assert top_of(page, 2) == before
    context.close()


def with_long_hours(route: Route) -> None:
    """The page, in a language whose word for an hour is a long one."""
    answer = route.fetch()
    route.fulfill(
        response=answer, body=answer.text().replace("|# h|", f"|# {'h' * 300}|")
    )


def made_older(page: Page, which: str, *, minutes: int) -> None:
    """Say that a comment was written earlier than it was."""
    page.locator(which).evaluate(
        "(time, by) => { time.dateTime ="
        " new Date(Date.parse(time.dateTime) - by * 60000).toISOString(); }",
        minutes,
    )

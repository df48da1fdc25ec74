"""Writing in a real browser: rules in place, previews, quotations, bad connections."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from comments.store.database import Database
from comments.store.models import Comment
from tests.e2e.conftest import PASSWORD, Town, found_town

RUDE = "The mayor is an id*io*t, and the bridge stays shut."
FAIR = "The mayor broke her *promise*, and the bridge stays shut."
LIMITS = {"LIMITS": "production"}


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    town = found_town(sqlite_database, tmp_path / "log", **LIMITS)
    expect.set_options(timeout=30_000)  # a busy machine is not a defect
    yield town
    expect.set_options(timeout=5_000)
    town.end()


class Desk:
    """A browser in which Marta writes; what its console says is noted."""

    def __init__(self, town: Town, chromium: Browser, *, script: bool) -> None:
        self.town = town
        self.context: BrowserContext = chromium.new_context(
            base_url=town.server.base,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda m: self.problems.append(m.text))

    @property
    def text(self) -> Locator:
        return self.page.locator("textarea[name=text]")

    def log_in(self, page: Page | None = None) -> None:
        page = page or self.page
        page.goto("/login")
        page.fill("[name=name]", "Marta R.")
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("Log out")).to_be_visible()

    def told(self, what: str) -> Locator:
        return self.page.locator(f"[data-when={what}]")

    def posted(self) -> Locator:
        return self.page.locator("article.comment", has_text="broke her promise")

    def stored(self) -> int:
        with self.town.database.transaction() as db:
            return db.query(Comment).count()


@contextmanager
def desk_of(town: Town, chromium: Browser, *, script: bool = True) -> Iterator[Desk]:
    desk = Desk(town, chromium, script=script)
    desk.log_in()
    desk.page.goto("/threads/1")
    yield desk
    desk.context.close()
    policy = [said for said in desk.problems if "Content Security" in said]
    assert policy == []
    assert [said for said in desk.problems if "Error:" in said] == []


def look(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_the_rules_are_told_while_somebody_writes(
    town: Town, chromium: Browser
) -> None:
    with desk_of(town, chromium) as desk:
        desk.text.press_sequentially(RUDE)
        said = desk.page.locator("[data-checked]")
        expect(said).to_contain_text("Be Nice")
        expect(said).to_contain_text("id*io*t")
        expect(desk.page.locator(".mirror mark")).to_have_text("id*io*t")
        look(desk.page)
        desk.text.press("Home")
        desk.text.press_sequentially("Well: ")
        expect(desk.page.locator(".mirror mark")).to_have_text("id*io*t")
        desk.text.fill(FAIR)
        expect(desk.page.locator(".mirror mark")).to_have_count(0)
        expect(said).to_have_text("")
        desk.text.press("Control+Enter")
        expect(desk.posted().locator("em")).to_have_text("promise")
        expect(desk.text).to_have_value("")
        assert desk.stored() == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_text_is_previewed_nudged_mended_and_posted(
    town: Town, chromium: Browser, *, script: bool
) -> None:
    with desk_of(town, chromium, script=script) as desk:
        desk.text.fill("> Shut?\n\n" + RUDE)
        desk.page.get_by_role("button", name="Preview").click()
        preview = desk.page.locator("[data-preview]")
        expect(preview.locator("blockquote")).to_have_text("Shut?")
        expect(desk.text).to_have_value("> Shut?\n\n" + RUDE)
        if script:
            look(desk.page)
        desk.page.get_by_role("button", name="Post", exact=True).click()
        nudge = desk.page.locator("[data-nudge]")
        expect(nudge.locator("mark").first).to_contain_text("id*io*t")
        assert desk.stored() == 0
        desk.text.fill(FAIR)
        desk.page.get_by_role("button", name="Edit and post").click()
        expect(desk.posted()).to_be_visible()
        assert desk.stored() == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_quotes_what_they_answer(
    town: Town, chromium: Browser, *, script: bool
) -> None:
    with desk_of(town, chromium, script=script) as desk:
        desk.text.fill(FAIR)
        desk.page.get_by_role("button", name="Post", exact=True).click()
        desk.posted().get_by_role("link", name="Reply").click()
        desk.page.get_by_role("link", name="Quote it").click()
        expect(desk.text).to_have_value(f"> {FAIR}\n\n")
        desk.text.press_sequentially("Which one?") if script else desk.text.fill(
            f"> {FAIR}\n\nWhich one?"
        )
        desk.page.get_by_role("button", name="Post", exact=True).click()
        reply = desk.page.locator("article.comment", has_text="Which one?")
        expect(reply.locator("blockquote em")).to_have_text("promise")


def test_a_text_written_without_a_connection_goes_out_later(
    town: Town, chromium: Browser
) -> None:
    with desk_of(town, chromium) as desk:
        desk.context.set_offline(offline=True)
        desk.text.fill(FAIR)
        desk.text.press("Control+Enter")
        expect(desk.told("offline")).to_be_visible()
        expect(desk.text).to_have_value(FAIR)
        look_offline = desk.page.locator("[data-told] .message:visible")
        expect(look_offline).to_have_count(1)
        desk.context.set_offline(offline=False)
        expect(desk.posted()).to_be_visible()
        assert desk.stored() == 1


def test_an_answer_that_was_lost_leaves_one_comment(
    town: Town, chromium: Browser
) -> None:
    with desk_of(town, chromium) as desk:
        lost: list[int] = []

        def lose(route: Route) -> None:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()

        desk.page.route("**/threads/1/comments", lose)
        desk.text.fill(FAIR)
        desk.page.get_by_role("button", name="Post", exact=True).click()
        expect(desk.told("wait")).to_be_visible()
        assert lost == [201]
        desk.page.unroute("**/threads/1/comments")
        desk.page.get_by_role("button", name="Post", exact=True).click()
        expect(desk.posted()).to_have_count(1)
        assert desk.stored() == 1


def test_a_draft_survives_the_page_and_is_sent_once(
    town: Town, chromium: Browser
) -> None:
    with desk_of(town, chromium) as desk:
        desk.text.press_sequentially("What I had begun")
        desk.page.goto("/")
        desk.page.goto("/threads/1")
        expect(desk.text).to_have_value("What I had begun")
        expect(desk.told("restored")).to_be_visible()
        desk.page.get_by_role("button", name="Start anew").click()
        expect(desk.text).to_have_value("")
        desk.page.reload()
        expect(desk.text).to_have_value("")


def test_who_was_logged_out_logs_in_elsewhere_and_posts(
    town: Town, chromium: Browser
) -> None:
    with desk_of(town, chromium) as desk:
        desk.text.fill(FAIR)
        desk.context.clear_cookies()
        desk.page.get_by_role("button", name="Post", exact=True).click()
        expect(desk.told("out")).to_be_visible()
        expect(desk.text).to_have_value(FAIR)
        look(desk.page)
        desk.log_in(desk.context.new_page())
        desk.page.get_by_role("button", name="Post", exact=True).click()
        expect(desk.posted()).to_be_visible()
        assert desk.stored() == 1


def test_who_logs_in_again_finds_the_text_in_its_place(
    town: Town, chromium: Browser
) -> None:
    with desk_of(town, chromium) as desk:
        desk.text.fill(FAIR)
        desk.context.clear_cookies()
        desk.page.get_by_role("button", name="Post", exact=True).click()
        desk.told("out").get_by_role("link", name="log in").click()
        desk.page.fill("[name=name]", "Marta R.")
        desk.page.fill("[name=password]", PASSWORD)
        desk.page.get_by_role("button", name="Log in").click()
        expect(desk.text).to_have_value(FAIR)


def test_who_writes_too_fast_waits_and_the_text_goes_out(
    town: Town, chromium: Browser
) -> None:
    with desk_of(town, chromium) as desk:
        busy = {"status": 429, "headers": {"Retry-After": "3"}, "body": "later"}
        desk.page.route("**/threads/1/comments", lambda r: r.fulfill(**busy))
        desk.text.fill(FAIR)
        desk.page.get_by_role("button", name="Post", exact=True).click()
        expect(desk.told("wait")).to_contain_text("second")
        look(desk.page)
        desk.page.unroute("**/threads/1/comments")
        expect(desk.posted()).to_be_visible()
        assert desk.stored() == 1


def test_names_are_offered_and_a_mention_leads_to_their_words(
    town: Town, chromium: Browser
) -> None:
    said = {"text": "The first crew came late.", "attempt": "one"}
    with town.client("Tom K.") as program:
        program.post("/api/v1/threads/1/comments", json=said)
    with desk_of(town, chromium) as desk:
        desk.text.press_sequentially("Well, @to")
        names = desk.page.get_by_role("listbox", name="Names in this discussion")
        expect(names.get_by_role("option", name="Tom K.")).to_be_visible()
        look(desk.page)
        desk.text.press("Enter")
        expect(desk.text).to_have_value("Well, @Tom K. ")
        expect(names).to_be_hidden()
        desk.text.press_sequentially("is right.")
        desk.text.press("Control+Enter")
        mine = desk.page.locator("article.comment", has_text="is right.")
        expect(mine.get_by_role("link", name="@Tom K.")).to_have_attribute(
            "href", "/comments/1"
        )

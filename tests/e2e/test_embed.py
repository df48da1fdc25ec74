"""The board under an article of another site, where third-party cookies are blocked."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    Error,
    Frame,
    FrameLocator,
    Locator,
    Page,
    expect,
)

from comments.adapters.passwords import Passwords
from comments.domain.permissions import Role
from comments.services import accounts
from comments.services.accounts import NewAccount
from comments.store.database import Database
from comments.store.models import LoginSession, Thread
from tests.backends import parley
from tests.e2e.newspaper import Newspaper, printed

PASSWORD = "orange lamp on stilts"
PLAIN = "The bridge was closed in 1987 as well, and the town did not fall apart."
RUDE = "The mayor is a pathetic idiot, and the bridge stays shut."
MENDED = "The mayor broke her promise, and the bridge stays shut."
ANSWER = "It was closed for eleven weeks then, and the bakery moved."
FAR = "<div style='height:4000px'>words</div>"
BEFORE = "<a href='#top'>The weather</a>"
MOST_KEYS = 60  # presses of Tab from one place to the next


@dataclass
class Town:
    """A newspaper, a board on another origin, and a browser that trusts neither."""

    newspaper: Newspaper
    board: str
    browser: Browser
    database: Database

    def tag(self, path: str, **data: str) -> str:
        """The one tag, as a newsroom would write it."""
        more = "".join(
            f' data-{name.replace("_", "-")}="{v}"' for name, v in data.items()
        )
        address = f"{self.newspaper.origin}{path}"
        return (
            f'<script async src="{self.board}/embed.js" data-article="{address}"{more}>'
            f"</script>"
        )

    @contextmanager
    def read(
        self, path: str = "/bridge", above: str = "", **data: str
    ) -> Iterator[Page]:
        """Open an article in a browser of somebody's own."""
        address = self.newspaper.print_article(path, self.tag(path, **data), above)
        context = self.browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        yield page
        context.close()
        assert problems == []


@pytest.fixture
def town(
    sqlite_database: Database, chromium: Browser, tmp_path: Path
) -> Iterator[Town]:
    now = datetime.now(UTC)
    with sqlite_database.transaction(writes=True) as db:
        for name in ("Ana P.", "Tom K."):
            made = NewAccount(name, PASSWORD, None)
            accounts.create_account(
                db, made, role=Role.READER, hashing=Passwords(), now=now
            )
    url = sqlite_database.engine.url.render_as_string(hide_password=False)
    with printed() as newspaper:
        settings = parley.fresh_settings(url, ALLOWED_EMBED_ORIGINS=newspaper.origin)
        server = parley.serve(settings, tmp_path / "log")
        yield Town(newspaper, server.base, chromium, sqlite_database)
        assert server.stop() == 0


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[data-parley]")


def frame_of(page: Page) -> Frame:
    page.wait_for_selector("iframe[data-parley]")
    handle = page.locator("iframe[data-parley]").element_handle()
    frame = handle.content_frame()
    assert frame is not None
    return frame


def look(page: Page) -> None:
    """Look at what stands in the frame as somebody would who does not see it well."""
    found = Axe().run(frame_of(page))
    assert found.violations_count == 0, found.generate_report()


def log_in(page: Page, name: str, link: str = "Log in to comment") -> None:
    """Log in through the window that the frame opens."""
    with page.expect_popup() as opened:
        inside(page).get_by_role("link", name=link).first.click()
    window = opened.value
    window.fill("[name=name]", name)
    window.fill("[name=password]", PASSWORD)
    with page.expect_event("framenavigated"):
        window.get_by_role("button", name="Log in").click()
    expect(inside(page).get_by_text("Log out")).to_be_visible()
    assert window.is_closed()


def test_a_reader_takes_part_where_third_party_cookies_are_blocked(town: Town) -> None:
    with town.read() as page, town.read() as other:
        expect(inside(page).get_by_text("Nobody has written here yet")).to_be_visible()
        look(page)
        log_in(page, "Ana P.")
        look(page)
        post_nudged_then_mended(page)
        edit(page)
        report(other)
        inside(page).get_by_role("button", name="Log out").click()
        expect(inside(page).get_by_text("Log in to comment")).to_be_visible()
        assert framed_by(town) == [town.newspaper.origin] * 2


def post_nudged_then_mended(page: Page) -> None:
    board = inside(page)
    board.get_by_label("What do you know").fill(RUDE)
    board.get_by_role("button", name="Post", exact=True).click()
    expect(board.locator("[data-nudge]")).to_contain_text("Be Nice")
    board.get_by_label("What do you know").fill(MENDED)
    board.get_by_role("button", name="Edit and post").click()
    expect(board.locator("article", has_text=MENDED)).to_be_visible()


def edit(page: Page) -> None:
    inside(page).get_by_role("link", name="Edit").first.click()
    inside(page).get_by_label("Your comment").fill(PLAIN)
    inside(page).get_by_role("button", name="Save").click()
    expect(inside(page).locator("article", has_text=PLAIN)).to_be_visible()


def report(page: Page) -> None:
    page.reload()
    inside(page).get_by_role("link", name="Report").first.click()
    log_in(page, "Tom K.", "Log in to report")
    inside(page).get_by_label("Be Truthful").check()
    look(page)
    inside(page).get_by_role("button", name="Report", exact=True).click()
    expect(inside(page).get_by_text("Thank you").first).to_be_visible()


def framed_by(town: Town) -> list[str]:
    with town.database.transaction() as db:
        rows = db.query(LoginSession).filter(LoginSession.framed_by.is_not(None))
        return [str(row.framed_by) for row in rows]


def test_a_reader_who_has_only_a_keyboard_takes_part_in_the_frame(town: Town) -> None:
    with town.read() as other:
        log_in(other, "Tom K.")
        inside(other).get_by_label("What do you know").fill(PLAIN)
        inside(other).get_by_role("button", name="Post", exact=True).click()
        expect(inside(other).locator("article", has_text=PLAIN)).to_be_visible()
    with town.read(above=BEFORE) as page:
        log_in_by_keys(page, "Ana P.")
        write_by_keys(page)
        answer_by_keys(page)
        edit_by_keys(page)
        report_by_keys(page)
        leave_by_keys(page)


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Go on from one control to the next until this one has the focus, and shows it."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_KEYS):
        if wanted.evaluate("it => it.matches(':focus')"):
            break
        page.keyboard.press(key)
    expect(wanted).to_be_focused()
    expect(wanted).to_have_css("outline-style", "solid")


def log_in_by_keys(page: Page, name: str) -> None:
    tab_to(page, inside(page).get_by_role("link", name="Log in to comment"))
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    window = opened.value
    tab_to(window, window.locator("[name=name]"))
    window.keyboard.type(name)
    tab_to(window, window.locator("[name=password]"))
    window.keyboard.type(PASSWORD)
    with page.expect_event("framenavigated"):
        window.keyboard.press("Enter")
    expect(inside(page).get_by_text("Log out")).to_be_visible()


def write_by_keys(page: Page) -> None:
    tab_to(page, inside(page).get_by_label("What do you know"))
    page.keyboard.type(MENDED)
    page.keyboard.press("Control+Enter")
    expect(inside(page).locator("article", has_text=MENDED)).to_be_visible()


def answer_by_keys(page: Page) -> None:
    tab_to(page, inside(page).get_by_role("link", name="Reply to Tom K."))
    page.keyboard.press("Enter")
    tab_to(page, inside(page).locator("textarea"))
    page.keyboard.type(ANSWER)
    tab_to(page, inside(page).get_by_role("button", name="Post", exact=True))
    page.keyboard.press("Enter")
    expect(inside(page).locator("article", has_text=ANSWER)).to_be_visible()


def edit_by_keys(page: Page) -> None:
    own = inside(page).locator("article", has_text=ANSWER)
    tab_to(page, own.get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    tab_to(page, inside(page).get_by_label("Your comment"))
    page.keyboard.press("Control+End")
    page.keyboard.type(" For how long?")
    tab_to(page, inside(page).get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    mended = inside(page).locator("article", has_text="For how long?")
    expect(mended).to_contain_text("edited")


def report_by_keys(page: Page) -> None:
    tab_to(page, inside(page).get_by_role("link", name="Report Tom K.’s comment"))
    page.keyboard.press("Enter")
    first = inside(page).get_by_role("radio").first
    expect(first).to_be_visible()
    for _ in range(MOST_KEYS):
        if inside(page).locator("[type=radio]:focus").count():
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    truthful = inside(page).get_by_label("Be Truthful")
    for _ in range(8):
        if truthful.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(truthful).to_be_checked()
    tab_to(page, inside(page).get_by_role("button", name="Report", exact=True))
    page.keyboard.press("Enter")
    expect(inside(page).get_by_text("Thank you").first).to_be_visible()


def leave_by_keys(page: Page) -> None:
    """The frame is no trap: the page around it is a few keys away."""
    tab_to_outside = page.get_by_role("link", name="The weather")
    for _ in range(MOST_KEYS):
        if page.evaluate("document.activeElement.tagName") == "A":
            break
        page.keyboard.press("Shift+Tab")
    expect(tab_to_outside).to_be_focused()


def test_the_tag_chooses_the_language_of_the_board(town: Town) -> None:
    with town.read(lang="es") as page:
        expect(inside(page).locator("html")).to_have_attribute("lang", "es")
        expect(inside(page).get_by_text("Las normas aquí, en breve")).to_be_visible()
        with page.expect_popup() as opened:
            inside(page).get_by_role("link", name="Inicie sesión").first.click()
        window = opened.value
        expect(window.locator("html")).to_have_attribute("lang", "es")
        window.fill("[name=name]", "Ana P.")
        window.fill("[name=password]", PASSWORD)
        with page.expect_event("framenavigated"):
            window.locator("main [type=submit]").click()
        expect(inside(page).get_by_text("Cerrar sesión")).to_be_visible()


def test_every_kind_of_token_arrives_before_anything_is_drawn(town: Town) -> None:
    chosen = {
        "theme_paper": "rgb(250, 240, 230)",
        "theme_sans": "monospace",
        "theme_size": "20px",
        "theme_radius": "0px",
    }
    with town.read(**chosen) as page:
        body = inside(page).locator("body")
        expect(body).to_have_css("background-color", "rgb(250, 240, 230)")
        expect(body).to_have_css("font-family", "monospace")
        expect(body).to_have_css("font-size", "20px")
        expect(inside(page).locator(".rules-box")).to_have_css("border-radius", "0px")


def test_the_height_follows_the_board_up_and_down(town: Town) -> None:
    with town.read() as page:
        rules = inside(page).locator(".rules-box summary")
        expect(rules).to_be_visible()
        fits(page)
        short = tall_of(page)
        rules.click()
        expect(inside(page).locator(".rules")).to_be_visible()
        fits(page)
        assert tall_of(page) > short
        rules.click()
        fits(page)
        assert tall_of(page) == short
        page.set_viewport_size({"width": 320, "height": 640})
        fits(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def tall_of(page: Page) -> int:
    return int(page.locator("iframe[data-parley]").evaluate("it => it.clientHeight"))


def test_the_tag_leaves_the_page_alone_and_the_frame_fits_it(town: Town) -> None:
    with town.read(above=FAR) as page:
        assert page.locator("iframe").count() == 0  # nobody is near yet
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(inside(page).get_by_text("Nobody has written here yet")).to_be_visible()
        assert page.locator("link, style").count() == 1
        fits(page)
        assert page.evaluate("scrollY") > 3000
        inside(page).locator(".rules-box summary").click()
        fits(page)
        frame = page.locator("iframe[data-parley]")
        assert frame.evaluate("it => getComputedStyle(it).borderTopWidth") == "0px"


def fits(page: Page) -> None:
    """The frame is as tall as what it shows, so that it never scrolls by itself."""
    tall = "document.documentElement.getBoundingClientRect().height"
    frame = frame_of(page)
    locator = page.locator("iframe[data-parley]")
    for _ in range(100):
        height = locator.evaluate("it => it.clientHeight")
        if height == math.ceil(frame.evaluate(tall)):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the frame is {height} pixels tall")


def test_the_page_chooses_colours_and_nothing_else(town: Town) -> None:
    chosen = {
        "theme_accent": "rgb(120, 0, 30)",
        "theme_scheme": "dark",
        "theme_ink": "red; background: url(//evil.example)",
    }
    with town.read(**chosen) as page:
        frame = frame_of(page)
        paper = inside(page).locator("body")
        expect(paper).to_have_css("background-color", "rgb(23, 23, 22)")
        token = "t => getComputedStyle(document.documentElement).getPropertyValue(t)"
        assert frame.evaluate(token, "--accent") == "rgb(120, 0, 30)"
        assert frame.evaluate(token, "--ink") == "#ebe8e1"
        page.evaluate("document.querySelector('script').dataset.themeScheme = 'light'")
        expect(paper).to_have_css("background-color", "rgb(253, 252, 250)")


def test_words_from_strangers_change_nothing(town: Town) -> None:
    with town.read() as page:
        expect(inside(page).get_by_text("Nobody has written here yet")).to_be_visible()
        fits(page)
        page.evaluate("postMessage({ parley: 1, height: 9999, arrived: 5000 }, '*')")
        frame_of(page).evaluate(
            "postMessage({ parley: 1, theme: { accent: 'red' }, code: 'junk' }, '*')"
        )
        fits(page)
        token = (
            "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
        )
        assert frame_of(page).evaluate(token) != "red"
        with pytest.raises(Error):
            page.evaluate("document.querySelector('iframe').contentDocument.cookie")


def test_a_site_that_is_not_allowed_is_given_a_link(town: Town) -> None:
    stolen = town.newspaper.origin.replace("localhost", "127.0.0.1")
    tag = town.tag("/stolen").replace("localhost", "127.0.0.1")
    with town.read() as page:
        page.goto(town.newspaper.print_article("/stolen", tag))
        expect(inside(page).get_by_role("alert")).to_contain_text("not among the sites")
        page.goto(f"{stolen}/stolen")
        page.get_by_role("link", name="Comments").click(timeout=60_000)
        expect(page.get_by_role("alert")).to_contain_text("not among the sites")


def test_a_list_of_articles_shows_how_many_comments_each_has(town: Town) -> None:
    now = datetime.now(UTC)
    with town.database.transaction(writes=True) as db:
        for path, count in (("/a", 12), ("/b", 1)):
            thread = Thread(url=f"{town.newspaper.origin}{path}", title=path)
            thread.comment_count = count
            thread.created_at = thread.changed_at = now
            db.add(thread)
    spans = "".join(
        f"<span data-parley-count='{town.newspaper.origin}{path}'>–</span>"
        for path in ("/a", "/b", "/c")
    )
    tag = f'<script async src="{town.board}/embed.js"></script>'
    address = town.newspaper.print_article("/list", tag, spans)
    context = town.browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "counts" in r.url else None)
    page.goto(address)
    expect(page.locator("span")).to_have_text(["12", "1", "0"])
    assert len(asked) == 1
    assert page.locator("iframe").count() == 0
    context.close()


def test_the_browser_of_these_tests_does_block_third_party_cookies(town: Town) -> None:
    with town.read() as page:
        frame = frame_of(page)
        frame.wait_for_load_state()
        frame.evaluate("document.cookie = 'plain=1; Secure; SameSite=None; Path=/'")
        assert frame.evaluate("document.cookie") == ""
        with pytest.raises(Error, match="denied"):
            frame.evaluate("sessionStorage.length")

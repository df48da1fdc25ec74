"""The demo's newspaper in a browser: an article on one site, the board from another."""

from datetime import UTC, datetime
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from comments.settings import NEWSPAPER
from comments.store.database import Database
from comments.store.models import Thread
from tests.backends import parley


def test_who_tries_the_demo_reads_the_article_with_the_board_under_it(
    sqlite_database: Database, chromium: Browser, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    url = f"{NEWSPAPER}/local/bridge"
    with sqlite_database.transaction(writes=True) as db:
        words = {"title": "The bridge is closed", "standfirst": "Since six."}
        db.add(Thread(url=url, created_at=now, changed_at=now, **words))
    where = sqlite_database.engine.url.render_as_string(hide_password=False)
    settings = parley.fresh_settings(where, PARLEY_DEMO="1")
    server = parley.serve(settings, tmp_path / "log")
    page = chromium.new_page(color_scheme="dark")
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text))
    page.goto(f"{server.base}/threads/1")
    page.get_by_role("link", name="Read the article").click()
    expect(page).to_have_title("The bridge is closed | The Courier")
    assert not page.url.startswith(server.base)
    board = page.frame_locator("iframe[data-parley]")
    expect(board.get_by_text("Nobody has written here yet")).to_be_visible()
    expect(board.locator("body")).to_have_css("color", "rgb(27, 27, 26)")  # as in light
    assert Axe().run(page).violations_count == 0
    page.get_by_role("link", name="The Courier").click()
    expect(page.locator("[data-parley-count]")).to_have_text("0")
    assert Axe().run(page).violations_count == 0
    assert problems == []
    page.close()
    assert server.stop() == 0

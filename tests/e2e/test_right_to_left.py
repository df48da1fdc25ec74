"""A newsroom whose language is written from right to left, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from playwright.sync_api import Browser, Page, expect

from comments.settings import TRANSLATIONS
from comments.store.database import Database
from tests.e2e.conftest import PASSWORD, Town, found_town
from tests.e2e.test_reading import talk

KEPT = re.compile(r"(%\(\w+\)[sd]|<[^>]*>|&\w+;)")
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "ابجدهوزحطيكلمنسعفصقرشتثخذض",
)
READERS_PAGES = ("/", "/threads/1", "/threads/1?show=new", "/rules", "/login")
OWN_PAGES = (
    "/threads/1",
    "/comments/2/reply",
    "/comments/1/report",
    "/me/comments",
    "/me/notices",
    "/me/news",
    "/me/mail",
    "/me/data",
    "/account",
)
DESK_PAGES = ("/queue", "/search", "/site", "/words", "/policy")


def turned(text: str) -> str:
    """An English sentence in Arabic letters: as long, and from the other side."""
    pieces = KEPT.split(text)
    return "".join(
        piece if KEPT.fullmatch(piece) else piece.lower().translate(LETTERS)
        for piece in pieces
    )


def write_catalogue(folder: Path) -> None:
    with (TRANSLATIONS / "es.po").open("rb") as file:
        catalogue = read_po(file, locale="es")
    for message in catalogue:
        if isinstance(message.id, str):
            message.string = turned(message.id) if message.id else message.string
        else:
            message.string = tuple(turned(form) for form in message.id)
    with (folder / "fa.po").open("wb") as file:
        write_po(file, catalogue)


@pytest.fixture
def newsroom(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    write_catalogue(tmp_path)
    town = found_town(
        sqlite_database,
        tmp_path / "log",
        NEWSROOM_LANGUAGE="fa",
        TRANSLATIONS=str(tmp_path),
    )
    try:
        talk(town)
        yield town
    finally:
        town.end()


def visit(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    wide = page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
    assert wide <= 0, f"{address} is {wide} px too wide"
    shown = page.locator("h1").first.evaluate(
        "element => getComputedStyle(element).textAlign"
    )
    assert shown in ("start", "right"), address


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


def log_in(page: Page, name: str) -> None:
    page.goto("/login")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_turned_around_and_none_is_too_wide(
    newsroom: Town, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(
        base_url=newsroom.server.base, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    for address in READERS_PAGES:
        visit(page, address)
    log_in(page, "Marta R.")
    for address in OWN_PAGES:
        visit(page, address)
    context.clear_cookies()
    log_in(page, "Lee Moss")
    for address in DESK_PAGES:
        visit(page, address)
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_comment_begins_at_the_right_and_its_words_where_they_are_written(
    newsroom: Town, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(
        base_url=newsroom.server.base, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    visit(page, "/threads/1?sort=oldest")
    comment = "#comment-1"
    assert middle(page, f"{comment} .avatar") > middle(page, f"{comment} .author")
    assert middle(page, f"{comment} .avatar") > width / 2
    assert middle(page, ".site-name") > width / 2
    words = page.locator(f"{comment} .comment-text").first.locator("p").first
    direction = "element => getComputedStyle(element).direction"
    assert words.evaluate(direction) == "ltr", "English words keep their own direction"
    context.close()

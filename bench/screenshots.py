"""Remake the pictures in docs/img from the demo newsroom's real pages.

Start `make run`, then, in another terminal, `make screenshots`.  Name pictures to take
only those: `make screenshots ARGS="queue nudge"`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Browser, Page, ViewportSize

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench._small_png import make_small  # noqa: E402  (needs the line above)
from tests.backends.chromium import browser  # noqa: E402

ACCOUNTS: Final = ROOT / "instance" / "demo-accounts.json"
PICTURES: Final = ROOT / "docs" / "img"
LARGEST: Final = 120_000  # bytes: a page of pictures has to open on a slow line
BRIDGE: Final = "Mill Street bridge closed"
RUDE: Final = (
    "The mayor is a pathetic idiot. The engineers asked for the money in 2019 and she "
    "sent them home with a handshake."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, who looks at it, what they do there, and where they stand then."""

    name: str
    role: str
    page: str
    follows: str  # words of the link on that page that leads to what is pictured
    height: int
    top: str = "body"  # what stands at the top of the picture
    width: int = 1280
    scheme: Literal["light", "dark"] = "light"
    then: Callable[[Page], object] = str  # nothing


def write_rudely(page: Page) -> None:
    """Be nudged; nothing is stored."""
    page.fill("#text", RUDE)
    page.get_by_role("button", name="Post", exact=True).click()
    page.locator("[data-nudge]").wait_for()
    page.evaluate("document.activeElement.blur()")


def report_the_first(page: Page) -> None:
    """Open the form; nothing is sent."""
    page.get_by_role("link", name="Report").first.click()
    page.get_by_label("Be Truthful").check()


def every_look(picture: Picture) -> Iterator[Picture]:
    """The same page on a phone, on a tablet and at a desk, in light and in dark."""
    for width, height in ((320, 640), (768, 900), (1280, 900)):
        for scheme in SCHEMES:
            name = f"{picture.name}-{scheme}-{width}"
            yield replace(picture, name=name, width=width, height=height, scheme=scheme)


SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
DESK: Final = ("moderator", "/queue", "Be Nice")
ARTICLES: Final = ("reader", "/")
BOARD: Final = (
    Picture("empty", *ARTICLES, "Winter market moves", 0, ".discussion"),
    Picture("thread", *ARTICLES, BRIDGE, 0, ".conversations"),
    Picture("nudge", *ARTICLES, BRIDGE, 0, "[data-nudge]", then=write_rudely),
    Picture("report", *ARTICLES, BRIDGE, 0, "main", then=report_the_first),
    Picture("news", "reader", "/me/news", "", 0),
)
PICTURES_OF: Final = (
    Picture("board", *ARTICLES, BRIDGE, 1540),
    Picture("queue", "moderator", "/queue", "truthteller9000", 900),
    Picture("desk-light", *DESK, 660),
    Picture("desk-dark", *DESK, 660, scheme="dark"),
    Picture("desk-phone", *DESK, 700, width=320),
    *(one for picture in BOARD for one in every_look(picture)),
)


def main() -> None:
    """Take every picture."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", help="how their names begin")
    arguments.add_argument("--accounts", type=Path, default=ACCOUNTS)
    arguments.add_argument("--into", type=Path, default=PICTURES)
    options = arguments.parse_args()
    demo = json.loads(options.accounts.read_text(encoding="utf-8"))
    options.into.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for picture in PICTURES_OF:
            if picture.name.startswith(tuple(options.names or [""])):
                file = options.into / f"{picture.name}.png"
                take(chromium, demo, picture, file)
                print(f"{file}: {file.stat().st_size:,} bytes")


def take(chromium: Browser, demo: dict[str, Any], picture: Picture, file: Path) -> None:
    """Log in, go to the page, and keep what is seen."""
    view: ViewportSize = {"width": picture.width, "height": picture.height}
    with chromium.new_context(
        base_url=demo["base_url"],
        viewport=view,
        color_scheme=picture.scheme,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        log_in(page, demo, picture.role)
        go(page, picture)
        page.screenshot(path=file)
    make_small(file)
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file} is larger than {LARGEST:,} bytes.")


def log_in(page: Page, demo: dict[str, Any], role: str) -> None:
    """Log in as the first account of the role."""
    account = next(a for a in demo["accounts"] if a["role"] == role)
    page.goto("/login")
    page.fill("input[name=name]", account["name"])
    page.fill("input[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def go(page: Page, picture: Picture) -> None:
    """Open the page, follow the link, and stand where the picture begins."""
    page.goto(picture.page)
    if picture.follows:
        page.get_by_role("link").filter(has_text=picture.follows).first.click()
    page.wait_for_load_state()
    picture.then(page)
    page.wait_for_load_state()
    page.locator(picture.top).first.evaluate("element => element.scrollIntoView()")


if __name__ == "__main__":
    main()

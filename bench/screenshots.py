"""Remake the pictures in docs/img from the demo newsroom's real pages.

Start `make run`, then, in another terminal, `make screenshots`.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Browser, Page, ViewportSize

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.backends.chromium import browser  # noqa: E402  (needs the line above)

ACCOUNTS: Final = ROOT / "instance" / "demo-accounts.json"
PICTURES: Final = ROOT / "docs" / "img"
LARGEST: Final = 300_000  # bytes: the README has to open on a slow line


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, who looks at it, and where they stand on it."""

    name: str
    role: str
    page: str
    follows: str  # words of the link on that page that leads to what is pictured
    height: int
    top: str = "body"  # what stands at the top of the picture
    width: int = 1280
    scheme: Literal["light", "dark"] = "light"


DESK: Final = ("moderator", "/queue", "Be Nice")
PICTURES_OF: Final = (
    Picture("board", "reader", "/", "Mill Street bridge closed", 1540),
    Picture("queue", "moderator", "/queue", "truthteller9000", 900),
    Picture("desk-light", *DESK, 660),
    Picture("desk-dark", *DESK, 660, scheme="dark"),
    Picture("desk-phone", *DESK, 700, width=320),
)


def main() -> None:
    """Take every picture."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--accounts", type=Path, default=ACCOUNTS)
    arguments.add_argument("--into", type=Path, default=PICTURES)
    options = arguments.parse_args()
    demo = json.loads(options.accounts.read_text(encoding="utf-8"))
    options.into.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for picture in PICTURES_OF:
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
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file} is larger than {LARGEST:,} bytes.")


def log_in(page: Page, demo: dict[str, Any], role: str) -> None:
    """Log in as the first account of the role."""
    account = next(a for a in demo["accounts"] if a["role"] == role)
    page.goto("/login")
    page.fill("input[name=name]", account["name"])
    page.fill("input[name=password]", account["password"])
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def go(page: Page, picture: Picture) -> None:
    """Open the page, follow the link, and stand where the picture begins."""
    page.goto(picture.page)
    page.get_by_role("link").filter(has_text=picture.follows).first.click()
    page.wait_for_load_state("networkidle")
    page.locator(picture.top).first.evaluate("element => element.scrollIntoView()")


if __name__ == "__main__":
    main()

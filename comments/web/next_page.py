"""Where to go after logging in: a page of this site, or the front page."""

import re
from typing import Final
from urllib.parse import urlsplit

FRONT_PAGE: Final = "/"
LONGEST: Final = 500
# One slash, then letters, digits and a few signs.  No backslash, no control character
# and no second slash at the start: browsers read those as another site's address.
LOCAL_PATH: Final = re.compile(
    r"/(?:[A-Za-z0-9._~-][A-Za-z0-9._~/-]*)?"
    r"(?:\?[A-Za-z0-9._~=&%+,:-]*)?"
    r"(?:\#[A-Za-z0-9_-]*)?",
    re.ASCII,
)
FRAMED: Final = "/framed"  # where pages stand that other sites show
LOG_IN_PAGES: Final = frozenset({"/login", "/logout", "/register"})


def safe_next(wanted: str | None) -> str:
    """The wanted page when it is certainly one of ours, else the front page."""
    if not wanted or len(wanted) > LONGEST or LOCAL_PATH.fullmatch(wanted) is None:
        return FRONT_PAGE
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or "//" in parts.path or ".." in parts.path:
        return FRONT_PAGE
    return FRONT_PAGE if parts.path in LOG_IN_PAGES else wanted


def own_page(wanted: str | None) -> str:
    """The same for whoever has logged in outside a frame: the page itself is wanted."""
    page = safe_next(wanted)
    return page.removeprefix(FRAMED) if page.startswith(f"{FRAMED}/") else page

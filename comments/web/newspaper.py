"""The demo's newspaper: articles that carry the one tag, as another site would.

It is there in the demo alone.  On a loopback host it is read under the host's other
name (localhost for 127.0.0.1), which is another site to a browser: what works here
works under a newsroom's own articles.
"""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.errors import NotFound
from comments.settings import NEWSPAPER
from comments.store import comments as stored
from comments.web.access import requires
from comments.web.context import parley

newspaper = Blueprint("newspaper", __name__, url_prefix="/courier")

NAME: Final = "The Courier"


@newspaper.get("/")
@requires(Act.READ_BOARD)
def front() -> Response:
    with parley().database.transaction() as db:
        printed = [
            thread
            for thread in stored.listed_threads(db)
            if thread.url.startswith(f"{NEWSPAPER}/")
        ]
    return _printed("newspaper/front.html", threads=printed)


@newspaper.get("/<path:path>")
@requires(Act.READ_BOARD)
def article(path: str) -> Response:
    with parley().database.transaction() as db:
        thread = stored.find_thread(db, f"{NEWSPAPER}/{path}")
    if thread is None:
        raise NotFound
    return _printed("newspaper/article.html", thread=thread)


def _printed(template: str, **values: object) -> Response:
    board = parley().settings.public_url
    page = render_template(template, **values, board=board, newspaper_name=NAME)
    answer = make_response(page)
    answer.headers.update(_headers(board))
    return answer


def _headers(board: str) -> Mapping[str, str]:
    """What docs/embedding.md asks of a page whose own policy is strict."""
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": board,
        "frame-src": board,
        "connect-src": board,
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{a} {b}" for a, b in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    }

"""Which pages a cache may keep: none, unless a view says that it is everybody's."""

import hashlib
from datetime import timedelta
from functools import partial
from typing import Final

from flask import Flask, request, url_for
from werkzeug.wrappers import Response

from comments.web.access import current_account
from comments.web.slim import sources_of

PRIVATE: Final = "private, no-store"
SHARED_SECONDS: Final = 1  # a taken-down comment is out of every cache in a second
IF_ERROR_SECONDS: Final = 600  # readers keep reading while the database is away
LONG: Final = int(timedelta(days=365).total_seconds())
SHORT: Final = int(timedelta(hours=1).total_seconds())


def public_page(response: Response, *, seconds: int = SHARED_SECONDS) -> Response:
    """Let shared caches keep a visitor's page; a signed-in reader's stays private.

    The page must carry nothing of its reader: links in place of forms, no CSRF token.
    """
    response.vary.add("Cookie")
    if current_account() is not None or "Set-Cookie" in response.headers:
        return response
    response.headers["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}, stale-if-error={IF_ERROR_SECONDS}"
    )
    response.add_etag()
    return response.make_conditional(request)


def keep_private(response: Response) -> Response:
    """After each request: what no view has released stays out of every cache."""
    if request.endpoint == "static":
        return _static(response)
    if "Cache-Control" not in response.headers or "Set-Cookie" in response.headers:
        response.headers["Cache-Control"] = PRIVATE
        response.headers.pop("ETag", None)
    return response


def install(app: Flask) -> None:
    """Give templates `static_url`, whose addresses change with the files' contents."""
    digests: dict[str, str] = {}
    app.add_template_global(partial(_static_url, app, digests), "static_url")


def _static_url(app: Flask, digests: dict[str, str], filename: str) -> str:
    if filename not in digests or app.debug:
        digests[filename] = _digest(app, filename)
    return url_for("static", filename=filename, v=digests[filename])


def _digest(app: Flask, filename: str) -> str:
    digest = hashlib.sha256()
    for path in sources_of(app, filename):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _static(response: Response) -> Response:
    seconds = LONG if request.args.get("v") else SHORT
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response

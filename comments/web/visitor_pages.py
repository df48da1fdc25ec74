"""Thread pages for visitors: told apart by a tag that costs no reading of comments."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from flask import current_app, request
from werkzeug.wrappers import Response

from comments.services.thread_state import thread_state
from comments.web.context import now, parley
from comments.web.languages import language

SOURCES: Final = ("comments/**/*.py", "templates/**/*.html", "static/*")


def visitor_tag(thread_id: int) -> str:
    """What changes whenever a visitor's page of this thread does.

    The minute is part of it, because the page says how long ago comments came.
    """
    with parley().database.transaction() as db:
        state = thread_state(db, thread_id)
    minute = int(now().timestamp()) // 60
    words = language().digest
    parts = f"{state} {minute} {words} {_code_version(current_app.root_path)}"
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def is_known(tag: str) -> bool:
    """Whether the asker has this page already."""
    return request.if_none_match.contains_weak(tag)


def tagged(response: Response, tag: str) -> Response:
    """An answer with its tag; weak, since a proxy may compress it."""
    response.set_etag(tag, weak=True)
    return response


@cache
def _code_version(root: str) -> str:
    """A digest of what makes the pages: a new release makes new ones."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(Path(root).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()

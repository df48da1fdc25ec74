"""Bodies on their way in: whole, in UTF-8, and none that keeps every reader waiting.

A thread that reads a body waits for its sender, and nothing can wake it before.  So
some threads of a process never read one: however slowly bodies come, pages go out.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Condition
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import g, request
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge

from comments.domain.phrases import Phrase
from comments.web.security import MOST_BYTES, SAFE_METHODS

FORM: Final = "application/x-www-form-urlencoded"
AT_ONCE: Final = 6  # of a worker's eight threads
PATIENCE: Final = 1.0  # seconds; a form is sent in one piece, and is here by then


class TooSlow(Exception):
    """Too many senders take their time; whoever comes next is asked to come again."""


class Arrivals:
    """Lets a few bodies come in at once; safe to share between threads."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._at_once = at_once
        self._patience = patience
        self._numbers = count()
        self._begun: dict[int, float] = {}
        self._changed = Condition()

    def refuse_broken_bodies(self) -> None:
        """Before each request: a body that is too long or not UTF-8 is refused."""
        if request.method in SAFE_METHODS:
            return
        if (request.content_length or 0) > MOST_BYTES:
            raise RequestEntityTooLarge
        with self.turn():
            body = request.get_data(cache=True, parse_form_data=False)
        g.body_is_here = True
        if len(body) > MOST_BYTES:
            raise RequestEntityTooLarge
        _refuse_cut_off(body)
        _refuse_other_than_text(body)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Read one body; TooSlow when those before it have been coming for too long."""
        number = self._enter()
        try:
            yield
        finally:
            with self._changed:
                del self._begun[number]
                self._changed.notify()

    def _enter(self) -> int:
        with self._changed:
            if not self._changed.wait_for(self._has_room, self._seconds_to_wait()):
                raise TooSlow
            number = next(self._numbers)
            self._begun[number] = time.monotonic()
            return number

    def _has_room(self) -> bool:
        return len(self._begun) < self._at_once

    def _seconds_to_wait(self) -> float:
        oldest = min(self._begun.values(), default=0.0)
        return max(0.0, oldest + self._patience - time.monotonic())


def body_is_here() -> bool:
    """Whether the request's body has been read, so that looking at it costs no time."""
    return "body_is_here" in g


def _refuse_cut_off(body: bytes) -> None:
    """Refuse what a broken connection left of a form: half a text is not a comment.

    The server hands it to us as if it were whole.  Other bodies show where they end; a
    form without a length does not.
    """
    length = request.content_length
    if length is None and body and request.mimetype == FORM:
        raise LengthRequired(Phrase("Say how long this form is, with Content-Length."))
    if length is not None and len(body) < length:
        raise BadRequest(Phrase("The end of this did not arrive, so nothing was done."))


def _refuse_other_than_text(body: bytes) -> None:
    if request.mimetype == FORM:
        body = unquote_to_bytes(body)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest(
            Phrase("This is not valid UTF-8 text, so nothing was done.")
        ) from None

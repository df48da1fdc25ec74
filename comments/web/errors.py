"""Errors to answers: the only place that knows status codes.

A page for people, problem+json (RFC 9457) under the API.  Whatever somebody typed comes
back with the page, so that no error loses a text.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from comments.adapters.passwords import TooBusy
from comments.domain.permissions import NotPermitted, Refusal
from comments.domain.phrases import Phrase
from comments.services.accounts import AccountLocked, Unacceptable, WrongCredentials
from comments.services.errors import Conflict, NotFound, Refused, TooManyThreads
from comments.store.database import DatabaseUnavailable
from comments.web import google_form, limits, sessions
from comments.web.access import BadToken, current_account
from comments.web.arrivals import TooSlow, body_is_here
from comments.web.forms import InvalidField
from comments.web.framed import is_framed
from comments.web.languages import say
from comments.web.next_page import FRONT_PAGE, safe_next
from comments.web.perspective.bodies import InvalidRequest
from comments.web.problem_words import SENTENCES, TITLES
from comments.web.security import SAFE_METHODS, ForeignOrigin
from comments.web.words import silenced_sentence, wait_words, warned_sentence

log = logging.getLogger(__name__)

LOG_IN_FORMS: Final = ("accounts.send_log_in", "accounts.send_registration")
KEPT_FIELDS: Final = ("text", "note", "explanation")  # never a password
RETRY_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for a person and for a program."""

    status: int
    sentence: str
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """A few words for the status."""
        return TITLES.get(self.status, Phrase("This did not work"))


def install(app: Flask) -> None:
    """Answer every error with a page or with problem+json."""
    for kind, describe in DESCRIPTIONS.items():
        app.register_error_handler(kind, _handler(describe))


def wants_problem_json() -> bool:
    """Whether a program asks: everything under the API's paths."""
    return request.path.startswith(sessions.API_PATHS)


def answer(problem: Problem) -> Response:
    """The answer to a problem, in the form that the asker reads."""
    if sessions.takes_keys(request):
        return _as_google(problem)
    response = _as_json(problem) if wants_problem_json() else _as_page(problem)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    if problem.status == 401 and wants_problem_json():
        response.headers["WWW-Authenticate"] = 'Bearer realm="parley"'
    return response


@dataclass(frozen=True, slots=True)
class SentForm:
    """The form that did not get through: its long text, and what was sent with it."""

    field: str
    text: str
    others: tuple[tuple[str, str], ...]


def sent_form() -> SentForm | None:
    """What was typed into the form, to be shown again; None when there is no text.

    Sent again it carries the token that it came with, and so no more power than before.
    """
    if request.method in SAFE_METHODS or not body_is_here():
        return None
    try:
        fields = tuple(request.form.items(multi=True))
    except HTTPException:
        return None  # the form itself could not be read
    for name in KEPT_FIELDS:
        text = request.form.get(name, "")
        if text:
            others = tuple(pair for pair in fields if pair[0] != name)
            return SentForm(name, text, others)
    return None


def page_before() -> str:
    """The page of ours that the form stood on, to come back to after logging in."""
    if is_framed() and request.method in SAFE_METHODS:
        return safe_next(f"{request.root_path}{request.full_path}".rstrip("?"))
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:  # a browser sends no such thing, but somebody else may
        return FRONT_PAGE
    return safe_next(parts.path) if parts.netloc == request.host else FRONT_PAGE


def _handler(describe: Callable[[Any], Problem | AnyResponse]) -> Any:
    def handle(error: Exception) -> AnyResponse:
        try:
            described = describe(error)
            return answer(described) if isinstance(described, Problem) else described
        except DatabaseUnavailable as gone:  # while we asked who reads the page
            return answer(_unavailable(gone))

    return handle


def _as_json(problem: Problem) -> Response:
    response = jsonify(
        type="about:blank",
        title=say(problem.title),
        status=problem.status,
        detail=say(problem.sentence),
        **problem.extra,
    )
    response.content_type = "application/problem+json"
    return response


def _as_google(problem: Problem) -> Response:
    if problem.status == 401:
        return google_form.unknown_client()
    details = problem.extra.get("details", ())
    response = google_form.error(problem.status, problem.sentence, details)
    response.headers.update(problem.headers)
    return response


def _as_page(problem: Problem) -> Response:
    if problem.status in (500, 503):
        sessions.go_on_as_visitor()  # the page must not ask the database again
    page = render_template(
        "errors/error.html",
        problem=problem,
        sent=sent_form(),
        page_before=page_before(),
    )
    return Response(page)


def _not_permitted(error: NotPermitted) -> Problem | AnyResponse:
    if error.refusal is Refusal.SIGN_IN:
        return _sign_in()
    if error.refusal is Refusal.SILENCED:
        account = current_account()
        bound = account.bound if account else None
        return Problem(403, silenced_sentence(bound))
    if error.refusal is Refusal.WARNED:
        return _warned()
    if error.refusal is Refusal.SCOPE:
        return Problem(403, Phrase("This token is not for that."))
    return Problem(403, Phrase("You may not do this."))


def _warned() -> Problem:
    account = current_account()
    if account is None or account.warned is None:
        return Problem(403, Phrase("You may not do this."))
    extra = {"warning": account.warned.sanction_id}
    return Problem(403, warned_sentence(account.warned), extra=extra)


def _sign_in() -> Problem | AnyResponse:
    if is_framed() and request.method in SAFE_METHODS:
        return Problem(401, Phrase("Log in to go on."))
    if request.method in SAFE_METHODS and not wants_problem_json():
        where = request.full_path.rstrip("?")
        return redirect(url_for("accounts.log_in", next=where), 303)
    return Problem(401, Phrase("Log in first, then send it again."))


def _invalid(error: InvalidField | Unacceptable) -> Problem:
    return Problem(400, str(error), extra={"field": error.field})


def _invalid_request(error: InvalidRequest) -> Problem:
    return Problem(400, str(error), extra={"details": [error.detail]})


def _csrf(_: CSRFError) -> Problem:
    again = Phrase("Load the page anew and send it again.")
    if current_account() is None and request.endpoint not in LOG_IN_FORMS:
        again = Phrase(
            "You may have been logged out meanwhile: log in and send it again."
        )
    return Problem(400, Phrase("This form is out of date. %(again)s", again=again))


def _too_many(error: RateLimitExceeded) -> Problem:
    wait = limits.seconds_to_wait(error)
    return Problem(
        429,
        Phrase("Please try again in %(span)s.", span=wait_words(wait)),
        _retry_after(wait),
    )


def _unavailable(error: DatabaseUnavailable) -> Problem:
    log.error("database unavailable: %s", error)
    sentence = Phrase("Nothing was saved. Please send it again in a moment.")
    return Problem(503, sentence, _retry_after(RETRY_SECONDS))


def _unexpected(error: Exception) -> Problem:
    log.error("unexpected error at %s", request.endpoint, exc_info=error)
    return Problem(500, SENTENCES[500])


def _http(error: HTTPException) -> Problem | AnyResponse:
    if error.response is not None:
        return error.get_response(request.environ)
    status = error.code or 500
    default = type(error).description
    own = error.description if error.description != default else None
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return Problem(status, own or SENTENCES.get(status) or default or "", headers)


def _busy(_: TooBusy) -> Problem:
    return Problem(
        503, Phrase("Many people log in right now. Try again."), _retry_after(1)
    )


def _too_slow(_: TooSlow) -> Problem:
    sentence = Phrase(
        "Too much is coming in at once; nothing was saved. Please try again."
    )
    return Problem(503, sentence, _retry_after(RETRY_SECONDS))


def _retry_after(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}


# Flask takes the nearest class, so an error is described by its most exact entry.
DESCRIPTIONS: Final[
    Mapping[type[Exception], Callable[[Any], Problem | AnyResponse]]
] = {
    NotPermitted: _not_permitted,
    NotFound: lambda error: Problem(404, str(error)),
    TooManyThreads: lambda error: Problem(429, str(error), _retry_after(600)),
    Conflict: lambda error: Problem(409, str(error)),
    AccountLocked: lambda error: Problem(403, silenced_sentence(error.bound)),
    Refused: lambda error: Problem(403, str(error)),
    InvalidField: _invalid,
    Unacceptable: _invalid,
    InvalidRequest: _invalid_request,
    WrongCredentials: lambda error: Problem(401, str(error)),
    BadToken: lambda _: Problem(401, Phrase("This token is not valid (any more).")),
    ForeignOrigin: lambda _: Problem(
        403, Phrase("Another site sent this; nothing was done.")
    ),
    CSRFError: _csrf,
    RateLimitExceeded: _too_many,
    TooBusy: _busy,
    TooSlow: _too_slow,
    DatabaseUnavailable: _unavailable,
    HTTPException: _http,
    Exception: _unexpected,
}

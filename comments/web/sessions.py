"""Sessions over the database: the cookie holds a secret, the row holds the identity.

Flask, Flask-Login and Flask-WTF see an ordinary session.  Signed in, it is filled from
the row that belongs to the cookie's secret.  A visitor has none until a form is shown;
then a signed cookie keeps the form's CSRF seed and nothing else.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, cast

from flask import Flask, Request, Response, g
from flask.globals import request_ctx
from flask.sessions import SessionInterface, SessionMixin
from flask_login import login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer

from comments.services import sessions as services
from comments.services.sessions import NewSession, SignedIn
from comments.store.database import DatabaseUnavailable
from comments.web.context import now, parley
from comments.web.framed import frame_origins, is_framed

SIGNED_IN: Final = "s."  # what a signed-in browser's cookie begins with
VISITOR: Final = "v."
CSRF: Final = "csrf_token"  # the key under which Flask-WTF looks for its seed
USER: Final = "_user_id"  # the key under which Flask-Login looks for its user
BEARER: Final = "Bearer "
TOUCH_PAUSE: Final = timedelta(minutes=1)
API_PATHS: Final = ("/api/", "/v1alpha1/")
KEYED_PATHS: Final = "/v1alpha1/"  # Perspective's: a token is called a key there
KEY_HEADER: Final = "X-Goog-Api-Key"
KEY_FIELD: Final = "key"


class Session(SessionMixin):
    """A session that asks the database only when somebody looks into it."""

    modified = False

    def __init__(self, load: Callable[[], dict[str, Any]]) -> None:
        self._load = load
        self._values: dict[str, Any] | None = None
        self.begun: NewSession | None = None
        self.ended = False

    @property
    def values_now(self) -> dict[str, Any]:
        if self._values is None:
            self._values = self._load()
        return self._values

    def __getitem__(self, key: str) -> Any:
        return self.values_now[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.values_now[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self.values_now[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_now)

    def __len__(self) -> int:
        return len(self.values_now)

    def replace(self, values: dict[str, Any]) -> None:
        """Forget everything that was known and know this instead."""
        self._values = values
        self.modified = False


class DatabaseSessions(SessionInterface):
    """Opens a session from the request's cookie and answers with a cookie's changes."""

    def __init__(self) -> None:
        self._touch_again_at: datetime | None = None

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie that counts here: a frame has one of its own."""
        return str(
            app.config["FRAMED_COOKIE" if is_framed() else "SESSION_COOKIE_NAME"]
        )

    def open_session(self, app: Flask, request: Request) -> Session:
        if bearer_token(request) is not None or takes_keys(request):
            return Session(dict)  # a token speaks for itself; the cookie is not read
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if cookie.startswith(SIGNED_IN):
            return Session(lambda: self._resume(cookie.removeprefix(SIGNED_IN)))
        if cookie.startswith(VISITOR):
            return Session(lambda: _visitor(app, cookie.removeprefix(VISITOR)))
        return Session(dict)

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        if not isinstance(session, Session):
            return
        if session.begun is not None:
            lasts = session.begun.lasts
            self._set(app, response, SIGNED_IN + session.begun.token, lasts)
        elif session.ended:
            self._drop(app, response)
        elif session.modified and session.get(CSRF) and USER not in session:
            self._set(app, response, VISITOR + _signer(app).dumps(session[CSRF]), None)

    def _resume(self, token: str) -> dict[str, Any]:
        with parley().database.transaction() as db:
            framed_by = frame_origins() if is_framed() else services.NO_FRAME
            signed_in = services.resume_session(
                db, token, now=now(), framed_by=framed_by
            )
        if signed_in is None:
            return {}
        if signed_in.touch_due and signed_in.session_id is not None:
            self._touch(signed_in.session_id)
        return _values_of(signed_in)

    def _touch(self, session_id: int) -> None:
        # Reading goes on while writing is down, and waits for it once a minute only.
        if self._touch_again_at is not None and now() < self._touch_again_at:
            return
        try:
            with parley().database.transaction(writes=True) as db:
                services.touch_session(db, session_id, now=now())
            self._touch_again_at = None
        except DatabaseUnavailable:
            self._touch_again_at = now() + TOUCH_PAUSE

    def _set(
        self, app: Flask, response: Response, value: str, lasts: timedelta | None
    ) -> None:
        response.set_cookie(
            self.get_cookie_name(app), value, max_age=lasts, **_attributes(app)
        )
        # Whatever the view thought: an answer with a secret is nobody else's.
        response.headers["Cache-Control"] = "private, no-store"

    def _drop(self, app: Flask, response: Response) -> None:
        response.delete_cookie(self.get_cookie_name(app), **_attributes(app))


def bearer_token(request: Request) -> str | None:
    """The token of a request to the API; pages take a cookie alone."""
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER) and request.path.startswith(API_PATHS):
        return header.removeprefix(BEARER).strip()
    return _key(request) if takes_keys(request) else None


def takes_keys(request: Request) -> bool:
    """Whether the token may come as a key, and no cookie is asked for."""
    return request.path.startswith(KEYED_PATHS)


def signed_in_by_cookie() -> SignedIn | None:
    """Who is signed in with this browser, as the database says at this request."""
    return cast(SignedIn | None, g.get("signed_in_by_cookie"))


def begin(started: NewSession) -> None:
    """Let the browser go on as this account, under a new secret."""
    opened = _current()
    opened.replace(_values_of(started.signed_in))
    opened.begun = started
    login_user(Login(started.signed_in))


def end() -> None:
    """Let the browser forget its secret; its row is ended by the service."""
    logout_user()
    left = _current()
    left.replace({})
    left.ended = True


def go_on_as_visitor() -> None:
    """Answer the rest of this request without asking who sent it; the cookie stays."""
    g.pop("signed_in_by_cookie", None)
    _current().replace({})
    g.pop("_login_user", None)


class Login:
    """The signed-in account as Flask-Login wants to see it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, account: SignedIn) -> None:
        self.account = account

    def get_id(self) -> str:
        return str(self.account.account_id)


def _attributes(app: Flask) -> dict[str, Any]:
    """How a cookie is kept: a frame's by the site around it, even where others go."""
    common = {"path": "/", "httponly": True}
    if is_framed():
        apart = {"secure": True, "samesite": "None", "partitioned": True}
        return common | apart
    return common | {
        "secure": app.config["SESSION_COOKIE_SECURE"],
        "samesite": "Lax",
    }


def _key(request: Request) -> str | None:
    key = request.headers.get(KEY_HEADER) or request.args.get(KEY_FIELD, "")
    return key.strip() or None


def _values_of(signed_in: SignedIn) -> dict[str, Any]:
    g.signed_in_by_cookie = signed_in
    return {USER: str(signed_in.account_id), CSRF: signed_in.csrf_seed}


def _visitor(app: Flask, signed: str) -> dict[str, Any]:
    try:
        return {CSRF: str(_signer(app).loads(signed))}
    except BadSignature:
        return {}


def _signer(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(app.config["SECRET_KEY"], salt="visitor-csrf-seed")


def _current() -> Session:
    return cast(Session, request_ctx.session)

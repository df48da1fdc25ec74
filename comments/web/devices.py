"""Browsers in which an owner has logged in before.

Anybody can type eight wrong passwords for somebody else's name.  The owner, in their
own browser, is counted apart, so that nobody can lock them out.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from comments.domain.names import fold_name

LASTS: Final = timedelta(days=180)


def known_device(name: str) -> str | None:
    """The browser's own key when somebody has logged in here under this name."""
    cookie = request.cookies.get(_cookie_name(), "")
    try:
        device, digest = _signer().loads(cookie, max_age=int(LASTS.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    return f"device {device}" if digest == _digest(name) else None


def remember_device(response: Response, name: str) -> None:
    """Let the browser be known under this name at its next log-in."""
    if known_device(name) is not None:
        return
    response.set_cookie(
        _cookie_name(),
        _signer().dumps([secrets.token_hex(16), _digest(name)]),
        max_age=LASTS,
        path="/",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


def _cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _digest(name: str) -> str:
    return hashlib.sha256(fold_name(name).encode("utf-8", "replace")).hexdigest()[:32]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="device")

"""How often one may do what: one table, counted by account or by address.

A limit hangs on the view, not on the address it was called by, and all processes count
together: in Redis where there is one, else in the database.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from limits import parse_many

from comments.adapters.limits import SCHEME
from comments.domain.mail import fold_address
from comments.domain.names import fold_name
from comments.services.sessions import digest_of
from comments.settings import Settings
from comments.store.database import Database
from comments.store.rate_counts import RateCounts
from comments.web.access import current_account
from comments.web.devices import known_device
from comments.web.forms import LONGEST_TYPED
from comments.web.security import client_network
from comments.web.sessions import bearer_token

View = TypeVar("View", bound=Callable[..., Any])

DECLARATION: Final = "limited_act"
LIMITER: Final = "parley-limiter"
COUNTED_METHODS: Final = ["POST", "PUT", "PATCH", "DELETE"]


class Limited(StrEnum):
    """What is limited."""

    POST = "post"
    EDIT = "edit"
    REPORT = "report"
    APPRECIATE = "appreciate"
    FOLLOW = "follow"
    MESSAGE = "message"
    LOG_IN = "log in"
    REGISTER = "register"
    CHANGE_PASSWORD = "change password"
    FILE_NOTICE = "file notice"
    APPEAL = "appeal"
    CHECK = "check"
    ANALYZE = "analyze"
    CHANGE_ADDRESS = "change address"
    ASK_RESET = "ask reset"
    USE_MAIL_LINK = "use mail link"
    NEW_THREAD = "new thread"
    HAND_OVER = "hand over"
    DOWNLOAD = "download"


def by_account() -> str:
    """Count by account; a visitor by address."""
    account = current_account()
    return f"account {account.account_id}" if account else by_network()


def by_token() -> str:
    """Count by the bearer token, of which one account may have several."""
    token = bearer_token(request)
    return f"token {digest_of(token)[:32]}" if token else by_account()


def by_network() -> str:
    """Count by the client's address, IPv6 by /64."""
    return f"network {client_network()}"


def by_name() -> str:
    """Count by the account that is being logged into; its owner's own browser apart."""
    name = request.form.get("name", "")
    return known_device(name) or f"name {_short(name)}"


def by_typed_address() -> str:
    """Count by the e-mail address that was typed, whether or not we know it."""
    typed = fold_address(request.form.get("email", "")[:LONGEST_TYPED])
    return f"address {_digest(typed)}"


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many, counted by this key."""

    most: str
    counted: Callable[[], str] = by_account


LIMITS: Final[dict[Limited, tuple[Rate, ...]]] = {
    Limited.POST: (Rate("5 per minute; 30 per hour"),),
    Limited.EDIT: (Rate("10 per minute; 60 per hour"),),
    Limited.REPORT: (Rate("20 per hour"),),
    Limited.MESSAGE: (Rate("10 per minute; 60 per hour"),),
    Limited.FOLLOW: (Rate("30 per minute; 200 per hour"),),
    Limited.APPRECIATE: (Rate("30 per minute; 300 per hour"),),
    Limited.LOG_IN: (
        Rate("8 per 5 minutes", by_name),
        Rate("40 per 5 minutes", by_network),
    ),
    Limited.REGISTER: (Rate("10 per hour; 30 per day", by_network),),
    Limited.CHANGE_PASSWORD: (Rate("8 per 5 minutes"),),
    Limited.FILE_NOTICE: (Rate("10 per hour", by_network),),
    Limited.APPEAL: (Rate("10 per hour"),),
    Limited.CHECK: (Rate("60 per minute"),),
    Limited.ANALYZE: (Rate("600 per minute", by_token),),
    Limited.CHANGE_ADDRESS: (Rate("5 per hour; 10 per day"),),
    Limited.ASK_RESET: (
        Rate("3 per hour; 6 per day", by_typed_address),
        Rate("20 per hour", by_network),
    ),
    Limited.DOWNLOAD: (Rate("5 per hour"),),
    Limited.USE_MAIL_LINK: (Rate("60 per hour", by_network),),
    Limited.NEW_THREAD: (Rate("20 per hour", by_network),),
    Limited.HAND_OVER: (Rate("20 per 5 minutes", by_network),),
}


def limited(act: Limited) -> Callable[[View], View]:
    """Limit how often a view may be asked to act; reading it is not counted."""

    def declare(view: View) -> View:
        setattr(view, DECLARATION, act)
        return view

    return declare


def install(app: Flask, settings: Settings, database: Database) -> None:
    """Hang the limits on the views that declare one; the last step of registering."""
    if settings.limits_raised:
        return
    # Its remarks about who was refused would carry addresses into the log.
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)
    limiter = _limiter(settings, database)
    limiter.init_app(app)
    app.extensions[LIMITER] = limiter
    for endpoint, view in app.view_functions.items():
        act = getattr(view, DECLARATION, None)
        if act is not None:
            app.view_functions[endpoint] = _hang(limiter, act, view)


def take_back() -> None:
    """Uncount this request: only failures should count, and it did not fail."""
    limiter: Limiter | None = current_app.extensions.get(LIMITER)
    if limiter is None:
        return
    for limit in limiter.current_limits:
        limiter.limiter.storage.incr(limit.key, limit.limit.get_expiry(), -1)


def spend(act: Limited) -> bool:
    """Count what reading a page has done besides; whether it was not too often."""
    limiter: Limiter | None = current_app.extensions.get(LIMITER)
    if limiter is None:
        return True
    return all(
        limiter.limiter.hit(limit, act.value, rate.counted())
        for rate in LIMITS[act]
        for limit in parse_many(rate.most)
    )


def seconds_to_wait(error: RateLimitExceeded) -> int:
    """How long until the limit that was exceeded lets one through again."""
    limiter = current_app.extensions[LIMITER]
    current = limiter.current_limit
    if current is None:
        return 60
    return max(1, int(current.reset_at - time.time()))


def _hang(limiter: Limiter, act: Limited, view: Callable[..., Any]) -> Any:
    for rate in LIMITS[act]:
        view = limiter.shared_limit(
            rate.most, scope=act.value, key_func=rate.counted, methods=COUNTED_METHODS
        )(view)
    return view


def _limiter(settings: Settings, database: Database) -> Limiter:
    if settings.redis_url:
        # While Redis is away each process counts for itself.
        return Limiter(
            by_network,
            storage_uri=settings.redis_url,
            storage_options={"socket_timeout": 2, "socket_connect_timeout": 2},
            in_memory_fallback_enabled=True,
        )
    options: dict[str, Any] = {"counters": RateCounts(database)}
    return Limiter(by_network, storage_uri=f"{SCHEME}://", storage_options=options)


def _short(name: str) -> str:
    # A name that is no account's is counted too, and must fit the counter's key.
    return _digest(fold_name(name[:LONGEST_TYPED]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]

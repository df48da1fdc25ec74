"""Who asks, and whether the view may answer.

Every view declares its act with `@requires`; one hook asks for it before the view runs.
A view without a declaration answers nobody.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Blueprint, Flask, current_app, request
from flask_login import LoginManager, current_user
from sqlalchemy.orm import Session

from comments.domain.permissions import (
    VISITOR,
    Act,
    Actor,
    NotPermitted,
    Refusal,
    authorize,
)
from comments.services import sessions as services
from comments.services.sessions import SignedIn
from comments.store.models import Account
from comments.web import sessions
from comments.web.context import now, once, parley

View = TypeVar("View", bound=Callable[..., Any])

DECLARATION: Final = "act"
WITHOUT_DECLARATION: Final = frozenset({"static"})  # files that are everybody's


class BadToken(Exception):
    """The bearer token is unknown, expired or revoked, or its account is locked."""


class UndeclaredView(Exception):
    """A view was registered without saying what it lets people do."""


def requires(act: Act) -> Callable[[View], View]:
    """Declare the act of a view; the actor is asked for it before the view runs."""

    def declare(view: View) -> View:
        setattr(view, DECLARATION, act)
        return view

    return declare


def staff_blueprint(name: str, import_name: str, **options: Any) -> Blueprint:
    """A blueprint whose views are for moderators and above, whatever they declare."""
    blueprint = Blueprint(name, import_name, **options)
    blueprint.before_request(_demand_staff)
    return blueprint


def current_account() -> SignedIn | None:
    """The account behind this request; None for a visitor."""
    user = current_user._get_current_object()  # noqa: SLF001  (a proxy's only door)
    return user.account if isinstance(user, sessions.Login) else None


def current_actor() -> Actor:
    """Whoever sends this request, as permissions see them."""
    account = current_account()
    return account.actor if account else VISITOR


def signed_in_account() -> SignedIn:
    """The account behind a request whose view is for signed-in people only."""
    account = current_account()
    if account is None:
        raise NotPermitted(Refusal.SIGN_IN, Act.MANAGE_OWN_ACCOUNT)
    return account


def own_row(db: Session) -> Account:
    """The row of the account behind a request that is for signed-in people only."""
    return db.get_one(Account, signed_in_account().account_id)


def install(app: Flask) -> None:
    """Ask every request who sends it and whether its view may answer."""
    manager = Manager()
    manager.session_protection = None  # a phone changes its address all day long
    manager.user_loader(_load_by_cookie)
    manager.request_loader(_load_by_token)
    manager.init_app(app, add_context_processor=False)


def check_declared_act() -> None:
    """Before each request: let the view's act pass, or raise NotPermitted."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in WITHOUT_DECLARATION:
        return  # no such page, which the router says itself
    act = getattr(current_app.view_functions[endpoint], DECLARATION, None)
    if act is None:
        raise UndeclaredView(endpoint)
    authorize(current_actor(), act)


def _demand_staff() -> None:
    authorize(current_actor(), Act.READ_QUEUE)


class Manager(LoginManager):  # type: ignore[misc]
    """Flask-Login without its remember-me cookie, which nobody could revoke."""

    def _update_remember_cookie(self, response: Any) -> Any:
        return response

    def _load_user_from_remember_cookie(self, cookie: str) -> None:
        return None


def _load_by_cookie(account_id: str) -> sessions.Login | None:
    account = sessions.signed_in_by_cookie()
    return sessions.Login(account) if account else None


def _load_by_token(_: Any) -> sessions.Login | None:
    token = sessions.bearer_token(request)
    if token is None:
        return None
    account = once("token_account", lambda: _resume_token(token))
    if account is None:
        raise BadToken
    return sessions.Login(account)


def _resume_token(token: str) -> SignedIn | None:
    with parley().database.transaction() as db:
        return services.resume_token(db, token, now=now())

"""Accounts: register, log in and out, change the password, see one's sessions."""

from typing import Final

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services import accounts as services
from comments.services import sessions as session_services
from comments.services.accounts import (
    AccountLocked,
    Credentials,
    NewAccount,
    Unacceptable,
    WrongCredentials,
)
from comments.services.appeal_sanction import link_to
from comments.services.close_account import pending_closure
from comments.services.confirm_address import ask_whether_theirs
from comments.services.current_filter import current_name_check
from comments.services.evasion_hints import note_traces
from comments.services.sessions import Bound, NewSession
from comments.store.models import Account
from comments.web import sessions
from comments.web.access import current_account, requires, signed_in_account
from comments.web.account_pages import account_page
from comments.web.context import now, parley
from comments.web.devices import remember_device
from comments.web.forms import (
    InvalidField,
    read_credentials,
    read_new_account,
    read_password_change,
)
from comments.web.limits import Limited, limited, take_back
from comments.web.next_page import own_page
from comments.web.words import silenced_sentence

accounts = Blueprint("accounts", __name__)

STATUS_OF_REFUSAL: Final = {WrongCredentials: 401, AccountLocked: 403}


@accounts.get("/login")
@requires(Act.LOG_IN)
def log_in() -> AnyResponse | str:
    if current_account() is not None:
        return redirect(own_page(request.args.get("next")), 303)
    return _log_in_form()


@accounts.post("/login")
@requires(Act.LOG_IN)
@limited(Limited.LOG_IN)
def send_log_in() -> AnyResponse:
    try:
        credentials = read_credentials(request.form)
        started = _sign_in(credentials)
    except InvalidField:
        return _answer(_log_in_form(Phrase("Write your name and your password.")), 400)
    except AccountLocked as refused:
        take_back()
        page = _log_in_form(silenced_sentence(refused.bound), _redress(refused.bound))
        return _answer(page, 403)
    except WrongCredentials as refused:
        return _answer(_log_in_form(str(refused)), 401)
    take_back()
    return _begin(started, credentials.name, is_closing=_is_closing(started))


@accounts.get("/register")
@requires(Act.CREATE_ACCOUNT)
def register() -> AnyResponse | str:
    if current_account() is not None:
        return redirect(url_for("accounts.show"), 303)
    return _register_form()


@accounts.post("/register")
@requires(Act.CREATE_ACCOUNT)
@limited(Limited.REGISTER)
def send_registration() -> AnyResponse:
    try:
        new = read_new_account(request.form)
        started = _register(new)
    except (InvalidField, Unacceptable) as refused:
        return _answer(_register_form(refused), 400)
    return _begin(started, new.name)


@accounts.post("/logout")
@requires(Act.MANAGE_OWN_ACCOUNT)
def log_out() -> AnyResponse:
    account = signed_in_account()
    with parley().database.transaction(writes=True) as db:
        session_services.end_sessions(
            db, account.account_id, now=now(), only=account.session_id
        )
    sessions.end()
    return redirect("/", 303)


@accounts.get("/account")
@requires(Act.MANAGE_OWN_ACCOUNT)
def show() -> str:
    return account_page()


@accounts.post("/account/password")
@requires(Act.MANAGE_OWN_ACCOUNT)
@limited(Limited.CHANGE_PASSWORD)
def change_password() -> AnyResponse:
    try:
        started = _change_password()
    except (InvalidField, Unacceptable) as refused:
        return _answer(account_page(refused), 400)
    take_back()
    sessions.begin(started)
    return redirect(url_for("accounts.show", changed="password"), 303)


@accounts.post("/account/sessions/<int:session_id>/end")
@requires(Act.MANAGE_OWN_ACCOUNT)
def end_session(session_id: int) -> AnyResponse:
    account = signed_in_account()
    with parley().database.transaction(writes=True) as db:
        session_services.end_session(db, account.account_id, session_id, now=now())
    return redirect(url_for("accounts.show", changed="sessions"), 303)


@accounts.post("/account/sessions/end-others")
@requires(Act.MANAGE_OWN_ACCOUNT)
def end_other_sessions() -> AnyResponse:
    account = signed_in_account()
    with parley().database.transaction(writes=True) as db:
        session_services.end_sessions(
            db, account.account_id, now=now(), spare=account.session_id
        )
    return redirect(url_for("accounts.show", changed="sessions"), 303)


def _sign_in(credentials: Credentials) -> NewSession:
    database, hashing = parley().database, parley().passwords
    with database.transaction() as db:
        proof = services.prove(db, credentials, hashing=hashing)
    with database.transaction(writes=True) as db:
        _end_present_session(db)
        started = services.sign_in(db, proof, now=now())
        _note_traces(db, db.get_one(Account, proof.account_id))
        return started


def _register(new: NewAccount) -> NewSession:
    with parley().database.transaction() as db:
        check_name = current_name_check(db, parley().newsroom, now())
    prepared = services.prepare_account(
        new, check_name=check_name, hashing=parley().passwords
    )
    with parley().database.transaction(writes=True) as db:
        _end_present_session(db)
        account = services.register(db, prepared, now=now())
        if prepared.email is not None:
            ask_whether_theirs(db, account, prepared.email, now=now())
        _note_traces(db, account)
        return session_services.start_session(db, account, now=now())


def _note_traces(db: Session, account: Account) -> None:
    key = parley().newsroom.ledger_key
    note_traces(db, account, request.remote_addr, key=key, now=now())


def _end_present_session(db: Session) -> None:
    """End what this browser's cookie stood for; it is about to get another."""
    account = current_account()
    if account is not None:
        session_services.end_sessions(
            db, account.account_id, now=now(), only=account.session_id
        )


def _change_password() -> NewSession:
    account = signed_in_account()
    change = read_password_change(request.form)
    database, hashing = parley().database, parley().passwords
    with database.transaction() as db:
        proof = services.new_password_hash(
            db, account.account_id, change, hashing=hashing
        )
    with database.transaction(writes=True) as db:
        changed = services.change_password(db, proof, now=now())
        return session_services.start_session(db, changed, now=now())


def _is_closing(started: NewSession) -> bool:
    with parley().database.transaction() as db:
        return pending_closure(db, started.signed_in.account_id) is not None


def _begin(started: NewSession, name: str, *, is_closing: bool = False) -> AnyResponse:
    sessions.begin(started)
    wanted = own_page(request.form.get("next"))
    response = redirect(url_for("own_data.closing") if is_closing else wanted, 303)
    remember_device(response, name)
    return response


def _redress(bound: Bound) -> str:
    """Where whoever has just proved who they are reads why, and may appeal."""
    if bound.sanction_id is None:
        return ""
    with parley().database.transaction() as db:
        return link_to(db, bound.sanction_id, links=parley().links, now=now()) or ""


def _log_in_form(refusal: str = "", redress: str = "") -> str:
    wanted = request.form.get("next") or request.args.get("next")
    return render_template(
        "accounts/log_in.html",
        refusal=refusal,
        redress=redress,
        name=request.form.get("name", ""),
        next_page=own_page(wanted),
        changed=request.args.get("changed", ""),
        sends_mail=bool(parley().settings.mail_url),
    )


def _register_form(refused: InvalidField | Unacceptable | None = None) -> str:
    wanted = request.form.get("next") or request.args.get("next")
    return render_template(
        "accounts/register.html",
        refused=refused,
        name=request.form.get("name", ""),
        email=request.form.get("email", ""),
        next_page=own_page(wanted),
    )


def _answer(page: str, status: int) -> Response:
    return make_response(page, status)

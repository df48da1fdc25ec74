"""Forgotten passwords: one answer to everybody, a link to whoever reads the mail."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services import reset_password as services
from comments.services.accounts import Unacceptable, WrongCredentials, change_password
from comments.services.confirm_address import LinkIsOver
from comments.store.models import Account
from comments.web.access import requires
from comments.web.context import now, parley
from comments.web.forms import LONGEST_TYPED, InvalidField, read_email, read_text
from comments.web.limits import Limited, limited

resets = Blueprint("resets", __name__, url_prefix="/password")


@resets.get("/forgotten")
@requires(Act.LOG_IN)
def forgotten() -> str:
    return _ask_form()


@resets.post("/forgotten")
@requires(Act.LOG_IN)
@limited(Limited.ASK_RESET)
def ask() -> Response | str:
    try:
        email = read_email(request.form)
        if email is None:
            raise InvalidField("email", Phrase("Write the address of your account."))
    except InvalidField as refused:
        return Response(_ask_form(refused), 400, content_type="text/html")
    with parley().database.transaction(writes=True) as db:
        services.ask_reset(db, email, now=now())
    return render_template("accounts/asked.html", email=email)


@resets.get("/new/<token>")
@requires(Act.USE_MAIL_LINK)
def choose(token: str) -> str:
    return _new_form(token, _account(token))


@resets.post("/new/<token>")
@requires(Act.USE_MAIL_LINK)
@limited(Limited.USE_MAIL_LINK)
def store(token: str) -> Response:
    account = _account(token)
    try:
        password = read_text(request.form, "new", LONGEST_TYPED)
        proof = services.prepare_reset(account, password, hashing=parley().passwords)
    except (InvalidField, Unacceptable) as refused:
        form = _new_form(token, account, refused)
        return Response(form, 400, content_type="text/html")
    try:
        with parley().database.transaction(writes=True) as db:
            change_password(db, proof, now=now())
    except WrongCredentials:  # another request was quicker
        raise LinkIsOver from None
    return redirect(url_for("accounts.log_in", changed="password"), 303)


def _account(token: str) -> Account:
    with parley().database.transaction() as db:
        return services.account_of_link(db, token, links=parley().links, now=now())


def _ask_form(refused: InvalidField | None = None) -> str:
    return render_template(
        "accounts/forgotten.html",
        refused=refused,
        email=request.form.get("email", ""),
        sends_mail=bool(parley().settings.mail_url),
    )


def _new_form(
    token: str, account: Account, refused: InvalidField | Unacceptable | None = None
) -> str:
    return render_template(
        "accounts/new_password.html", token=token, name=account.name, refused=refused
    )

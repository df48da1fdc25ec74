"""The account's address: give one, confirm it by a link, take it away."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services import confirm_address as services
from comments.services.accounts import Unacceptable
from comments.web.access import current_account, requires, signed_in_account
from comments.web.account_pages import account_page
from comments.web.context import now, parley
from comments.web.forms import LONGEST_TYPED, InvalidField, read_email, read_text
from comments.web.limits import Limited, limited

addresses = Blueprint("addresses", __name__)

DONE: Final = "address"


@addresses.post("/account/email")
@requires(Act.MANAGE_OWN_ACCOUNT)
@limited(Limited.CHANGE_ADDRESS)
def change() -> Response:
    try:
        email = read_email(request.form)
        _check_password()
    except (InvalidField, Unacceptable) as refused:
        return Response(account_page(refused), 400, content_type="text/html")
    with parley().database.transaction(writes=True) as db:
        services.change_address(db, signed_in_account().account_id, email, now=now())
    changed = DONE if email else "no-address"
    return redirect(url_for("accounts.show", changed=changed), 303)


@addresses.post("/account/email/again")
@requires(Act.MANAGE_OWN_ACCOUNT)
@limited(Limited.CHANGE_ADDRESS)
def ask_again() -> Response:
    with parley().database.transaction(writes=True) as db:
        services.ask_again(db, signed_in_account().account_id, now=now())
    return redirect(url_for("accounts.show", changed=DONE), 303)


@addresses.get("/confirm/<token>")
@requires(Act.USE_MAIL_LINK)
def ask(token: str) -> str:
    with parley().database.transaction() as db:
        email = services.asked_address(db, token, links=parley().links, now=now())
    return render_template("accounts/confirm.html", token=token, email=email)


@addresses.post("/confirm/<token>")
@requires(Act.USE_MAIL_LINK)
@limited(Limited.USE_MAIL_LINK)
def confirm(token: str) -> Response | str:
    with parley().database.transaction(writes=True) as db:
        account = services.confirm_address(db, token, links=parley().links, now=now())
    signed_in = current_account()
    if signed_in is not None and signed_in.account_id == account.id:
        return redirect(url_for("accounts.show", changed="confirmed"), 303)
    return render_template("accounts/confirmed.html")


def _check_password() -> None:
    password = read_text(request.form, "password", LONGEST_TYPED)
    with parley().database.transaction() as db:
        services.check_password_of(
            db, signed_in_account().account_id, password, hashing=parley().passwords
        )

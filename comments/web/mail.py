"""Mail: what a reader wants to be written about, and the links that stop it."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.mail import KIND_CODES, MAIL_KINDS, Cadence
from comments.domain.permissions import Act
from comments.services import mail_choices as services
from comments.store.accounts import find_account
from comments.web.access import requires, signed_in_account
from comments.web.context import now, parley
from comments.web.forms import Fields, read_choice, read_flag

mail = Blueprint("mail", __name__)


@mail.get("/me/mail")
@requires(Act.MANAGE_OWN_ACCOUNT)
def show() -> str:
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        chosen = services.choices_of(db, me)
        mine = find_account(db, me)
    staff = signed_in_account().actor.is_staff
    return render_template(
        "own/mail.html",
        kinds=[kind for kind in MAIL_KINDS if staff or not kind.staff_only],
        chosen=chosen,
        mine=mine,
        changed="changed" in request.args,
    )


@mail.post("/me/mail")
@requires(Act.MANAGE_OWN_ACCOUNT)
def choose() -> Response:
    chosen = read_mail_choices(request.form)
    me = signed_in_account().account_id
    with parley().database.transaction(writes=True) as db:
        services.choose(db, me, chosen, now=now())
    return redirect(url_for("mail.show", changed="1"), 303)


@mail.get("/unsubscribe/<token>")
@requires(Act.USE_MAIL_LINK)
def ask(token: str) -> str:
    with parley().database.transaction() as db:
        stop = services.read_stop(db, token, links=parley().links, now=now())
    return _page(token, stop.kind)


@mail.post("/unsubscribe/<token>")
@requires(Act.USE_MAIL_LINK)
def unsubscribe(token: str) -> str:
    all_kinds = read_flag(request.form, "everything")
    with parley().database.transaction(writes=True) as db:
        stop = services.stop_letters(
            db, token, links=parley().links, now=now(), all_kinds=all_kinds
        )
    return _page(token, stop.kind, stopped="everything" if all_kinds else stop.kind)


def read_mail_choices(fields: Fields) -> dict[str, Cadence]:
    """How often for each kind; one that was not sent stays as it is."""
    named = [code for code in KIND_CODES if fields.get(code) is not None]
    return {code: read_choice(fields, code, Cadence) for code in named}


def _page(token: str, kind: str, *, stopped: str = "") -> str:
    label = next((known.label for known in MAIL_KINDS if known.code == kind), "")
    return render_template(
        "own/unsubscribe.html", token=token, label=label, stopped=stopped
    )

"""The account page, which several forms return to."""

from flask import render_template, request

from comments.services import sessions as session_services
from comments.services.accounts import Unacceptable
from comments.services.confirm_address import waiting_address
from comments.store.accounts import find_account
from comments.web.access import signed_in_account
from comments.web.context import now, parley
from comments.web.forms import InvalidField


def account_page(refused: InvalidField | Unacceptable | None = None) -> str:
    """Everything of the signed-in account that its owner may change."""
    me, sends_mail = signed_in_account().account_id, bool(parley().settings.mail_url)
    with parley().database.transaction() as db:
        live = session_services.list_sessions(db, me, now=now())
        mine = find_account(db, me)
        waiting = waiting_address(db, me, now=now())
    return render_template(
        "accounts/account.html",
        refused=refused,
        sessions=live,
        mine=mine,
        waiting=waiting,
        sends_mail=sends_mail,
        languages=parley().catalogues,
        changed=request.args.get("changed", ""),
    )

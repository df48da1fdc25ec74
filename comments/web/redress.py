"""Redress without a log-in: a restricted person reads why, and asks for another look.

The signed link in a letter says whose statement it is; opening it changes nothing.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask import request as sent
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.appeal_sanction import appeal_by_link, read_link
from comments.services.notices import notice_of
from comments.web.access import requires
from comments.web.board_forms import read_appeal
from comments.web.context import now, parley
from comments.web.limits import Limited, limited

redress = Blueprint("redress", __name__)


@redress.get("/redress/<token>")
@requires(Act.USE_MAIL_LINK)
def show(token: str) -> str:
    with parley().database.transaction() as db:
        row = read_link(db, token, links=parley().links, now=now())
        notice = notice_of(db, row, now())
    return render_template("own/redress.html", notice=notice, token=token)


@redress.post("/redress/<token>")
@requires(Act.USE_MAIL_LINK)
@limited(Limited.USE_MAIL_LINK)
def send(token: str) -> Response:
    text = read_appeal(sent.form)
    with parley().database.transaction(writes=True) as db:
        appeal_by_link(db, token, text, links=parley().links, now=now())
    return redirect(url_for("redress.show", token=token), 303)

"""Appeals on the desk: which wait, until when; and what an editor says of redress."""

from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.appeals import AppealState
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.domain.redress import (
    LONGEST_ANSWER,
    LONGEST_APPEAL,
    LONGEST_BODY,
    LONGEST_COURT,
    SHORTEST_APPEAL,
    Redress,
)
from comments.services.answer_sanction_appeal import (
    Answer,
    answer_sanction_appeal,
    open_sanction_appeals,
)
from comments.services.list_notices import COLUMNS, notice_rows
from comments.services.read_appeals import open_appeals
from comments.services.set_redress import set_redress
from comments.services.stated import redress_of
from comments.web.access import (
    current_actor,
    own_row,
    requires,
    signed_in_account,
    staff_blueprint,
)
from comments.web.context import now, parley
from comments.web.desk_forms import MAX_NOTE
from comments.web.due_cursors import read_due_cursor, write_due_cursor
from comments.web.forms import Fields, InvalidField, read_choice, read_text
from comments.web.spreadsheets import spreadsheet

LONGEST_LINK = 500

appeals = staff_blueprint("appeals", __name__)


@appeals.get("/appeals")
@requires(Act.READ_QUEUE)
def show() -> str:
    after = read_due_cursor(request.args)
    with parley().database.transaction() as db:
        found = open_appeals(db, own_row(db), now(), after=after)
        about_people = open_sanction_appeals(db)
    return render_template(
        "desk/appeals.html",
        found=found.appeals,
        about_people=about_people,
        me=signed_in_account().account_id,
        next_cursor=write_due_cursor(found.next),
    )


@appeals.post("/appeals/sanctions/<int:appeal_id>")
@requires(Act.SANCTION)
def answer(appeal_id: int) -> Response:
    given = Answer(
        appeal_id,
        read_choice(request.form, "outcome", AppealState),
        read_text(request.form, "note", MAX_NOTE, required=False).strip(),
    )
    with parley().database.transaction(writes=True) as db:
        answer_sanction_appeal(
            db,
            given,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("appeals.show"), 303)


@appeals.get("/site/notices.csv")
@requires(Act.MANAGE_SITE)
def export_notices() -> Response:
    with parley().database.transaction() as db:
        rows = notice_rows(db, actor=current_actor(), now=now())
        return spreadsheet("notices.csv", (COLUMNS, *rows))


@appeals.get("/site/redress")
@requires(Act.MANAGE_SITE)
def redress() -> str:
    with parley().database.transaction() as db:
        present = redress_of(db)
    return _page(present.as_record(), changed="changed" in request.args)


@appeals.post("/site/redress")
@requires(Act.MANAGE_SITE)
def send_redress() -> Response:
    try:
        wanted = read_redress(request.form)
    except InvalidField as refused:
        return make_response(_page(request.form, refused=refused), 400)
    with parley().database.transaction(writes=True) as db:
        set_redress(
            db,
            wanted,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("appeals.redress", changed="1"), 303)


def read_redress(fields: Fields) -> Redress:
    """What an editor says of redress."""
    link = read_text(fields, "body_url", LONGEST_LINK, required=False).strip()
    if link and (urlsplit(link).scheme != "https" or not urlsplit(link).netloc):
        raise InvalidField("body_url", "Give an address that begins with https://.")
    return Redress(
        appeal_days=_days(fields, "appeal_days", SHORTEST_APPEAL, LONGEST_APPEAL),
        answer_days=_days(fields, "answer_days", 1, LONGEST_ANSWER),
        body=_line(fields, "body", LONGEST_BODY),
        body_url=link,
        court=_line(fields, "court", LONGEST_COURT),
    )


def _days(fields: Fields, field: str, least: int, most: int) -> int:
    typed = read_text(fields, field, 6).strip()
    days = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not least <= days <= most:
        raise InvalidField(
            field,
            Phrase(
                "Give a number of days from %(least)s to %(most)s.",
                least=least,
                most=most,
            ),
        )
    return days


def _line(fields: Fields, field: str, longest: int) -> str:
    return " ".join(read_text(fields, field, longest, required=False).split())


def _page(
    fields: Fields, *, refused: InvalidField | None = None, changed: bool = False
) -> str:
    return render_template(
        "desk/redress.html", fields=fields, refused=refused, changed=changed
    )

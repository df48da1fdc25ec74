"""My data: take it with me, or go."""

from tempfile import TemporaryFile

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from comments.domain.closing import CLOSES_AFTER, Leave
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services import close_account as services
from comments.services.accounts import Unacceptable
from comments.services.confirm_address import check_password_of
from comments.services.own_data import write_archive
from comments.web import sessions
from comments.web.access import requires, signed_in_account
from comments.web.caching import PRIVATE
from comments.web.context import now, parley
from comments.web.forms import LONGEST_TYPED, InvalidField, read_choice, read_text
from comments.web.limits import Limited, limited

own_data = Blueprint("own_data", __name__, url_prefix="/me/data")


@own_data.get("")
@requires(Act.MANAGE_OWN_ACCOUNT)
def show() -> str:
    return _page()


@own_data.post("/download")
@requires(Act.MANAGE_OWN_ACCOUNT)
@limited(Limited.DOWNLOAD)
def download() -> Response:
    return archive_answer()


def archive_answer() -> Response:
    """Everything about whoever asks, in one file that nobody else may keep."""
    me, site = signed_in_account(), parley().settings.public_url
    # On disk: how much somebody wrote must not be a question of memory.
    file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
    with parley().database.transaction() as db:
        write_archive(db, me.account_id, file, name=me.name, site=site, now=now())
    file.seek(0)
    name = f"parley-{now():%Y-%m-%d}.zip"
    answer = send_file(
        file, mimetype="application/zip", as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = PRIVATE  # send_file would let it be kept
    return answer


@own_data.post("/close")
@requires(Act.MANAGE_OWN_ACCOUNT)
@limited(Limited.CHANGE_PASSWORD)
def close() -> Response | str:
    me = signed_in_account().account_id
    try:
        leave = _read_leave()
        password = read_text(request.form, "password", LONGEST_TYPED)
        with parley().database.transaction() as db:
            check_password_of(db, me, password, hashing=parley().passwords)
    except (InvalidField, Unacceptable) as refused:
        return Response(_page(refused), 400, content_type="text/html")
    with parley().database.transaction(writes=True) as db:
        closure = services.ask_to_close(db, me, leave, now=now())
    sessions.end()
    return render_template("own/closing_begun.html", closure=closure)


@own_data.get("/closing")
@requires(Act.MANAGE_OWN_ACCOUNT)
def closing() -> Response | str:
    with parley().database.transaction() as db:
        closure = services.pending_closure(db, signed_in_account().account_id)
    if closure is None:
        return redirect(url_for("own_data.show"), 303)
    return render_template("own/closing.html", closure=closure)


@own_data.post("/keep")
@requires(Act.MANAGE_OWN_ACCOUNT)
def keep() -> Response:
    with parley().database.transaction(writes=True) as db:
        services.keep_account(db, signed_in_account().account_id)
    return redirect(url_for("own_data.show", kept="1"), 303)


def _read_leave() -> Leave:
    if not request.form.get("comments"):
        raise InvalidField("comments", Phrase("Choose what becomes of your comments."))
    return read_choice(request.form, "comments", Leave)


def _page(refused: InvalidField | Unacceptable | None = None) -> str:
    with parley().database.transaction() as db:
        closure = services.pending_closure(db, signed_in_account().account_id)
    return render_template(
        "own/data.html",
        closure=closure,
        days=CLOSES_AFTER.days,
        refused=refused,
        leave=request.form.get("comments", ""),
        kept="kept" in request.args,
    )

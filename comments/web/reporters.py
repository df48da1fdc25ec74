"""Reporters at the desk: who reports together, and who misuses Report."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.abusive_reporters import abusive_reporters
from comments.services.read_brigade import dismiss_brigade, read_brigade
from comments.web.access import current_actor, own_row, requires, staff_blueprint
from comments.web.context import now, parley

reporters = staff_blueprint("reporters", __name__, url_prefix="/reporters")


@reporters.get("")
@requires(Act.READ_RECORD)
def show() -> str:
    with parley().database.transaction() as db:
        found = abusive_reporters(db, now())
    return render_template("desk/reporters.html", found=found)


@reporters.get("/together/<int:brigade_id>")
@requires(Act.READ_RECORD)
def brigade(brigade_id: int) -> str:
    with parley().database.transaction() as db:
        page = read_brigade(db, brigade_id)
    return render_template("desk/brigade.html", page=page)


@reporters.post("/together/<int:brigade_id>/dismiss")
@requires(Act.DISMISS_BRIGADE)
def dismiss(brigade_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        dismiss_brigade(
            db,
            brigade_id,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("reporters.brigade", brigade_id=brigade_id), 303)

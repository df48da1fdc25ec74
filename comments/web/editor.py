"""The editors' switches: a thread open or closed, read before or after, a pause."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.find_thread import thread_to_manage
from comments.services.manage_threads import (
    change_thread,
    confirm_title,
    is_paused,
    pause_site,
)
from comments.store.comments import all_threads
from comments.web.access import (
    current_actor,
    own_row,
    requires,
    staff_blueprint,
)
from comments.web.context import now, parley
from comments.web.desk_forms import read_pause, read_thread_change, read_title

editor = staff_blueprint("editor", __name__)


@editor.get("/threads/<int:thread_id>/settings")
@requires(Act.MANAGE_THREADS)
def thread(thread_id: int) -> str:
    with parley().database.transaction() as db:
        found = thread_to_manage(db, thread_id)
    changed = "changed" in request.args
    return render_template("desk/thread.html", thread=found, changed=changed)


@editor.post("/threads/<int:thread_id>/settings")
@requires(Act.MANAGE_THREADS)
def set_thread(thread_id: int) -> Response:
    change = read_thread_change(request.form)
    with parley().database.transaction(writes=True) as db:
        change_thread(
            db,
            thread_id,
            change,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("editor.thread", thread_id=thread_id, changed="1"), 303)


@editor.post("/threads/<int:thread_id>/title")
@requires(Act.MANAGE_THREADS)
def set_title(thread_id: int) -> Response:
    title = read_title(request.form)
    with parley().database.transaction(writes=True) as db:
        confirm_title(
            db,
            thread_id,
            title,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("editor.thread", thread_id=thread_id, changed="1"), 303)


@editor.get("/site")
@requires(Act.MANAGE_SITE)
def site() -> str:
    with parley().database.transaction() as db:
        paused, threads = is_paused(db), all_threads(db)
    return render_template("desk/site.html", paused=paused, threads=threads)


@editor.post("/site")
@requires(Act.MANAGE_SITE)
def set_site() -> Response:
    paused = read_pause(request.form)
    with parley().database.transaction(writes=True) as db:
        pause_site(
            db,
            paused=paused,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("editor.site"), 303)

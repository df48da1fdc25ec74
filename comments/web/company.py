"""Company: whom a reader ignores or follows, and which discussions they follow."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services import follow, ignore_person
from comments.web.access import current_actor, requires, signed_in_account
from comments.web.comment_acts import way_back
from comments.web.context import now, parley
from comments.web.forms import read_flag
from comments.web.limits import Limited, limited

company = Blueprint("company", __name__)

PAGE = "/me/people"


@company.get(PAGE)
@requires(Act.MANAGE_OWN_ACCOUNT)
def show() -> str:
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        people = {
            "ignored": ignore_person.ignored_people(db, me),
            "followed": follow.followed_people(db, me),
            "threads": follow.followed_threads(db, me),
        }
    return render_template("own/people.html", **people)


@company.post("/me/ignored/<int:person_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
def ignore(person_id: int) -> Response:
    return _store(ignore_person.ignore_person, ignore_person.stop_ignoring, person_id)


@company.post("/me/followed-people/<int:person_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
def follow_person(person_id: int) -> Response:
    return _store(follow.follow_person, follow.unfollow_person, person_id)


@company.post("/me/followed-threads/<int:thread_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
def follow_thread(thread_id: int) -> Response:
    return _store(follow.follow_thread, follow.unfollow_thread, thread_id)


def _store(
    begin: Callable[..., Any], end: Callable[..., Any], subject_id: int
) -> Response:
    """Begin or end it, and lead back to where the form stood."""
    wanted = read_flag(request.form, "wanted")
    with parley().database.transaction(writes=True) as db:
        if wanted:
            begin(db, subject_id, actor=current_actor(), now=now())
        else:
            end(db, subject_id, actor=current_actor())
    return redirect(way_back(request.form.get("anchor", ""), otherwise=PAGE), 303)

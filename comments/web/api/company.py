"""Whom a reader ignores or follows, and which discussions they follow."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response

from comments.domain.permissions import Act
from comments.services import follow, ignore_person
from comments.web.access import current_actor, requires, signed_in_account
from comments.web.api.answers import ARTICLE, PERSON
from comments.web.api.blueprints import api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import CONFLICT, NOT_FOUND, as_json, nothing
from comments.web.api.representations import article_json, person_json
from comments.web.api.shapes import array, record
from comments.web.context import now, parley
from comments.web.limits import Limited, limited

COMPANY: Final = record(
    ignored=array(PERSON),
    followed_people=array(PERSON),
    followed_threads=array(ARTICLE),
)
BEGUN: Final = {204: Answer("So it is"), 404: NOT_FOUND, 409: CONFLICT}
ENDED: Final = {204: Answer("So it is"), 404: NOT_FOUND}


@api.get("/me/company")
@requires(Act.READ_OWN_NOTICES)
@documented(
    "Whom I ignore and follow, and which discussions; nobody else learns of it",
    {200: Answer("The latest first", COMPANY)},
)
def own_company() -> Response:
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        ignored = [row.ignored for row in ignore_person.ignored_people(db, me)]
        people = [row.followed for row in follow.followed_people(db, me)]
        threads = follow.followed_threads(db, me)
    return as_json(
        {
            "ignored": [person_json(person) for person in ignored],
            "followed_people": [person_json(person) for person in people],
            "followed_threads": [article_json(thread) for thread in threads],
        }
    )


@api.put("/me/ignored/<int:person_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
@documented("Ignore a person, for myself alone", BEGUN)
def ignore(person_id: int) -> Response:
    return _begin(ignore_person.ignore_person, person_id)


@api.delete("/me/ignored/<int:person_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
@documented("Read a person again", ENDED)
def stop_ignoring(person_id: int) -> Response:
    return _end(ignore_person.stop_ignoring, person_id)


@api.put("/me/followed-people/<int:person_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
@documented("Hear of what a person writes", BEGUN)
def follow_person(person_id: int) -> Response:
    return _begin(follow.follow_person, person_id)


@api.delete("/me/followed-people/<int:person_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
@documented("Hear no more of what a person writes", ENDED)
def unfollow_person(person_id: int) -> Response:
    return _end(follow.unfollow_person, person_id)


@api.put("/me/followed-threads/<int:thread_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
@documented("Hear of what is written in a discussion", BEGUN)
def follow_thread(thread_id: int) -> Response:
    return _begin(follow.follow_thread, thread_id)


@api.delete("/me/followed-threads/<int:thread_id>")
@requires(Act.CHOOSE_COMPANY)
@limited(Limited.FOLLOW)
@documented("Hear no more of a discussion", ENDED)
def unfollow_thread(thread_id: int) -> Response:
    return _end(follow.unfollow_thread, thread_id)


def _begin(begin: Callable[..., Any], subject_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        begin(db, subject_id, actor=current_actor(), now=now())
    return nothing()


def _end(end: Callable[..., Any], subject_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        end(db, subject_id, actor=current_actor())
    return nothing()

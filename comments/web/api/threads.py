"""Threads: made and changed by the newsroom's system, found by their article."""

from flask import Response

from comments.domain.articles import one_spelling
from comments.domain.permissions import Act
from comments.services import manage_threads
from comments.services.errors import NotFound
from comments.store import comments as stored
from comments.web.access import current_actor, own_row, requires
from comments.web.api import answers, bodies
from comments.web.api.blueprints import api
from comments.web.api.inputs import read_address, read_article, read_thread_change
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import NOT_FOUND, as_json
from comments.web.api.representations import thread_json
from comments.web.api.shapes import text
from comments.web.context import now, parley


@api.put("/threads")
@requires(Act.MANAGE_THREADS)
@documented(
    "Make the thread of an article, or renew its title and section",
    {
        200: Answer("The thread was there already", answers.THREAD),
        201: Answer("The thread is new", answers.THREAD),
    },
    body=bodies.NEW_THREAD,
)
def put_thread() -> Response:
    article = read_article()
    with parley().database.transaction(writes=True) as db:
        thread, is_new = manage_threads.put_thread(
            db, article, actor=current_actor(), now=now()
        )
    return as_json(thread_json(thread), 201 if is_new else 200)


@api.patch("/threads/<int:thread_id>")
@requires(Act.MANAGE_THREADS)
@documented(
    "Open, close or premoderate a thread",
    {200: Answer("The thread as it is now", answers.THREAD), 404: NOT_FOUND},
    body=bodies.THREAD_CHANGE,
)
def change_thread(thread_id: int) -> Response:
    change = read_thread_change()
    with parley().database.transaction(writes=True) as db:
        thread = manage_threads.change_thread(
            db,
            thread_id,
            change,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return as_json(thread_json(thread))


@api.get("/threads")
@requires(Act.READ_BOARD)
@documented(
    "The thread of an article, by the article's address",
    {200: Answer("The thread", answers.THREAD), 404: NOT_FOUND},
    query={"url": text(bodies.LONGEST_URL, 1)},
    required_query=("url",),
)
def find_thread() -> Response:
    address = read_address()
    with parley().database.transaction() as db:
        thread = stored.find_thread(db, one_spelling(address))
        # A thread of before whose article has two, or that no frame could name.
        thread = thread or stored.find_thread(db, address)
    if thread is None:
        raise NotFound("This article has no discussion here.")
    return as_json(thread_json(thread))

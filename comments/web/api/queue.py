"""The moderators' queue: list, claim, decide, hand back, undo."""

from flask import Response, request

from comments.domain.permissions import Act
from comments.domain.posted_rules import POSTED_RULES, codes
from comments.domain.review_item import Source
from comments.services import review_queue
from comments.services.decide import decide as decide_item
from comments.services.errors import StaleDecision
from comments.services.list_items import describe_item, list_items
from comments.services.undo_decision import undo_decision
from comments.web.access import current_actor, own_row, requires
from comments.web.api import answers, bodies
from comments.web.api.blueprints import staff_api
from comments.web.api.cursors import read_rank_cursor
from comments.web.api.desk_inputs import read_queue_filter
from comments.web.api.inputs import read_order
from comments.web.api.operations import Answer, documented
from comments.web.api.queue_representations import (
    decided_json,
    item_json,
    items_json,
)
from comments.web.api.replies import (
    CONFLICT,
    NOT_FOUND,
    STALE,
    as_json,
    nothing,
    stale,
)
from comments.web.api.shapes import CURSOR, ID, text, words
from comments.web.context import now, parley
from comments.web.desk_forms import LONGEST_CODE, LONGEST_SECTION

PART = {
    "rule": words(*codes(POSTED_RULES)),
    "source": words(*Source),
    "thread": ID,
    "section": text(LONGEST_SECTION),
    "author": ID,
    "reporter": ID,
    "language": text(LONGEST_CODE),
}

staff_api.register_error_handler(StaleDecision, stale)


@staff_api.get("/queue")
@requires(Act.READ_QUEUE)
@documented(
    "Open items, the most urgent first",
    {200: Answer("A page of the queue", answers.ITEMS)},
    query=PART | {"cursor": CURSOR},
)
def show() -> Response:
    only, after = read_queue_filter(), read_rank_cursor(request.args)
    with parley().database.transaction() as db:
        page = list_items(db, now(), only=only, after=after)
    return as_json(items_json(page))


@staff_api.get("/queue/<int:item_id>")
@requires(Act.READ_QUEUE)
@documented(
    "One item, open or decided; reading it claims nothing",
    {200: Answer("The item", answers.ITEM), 404: NOT_FOUND},
)
def show_item(item_id: int) -> Response:
    with parley().database.transaction() as db:
        item = review_queue.load_item(db, item_id)
        listed = describe_item(db, item, own_row(db), now())
    return as_json(item_json(listed))


@staff_api.post("/queue/claim")
@requires(Act.DECIDE)
@documented(
    "Lease the most urgent item that is free; claiming again returns my live lease",
    {
        200: Answer("The item, leased to you", answers.ITEM),
        204: Answer("Nothing waits"),
    },
    query=PART,
)
def claim() -> Response:
    only = read_queue_filter()
    with parley().database.transaction(writes=True) as db:
        moderator = own_row(db)
        item = review_queue.claim(db, moderator, now(), only=only)
        listed = describe_item(db, item, moderator, now()) if item else None
    return as_json(item_json(listed)) if listed else nothing()


@staff_api.post("/queue/<int:item_id>/decision")
@requires(Act.DECIDE)
@documented(
    "Decide about an item, as it was when you saw it; a decision without an id is the "
    "second of two verdicts and changes nothing",
    {
        200: Answer("The decision", answers.DECIDED),
        404: NOT_FOUND,
        409: STALE,
    },
    body=bodies.NEW_DECISION,
)
def decide(item_id: int) -> Response:
    order = read_order(item_id)
    with parley().database.transaction(writes=True) as db:
        moderator = own_row(db)
        decided = decide_item(
            db,
            order,
            moderator=moderator,
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return as_json(decided_json(decided, moderator))


@staff_api.post("/queue/<int:item_id>/release")
@requires(Act.DECIDE)
@documented(
    "Give my lease of an item back",
    {204: Answer("Done; a colleague's lease stays"), 404: NOT_FOUND},
)
def release(item_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        review_queue.release_own(db, item_id, own_row(db))
    return nothing()


@staff_api.post("/queue/<int:item_id>/skip")
@requires(Act.DECIDE)
@documented(
    "Leave an item to colleagues for a while",
    {204: Answer("It will not be handed to you for now"), 404: NOT_FOUND},
)
def skip(item_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        review_queue.skip(db, item_id, own_row(db), now())
    return nothing()


@staff_api.post("/decisions/<int:decision_id>/undo")
@requires(Act.UNDO)
@documented(
    "Take back my last decision about a comment",
    {
        200: Answer("The decision that restored what was before", answers.DECIDED),
        404: NOT_FOUND,
        409: CONFLICT,
    },
)
def undo(decision_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        moderator = own_row(db)
        decided = undo_decision(
            db,
            decision_id,
            moderator=moderator,
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return as_json(decided_json(decided, moderator))

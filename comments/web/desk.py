"""The moderator's desk: the queue, one item at a time, a key for each decision."""

from datetime import datetime
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.moderation import UNDO_WINDOW
from comments.domain.permissions import Act
from comments.domain.queue_filter import EVERYTHING, QueueFilter
from comments.domain.review_item import Source
from comments.services import review_queue, second_readings
from comments.services.decide import Order, decide
from comments.services.errors import NoteWanted, StaleDecision
from comments.services.read_item import (
    ItemPage,
    decided_first,
    open_item_page,
    peek_next,
)
from comments.services.read_queue import COUNTED, QueuePage, read_queue
from comments.services.second_readings import SecondVerdict
from comments.services.undo_decision import undo_decision
from comments.store.models import Decision
from comments.store.second_readings import answered_by
from comments.web.access import (
    current_actor,
    own_row,
    requires,
    signed_in_account,
    staff_blueprint,
)
from comments.web.context import now, parley
from comments.web.desk_forms import (
    cursor_text,
    kept_part,
    queue_rules,
    read_cursor,
    read_kept_filter,
    read_order,
    read_queue_filter,
)
from comments.web.desk_words import (
    SOURCE_WORDS,
    install,
    marks_of,
    what_happened,
)
from comments.web.queue_chips import Chip, queue_chips

desk = staff_blueprint("queue", __name__)
install(desk)

SOURCES: Final = tuple((source.value, SOURCE_WORDS[source]) for source in Source)


@desk.get("/queue")
@requires(Act.READ_QUEUE)
def show() -> str:
    only = read_queue_filter(request.args, parley().rules)
    after = read_cursor(request.args)
    with parley().database.transaction() as db:
        page = read_queue(db, own_row(db), now(), only=only, after=after)
    return render_template(
        "desk/queue.html",
        none_left="none_left" in request.args,
        shown_from=request.args.get("cursor"),
        **_queue_values(page, only),
    )


@desk.post("/queue/claim")
@requires(Act.READ_QUEUE)
def claim() -> Response:
    return _go_on(read_kept_filter(request.form, parley().rules))


@desk.get("/queue/<int:item_id>")
@requires(Act.READ_QUEUE)
def item(item_id: int) -> str:
    only = read_queue_filter(request.args, parley().rules)
    with parley().database.transaction(writes=True) as db:
        page = open_item_page(db, item_id, own_row(db), now())
    return _item_page(page, only)


@desk.get("/queue/<int:item_id>/next")
@requires(Act.READ_QUEUE)
def next_item(item_id: int) -> str | tuple[str, int]:
    """What a script keeps ready while its moderator reads this item."""
    only = read_queue_filter(request.args, parley().rules)
    with parley().database.transaction() as db:
        page = peek_next(db, item_id, own_row(db), now(), only=only)
    if page is None:
        return "", 204
    values = {"only": only, "kept": kept_part(only), "may_undo": _may_undo(page)}
    return render_template(
        "desk/next.html", page=page, marks=marks_of(page.findings), **values
    )


@desk.post("/queue/<int:item_id>/decision")
@requires(Act.DECIDE)
def send_decision(item_id: int) -> Response | tuple[str, int]:
    only = read_kept_filter(request.form, parley().rules)
    order = read_order(item_id, request.form, parley().rules)
    try:
        _decide(order)
    except StaleDecision:
        return _answer_stale(order, only)
    except NoteWanted as wanted:
        return _ask_for_note(order, only, wanted)
    return _go_on(only)


@desk.post("/queue/<int:item_id>/release")
@requires(Act.READ_QUEUE)
def release(item_id: int) -> Response:
    only = read_kept_filter(request.form, parley().rules)
    with parley().database.transaction(writes=True) as db:
        review_queue.release_own(db, item_id, own_row(db))
    return redirect(_queue_address(only), 303)


@desk.post("/queue/<int:item_id>/skip")
@requires(Act.READ_QUEUE)
def skip(item_id: int) -> Response:
    only = read_kept_filter(request.form, parley().rules)
    with parley().database.transaction(writes=True) as db:
        review_queue.skip(db, item_id, own_row(db), now())
    return _go_on(only)


@desk.post("/decisions/<int:decision_id>/undo")
@requires(Act.UNDO)
def undo(decision_id: int) -> Response:
    only = read_kept_filter(request.form, parley().rules)
    with parley().database.transaction(writes=True) as db:
        undone = undo_decision(
            db,
            decision_id,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(_item_address(undone.item.id, only), 303)


@desk.post("/second-readings/<int:reading_id>/undo")
@requires(Act.READ_QUEUE)
def undo_second(reading_id: int) -> Response:
    only = read_kept_filter(request.form, parley().rules)
    with parley().database.transaction(writes=True) as db:
        reading = second_readings.take_back(
            db,
            reading_id,
            moderator=own_row(db),
            newsroom=parley().newsroom,
            now=now(),
        )
        item_id = reading.item_id
    return redirect(_item_address(item_id, only), 303)


def _decide(order: Order) -> None:
    with parley().database.transaction(writes=True) as db:
        decide(
            db,
            order,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )


def _go_on(only: QueueFilter) -> Response:
    """Hand out the next item; the queue's page when nothing is left to hand out."""
    with parley().database.transaction(writes=True) as db:
        claimed = review_queue.claim(db, own_row(db), now(), only=only)
    if claimed is None:
        return redirect(_queue_address(only, none_left="1"), 303)
    return redirect(_item_address(claimed.id, only), 303)


def _answer_stale(order: Order, only: QueueFilter) -> Response | tuple[str, int]:
    """Show what came between; the same decision sent twice simply goes on."""
    with parley().database.transaction(writes=True) as db:
        mine = own_row(db)
        first = decided_first(db, order.item_id, order.version)
        second = answered_by(db, mine.id, order.item_id, order.version)
        page = open_item_page(db, order.item_id, mine, now())
    if second is not None or _is_repeated(first, order):
        return _go_on(only)
    happened = what_happened(page, first, now())
    return _item_page(page, only, happened=happened, note=order.note), 409


def _ask_for_note(
    order: Order, only: QueueFilter, wanted: NoteWanted
) -> tuple[str, int]:
    with parley().database.transaction(writes=True) as db:
        page = open_item_page(db, order.item_id, own_row(db), now())
    return _item_page(page, only, note=order.note, note_wanted=str(wanted)), 400


def _is_repeated(first: Decision | None, order: Order) -> bool:
    if first is None or first.moderator_id != signed_in_account().account_id:
        return False
    return (first.action, first.rule) == (order.action, order.rule)


def _item_page(page: ItemPage, only: QueueFilter, **values: Any) -> str:
    with parley().database.transaction() as db:
        queue = read_queue(db, own_row(db), now(), only=only)
    return render_template(
        "desk/item.html",
        page=page,
        marks=marks_of(page.findings),
        may_undo=_may_undo(page),
        **_queue_values(queue, only),
        **values,
    )


def _queue_values(queue: QueuePage, only: QueueFilter) -> dict[str, Any]:
    return {
        "queue": queue,
        "counted": COUNTED,
        "undo_ends": _undo_ends(queue),
        "undo_address": _undo_address(queue),
        "now": now(),
        "only": only,
        "kept": kept_part(only),
        "next_cursor": cursor_text(queue.next) if queue.next else None,
        "queue_rules": queue_rules(parley().rules),
        "sources": SOURCES,
        "chips": _chips(only),
    }


def _chips(only: QueueFilter) -> list[Chip]:
    if only == EVERYTHING:
        return []
    with parley().database.transaction() as db:
        return queue_chips(db, only)


def _undo_ends(queue: QueuePage) -> datetime | None:
    last = queue.last_decision
    return last.created_at + UNDO_WINDOW if last else None


def _undo_address(queue: QueuePage) -> str | None:
    last = queue.last_decision
    if isinstance(last, SecondVerdict):
        return url_for("queue.undo_second", reading_id=last.id)
    return url_for("queue.undo", decision_id=last.id) if last else None


def _may_undo(page: ItemPage) -> bool:
    if not page.decisions or page.item.comment.withdrawn_at is not None:
        return False
    last = page.decisions[-1]
    own = last.moderator_id == signed_in_account().account_id
    return own and last.undoes_id is None


def _queue_address(only: QueueFilter, **more: Any) -> str:
    return url_for("queue.show", **kept_part(only), **more)


def _item_address(item_id: int, only: QueueFilter) -> str:
    return url_for("queue.item", item_id=item_id, **kept_part(only))

"""Undo of a bulk decision: each of its decisions is taken back, as far as it stands."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.bulk import LineState, Passed
from comments.domain.moderation import IllegalTransition
from comments.domain.permissions import Act, Actor, NotPermitted, authorize
from comments.services import review_queue
from comments.services.bulk_decision import name_of, own_bulk
from comments.services.decide import Decided
from comments.services.errors import ServiceError
from comments.services.newsroom import Newsroom
from comments.services.undo_decision import undo_decision
from comments.store import bulk_decisions as stored
from comments.store import review_items as stored_items
from comments.store.bulk_decisions import BulkLine
from comments.store.models import Account
from comments.store.report_groups import open_report_groups


def begin_undo(
    db: Session, bulk_id: int, *, moderator: Account, actor: Actor, now: datetime
) -> None:
    """Note that a bulk decision is being taken back: nothing more of it is decided."""
    authorize(actor, Act.UNDO)
    bulk = own_bulk(db, bulk_id, moderator)
    bulk.undone_at = bulk.undone_at or now


def undo_next(
    db: Session,
    bulk_id: int,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> bool:
    """Take the next decision back, or keep it with a reason; False when none is left.

    As with a single decision, an author hears of it only if the first notice was seen.
    """
    bulk = own_bulk(db, bulk_id, moderator)
    line = stored.next_line(db, bulk.id, LineState.DECIDED)
    if line is None or line.decision_id is None:
        return False
    try:
        with db.begin_nested():
            undone = undo_decision(
                db,
                line.decision_id,
                moderator=moderator,
                actor=actor,
                newsroom=newsroom,
                now=now,
                part_of=name_of(bulk),
            )
            _close_own_look(db, line, undone, now)
    except (ServiceError, NotPermitted, IllegalTransition):
        line.state, line.reason = LineState.KEPT.value, Passed.OVERTAKEN.value
    else:
        line.state = LineState.UNDONE.value
    return True


def _close_own_look(
    db: Session, line: BulkLine, undone: Decided, now: datetime
) -> None:
    """Leave nothing in the queue that only the moderator's own look had opened."""
    comment_id = undone.item.comment_id
    asked = (
        open_report_groups(db, comment_id)
        or stored_items.open_notices(db, comment_id)
        or stored_items.open_appeal(db, comment_id)
    )
    if line.own_look and not asked:
        review_queue.close_item(db, undone.item, now)

"""Bulk decisions: one verdict about many comments, each decided as if by itself.

`begin_bulk` writes down what was ordered; `decide_next` decides one comment of it.
Each is a transaction of its own, so that nobody waits for two hundred decisions, and
what was begun goes on where it stopped.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.bulk import (
    MOST,
    VERDICTS,
    LineState,
    Passed,
    Pick,
    why_passed,
)
from comments.domain.canonical import canonical, digest_of
from comments.domain.moderation import DecisionAction, IllegalTransition
from comments.domain.permissions import Act, Actor, NotPermitted, authorize
from comments.domain.phrases import Phrase
from comments.domain.review_item import ItemState
from comments.services import review_queue
from comments.services.decide import Order, decide, refuse_unfit
from comments.services.errors import Conflict, NotFound, Refused, ServiceError
from comments.services.newsroom import Newsroom
from comments.services.picked_comments import standing_of
from comments.services.review_rounds import forget_round
from comments.store import bulk_decisions as stored
from comments.store import comments as stored_comments
from comments.store import review_items as stored_items
from comments.store.bulk_decisions import BulkDecision, BulkLine
from comments.store.models import Account, Comment, ReviewItem
from comments.store.upsert import insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOrder:
    """What a moderator decides about the comments that they picked."""

    picks: tuple[Pick, ...]
    action: DecisionAction
    rule: str | None = None
    note: str = ""
    attempt: str

    def digest(self) -> str:
        """The same for the same order alone."""
        return digest_of(canonical(asdict(self)))


def begin_bulk(
    db: Session,
    order: BulkOrder,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> BulkDecision:
    """Write down what is to be decided, and decide nothing yet.

    The same order with the same attempt key is the same bulk decision; Conflict for
    another one.  Refused for a wrong rule, for nothing, and for more than MOST; what
    was never there is left out.
    """
    authorize(actor, Act.DECIDE)
    refuse_wrong_order(order, newsroom)
    values = {
        "moderator_id": moderator.id,
        "attempt": order.attempt,
        "digest": order.digest(),
        "action": order.action.value,
        "rule": order.rule if order.action is DecisionAction.REJECT else None,
        "note": order.note,
        "created_at": now,
    }
    picks = _that_are_there(db, order)
    bulk_id = insert_new(db, BulkDecision, values)
    if bulk_id is None:
        return _repeated(db, order, moderator)
    db.add_all(_line(bulk_id, pick) for pick in picks)
    db.flush()
    return db.get_one(BulkDecision, bulk_id)


def decide_next(
    db: Session,
    bulk_id: int,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> bool:
    """Decide the next comment of a bulk decision, or pass it over with a reason.

    False when none is left.  Only who ordered it may carry it out.
    """
    bulk = own_bulk(db, bulk_id, moderator)
    line = stored.next_line(db, bulk.id, LineState.WAITING)
    if line is None:
        return False
    if bulk.undone_at is not None:
        _pass_over(line, Passed.OVERTAKEN)
        return True
    try:
        with db.begin_nested():
            _decide_line(db, bulk, line, moderator, actor, newsroom, now)
    except (ServiceError, NotPermitted, IllegalTransition):
        _pass_over(line, Passed.REFUSED)
    return True


def own_bulk(db: Session, bulk_id: int, moderator: Account) -> BulkDecision:
    """A bulk decision of this moderator's; NotFound when it is another's, or none."""
    bulk = db.get(BulkDecision, bulk_id)
    if bulk is None or bulk.moderator_id != moderator.id:
        raise NotFound(Phrase("There is no such decision of yours."))
    return bulk


def name_of(bulk: BulkDecision) -> str:
    """What the ledger calls a bulk decision."""
    return f"bulk:{bulk.id}"


def refuse_wrong_order(order: BulkOrder, newsroom: Newsroom) -> None:
    """Raise Refused for what no single comment's state could mend."""
    if not order.picks:
        raise Refused(Phrase("Select at least one comment."))
    if len(order.picks) > MOST:
        raise Refused(
            Phrase("At most %(most)s comments are decided at a time.", most=MOST)
        )
    if order.action not in VERDICTS:
        raise Refused(Phrase("Many comments at once are approved or rejected."))
    single = Order(
        item_id=0, version=0, action=order.action, rule=order.rule, note=order.note
    )
    refuse_unfit(single, newsroom.rules)


def _that_are_there(db: Session, order: BulkOrder) -> list[Pick]:
    texts = stored.texts_among(db, [pick.revision_id for pick in order.picks])
    picked = {
        pick.comment_id: pick
        for pick in order.picks
        if texts.get(pick.revision_id) == pick.comment_id
    }
    if not picked:
        raise NotFound(Phrase("These comments are not there any more."))
    return [picked[comment_id] for comment_id in sorted(picked)]


def _repeated(db: Session, order: BulkOrder, moderator: Account) -> BulkDecision:
    bulk = stored.bulk_by_attempt(db, moderator.id, order.attempt)
    if bulk is None or bulk.digest != order.digest():
        raise Conflict(
            Phrase("This form was already used for another selection; select again.")
        )
    return bulk


def _line(bulk_id: int, pick: Pick) -> BulkLine:
    return BulkLine(
        bulk_id=bulk_id,
        comment_id=pick.comment_id,
        revision_id=pick.revision_id,
        version=pick.version,
        last_report=pick.last_report,
        state=LineState.WAITING.value,
        own_look=False,
    )


def _pass_over(line: BulkLine, reason: Passed) -> None:
    line.state, line.reason = LineState.PASSED.value, reason.value


def _decide_line(
    db: Session,
    bulk: BulkDecision,
    line: BulkLine,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    comment = stored_comments.get_comment(db, line.comment_id, lock=True)
    if comment is None:
        return _pass_over(line, Passed.GONE)
    item = stored_items.item_of(db, comment.id)
    standing = standing_of(
        comment,
        item,
        moderator=moderator,
        appealed=stored_items.open_appeal(db, comment.id) is not None,
        noticed=bool(stored_items.open_notices(db, comment.id)),
        now=now,
    )
    passed = why_passed(_pick(line), standing, DecisionAction(bulk.action))
    if passed is not None:
        return _pass_over(line, passed)
    if item is None or item.state == ItemState.DECIDED:
        item = _open_for_own_look(db, comment, line, now)
    order = _order(bulk, line, item)
    decided = decide(
        db, order, moderator=moderator, actor=actor, newsroom=newsroom, now=now
    )
    line.state, line.decision_id = LineState.DECIDED.value, decided.decision.id
    return None


def _pick(line: BulkLine) -> Pick:
    return Pick(line.comment_id, line.revision_id, line.version, line.last_report)


def _open_for_own_look(
    db: Session, comment: Comment, line: BulkLine, now: datetime
) -> ReviewItem:
    """Open an item about what nobody asked about, to decide it in this transaction."""
    revision = review_queue.judged_revision(comment, line.revision_id)
    item = review_queue.open_item(db, comment, revision, (), now)
    forget_round(db, item)
    line.own_look = True
    return item


def _order(bulk: BulkDecision, line: BulkLine, item: ReviewItem) -> Order:
    return Order(
        item_id=item.id,
        action=DecisionAction(bulk.action),
        version=item.version,
        rule=bulk.rule,
        note=bulk.note,
        last_report=line.last_report,
        part_of=name_of(bulk),
    )

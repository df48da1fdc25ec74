"""Appeals: an author asks that a person, or another person, looks at a decision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, DecisionFacts, authorize
from comments.domain.phrases import Phrase
from comments.services import review_queue
from comments.services.errors import Conflict, NotFound
from comments.services.notices import can_appeal
from comments.services.stated import asked, statement_about
from comments.store import comments as stored
from comments.store import review_items as stored_items
from comments.store.models import Appeal, Comment, Decision
from comments.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Appealed:
    """The stored appeal; `repeated` when the author had asked before."""

    appeal: Appeal
    repeated: bool


def appeal_decision(
    db: Session, decision_id: int, text: str, *, actor: Actor, now: datetime
) -> Appealed:
    """Open a decision's question again, for anyone but the one who decided it.

    One appeal a decision: asking again returns the first.  Raises NotFound for another
    author's decision and Conflict when there is nothing to appeal.
    """
    decision = db.get(Decision, decision_id)
    comment = _own_comment(db, decision, actor)
    if decision is None:
        raise NotFound(Phrase("There is no such decision."))
    known = stored_items.appeal_of(db, decision.id)
    if known is not None:
        return Appealed(known, repeated=True)
    if not can_appeal(db, decision, statement_about(db, decision.id), now):
        raise Conflict(Phrase("This decision cannot be appealed, or no longer stands."))
    if stored_items.open_appeal(db, comment.id) is not None:
        # Whoever answers that one judges the comment as it stands by then.
        raise Conflict(Phrase("You have asked already."))
    appeal = _add(db, decision, comment, text, now)
    _ask(db, decision, comment, now)
    return Appealed(appeal, repeated=False)


def _own_comment(db: Session, decision: Decision | None, actor: Actor) -> Comment:
    if decision is None:
        raise NotFound(Phrase("There is no such decision."))
    comment = stored.get_comment(db, decision.comment_id, lock=True)
    if comment is None or comment.author_id != actor.account_id:
        raise NotFound(Phrase("There is no such decision."))
    authorize(
        actor, Act.APPEAL, DecisionFacts(comment.author_id, decision.moderator_id)
    )
    if comment.withdrawn_at is not None:
        raise Conflict(Phrase("You have withdrawn this comment."))
    return comment


def _add(
    db: Session, decision: Decision, comment: Comment, text: str, now: datetime
) -> Appeal:
    values = {
        "decision_id": decision.id,
        "comment_id": comment.id,
        "author_id": comment.author_id,
        **asked(db, text, now),
    }
    appeal_id = insert_new(db, Appeal, values)
    if appeal_id is None:
        raise Conflict(Phrase("You have asked already."))
    return db.get_one(Appeal, appeal_id)


def _ask(db: Session, decision: Decision, comment: Comment, now: datetime) -> None:
    revision = review_queue.judged_revision(comment, decision.revision_id)
    signals = [review_queue.appeal_signal()]
    if decision.moderator_id is None:
        signals += review_queue.verdict_signals(revision)
    review_queue.open_item(
        db, comment, revision, signals, now, barred_id=decision.moderator_id
    )

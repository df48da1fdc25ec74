"""Undo: a moderator takes back their own last decision about a comment."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.moderation import (
    RETURN_ACTION,
    Action,
    DecisionAction,
    RevisionStatus,
)
from comments.domain.permissions import Act, Actor, DecisionFacts, authorize
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import UNLAWFUL
from comments.domain.statement_of_reasons import StatementKind
from comments.services import escalation, ledger, review_queue
from comments.services.decide import Decided
from comments.services.errors import Conflict, NotFound
from comments.services.newsroom import Newsroom
from comments.services.notices import cancel_unseen
from comments.services.settle_reports import reopen_settled
from comments.store import comments as stored_comments
from comments.store import review_items as stored
from comments.store.models import Account, Comment, Decision, ReviewItem, Revision
from comments.store.report_groups import open_report_groups

RETURNED = {
    RevisionStatus.HELD: StatementKind.RETURNED,
    RevisionStatus.PUBLISHED: StatementKind.RESTORED,
    RevisionStatus.REJECTED: StatementKind.REJECTED,
}


def undo_decision(
    db: Session,
    decision_id: int,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
    part_of: str | None = None,
) -> Decided:
    """Take one's own last decision back: a new decision that restores what was before.

    The item is open again.  The author hears of it only if the first notice was seen.
    `part_of` names the bulk decision that is taken back with it.
    """
    decision = db.get(Decision, decision_id)
    if decision is None or decision.item_id is None:
        raise NotFound(Phrase("There is no such decision."))
    item, comment = review_queue.lock_item(db, decision.item_id)
    authorize(actor, Act.UNDO, DecisionFacts(comment.author_id, decision.moderator_id))
    revision = review_queue.judged_revision(comment, decision.revision_id)
    _refuse_overtaken(db, decision, comment, revision)
    if decision.action == DecisionAction.ESCALATE:
        taken_back = escalation.take_back(
            db, item, comment, decision, moderator, newsroom=newsroom, now=now
        )
        return Decided(taken_back, item, open=True)
    settled = stored.settled_reporters(decision.id)
    stored_comments.lock_counters(db, comment, settled)
    unseen = cancel_unseen(db, decision, now)
    reopen_settled(db, decision, now)
    act = _undoing(decision, item, moderator, unseen=unseen, part_of=part_of)
    applied = ledger.apply_action(
        db, comment, revision, act, ledger_key=newsroom.ledger_key, now=now
    )
    if applied.decision is None:
        raise NotFound
    _open_again(db, item, comment, revision, decision, now)
    return Decided(applied.decision, item, open=True)


def _refuse_overtaken(
    db: Session, decision: Decision, comment: Comment, revision: Revision
) -> None:
    latest = stored.decisions_of(db, comment.id)[-1]
    if latest.id != decision.id or decision.undoes_id is not None:
        raise Conflict(
            Phrase("This decision is no longer the last one; nothing was changed.")
        )
    if comment.withdrawn_at is not None:
        raise Conflict(
            Phrase("The author has withdrawn this comment; nothing was changed.")
        )
    if revision.status == RevisionStatus.SUPERSEDED:
        raise Conflict(
            Phrase("The author has changed the text since; nothing was changed.")
        )


def _undoing(
    decision: Decision,
    item: ReviewItem,
    moderator: Account,
    *,
    unseen: bool,
    part_of: str | None,
) -> ledger.Act:
    """The act that leads back to the status before the decision.

    Nothing is told to an author who never saw the decision.
    """
    before = RevisionStatus(decision.previous_status or RevisionStatus.HELD)
    changed = decision.action != Action.APPROVE or before is not (
        RevisionStatus.PUBLISHED
    )
    return ledger.Act(
        action=RETURN_ACTION[before],
        by=moderator,
        rule=decision.rule if before is RevisionStatus.REJECTED else None,
        statement=RETURNED[before] if changed and not unseen else None,
        answers_item=(item.id, item.version),
        undoes=decision,
        part_of=part_of,
    )


def _open_again(
    db: Session,
    item: ReviewItem,
    comment: Comment,
    revision: Revision,
    decision: Decision,
    now: datetime,
) -> None:
    """Put the question back into the queue, with every signal that it had."""
    item.version += 1
    signals = review_queue.verdict_signals(revision)
    signals += review_queue.report_signals(open_report_groups(db, comment.id))
    if stored.open_notices(db, comment.id):
        signals.append(review_queue.notice_signal(UNLAWFUL))
    appeal = stored.open_appeal(db, comment.id)
    if appeal is not None:
        signals.append(review_queue.appeal_signal())
        barred = db.get_one(Decision, appeal.decision_id).moderator_id
        review_queue.open_item(db, comment, revision, signals, now, barred_id=barred)
    else:
        review_queue.open_item(db, comment, revision, signals, now)

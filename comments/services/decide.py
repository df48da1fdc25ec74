"""Deciding: a moderator answers the question of a review item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.appeals import may_decide_appeal
from comments.domain.moderation import (
    UNDO_WINDOW,
    Action,
    DecisionAction,
    RevisionStatus,
)
from comments.domain.permissions import Act, Actor, Role, authorize
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import UNLAWFUL, RuleBook
from comments.domain.review_item import ItemState
from comments.domain.statement_of_reasons import StatementKind
from comments.services import escalation, ledger, review_queue, second_readings
from comments.services.comfort import note_decided
from comments.services.decision_facts import decision_facts
from comments.services.edit_comment import facts_about
from comments.services.errors import (
    NoteWanted,
    NotFound,
    PresentState,
    Refused,
    StaleDecision,
)
from comments.services.newsroom import Newsroom
from comments.services.settle_reports import settle
from comments.store import comments as stored_comments
from comments.store import review_items as stored
from comments.store.models import (
    Account,
    Appeal,
    Comment,
    Decision,
    Report,
    ReviewItem,
    Revision,
)
from comments.store.report_groups import open_report_groups
from comments.store.second_readings import SecondReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a moderator decides, and what they saw when they did.

    `version` is the item's version on the page.  `last_report` is the newest report
    shown there; None means that all reports up to now were seen.
    """

    item_id: int
    action: DecisionAction
    version: int
    rule: str | None = None
    note: str = ""
    last_report: int | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision; `open` when a later report keeps the item in the queue."""

    decision: Decision
    item: ReviewItem
    open: bool


def decide(
    db: Session,
    order: Order,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Decided:
    """Record a decision and all that follows from it, or raise and change nothing.

    Raises StaleDecision when the item is not what the moderator saw, Refused for the
    first decider of an appealed decision, for a moderator when an editor was asked, and
    for a missing or unknown rule, and NoteWanted where words are needed.
    """
    item, comment = review_queue.lock_item(db, order.item_id)
    authorize(actor, Act.DECIDE, facts_about(db, comment, now))
    again = second_readings.held_for(db, item.id, moderator)
    if again is not None and again.version == order.version:
        return _decide_again(db, order, item, again, moderator, newsroom, now)
    _refuse_stale(db, item, comment, order)
    _refuse_first_decider(item, moderator)
    _refuse_below_editor(item, moderator)
    refuse_unfit(order, newsroom.rules)
    if order.action is DecisionAction.ESCALATE:
        decision = escalation.escalate(
            db, item, comment, moderator, note=order.note, newsroom=newsroom, now=now
        )
        return Decided(decision, item, open=True)
    return _answer(db, order, item, comment, moderator, newsroom, now)


def _answer(
    db: Session,
    order: Order,
    item: ReviewItem,
    comment: Comment,
    moderator: Account,
    newsroom: Newsroom,
    now: datetime,
) -> Decided:
    """Approve or reject, with all that follows."""
    revision = review_queue.judged_revision(comment, item.revision_id)
    appeal = stored.open_appeal(db, comment.id)
    act = _act(db, order, item, revision, appeal, moderator, now)
    as_it_was = second_readings.draw(db, item, comment, newsroom)
    later = _later_reports(db, item, order)
    waiting = stored.waiting_reporters(comment.id, appeal)
    stored_comments.lock_counters(db, comment, waiting)
    applied = ledger.apply_action(
        db, comment, revision, act, ledger_key=newsroom.ledger_key, now=now
    )
    if applied.decision is None:
        raise NotFound
    settle(db, comment, applied.decision, appeal, except_reports=later, now=now)
    _close_or_turn(db, item, comment, applied.decision, now)
    second_readings.put_aside(db, item, applied.decision, as_it_was, now)
    note_decided(db, moderator, revision, now)
    return Decided(applied.decision, item, item.state == ItemState.OPEN)


def _decide_again(
    db: Session,
    order: Order,
    item: ReviewItem,
    again: SecondReading,
    moderator: Account,
    newsroom: Newsroom,
    now: datetime,
) -> Decided:
    """Keep a second verdict: to its giver it is like any other, and changes nothing."""
    refuse_unfit(order, newsroom.rules)
    decision = second_readings.answer(
        db,
        again,
        action=order.action,
        rule=order.rule,
        note=order.note,
        moderator=moderator,
        newsroom=newsroom,
        now=now,
    )
    return Decided(decision, item, open=False)


def present_state(
    db: Session, item: ReviewItem, comment: Comment, *, since: int
) -> PresentState:
    """Where an item stands now, with whoever decided last since a version of it."""
    latest = stored.latest_by_person(db, comment.id)
    if latest is not None and (latest.seen_version or 0) < since:
        latest = None  # it was known when that version was seen
    by = latest.moderator if latest else None
    return PresentState(
        item_id=item.id,
        version=item.version,
        state=item.state,
        comment_status=comment.status,
        decided_by=by.name if by else None,
        action=latest.action if latest else None,
        rule=latest.rule if latest else None,
        decided_at=latest.created_at if latest else None,
    )


def _refuse_stale(
    db: Session, item: ReviewItem, comment: Comment, order: Order
) -> None:
    if item.state != ItemState.OPEN or item.version != order.version:
        raise StaleDecision(present_state(db, item, comment, since=order.version))


def _refuse_first_decider(item: ReviewItem, moderator: Account) -> None:
    if not may_decide_appeal(item.barred_id, moderator.id):
        raise Refused(
            Phrase(
                "You made the decision that the author asks to have looked at again; "
                "another moderator must decide now."
            )
        )


def _refuse_below_editor(item: ReviewItem, moderator: Account) -> None:
    if item.escalated and moderator.role == Role.MODERATOR:
        raise Refused(
            Phrase("A moderator asked an editor about this; an editor decides now.")
        )


def refuse_unfit(order: Order, rules: RuleBook) -> None:
    """Raise Refused for a missing or wrong rule, and for words that are missing."""
    _refuse_wrong_rule(order, rules)
    _refuse_without_words(order)


def _refuse_wrong_rule(order: Order, rules: RuleBook) -> None:
    if order.action is not DecisionAction.REJECT:
        return
    if order.rule not in [rule.code for rule in rules.citable_for_comments()]:
        raise Refused(Phrase("A rejection cites one of the posted rules."))


def _refuse_without_words(order: Order) -> None:
    if order.note.strip():
        return
    if order.action is DecisionAction.ESCALATE:
        raise NoteWanted(
            Phrase("Say in the note why you ask an editor; the editor reads it.")
        )
    if order.action is DecisionAction.REJECT and order.rule == UNLAWFUL:
        raise NoteWanted(
            Phrase(
                "Say in the note which law it breaks, and why; the author is told your "
                "words."
            )
        )


def _act(
    db: Session,
    order: Order,
    item: ReviewItem,
    revision: Revision,
    appeal: Appeal | None,
    moderator: Account,
    now: datetime,
) -> ledger.Act:
    rejects = order.action is DecisionAction.REJECT
    rule = order.rule if rejects else None
    before = RevisionStatus(revision.status)
    return ledger.Act(
        action=Action(order.action.value),
        by=moderator,
        rule=rule,
        note=order.note,
        facts=decision_facts(db, item, revision, appeal, rule=rule, note=order.note),
        statement=statement_kind(before, appeal, rejects=rejects),
        visible_at=now + UNDO_WINDOW,
        answers_item=(item.id, item.version),
        appeal_id=appeal.id if appeal else None,
        part_of=order.part_of,
    )


def statement_kind(
    before: RevisionStatus, appeal: Appeal | None, *, rejects: bool
) -> StatementKind | None:
    """What the author is told: nothing when a comment that was shown stays shown."""
    if rejects:
        return StatementKind.UPHELD if appeal else StatementKind.REJECTED
    if before is RevisionStatus.PUBLISHED:
        return None
    return StatementKind.RESTORED


def _later_reports(db: Session, item: ReviewItem, order: Order) -> Sequence[Report]:
    """Reports that came after the page was made, under rules that it did not show.

    They keep a question open only about a text that stays up: what is rejected upholds
    them, and what is replaced leaves them without an object.
    """
    if order.last_report is None or order.action is DecisionAction.REJECT:
        return []
    return stored.later_reports(
        db, item.comment_id, order.last_report, about=item.revision_id
    )


def _close_or_turn(
    db: Session,
    item: ReviewItem,
    comment: Comment,
    decision: Decision,
    now: datetime,
) -> None:
    """Close the item, unless readers still see a text that has an open report."""
    review_queue.close_item(db, item, now, by=decision)
    shown = comment.shown_revision_id
    if shown is not None and stored.has_open_report(db, comment.id, shown):
        signals = review_queue.report_signals(open_report_groups(db, comment.id))
        revision = review_queue.judged_revision(comment, shown)
        review_queue.open_item(db, comment, revision, signals, now)

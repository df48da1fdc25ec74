"""The review queue: what opens an item, how urgent it is, and who holds it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.own_words import WATCHED
from comments.domain.queue_filter import EVERYTHING, QueueFilter
from comments.domain.reports import ReportGroup, combined_weight, report_words
from comments.domain.review_item import (
    APPEAL_POINTS,
    ESCALATED_POINTS,
    LEASE,
    MODE_POINTS,
    NOTICE_POINTS,
    ItemState,
    Signal,
    Source,
    exposure_points,
    filter_points,
    rank,
    report_points,
)
from comments.domain.statement_of_reasons import HOLD_SENTENCES, HoldReason
from comments.domain.verdict import Finding, Outcome
from comments.filter.languages import language_of
from comments.services import second_readings
from comments.services.errors import NotFound
from comments.services.next_item import next_item
from comments.services.review_rounds import begin_round, end_round
from comments.services.urgent_items import announce_if_urgent
from comments.store import accounts as stored_accounts
from comments.store import comments as stored_comments
from comments.store import open_items
from comments.store import review_items as stored
from comments.store.models import (
    Account,
    Comment,
    Decision,
    ReviewItem,
    ReviewSignal,
    Revision,
    SkippedItem,
)
from comments.store.review_context import lock_item_row

SKIPPED_FOR: Final = timedelta(minutes=15)


def open_item(
    db: Session,
    comment: Comment,
    revision: Revision,
    signals: Iterable[Signal],
    now: datetime,
    *,
    barred_id: int | None = None,
) -> ReviewItem:
    """Open a comment's review item, or join the signals to the one that is open.

    Re-opening and a new revision raise the version, because what is judged changes; a
    signal that joins does not.
    """
    signals = tuple(signals)
    item = stored.item_of(db, comment.id)
    if item is None:
        item = _new_item(comment, revision, now)
        db.add(item)
        db.flush()
        begin_round(db, item, signals)
    elif item.state == ItemState.DECIDED:
        _reopen(item, revision, now)
        begin_round(db, item, signals)
    elif item.revision_id != revision.id:
        judge_revision(item, revision)
    item.language = language_of(revision.text)
    if barred_id is not None:
        item.barred_id = barred_id
    _put_signals(db, item, signals)
    rerank(db, item, comment)
    announce_if_urgent(db, item, now)
    return item


def judge_revision(item: ReviewItem, revision: Revision) -> None:
    """Turn an open item to another revision of its comment."""
    item.revision_id = revision.id
    item.version += 1


def close_item(
    db: Session, item: ReviewItem, now: datetime, *, by: Decision | None = None
) -> None:
    """Close an item: a decision answers its question, or it has lost its object."""
    end_round(db, item, by, now)
    item.state = ItemState.DECIDED.value
    item.version += 1
    item.decided_at = now
    item.escalated = False
    item.barred_id = None
    release(item)
    stored.clear_signals(db, item.id)


def rerank(db: Session, item: ReviewItem, comment: Comment) -> None:
    """Compute an item's rank anew from its signals, exposure and age."""
    db.flush()
    points = [signal.points for signal in stored.signals_of(db, item.id)]
    points.append(
        exposure_points(
            published=comment.shown_revision_id is not None,
            replies=comment.shown_replies,
        )
    )
    item.rank = rank(points, item.opened_at)
    db.flush()


def finding_signals(findings: Iterable[Finding]) -> list[Signal]:
    """Signals for a verdict's grounds: the heaviest finding of each rule."""
    heaviest: dict[str, Signal] = {}
    for finding in findings:
        points = filter_points(finding.severity, finding.confidence)
        known = heaviest.get(finding.rule)
        if known is None or known.points < points:
            heaviest[finding.rule] = Signal(
                Source.FILTER, finding.rule, points, finding.reason[:300]
            )
    return list(heaviest.values())


def verdict_signals(revision: Revision) -> list[Signal]:
    """Signals for what the filter once held against a stored revision, or watched."""
    findings = [Finding.from_record(record) for record in revision.findings]
    return finding_signals(
        f for f in findings if f.outcome is not Outcome.PUBLISH or f.check == WATCHED
    )


def hold_signals(reasons: Iterable[HoldReason]) -> list[Signal]:
    """Signals for a comment that is held whatever its words."""
    words = [HOLD_SENTENCES[reason] for reason in reasons]
    if not words:
        return []
    return [Signal(Source.MODE, None, MODE_POINTS, " ".join(words)[:300])]


def report_signals(groups: Sequence[ReportGroup]) -> list[Signal]:
    """Signals for open reports: one a rule, with bursts collapsed into one voice."""
    signals = []
    for rule in sorted({group.rule for group in groups}):
        of_rule = [group for group in groups if group.rule == rule]
        weight = combined_weight(of_rule)
        words = report_words(of_rule)
        signals.append(Signal(Source.REPORT, rule, report_points(weight), words))
    return signals


def appeal_signal() -> Signal:
    """The signal of an author who asks for a second look."""
    return Signal(
        Source.APPEAL, None, APPEAL_POINTS, "The author asks for a moderator."
    )


def notice_signal(rule: str) -> Signal:
    """The signal of a notice of unlawful content."""
    return Signal(
        Source.NOTICE, rule, NOTICE_POINTS, "A notice says that this is unlawful."
    )


def escalation_signal(by: Account) -> Signal:
    """The signal of a moderator who hands an item to an editor."""
    words = f"{by.name} asks an editor."
    return Signal(Source.ESCALATION, None, ESCALATED_POINTS, words)


def claim(
    db: Session,
    moderator: Account,
    now: datetime,
    *,
    only: QueueFilter = EVERYTHING,
) -> ReviewItem | None:
    """Lease this moderator the most urgent item that nobody holds; None when none is.

    Claiming again returns and renews the live lease.  Two moderators never get the same
    item.
    """
    stored_accounts.lock_accounts(db, moderator.id)  # two claims of mine, one item
    again = second_readings.held_live(db, moderator, now)
    item = None if again else open_items.leased_to(db, moderator.id, now)
    if item is None and again is None:
        item, again = next_item(db, moderator, now, only=only)
    if again is not None:
        second_readings.lease(again, moderator, now)
        return stored.get_item(db, again.item_id)
    if item is None:
        return None
    lease(item, moderator, now)
    db.flush()
    return stored.get_item(db, item.id)


def lease(item: ReviewItem, moderator: Account, now: datetime) -> None:
    """Let a moderator hold an item for a while."""
    item.claimed_by, item.claimed_until = moderator.id, now + LEASE


def release(item: ReviewItem) -> None:
    """Give a lease back."""
    item.claimed_by, item.claimed_until = None, None


def release_own(db: Session, item_id: int, moderator: Account) -> ReviewItem:
    """Give back my own lease; another's lease stays."""
    lock_item_row(db, item_id)  # as it is now: it may have run out, and be another's
    item = load_item(db, item_id)
    if item.claimed_by == moderator.id:
        release(item)
    second_readings.let_go(db, item_id, moderator)
    return item


def skip(db: Session, item_id: int, moderator: Account, now: datetime) -> None:
    """Pass over an item: it goes to colleagues, not to me, for a quarter of an hour."""
    item = release_own(db, item_id, moderator)
    until = now + SKIPPED_FOR
    db.merge(SkippedItem(item_id=item.id, moderator_id=moderator.id, until=until))


def lock_item(db: Session, item_id: int) -> tuple[ReviewItem, Comment]:
    """The item and its comment, locked against everything else about the comment."""
    item = db.get(ReviewItem, item_id)
    if item is None:
        raise NotFound("This item is not in the queue.")
    comment = stored_comments.get_comment(db, item.comment_id, lock=True)
    locked = stored.item_of(db, item.comment_id)
    if comment is None or locked is None:
        raise NotFound("This item is not in the queue.")
    return locked, comment


def judged_revision(comment: Comment, revision_id: int) -> Revision:
    """The revision of a comment that an item or a decision is about."""
    return next(r for r in comment.revisions if r.id == revision_id)


def load_item(db: Session, item_id: int) -> ReviewItem:
    """The item with this id, with all that its page shows; NotFound when none is."""
    item = stored.get_item(db, item_id)
    if item is None:
        raise NotFound("This item is not in the queue.")
    return item


def _new_item(comment: Comment, revision: Revision, now: datetime) -> ReviewItem:
    return ReviewItem(
        comment_id=comment.id,
        thread_id=comment.thread_id,
        author_id=comment.author_id,
        revision_id=revision.id,
        state=ItemState.OPEN.value,
        version=1,
        rank=0.0,
        opened_at=now,
    )


def _reopen(item: ReviewItem, revision: Revision, now: datetime) -> None:
    item.state = ItemState.OPEN.value
    item.version += 1
    item.revision_id = revision.id
    item.opened_at = now
    item.decided_at = None


def _put_signals(db: Session, item: ReviewItem, signals: Iterable[Signal]) -> None:
    present = {(s.source, s.rule): s for s in stored.signals_of(db, item.id)}
    for signal in signals:
        rule = signal.rule or ""
        row = present.get((signal.source.value, rule))
        if row is None:
            row = ReviewSignal(item_id=item.id, source=signal.source.value, rule=rule)
            db.add(row)
        row.points, row.words = signal.points, signal.words

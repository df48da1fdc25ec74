"""Queries about review items, their signals, claims and reports."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from comments.domain.reports import ReportState
from comments.domain.review_item import ItemState, Source
from comments.store.models import (
    Appeal,
    Comment,
    Decision,
    Report,
    ReviewItem,
    ReviewSignal,
    SkippedItem,
    UnlawfulNotice,
)

COUNTED: Final = 10_000  # above it the queue's length is no number to work by
# Written out: with a parameter in its place no database sees that an index of the open
# items alone will do.
IS_OPEN: Final = ReviewItem.state == literal(ItemState.OPEN.value, literal_execute=True)


def item_of(db: Session, comment_id: int) -> ReviewItem | None:
    """The review item of a comment, with its signals; open or decided."""
    return db.scalar(
        select(ReviewItem)
        .where(ReviewItem.comment_id == comment_id)
        .options(selectinload(ReviewItem.signals))
        .execution_options(populate_existing=True)
    )


def get_item(db: Session, item_id: int) -> ReviewItem | None:
    """A review item with its signals and its comment, author and thread."""
    return db.scalar(_with_comment(select(ReviewItem).where(ReviewItem.id == item_id)))


def open_items(
    db: Session,
    *,
    rule: str | None,
    source: str | None,
    after: tuple[float, int] | None,
    limit: int,
) -> Sequence[ReviewItem]:
    """Open items by rank, the most urgent first, from a (rank, id) on."""
    query = select(ReviewItem).where(IS_OPEN)
    query = query.where(*_signalled(rule, source))
    if after is not None:
        rank, item_id = after
        query = query.where(
            or_(
                ReviewItem.rank < rank,
                and_(ReviewItem.rank == rank, ReviewItem.id < item_id),
            )
        )
    query = query.order_by(*_most_urgent_first()).limit(limit)
    return db.scalars(_with_comment(query)).all()


def count_open(db: Session) -> int:
    """How many items are open; COUNTED when there are more, which takes no longer."""
    queue = select(ReviewItem.id).where(IS_OPEN).order_by(*_most_urgent_first())
    some = queue.limit(COUNTED).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def oldest_open(db: Session) -> datetime | None:
    """When the item that has waited longest was opened."""
    return db.scalar(select(func.min(ReviewItem.opened_at)).where(IS_OPEN))


def leased_to(db: Session, moderator_id: int, now: datetime) -> ReviewItem | None:
    """The open item that this moderator holds now."""
    return db.scalar(
        select(ReviewItem)
        .where(
            ReviewItem.claimed_by == moderator_id,
            ReviewItem.claimed_until > now,
            IS_OPEN,
        )
        .order_by(ReviewItem.claimed_until.desc())
        .limit(1)
        .with_for_update()
    )


def next_claimable(
    db: Session,
    moderator_id: int,
    now: datetime,
    *,
    escalated: bool,
    rule: str | None,
    source: str | None,
    besides: int | None = None,
) -> ReviewItem | None:
    """The most urgent open item that nobody holds and this moderator may decide.

    Locks it, passing over what others claim now; not when only looking `besides` one.
    """
    skipped = select(SkippedItem.item_id).where(
        SkippedItem.item_id == ReviewItem.id,
        SkippedItem.moderator_id == moderator_id,
        SkippedItem.until > now,
    )
    query = select(ReviewItem).where(
        IS_OPEN,
        or_(ReviewItem.claimed_until.is_(None), ReviewItem.claimed_until <= now),
        or_(ReviewItem.barred_id.is_(None), ReviewItem.barred_id != moderator_id),
        ReviewItem.author_id != moderator_id,
        ~skipped.exists(),
        *_signalled(rule, source),
    )
    if not escalated:
        query = query.where(ReviewItem.escalated.is_(False))
    query = query.order_by(*_most_urgent_first()).limit(1)
    if besides is not None:
        return db.scalar(query.where(ReviewItem.id != besides))
    return db.scalar(query.with_for_update(skip_locked=True))


def clear_signals(db: Session, item_id: int, *, source: Source | None = None) -> None:
    """Remove an item's signals, of one source or all."""
    query = delete(ReviewSignal).where(ReviewSignal.item_id == item_id)
    if source is not None:
        query = query.where(ReviewSignal.source == source)
    db.execute(query)


def signals_of(db: Session, item_id: int) -> Sequence[ReviewSignal]:
    """An item's signals, the heaviest first."""
    query = select(ReviewSignal).where(ReviewSignal.item_id == item_id)
    return db.scalars(query.order_by(ReviewSignal.points.desc(), ReviewSignal.id)).all()


def is_waiting(
    comment_id: int, *, kept: Collection[int]
) -> tuple[ColumnElement[bool], ...]:
    """The reports of a comment that nothing has come of yet, without the kept ones."""
    own = Report.comment_id == comment_id
    return own, Report.state == ReportState.RECEIVED, Report.id.not_in(kept)


def later_reports(db: Session, comment_id: int, last: int) -> Sequence[Report]:
    """Open reports after a report, under rules that none up to it was under."""
    shown = _received(select(Report.rule), comment_id).where(Report.id <= last)
    later = _received(select(Report), comment_id).where(
        Report.id > last, Report.rule.not_in(shown)
    )
    return db.scalars(later).all()


def has_open_report(db: Session, comment_id: int, revision_id: int | None) -> bool:
    """Whether nothing has come yet of some report on this text of a comment."""
    on_it = _received(select(Report.id), comment_id).where(
        Report.revision_id == revision_id
    )
    return db.scalar(on_it.limit(1)) is not None


def waiting_reporters(comment_id: int, appeal: Appeal | None = None) -> Select[int]:
    """Who waits for the outcome of a report of this comment.

    With an appeal also whose reports the appealed decision has settled.
    """
    waits = Report.state == ReportState.RECEIVED
    if appeal is not None:
        waits = or_(waits, Report.decision_id == appeal.decision_id)
    return select(Report.reporter_id).where(Report.comment_id == comment_id, waits)


def settled_reporters(decision_id: int) -> Select[int]:
    """Whose reports a decision has settled."""
    return select(Report.reporter_id).where(Report.decision_id == decision_id)


def report_by(db: Session, revision_id: int, reporter_id: int) -> Report | None:
    """This reader's report of this revision."""
    query = select(Report).where(Report.revision_id == revision_id)
    return db.scalar(query.where(Report.reporter_id == reporter_id))


def newest_reports(db: Session, comment_id: int, *, limit: int) -> Sequence[Report]:
    """The newest open reports of a comment, with their reporters."""
    query = _received(select(Report), comment_id).order_by(Report.id.desc())
    query = query.limit(limit).options(joinedload(Report.reporter))
    return db.scalars(query).all()


def open_notices(db: Session, comment_id: int) -> Sequence[UnlawfulNotice]:
    """Notices of unlawful content about a comment that are not answered yet."""
    return db.scalars(
        select(UnlawfulNotice).where(
            UnlawfulNotice.comment_id == comment_id,
            UnlawfulNotice.state == ReportState.RECEIVED,
        )
    ).all()


def open_appeal(db: Session, comment_id: int) -> Appeal | None:
    """The appeal about a comment that nobody has answered yet."""
    query = select(Appeal).where(Appeal.comment_id == comment_id)
    return db.scalar(query.where(Appeal.decided_at.is_(None)))


def appeal_of(db: Session, decision_id: int) -> Appeal | None:
    """The appeal of a decision, answered or not."""
    return db.scalar(select(Appeal).where(Appeal.decision_id == decision_id))


def judged_rules(db: Session, revision_id: int) -> set[str]:
    """The rules under which moderators have judged reports of a revision."""
    query = select(Report.rule).where(
        Report.revision_id == revision_id, Report.decision_id.is_not(None)
    )
    return set(db.scalars(query.distinct()))


def decisions_of(db: Session, comment_id: int) -> Sequence[Decision]:
    """All decisions about a comment, the first one first, with their deciders."""
    query = select(Decision).where(Decision.comment_id == comment_id)
    query = query.options(joinedload(Decision.moderator)).order_by(Decision.id)
    return db.scalars(query).all()


def latest_by_person(db: Session, comment_id: int) -> Decision | None:
    """The newest decision about a comment that a person made."""
    return db.scalar(
        select(Decision)
        .where(Decision.comment_id == comment_id, Decision.moderator_id.is_not(None))
        .options(joinedload(Decision.moderator))
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _received(query: Any, comment_id: int) -> Any:
    return query.where(
        Report.comment_id == comment_id, Report.state == ReportState.RECEIVED
    )


def _most_urgent_first() -> tuple[ColumnElement[Any], ...]:
    return ReviewItem.rank.desc(), ReviewItem.id.desc()


def _signalled(rule: str | None, source: str | None) -> list[ColumnElement[bool]]:
    if rule is None and source is None:
        return []
    signal = select(ReviewSignal.id).where(ReviewSignal.item_id == ReviewItem.id)
    if rule is not None:
        signal = signal.where(ReviewSignal.rule == rule)
    if source is not None:
        signal = signal.where(ReviewSignal.source == source)
    return [signal.exists()]


def _with_comment(query: Select[ReviewItem]) -> Select[ReviewItem]:
    comment = joinedload(ReviewItem.comment)
    return query.options(
        selectinload(ReviewItem.signals),
        comment.joinedload(Comment.author),
        comment.joinedload(Comment.thread),
        comment.selectinload(Comment.revisions),
    )

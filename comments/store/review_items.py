"""Queries about review items, their signals and reports."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    delete,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from comments.domain.reports import ReportState
from comments.domain.review_item import Source
from comments.store.models import (
    Appeal,
    Comment,
    Decision,
    Report,
    ReviewItem,
    ReviewSignal,
    UnlawfulNotice,
)

Asked = TypeVar("Asked", bound=Select[*tuple[Any, ...]])


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
    return db.scalar(with_comment(select(ReviewItem).where(ReviewItem.id == item_id)))


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


def later_reports(
    db: Session, comment_id: int, last: int, *, about: int
) -> Sequence[Report]:
    """Open reports on a text after a report, under rules that none up to it named."""
    shown = _received(select(Report.rule), comment_id).where(Report.id <= last)
    later = _received(select(Report), comment_id).where(
        Report.id > last, Report.revision_id == about, Report.rule.not_in(shown)
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
    query = select(UnlawfulNotice).where(UnlawfulNotice.comment_id == comment_id)
    return db.scalars(query.where(UnlawfulNotice.state == ReportState.RECEIVED)).all()


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


def with_comment(query: Asked) -> Asked:
    """Load with each item its signals, and its comment with author, thread, texts."""
    comment = joinedload(ReviewItem.comment)
    return query.options(
        selectinload(ReviewItem.signals),
        comment.joinedload(Comment.author),
        comment.joinedload(Comment.thread),
        comment.selectinload(Comment.revisions),
    )

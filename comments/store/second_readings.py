"""Second readings: questions that were decided once and are put to a second person.

A row holds ids, both verdicts and, until it is answered, how the item stood before the
first.  Figures about agreement stay what they were when comments go.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Index,
    String,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from comments.domain.moderation import DecisionAction
from comments.domain.review_item import ItemState
from comments.store.models import (
    Appeal,
    Base,
    Comment,
    Decision,
    ReviewItem,
    Revision,
    SkippedItem,
    identity,
    reference,
)
from comments.store.types import Identity

WAITING: Final = "waiting"
READ: Final = "read"
VOID: Final = "void"
LOOKED_AT: Final = 20  # the most urgent; of these somebody has hardly seen them all


class SecondReading(Base):
    """One question for two people, and what each answered.

    `version` is the one that both judge, `closed_version` what the first made of it.
    `seen_by` are those who have read the first verdict since, and cannot be second.
    """

    __tablename__ = "second_readings"
    __table_args__ = (
        Index(
            "ix_second_readings_waiting",
            "rank",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_second_readings_claimed_by",
            "claimed_by",
            sqlite_where=text("claimed_by IS NOT NULL"),
            postgresql_where=text("claimed_by IS NOT NULL"),
        ),
        Index("ix_second_readings_item_id_version", "item_id", "version"),
        Index("ix_second_readings_second_by", "second_by", "read_at"),
        Index("ix_second_readings_read_at", "read_at"),
    )

    id: Mapped[int] = identity()
    item_id: Mapped[int] = mapped_column(Identity)
    comment_id: Mapped[int] = mapped_column(Identity)
    revision_id: Mapped[int] = mapped_column(Identity)
    version: Mapped[int]
    closed_version: Mapped[int]
    rank: Mapped[float]
    author_id: Mapped[int] = mapped_column(Identity)
    state: Mapped[str] = mapped_column(String(16))
    as_it_was: Mapped[dict[str, Any]]
    decision_id: Mapped[int] = mapped_column(Identity, unique=True)
    first_by: Mapped[int] = reference("accounts.id")
    first_action: Mapped[str] = mapped_column(String(16))
    first_rule: Mapped[str | None] = mapped_column(String(40))
    decided_at: Mapped[datetime]
    ready_at: Mapped[datetime]
    seen_by: Mapped[list[Any]]
    claimed_by: Mapped[int | None] = reference("accounts.id")
    claimed_until: Mapped[datetime | None]
    second_by: Mapped[int | None] = reference("accounts.id")
    second_action: Mapped[str | None] = mapped_column(String(16))
    second_rule: Mapped[str | None] = mapped_column(String(40))
    second_note: Mapped[str] = mapped_column(String(1000), server_default="")
    read_at: Mapped[datetime | None]


# Written out, so that every database sees that the index of the waiting will do.
IS_WAITING: Final = SecondReading.state == literal(WAITING, literal_execute=True)


def held_by(db: Session, moderator_id: int) -> SecondReading | None:
    """The second reading that was handed to this moderator and waits for them."""
    query = select(SecondReading).where(
        SecondReading.claimed_by == moderator_id, IS_WAITING
    )
    return db.scalar(query.order_by(SecondReading.id.desc()).limit(1))


def ready(
    db: Session,
    moderator_id: int,
    now: datetime,
    *,
    decided_after: datetime,
    above: float | None,
    lock: bool,
) -> Sequence[SecondReading]:
    """What may be handed to this moderator, the most urgent first, above a rank."""
    skipped = select(SkippedItem.item_id).where(
        SkippedItem.item_id == SecondReading.item_id,
        SkippedItem.moderator_id == moderator_id,
        SkippedItem.until > now,
    )
    query = select(SecondReading).where(
        IS_WAITING,
        SecondReading.ready_at <= now,
        SecondReading.decided_at > decided_after,
        _is_free(moderator_id, now),
        SecondReading.first_by != moderator_id,
        SecondReading.author_id != moderator_id,
        ~skipped.exists(),
    )
    if above is not None:
        query = query.where(SecondReading.rank > above)
    by_rank = SecondReading.rank.desc(), SecondReading.id.desc()
    query = query.order_by(*by_rank).limit(LOOKED_AT)
    if lock:
        query = query.with_for_update(skip_locked=True)
    return db.scalars(query).all()


def still_stands(db: Session, reading: SecondReading) -> bool:
    """Whether the same text is still there, decided as it was and by nobody since."""
    newest = select(func.max(Revision.id)).where(
        Revision.comment_id == reading.comment_id
    )
    appealed = select(Appeal.id).where(Appeal.decision_id == reading.decision_id)
    query = select(ReviewItem.id).where(
        ReviewItem.id == reading.item_id,
        ReviewItem.state == ItemState.DECIDED,
        ReviewItem.version == reading.closed_version,
        Comment.id == ReviewItem.comment_id,
        Comment.withdrawn_at.is_(None),
        Revision.comment_id == Comment.id,
        Revision.id == reading.revision_id,
        Revision.id == newest.scalar_subquery(),
        Revision.text != "",
        ~appealed.exists(),
    )
    return db.scalar(query) is not None


def waiting_for(db: Session, item_id: int) -> SecondReading | None:
    """The second reading of an item that nobody has answered yet."""
    query = select(SecondReading).where(SecondReading.item_id == item_id, IS_WAITING)
    return db.scalar(query.order_by(SecondReading.id.desc()).limit(1))


def answered_by(
    db: Session, moderator_id: int, item_id: int, version: int
) -> SecondReading | None:
    """What this moderator answered as the second about a version of an item."""
    query = select(SecondReading).where(
        SecondReading.item_id == item_id,
        SecondReading.version == version,
        SecondReading.second_by == moderator_id,
        SecondReading.state == READ,
    )
    return db.scalar(query)


def last_answer(
    db: Session, moderator_id: int, since: datetime
) -> SecondReading | None:
    """The newest answer that this moderator gave as the second, since a moment."""
    query = select(SecondReading).where(
        SecondReading.second_by == moderator_id, SecondReading.read_at >= since
    )
    return db.scalar(query.order_by(SecondReading.read_at.desc()).limit(1))


def pairs(db: Session, start: datetime, end: datetime) -> Sequence[Any]:
    """What both answered and how often: (action, rule, action, rule, count).

    An editor's help is no answer: who asked for it is left out.
    """
    columns = (
        SecondReading.first_action,
        SecondReading.first_rule,
        SecondReading.second_action,
        SecondReading.second_rule,
    )
    query = select(*columns, func.count()).where(
        SecondReading.read_at >= start,
        SecondReading.read_at < end,
        SecondReading.second_action != DecisionAction.ESCALATE,
    )
    return db.execute(query.group_by(*columns)).all()


def differing(
    db: Session, start: datetime, end: datetime, *, limit: int
) -> Sequence[Any]:
    """The newest that two people answered differently, with the first one's note."""
    first, second = SecondReading.first_rule, SecondReading.second_rule
    query = (
        select(SecondReading, func.coalesce(Decision.note, ""))
        .outerjoin(Decision, Decision.id == SecondReading.decision_id)
        .where(
            SecondReading.read_at >= start,
            SecondReading.read_at < end,
            or_(
                SecondReading.first_action != SecondReading.second_action,
                func.coalesce(first, "") != func.coalesce(second, ""),
            ),
        )
    )
    return db.execute(query.order_by(SecondReading.read_at.desc()).limit(limit)).all()


def let_go(db: Session, moderator_id: int, *, besides: int | None = None) -> None:
    """Give back what was handed to this moderator, but for one item's."""
    query = update(SecondReading).where(SecondReading.claimed_by == moderator_id)
    if besides is not None:
        query = query.where(SecondReading.item_id != besides)
    db.execute(query.values(claimed_by=None, claimed_until=None))


def _is_free(moderator_id: int, now: datetime) -> ColumnElement[bool]:
    return or_(
        SecondReading.claimed_until.is_(None),
        SecondReading.claimed_until <= now,
        SecondReading.claimed_by == moderator_id,
    )

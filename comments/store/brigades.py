"""Brigades: who reported together, and which of their reports count as one."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Index, String, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from comments.domain.brigades import LOOKED_AT, Voice
from comments.domain.reports import ReportState
from comments.store.models import Account, Base, Comment, Report, identity, reference
from comments.store.upsert import insert_new

MEMBERS: Final = 200  # shown and named at most
TEXTS: Final = 30


class Brigade(Base):
    """People whose reports together count as one, until a moderator says otherwise."""

    __tablename__ = "brigades"
    __table_args__ = (Index("ix_brigades_last_at", "last_at"),)

    id: Mapped[int] = identity()
    kind: Mapped[str] = mapped_column(String(16))
    noticed_at: Mapped[datetime]
    last_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_by: Mapped[int | None] = reference("accounts.id")


class BrigadeMember(Base):
    """Somebody who reported together with the others."""

    __tablename__ = "brigade_members"
    __table_args__ = (UniqueConstraint("account_id", "brigade_id"),)

    id: Mapped[int] = identity()
    brigade_id: Mapped[int] = reference("brigades.id", index=True)
    account_id: Mapped[int] = reference("accounts.id")
    joined_at: Mapped[datetime]


class BrigadeReport(Base):
    """A report that counts with the others of its brigade; of one brigade alone."""

    __tablename__ = "brigade_reports"

    id: Mapped[int] = identity()
    report_id: Mapped[int] = reference("reports.id", unique=True)
    brigade_id: Mapped[int] = reference("brigades.id", index=True)


def voices_on(db: Session, comment_id: int, since: datetime) -> list[Voice]:
    """The newest open reports of a comment since a moment, a bounded number."""
    query = (
        select(
            Report.id,
            Report.reporter_id,
            Report.created_at,
            Report.weight,
            Account.created_at,
        )
        .join(Account, Account.id == Report.reporter_id)
        .where(
            Report.comment_id == comment_id,
            Report.state == ReportState.RECEIVED,
            Report.created_at > since,
        )
        .order_by(Report.id.desc())
        .limit(LOOKED_AT)
    )
    return [Voice(*row) for row in db.execute(query)]


def earlier_reports(
    db: Session, reporter_id: int, since: datetime, *, besides: int
) -> dict[int, tuple[int, datetime, ReportState]]:
    """What somebody reported of late: by text, its author, when, and what came of it.

    The comment `besides` is left out.
    """
    query = (
        select(Report.revision_id, Comment.author_id, Report.created_at, Report.state)
        .join(Comment, Comment.id == Report.comment_id)
        .where(Report.reporter_id == reporter_id, Report.comment_id != besides)
        .order_by(Report.id.desc())
        .limit(LOOKED_AT)
    )
    return {
        text: (author, at, ReportState(state))
        for text, author, at, state in db.execute(query)
        if at > since
    }


def reports_beside(
    db: Session, texts: Collection[int], reporter_ids: Collection[int]
) -> Sequence[tuple[int, int, datetime]]:
    """Which of these people reported which of these texts, and when."""
    query = select(Report.reporter_id, Report.revision_id, Report.created_at).where(
        Report.revision_id.in_(texts), Report.reporter_id.in_(reporter_ids)
    )
    return [(person, text, at) for person, text, at in db.execute(query)]


def brigades_of(
    db: Session, account_ids: Iterable[int], since: datetime
) -> list[tuple[int, Brigade]]:
    """The brigades that these people were last noticed in since a moment."""
    query = (
        select(BrigadeMember.account_id, Brigade)
        .join(Brigade, Brigade.id == BrigadeMember.brigade_id)
        .where(BrigadeMember.account_id.in_(list(account_ids)), Brigade.last_at > since)
        .order_by(Brigade.id)
    )
    return [(account_id, brigade) for account_id, brigade in db.execute(query)]


def add_reports(
    db: Session, brigade: Brigade, voices: Iterable[Voice], now: datetime
) -> None:
    """Let reports count with a brigade, and their senders belong to it."""
    for voice in voices:
        insert_new(
            db,
            BrigadeMember,
            {
                "brigade_id": brigade.id,
                "account_id": voice.account_id,
                "joined_at": now,
            },
        )
        insert_new(
            db,
            BrigadeReport,
            {"report_id": voice.report_id, "brigade_id": brigade.id},
        )


def members_of(db: Session, brigade_id: int) -> list[tuple[Account, int]]:
    """The members of a brigade, the first one first, with their reports in it."""
    counts = (
        select(Report.reporter_id, func.count().label("number"))
        .join(BrigadeReport, BrigadeReport.report_id == Report.id)
        .where(BrigadeReport.brigade_id == brigade_id)
        .group_by(Report.reporter_id)
        .subquery()
    )
    query = (
        select(Account, func.coalesce(counts.c.number, 0))
        .join(BrigadeMember, BrigadeMember.account_id == Account.id)
        .outerjoin(counts, counts.c.reporter_id == Account.id)
        .where(BrigadeMember.brigade_id == brigade_id)
        .order_by(BrigadeMember.id)
        .limit(MEMBERS)
    )
    return [(account, number) for account, number in db.execute(query)]


def texts_reported(
    db: Session, account_ids: Sequence[int]
) -> list[tuple[int, int, datetime]]:
    """Comments that two or more of these people reported: id, how many, when last.

    The newest come first.  Members are at most MEMBERS, so the work is bounded by what
    they reported.
    """
    query = (
        select(
            Report.comment_id,
            func.count(func.distinct(Report.reporter_id)),
            func.max(Report.created_at),
        )
        .where(Report.reporter_id.in_(account_ids))
        .group_by(Report.comment_id)
        .having(func.count(func.distinct(Report.reporter_id)) > 1)
        .order_by(func.max(Report.id).desc())
        .limit(TEXTS)
    )
    return [(comment_id, number, at) for comment_id, number, at in db.execute(query)]


def open_comments_of(db: Session, brigade_id: int) -> Sequence[int]:
    """The comments with open reports of a brigade, in the order of their ids."""
    query = (
        select(Report.comment_id)
        .join(BrigadeReport, BrigadeReport.report_id == Report.id)
        .where(
            BrigadeReport.brigade_id == brigade_id,
            Report.state == ReportState.RECEIVED,
        )
        .distinct()
        .order_by(Report.comment_id)
    )
    return db.scalars(query).all()


def dismiss(db: Session, brigade_id: int, by: int, now: datetime) -> None:
    """Note that a moderator found nothing wrong with a brigade."""
    values = {"dismissed_at": now, "dismissed_by": by}
    db.execute(update(Brigade).where(Brigade.id == brigade_id).values(values))

"""What a decision settled: the reports and notices that were open until then."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comments.store.models import Report, UnlawfulNotice


def settled_reports(db: Session, decision_id: int) -> Sequence[Report]:
    """The reports that a decision settled, with their reporters, the newest first."""
    query = select(Report).where(Report.decision_id == decision_id)
    query = query.options(joinedload(Report.reporter))
    return db.scalars(query.order_by(Report.id.desc())).all()


def settled_notices(db: Session, decision_id: int) -> Sequence[UnlawfulNotice]:
    """The notices of unlawful content that a decision answered, the oldest first."""
    query = select(UnlawfulNotice).where(UnlawfulNotice.decision_id == decision_id)
    return db.scalars(query.order_by(UnlawfulNotice.id)).all()

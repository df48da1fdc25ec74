"""Open reports of a comment, grouped as they count."""

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from comments.domain.reports import ReportGroup, ReportState, with_brigades_as_one
from comments.store.brigades import Brigade, BrigadeReport
from comments.store.models import Report


def open_report_groups(
    db: Session, comment_id: int, *, settled_by: int | None = None
) -> list[ReportGroup]:
    """A comment's open reports, grouped as they count, counted by the database.

    Each brigade weighs as one, unless a moderator found nothing wrong with it.  With
    `settled_by` instead those that were open until this decision.
    """
    counts = Report.state == ReportState.RECEIVED
    if settled_by is not None:
        counts = Report.decision_id == settled_by
    brigade = func.coalesce(Brigade.id, 0)
    burst = case((Brigade.id.is_not(None), 0), (Report.newcomer, Report.burst), else_=0)
    query = (
        select(
            Report.rule,
            Report.newcomer,
            burst,
            func.count(),
            func.sum(Report.weight),
            func.max(Report.weight),
            brigade,
        )
        .outerjoin(BrigadeReport, BrigadeReport.report_id == Report.id)
        .outerjoin(
            Brigade,
            and_(
                Brigade.id == BrigadeReport.brigade_id, Brigade.dismissed_at.is_(None)
            ),
        )
        .where(Report.comment_id == comment_id, counts)
        .group_by(Report.rule, Report.newcomer, burst, brigade)
        .order_by(Report.rule, Report.newcomer)
    )
    return with_brigades_as_one(ReportGroup(*row) for row in db.execute(query))

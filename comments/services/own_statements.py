"""What authors are told beside their own comments on the board."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from comments.services.notices import Notice, notice_of
from comments.store.models import StatementOfReasons


def newest_notices(
    db: Session, account_id: int, comment_ids: Collection[int], now: datetime
) -> dict[int, Notice]:
    """The newest statement that an account may see about each of these comments."""
    if not comment_ids:
        return {}
    query = (
        select(StatementOfReasons)
        .where(
            StatementOfReasons.account_id == account_id,
            StatementOfReasons.comment_id.in_(comment_ids),
            StatementOfReasons.visible_at <= now,
            or_(
                StatementOfReasons.cancelled_at.is_(None),
                StatementOfReasons.cancelled_at > now,
            ),
        )
        .options(joinedload(StatementOfReasons.sanction))
        .order_by(StatementOfReasons.id)
    )
    newest = {statement.comment_id: statement for statement in db.scalars(query)}
    return {
        comment_id: notice_of(db, statement, now)
        for comment_id, statement in newest.items()
        if comment_id is not None
    }

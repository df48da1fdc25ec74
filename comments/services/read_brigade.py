"""Reading a brigade: who belongs to it and what they reported, for moderators alone.

A moderator who finds nothing wrong with it says so; its reports count singly again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.domain.review_item import ItemState
from comments.services import ledger
from comments.services.errors import Conflict, NotFound
from comments.services.newsroom import Newsroom
from comments.services.report_comment import join_reports
from comments.store import brigades as stored
from comments.store import comments as stored_comments
from comments.store import item_contents, review_context
from comments.store.brigades import Brigade
from comments.store.models import Account, Comment
from comments.store.review_items import item_of


@dataclass(frozen=True, slots=True)
class ReportedTogether:
    """A comment that several members reported, and when the last of them did."""

    comment: Comment
    reporters: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BrigadePage:
    """A brigade with its members, each with how many of their reports count in it."""

    brigade: Brigade
    members: Sequence[tuple[Account, int]]
    reported: Sequence[ReportedTogether]
    dismissed_by: str


def read_brigade(db: Session, brigade_id: int) -> BrigadePage:
    """A brigade's page; NotFound when there is none."""
    brigade = _brigade(db, brigade_id)
    members = stored.members_of(db, brigade_id)
    texts = stored.texts_reported(db, [account.id for account, _ in members])
    found = item_contents.comments_by_id(db, [number for number, _, _ in texts])
    by = brigade.dismissed_by
    return BrigadePage(
        brigade=brigade,
        members=members,
        reported=[
            ReportedTogether(found[number], reporters, at)
            for number, reporters, at in texts
        ],
        dismissed_by=review_context.names_of(db, [by])[by] if by else "",
    )


def dismiss_brigade(
    db: Session,
    brigade_id: int,
    *,
    moderator: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Let a brigade's reports count singly again, and leave its members alone.

    Raises Conflict when somebody has done so already.
    """
    authorize(actor, Act.DISMISS_BRIGADE)
    brigade = _brigade(db, brigade_id)
    if brigade.dismissed_at is not None:
        raise Conflict(Phrase("These reports count singly already."))
    stored.dismiss(db, brigade_id, moderator.id, now)
    for comment_id in stored.open_comments_of(db, brigade_id):
        _weigh_again(db, comment_id, now)
    ledger.record(
        db,
        "dismiss brigade",
        by=moderator,
        key=newsroom.ledger_key,
        now=now,
        detail=f"brigade {brigade_id}",
    )


def _weigh_again(db: Session, comment_id: int, now: datetime) -> None:
    comment = stored_comments.get_comment(db, comment_id, lock=True)
    item = item_of(db, comment_id)
    if comment is not None and item is not None and item.state == ItemState.OPEN:
        join_reports(db, item, comment, now)


def _brigade(db: Session, brigade_id: int) -> Brigade:
    brigade = db.get(Brigade, brigade_id)
    if brigade is None:
        raise NotFound(Phrase("There is no such group of reporters."))
    return brigade

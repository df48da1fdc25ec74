"""What can be picked at once: a page's comments, near-identical texts, one person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.bulk import MOST, SPANS, Pick, Span
from comments.filter.nearness import AGREEING
from comments.services.errors import NotFound
from comments.services.picked_comments import picks_of
from comments.services.review_queue import judged_revision, load_item
from comments.store import near_texts
from comments.store import picked_comments as stored
from comments.store.models import Account


@dataclass(frozen=True, slots=True)
class Found:
    """Comments to decide about together, at most MOST; `more` were left out."""

    picks: tuple[Pick, ...]
    more: int = 0


def picks_for(db: Session, comment_ids: Sequence[int]) -> dict[int, Pick]:
    """Comments as they stand now, picked, by comment."""
    return {pick.comment_id: pick for pick in _picked(db, comment_ids)}


def picks_near(db: Session, item_id: int) -> Found:
    """An item's comment, and all whose present text is near-identical to its text."""
    item = load_item(db, item_id)
    revision = judged_revision(item.comment, item.revision_id)
    near = near_texts.near_revisions(db, revision, agreeing=AGREEING)
    alike = {revision.id, *near}
    ids = stored.comments_of_texts(db, list(alike), limit=len(alike))
    picks = [pick for pick in _picked(db, ids) if pick.revision_id in alike]
    picks.sort(key=lambda pick: pick.comment_id != item.comment_id)  # it comes first
    return Found(tuple(picks[:MOST]), more=max(0, len(picks) - MOST))


def picks_by(db: Session, account_id: int, span: Span, now: datetime) -> Found:
    """Somebody's comments that are shown or held, of a span of time; newest first."""
    if db.get(Account, account_id) is None:
        raise NotFound
    length = SPANS[span]
    since = None if length is None else now - length
    ids = stored.standing_by(db, account_id, since, limit=MOST)
    count = len(ids)
    if count == MOST:
        count = stored.count_standing(db, account_id, since)
    return Found(_picked(db, ids), more=count - len(ids))


def _picked(db: Session, comment_ids: Sequence[int]) -> tuple[Pick, ...]:
    comments = stored.picked_comments(db, comment_ids)
    found = [comments[number] for number in comment_ids if number in comments]
    return picks_of(found, stored.items_about(db, comment_ids))

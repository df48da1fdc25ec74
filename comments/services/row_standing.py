"""Where the rows of a list stand: who holds an item, or what was decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.review_item import ItemState
from comments.store.lately_decided import closing_decisions
from comments.store.models import Account, Decision, ReviewItem
from comments.store.review_context import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStanding:
    """An item in a list, at this moment.

    `holder` has leased it until `until`.  A closed item without a `decision` has lost
    its object: the author took the comment back.
    """

    item_id: int
    is_open: bool
    mine: bool
    holder: str | None
    until: datetime | None
    decision: Decision | None


def row_standings(
    db: Session, items: Sequence[ReviewItem], moderator: Account, now: datetime
) -> dict[int, RowStanding]:
    """Where each of these items stands for this moderator, in two queries."""
    holders = {item.id: holder_id(item, now) for item in items}
    names = names_of(db, [held_by for held_by in holders.values() if held_by])
    decisions = closing_decisions(db, [i.id for i in items if not _is_open(i)])
    return {
        item.id: RowStanding(
            item_id=item.id,
            is_open=_is_open(item),
            mine=holders[item.id] == moderator.id,
            holder=names.get(holders[item.id] or 0),
            until=item.claimed_until if holders[item.id] else None,
            decision=decisions.get(item.id),
        )
        for item in items
    }


def holder_id(item: ReviewItem, now: datetime) -> int | None:
    """Who holds an item now."""
    live = item.claimed_until is not None and item.claimed_until > now
    return item.claimed_by if live else None


def _is_open(item: ReviewItem) -> bool:
    return item.state == ItemState.OPEN

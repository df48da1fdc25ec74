"""Near-identical texts: who says nearly the same, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from comments.filter.nearness import AGREEING
from comments.store import found_comments, near_texts, review_context
from comments.store.models import Revision

SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class NearText:
    """A near-identical text, and the review item of its comment if it has one."""

    revision: Revision
    item_id: int | None


@dataclass(frozen=True, slots=True)
class NearTexts:
    """How many other texts read nearly the same, decisions about them, the newest."""

    count: int
    decided: Sequence[tuple[str, str | None, int]]
    newest: tuple[NearText, ...]


def near_to(db: Session, revision: Revision) -> NearTexts:
    """Other comments' texts that are near-identical to this one."""
    ids = near_texts.near_revisions(db, revision, agreeing=AGREEING)
    if not ids:
        return NearTexts(0, (), ())
    newest = near_texts.comments_with(db, ids, limit=SHOWN)
    items = found_comments.items_of(db, [r.comment_id for r in newest])
    return NearTexts(
        count=len(ids),
        decided=review_context.decisions_on(db, ids),
        newest=tuple(
            NearText(near, items.get(near.comment_id, (None, ""))[0]) for near in newest
        ),
    )

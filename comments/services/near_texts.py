"""Near-identical texts: who says nearly the same, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from comments.filter.nearness import AGREEING
from comments.services import as_it_was
from comments.store import found_comments, near_texts, review_context
from comments.store.models import Revision
from comments.store.second_readings import SecondReading

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


def near_to(
    db: Session, revision: Revision, *, held: SecondReading | None = None
) -> NearTexts:
    """Other comments' texts that are near-identical to this one.

    Without what became of the one that the reader has for a second reading.
    """
    ids = near_texts.near_revisions(db, revision, agreeing=AGREEING)
    if not ids:
        return NearTexts(0, (), ())
    newest = near_texts.comments_with(db, ids, limit=SHOWN)
    as_it_was.veil(db, [near.comment for near in newest], held)
    items = found_comments.items_of(db, [r.comment_id for r in newest])
    return NearTexts(
        count=len(ids),
        decided=review_context.decisions_on(
            db, ids, besides=held.decision_id if held else None
        ),
        newest=tuple(
            NearText(near, items.get(near.comment_id, (None, ""))[0]) for near in newest
        ),
    )

"""Reading a bulk decision: what became of each comment, and until when it is quiet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.bulk import LineState
from comments.domain.moderation import UNDO_WINDOW
from comments.domain.phrases import Phrase
from comments.services.errors import NotFound
from comments.store import bulk_decisions as stored
from comments.store.bulk_decisions import BulkDecision, BulkLine
from comments.store.models import Account, Revision


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line with the text that was decided about."""

    line: BulkLine
    revision: Revision
    item_id: int | None


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A bulk decision with its lines; `may_undo` for whoever ordered it.

    Until `quiet_until` nobody hears of an undo.
    """

    bulk: BulkDecision
    moderator: Account
    lines: Sequence[ReadLine]
    quiet_until: datetime
    own: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """How many lines are in each state."""
        return Counter(read.line.state for read in self.lines)

    @property
    def waiting(self) -> int:
        """How many are still to be decided."""
        return 0 if self.bulk.undone_at else self.counts[LineState.WAITING]

    @property
    def may_undo(self) -> bool:
        """Whether something can be taken back by whoever reads."""
        return self.own and self.counts[LineState.DECIDED] > 0


def read_bulk(db: Session, bulk_id: int, reader: Account) -> BulkPage:
    """A bulk decision as it stands; any colleague may read it."""
    bulk = db.get(BulkDecision, bulk_id)
    if bulk is None:
        raise NotFound(Phrase("There is no such decision."))
    lines = stored.lines_of(db, bulk_id)
    items = stored.items_by_comment(db, [line.comment_id for line in lines])
    return BulkPage(
        bulk=bulk,
        moderator=db.get_one(Account, bulk.moderator_id),
        lines=[
            ReadLine(line, _text_of(line), items.get(line.comment_id)) for line in lines
        ],
        quiet_until=bulk.created_at + UNDO_WINDOW,
        own=bulk.moderator_id == reader.id,
    )


def _text_of(line: BulkLine) -> Revision:
    return next(r for r in line.comment.revisions if r.id == line.revision_id)

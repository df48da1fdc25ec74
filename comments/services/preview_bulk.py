"""The preview of a bulk decision: what would be decided, and what authors would read.

Nothing is locked and nothing is changed.  What is passed over here is looked at again
when the decision is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.bulk import Passed, Pick, why_passed
from comments.domain.moderation import UNDO_WINDOW, DecisionAction, RevisionStatus
from comments.domain.statement_of_reasons import Statement
from comments.services.decide import statement_kind
from comments.services.decision_facts import facts_of_look
from comments.services.picked_comments import standing_of
from comments.services.stated import appeal_until, redress_of
from comments.store import item_contents as contents
from comments.store import picked_comments as stored
from comments.store.models import Account, Comment, ReviewItem, Revision


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moderator is about to decide about every comment they picked."""

    action: DecisionAction
    rule: str | None
    note: str


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One picked comment: its text, why it is passed over, what its author would read.

    `pick` knows the newest report; `statement` is None when the author is told nothing.
    """

    pick: Pick
    comment: Comment
    revision: Revision
    item_id: int | None
    passed: Passed | None
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Preview:
    """All picked comments that are there; `missing` of them are not any more."""

    lines: tuple[PreviewLine, ...]
    missing: int

    @property
    def decided(self) -> tuple[PreviewLine, ...]:
        """What would be decided."""
        return tuple(line for line in self.lines if line.passed is None)

    @property
    def passed(self) -> tuple[PreviewLine, ...]:
        """What would be passed over."""
        return tuple(line for line in self.lines if line.passed is not None)


def preview_bulk(
    db: Session,
    picks: Sequence[Pick],
    verdict: Verdict,
    *,
    moderator: Account,
    now: datetime,
) -> Preview:
    """What would come of a verdict about these comments at this moment."""
    look = _Look(db, [pick.comment_id for pick in picks], verdict, moderator, now)
    lines = [look.line(pick) for pick in picks]
    found = tuple(line for line in lines if line is not None)
    return Preview(found, missing=len(lines) - len(found))


class _Look:
    """Everything about some comments, fetched in a few queries."""

    def __init__(
        self,
        db: Session,
        ids: Sequence[int],
        verdict: Verdict,
        moderator: Account,
        now: datetime,
    ) -> None:
        self._verdict, self._moderator, self._now = verdict, moderator, now
        self._comments = stored.picked_comments(db, ids)
        self._items = stored.items_about(db, ids)
        self._appeals = contents.open_appeals(db, ids)
        self._notices = contents.open_notices(db, ids)
        self._last_reports = stored.last_reports(db, ids)
        self._redress = redress_of(db)
        self._db = db

    def line(self, pick: Pick) -> PreviewLine | None:
        comment = self._comments.get(pick.comment_id)
        by_id = {r.id: r for r in comment.revisions} if comment else {}
        revision = by_id.get(pick.revision_id)
        if comment is None or revision is None:
            return None
        item = self._items.get(comment.id)
        standing = standing_of(
            comment,
            item,
            moderator=self._moderator,
            appealed=comment.id in self._appeals,
            noticed=comment.id in self._notices,
            now=self._now,
        )
        passed = why_passed(pick, standing, self._verdict.action)
        return PreviewLine(
            pick=self._seen(pick),
            comment=comment,
            revision=revision,
            item_id=item.id if item else None,
            passed=passed,
            statement=None if passed else self._statement(item, revision),
        )

    def _seen(self, pick: Pick) -> Pick:
        last = self._last_reports.get(pick.comment_id, 0)
        return Pick(pick.comment_id, pick.revision_id, pick.version, last)

    def _statement(
        self, item: ReviewItem | None, revision: Revision
    ) -> Statement | None:
        """What the author would be told, in the words in force now."""
        rejects = self._verdict.action is DecisionAction.REJECT
        before = RevisionStatus(revision.status)
        kind = statement_kind(before, None, rejects=rejects)
        if kind is None:
            return None
        facts = facts_of_look(
            item, revision, before, rule=self._verdict.rule, note=self._verdict.note
        )
        spans = {span for finding in facts.findings for span in finding.spans}
        return Statement(
            kind=kind,
            facts=facts,
            rule=self._verdict.rule,
            appeal_until=appeal_until(self._db, kind, self._now + UNDO_WINDOW),
            redress=self._redress,
            words=tuple(revision.text[start:end] for start, end in sorted(spans)),
        )

"""Reading a review item: all that a moderator needs to decide, on one screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.appeals import may_decide_appeal
from comments.domain.moderation import CommentStatus
from comments.domain.permissions import Role
from comments.domain.queue_filter import QueueFilter
from comments.domain.review_item import ItemState, urgency
from comments.domain.verdict import SEVERITIES, Finding, Severity, Span
from comments.services import as_it_was, review_queue, second_readings
from comments.services.errors import NotFound
from comments.services.near_texts import NearTexts, near_to
from comments.services.next_item import next_item
from comments.services.read_record import Record, read_record
from comments.services.rule_reports import (
    RuleReports,
    open_by_rule,
    settled_by_rule,
)
from comments.services.urgency_parts import UrgencyPart, urgency_parts
from comments.store import review_context as context
from comments.store import review_items as stored
from comments.store.accounts import lock_accounts
from comments.store.models import (
    Account,
    Appeal,
    Comment,
    Decision,
    ReviewItem,
    Revision,
    UnlawfulNotice,
)
from comments.store.second_readings import SecondReading
from comments.store.settled import settled_notices

PARENTS: Final = 4  # above these a conversation is read in its thread
BESIDE: Final = 2  # comments shown before and after


class Standing(StrEnum):
    """What an item is to the moderator who opens it."""

    MINE = "mine"
    FREE = "free"
    TAKEN = "taken"
    DECIDED = "decided"
    FOR_EDITORS = "for editors"
    BARRED = "barred"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class ContextComment:
    """A comment near the judged one; no text when its author withdrew it."""

    comment: Comment
    text: str | None
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """An item with its surroundings.

    `shown` is the text that readers see while another revision is judged.
    `last_report` goes into the form: what came after it was not seen.
    """

    item: ReviewItem
    standing: Standing
    holder: str | None
    revision: Revision
    shown: Revision | None
    findings: tuple[Finding, ...]
    urgency: float
    parts: tuple[UrgencyPart, ...]
    parents: tuple[ContextComment, ...]
    beside: tuple[ContextComment, ...]
    record: Record
    decisions: Sequence[Decision]
    near: NearTexts
    reports: tuple[RuleReports, ...]
    last_report: int
    notices: Sequence[UnlawfulNotice]
    appeal: Appeal | None

    @property
    def is_severe(self) -> bool:
        """Whether the text is better not shown before it is asked for."""
        return any(finding.severity is Severity.SEVERE for finding in self.findings)

    @property
    def may_decide(self) -> bool:
        """Whether this moderator may decide now."""
        return self.standing is Standing.MINE


def open_item_page(
    db: Session, item_id: int, moderator: Account, now: datetime
) -> ItemPage:
    """The item's page, leased to this moderator when it is free and theirs to decide.

    Opening one's own item again renews the lease; opening another gives the first back.
    Needs a writing transaction.
    """
    lock_accounts(db, moderator.id)  # as a claim does: one lease a moderator
    locked = context.lock_item_row(db, item_id)
    if locked is None:
        raise NotFound("This item is not in the queue.")
    held = second_readings.held(db, moderator)
    standing = standing_of(locked, moderator, now)
    if held is not None and held.item_id == item_id:
        context.release_others(db, moderator.id, item_id)
        second_readings.lease(held, moderator, now)
    elif standing in (Standing.FREE, Standing.MINE):
        context.release_others(db, moderator.id, item_id)
        review_queue.lease(locked, moderator, now)
        second_readings.give_back(held)
    elif standing is Standing.DECIDED:
        second_readings.note_seen(db, item_id, moderator)
    return _read(db, item_id, moderator, now, held)


def read_item(db: Session, item_id: int, moderator: Account, now: datetime) -> ItemPage:
    """The item's page as it stands; nothing is leased.

    As it stood before it was decided, to whoever has it for a second reading.
    """
    return _read(db, item_id, moderator, now, second_readings.held(db, moderator))


def _read(
    db: Session,
    item_id: int,
    moderator: Account,
    now: datetime,
    held: SecondReading | None,
) -> ItemPage:
    item = review_queue.load_item(db, item_id)
    again = held if held and held.item_id == item_id else None
    if again is not None:
        as_it_was.put_back(db, item, again, moderator)
    comment = item.comment
    revision = review_queue.judged_revision(comment, item.revision_id)
    parents = context.ancestors(db, comment, PARENTS)
    as_it_was.veil(db, parents, held)
    page = ItemPage(
        item=item,
        standing=standing_of(item, moderator, now),
        holder=_holder(db, item, now),
        revision=revision,
        shown=_other_shown(comment, revision),
        findings=_findings(revision),
        urgency=urgency(item.rank, now),
        parts=urgency_parts(item, now),
        parents=_contexts(parents),
        beside=_contexts(context.neighbours(db, comment, BESIDE)),
        record=read_record(db, comment.author, now, held=held),
        decisions=stored.decisions_of(db, comment.id),
        near=near_to(db, revision, held=held),
        # Read before the reports: one that comes in between counts as not seen.
        last_report=context.newest_report_id(db, comment.id),
        reports=open_by_rule(db, comment.id),
        notices=stored.open_notices(db, comment.id),
        appeal=stored.open_appeal(db, comment.id),
    )
    return page if again is None else _before_its_verdict(db, page, again)


def _before_its_verdict(db: Session, page: ItemPage, again: SecondReading) -> ItemPage:
    return replace(
        page,
        decisions=[d for d in page.decisions if d.id < again.decision_id],
        last_report=again.as_it_was["last_report"],
        reports=settled_by_rule(db, again.comment_id, again.decision_id),
        notices=settled_notices(db, again.decision_id),
    )


def peek_next(
    db: Session,
    item_id: int,
    moderator: Account,
    now: datetime,
    *,
    only: QueueFilter,
) -> ItemPage | None:
    """The page that claiming would lead to after this item; None when none is left.

    Nothing is leased, so a colleague may still take it: whoever shows this page ahead
    of time has to claim before anything is decided.
    """
    found, again = next_item(db, moderator, now, only=only, besides=item_id)
    if again is not None:
        page = _read(db, again.item_id, moderator, now, again)
    elif found is not None:
        page = read_item(db, found.id, moderator, now)
    else:
        return None
    return replace(page, standing=Standing.MINE)


def standing_of(item: ReviewItem, moderator: Account, now: datetime) -> Standing:
    """What an item is to this moderator at this moment."""
    if item.state != ItemState.OPEN:
        return Standing.DECIDED
    if item.author_id == moderator.id:
        return Standing.OWN
    if not may_decide_appeal(item.barred_id, moderator.id):
        return Standing.BARRED
    if item.escalated and moderator.role == Role.MODERATOR:
        return Standing.FOR_EDITORS
    if item.claimed_until is None or item.claimed_until <= now:
        return Standing.FREE
    return Standing.MINE if item.claimed_by == moderator.id else Standing.TAKEN


def decided_first(db: Session, item_id: int, version: int) -> Decision | None:
    """The decision that answered the version which a moderator saw, if there is one."""
    return context.decision_on_version(db, item_id, version)


def marked_spans(findings: Iterable[Finding]) -> list[tuple[Span, str]]:
    """The words that findings mark, each with its rule's code."""
    return [(span, finding.rule) for finding in findings for span in finding.spans]


def _findings(revision: Revision) -> tuple[Finding, ...]:
    found = [Finding.from_record(record) for record in revision.findings]
    return tuple(sorted(found, key=_gravity, reverse=True))


def _gravity(finding: Finding) -> tuple[int, float]:
    return SEVERITIES.index(finding.severity), finding.confidence


def _holder(db: Session, item: ReviewItem, now: datetime) -> str | None:
    if item.claimed_by is None or (item.claimed_until or now) <= now:
        return None
    return context.names_of(db, [item.claimed_by]).get(item.claimed_by)


def _other_shown(comment: Comment, judged: Revision) -> Revision | None:
    if comment.shown_revision_id in (None, judged.id):
        return None
    return next(r for r in comment.revisions if r.id == comment.shown_revision_id)


def _contexts(comments: Iterable[Comment]) -> tuple[ContextComment, ...]:
    return tuple(_context(comment) for comment in comments)


def _context(comment: Comment) -> ContextComment:
    shown = next(
        (r for r in comment.revisions if r.id == comment.shown_revision_id), None
    )
    if shown is not None:
        return ContextComment(comment, shown.text, is_shown=True)
    withdrawn = comment.status == CommentStatus.WITHDRAWN
    text = None if withdrawn or not comment.revisions else comment.revisions[-1].text
    return ContextComment(comment, text, is_shown=False)

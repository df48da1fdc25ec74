"""Reading a review item: all that a moderator needs to decide, on one screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.appeals import may_decide_appeal
from comments.domain.moderation import CommentStatus
from comments.domain.permissions import Role
from comments.domain.queue_filter import QueueFilter
from comments.domain.reports import combined_weight, counted_as_one, from_brigades
from comments.domain.review_item import ItemState, urgency
from comments.domain.verdict import SEVERITIES, Finding, Severity, Span
from comments.services import review_queue
from comments.services.errors import NotFound
from comments.services.near_texts import NearTexts, near_to
from comments.services.read_record import Record, read_record
from comments.store import review_context as context
from comments.store import review_items as stored
from comments.store.accounts import lock_accounts
from comments.store.models import (
    Account,
    Appeal,
    Comment,
    Decision,
    Report,
    ReviewItem,
    Revision,
    UnlawfulNotice,
)
from comments.store.open_items import next_claimable
from comments.store.report_groups import open_report_groups

PARENTS: Final = 4  # above these a conversation is read in its thread
BESIDE: Final = 2  # comments shown before and after
REPORTS: Final = 20  # notes shown; their counts are of all


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
class UrgencyPart:
    """One reason for an item's urgency, with its points."""

    words: str
    points: float
    source: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ContextComment:
    """A comment near the judged one; no text when its author withdrew it."""

    comment: Comment
    text: str | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class RuleReports:
    """The open reports under one rule; `brigades` says how many each of them sent."""

    rule: str
    count: int
    weight: float
    as_one: int
    brigades: Mapping[int, int]
    newest: tuple[Report, ...]


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
    if standing_of(locked, moderator, now) in (Standing.FREE, Standing.MINE):
        context.release_others(db, moderator.id, item_id)
        review_queue.lease(locked, moderator, now)
    return read_item(db, item_id, moderator, now)


def read_item(db: Session, item_id: int, moderator: Account, now: datetime) -> ItemPage:
    """The item's page as it stands; nothing is leased."""
    item = review_queue.load_item(db, item_id)
    comment = item.comment
    revision = review_queue.judged_revision(comment, item.revision_id)
    return ItemPage(
        item=item,
        standing=standing_of(item, moderator, now),
        holder=_holder(db, item, now),
        revision=revision,
        shown=_other_shown(comment, revision),
        findings=_findings(revision),
        urgency=urgency(item.rank, now),
        parts=urgency_parts(item, now),
        parents=_contexts(context.ancestors(db, comment, PARENTS)),
        beside=_contexts(context.neighbours(db, comment, BESIDE)),
        record=read_record(db, comment.author, now),
        decisions=stored.decisions_of(db, comment.id),
        near=near_to(db, revision),
        # Read before the reports: one that comes in between counts as not seen.
        last_report=context.newest_report_id(db, comment.id),
        reports=_reports(db, comment),
        notices=stored.open_notices(db, comment.id),
        appeal=stored.open_appeal(db, comment.id),
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
    found = next_claimable(db, moderator, now, only=only, besides=item_id)
    if found is None:
        return None
    return replace(read_item(db, found.id, moderator, now), standing=Standing.MINE)


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


def urgency_parts(item: ReviewItem, now: datetime) -> tuple[UrgencyPart, ...]:
    """Every part of an open item's urgency in words; together they are the urgency."""
    if item.state != ItemState.OPEN:
        return ()
    at_opening = urgency(item.rank, item.opened_at)
    signals = [
        UrgencyPart(signal.words, signal.points, signal.source, signal.rule)
        for signal in sorted(item.signals, key=lambda s: s.points, reverse=True)
    ]
    exposure = at_opening - sum(part.points for part in signals)
    waiting = urgency(item.rank, now) - at_opening
    return (*signals, *_exposure_part(item, exposure), _waiting_part(waiting))


def decided_first(db: Session, item_id: int, version: int) -> Decision | None:
    """The decision that answered the version which a moderator saw, if there is one."""
    return context.decision_on_version(db, item_id, version)


def marked_spans(findings: Iterable[Finding]) -> list[tuple[Span, str]]:
    """The words that findings mark, each with its rule's code."""
    return [(span, finding.rule) for finding in findings for span in finding.spans]


def _exposure_part(item: ReviewItem, points: float) -> tuple[UrgencyPart, ...]:
    if points < 0.05:  # nobody reads it: less than the number shows
        return ()
    replies = item.comment.shown_replies
    words = "Readers can see it"
    if item.comment.shown_revision_id is None:
        words = "It has replies"
    elif replies:
        words += f" and {replies} replied" if replies > 1 else " and one replied"
    return (UrgencyPart(words, points),)


def _waiting_part(points: float) -> UrgencyPart:
    return UrgencyPart("It waits", max(points, 0.0))


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


def _reports(db: Session, comment: Comment) -> tuple[RuleReports, ...]:
    groups = open_report_groups(db, comment.id)
    newest = stored.newest_reports(db, comment.id, limit=REPORTS)
    by_rule = [
        RuleReports(
            rule=rule,
            count=sum(g.count for g in groups if g.rule == rule),
            weight=combined_weight(g for g in groups if g.rule == rule),
            as_one=counted_as_one(g for g in groups if g.rule == rule),
            brigades=from_brigades(g for g in groups if g.rule == rule),
            newest=tuple(report for report in newest if report.rule == rule),
        )
        for rule in sorted({group.rule for group in groups})
    ]
    return tuple(sorted(by_rule, key=lambda r: (r.weight, r.count), reverse=True))

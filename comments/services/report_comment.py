"""Reporting: a reader's statement that a comment breaks a rule, and notices of law."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.evidence import Cause
from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import UNLAWFUL
from comments.domain.reports import (
    REOPEN_WEIGHT,
    ReportState,
    burst_of,
    combined_weight,
    is_newcomer,
    reporter_weight,
)
from comments.domain.review_item import ItemState, Signal, Source
from comments.services import review_queue
from comments.services.edit_comment import facts_about, visible_comment
from comments.services.errors import Conflict
from comments.services.evidence import seal
from comments.services.newsroom import Newsroom
from comments.services.notice_brigade import notice_brigade
from comments.services.notices import queue_message
from comments.store import review_items as stored
from comments.store.models import (
    Account,
    Comment,
    Report,
    ReviewItem,
    Revision,
    UnlawfulNotice,
)
from comments.store.report_groups import open_report_groups
from comments.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a reader sends: the comment, one reportable rule, and a note."""

    comment_id: int
    rule: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """The stored report; `repeated` when this reader had reported this text before."""

    report: Report
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A notice of unlawful content: Regulation (EU) 2022/2065 art. 16(2)."""

    comment_id: int
    explanation: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A filed notice; the token of its status page is shown once, kept as a digest."""

    notice: UnlawfulNotice
    token: str


def report_comment(
    db: Session, new: NewReport, *, reporter: Account, actor: Actor, now: datetime
) -> Reported:
    """Store a report and let it reach the comment's review item.

    One per reader and revision: reporting again returns the first report.  Raises
    NotFound or NotPermitted.  No number of reports hides a comment by itself.
    """
    comment = visible_comment(db, new.comment_id, actor, now, lock=True)
    authorize(actor, Act.REPORT, facts_about(db, comment, now))
    revision = _shown(comment)
    item = _joined_item(db, comment, revision, new.rule, now)
    report_id = insert_new(db, Report, _values(new, revision, item, reporter, now))
    if report_id is None:
        return Reported(_own_report(db, revision, reporter), repeated=True)
    notice_brigade(db, comment, report_id, now)
    _reach_item(db, item, comment, revision, new.rule, now)
    return Reported(db.get_one(Report, report_id), repeated=False)


def file_notice(
    db: Session, new: NewNotice, *, actor: Actor, newsroom: Newsroom, now: datetime
) -> Filed:
    """Store a notice of unlawful content and open the comment's review item for it.

    Anyone may file one, without an account; the receipt is a link with a token.  What
    there is to see is sealed as evidence.
    """
    comment = visible_comment(db, new.comment_id, actor, now, lock=True)
    authorize(actor, Act.FILE_NOTICE, facts_about(db, comment, now))
    revision = _shown(comment)
    signal = review_queue.notice_signal(UNLAWFUL)
    item = review_queue.open_item(db, comment, revision, [signal], now)
    token = secrets.token_urlsafe(32)
    notice = UnlawfulNotice(
        comment_id=comment.id,
        revision_id=revision.id,
        item_id=item.id,
        explanation=new.explanation,
        name=new.name,
        email=new.email,
        status_digest=digest_of(token),
        state=ReportState.RECEIVED.value,
        created_at=now,
    )
    db.add(notice)
    db.flush()
    if notice.email:
        queue_message(db, "notice-receipt", notice.id, due_at=now, now=now)
    seal(db, comment, revision.id, Cause.NOTICE, by=None, newsroom=newsroom, now=now)
    return Filed(notice, token)


def digest_of(token: str) -> str:
    """What is stored of a token that only its holder may know."""
    return hashlib.sha256(token.encode()).hexdigest()


def join_reports(
    db: Session, item: ReviewItem, comment: Comment, now: datetime
) -> None:
    """Let an open item weigh the comment's open reports as they count now."""
    groups = open_report_groups(db, comment.id)
    signals = review_queue.report_signals(groups)
    revision = review_queue.judged_revision(comment, item.revision_id)
    review_queue.open_item(db, comment, revision, signals, now)


def _shown(comment: Comment) -> Revision:
    for revision in comment.revisions:
        if revision.id == comment.shown_revision_id:
            return revision
    raise Conflict(Phrase("This comment is no longer shown."))


def _joined_item(
    db: Session, comment: Comment, revision: Revision, rule: str, now: datetime
) -> ReviewItem:
    """The comment's item, so that a report is attached to one from its first moment."""
    item = stored.item_of(db, comment.id)
    if item is not None:
        return item
    # What the report weighs is known once it is stored.
    coming = Signal(Source.REPORT, rule, 0.0, "")
    return review_queue.open_item(db, comment, revision, [coming], now)


def _reach_item(
    db: Session,
    item: ReviewItem,
    comment: Comment,
    revision: Revision,
    rule: str,
    now: datetime,
) -> None:
    """Join the open item; re-open a decided one only when there is something new."""
    if item.state == ItemState.OPEN:
        join_reports(db, item, comment, now)
    elif _is_news(db, item, comment, revision, rule):
        groups = open_report_groups(db, comment.id)
        signals = review_queue.report_signals(groups)
        review_queue.open_item(db, comment, revision, signals, now)


def _is_news(
    db: Session, item: ReviewItem, comment: Comment, revision: Revision, rule: str
) -> bool:
    if item.revision_id != revision.id or rule not in _judged_rules(db, revision):
        return True
    waiting = open_report_groups(db, comment.id)
    return combined_weight(waiting) >= REOPEN_WEIGHT


def _judged_rules(db: Session, revision: Revision) -> set[str]:
    """Rules already judged: those reported, and those the filter had shown."""
    found = {finding["rule"] for finding in revision.findings}
    return stored.judged_rules(db, revision.id) | found


def _own_report(db: Session, revision: Revision, reporter: Account) -> Report:
    report = stored.report_by(db, revision.id, reporter.id)
    if report is None:
        raise Conflict(Phrase("This report could not be stored; please send it again."))
    return report


def _values(
    new: NewReport,
    revision: Revision,
    item: ReviewItem,
    reporter: Account,
    now: datetime,
) -> dict[str, object]:
    return {
        "comment_id": new.comment_id,
        "revision_id": revision.id,
        "reporter_id": reporter.id,
        "item_id": item.id,
        "rule": new.rule,
        "note": new.note,
        "weight": reporter_weight(reporter.reports_upheld, reporter.reports_judged),
        "newcomer": is_newcomer(reporter.reports_judged),
        "burst": burst_of(now),
        "state": ReportState.RECEIVED.value,
        "created_at": now,
    }

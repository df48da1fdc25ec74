"""What readers see, as JSON: threads, comments, statements, reports, notices."""

from datetime import UTC, datetime
from typing import Any

from comments.adapters.render import render_comment
from comments.domain.moderation import CommentStatus
from comments.domain.permissions import STAFF
from comments.domain.reports import ReportState
from comments.domain.statement_of_reasons import Measure, Statement
from comments.domain.statement_words import paragraphs
from comments.services.notices import Notice, OwnReport
from comments.services.post_comment import Posted
from comments.services.shown_comment import ShownComment, shown_comment
from comments.services.stated import stated
from comments.store.models import Account, Appeal, Report, StatementOfReasons, Thread
from comments.store.sanction_appeals import SanctionAppeal
from comments.web.access import current_actor
from comments.web.context import now, parley

Document = dict[str, Any]

PERMALINK = "/comments/{id}"


def moment_json(moment: datetime) -> str:
    """A moment as RFC 3339 writes it, in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def maybe_moment_json(moment: datetime | None) -> str | None:
    """A moment, or null."""
    return None if moment is None else moment_json(moment)


def address(path: str, **names: object) -> str:
    """The public address of a page."""
    return parley().settings.public_url + path.format(**names)


def person_json(account: Account) -> Document:
    """Whoever wrote a comment."""
    return {
        "id": account.id,
        "name": account.name,
        "staff": account.role in STAFF,
    }


def thread_json(thread: Thread) -> Document:
    """A thread and the article that it is about."""
    return article_json(thread) | {
        "standfirst": thread.standfirst or "",
        "open": thread.is_open,
        "mode": thread.mode,
        "comment_count": thread.comment_count,
        "created_at": moment_json(thread.created_at),
        "board_url": address("/threads/{id}", id=thread.id),
    }


def article_json(thread: Thread) -> Document:
    """An article, as far as somebody needs to recognise it."""
    return {
        "id": thread.id,
        "url": thread.url,
        "title": thread.title,
        "section": thread.section or "",
    }


def comment_json(comment: ShownComment, own_text: str | None = None) -> Document:
    """A comment as this viewer may see it.

    `own_text` is what its author has just sent, shown to nobody else.
    """
    text = comment.text
    if text is None:
        text = comment.waiting if own_text is None else own_text
    return {
        "id": comment.id,
        "thread_id": comment.thread_id,
        "parent_id": comment.parent_id,
        "author": _author_json(comment),
        "text": text,
        "html": None if text is None else str(render_comment(text)),
        "waiting": comment.waiting,
        "status": comment.status.value,
        "mark": comment.mark,
        "edited": comment.edited,
        "appreciated": comment.appreciated,
        "picked": comment.picked,
        "removed_under": comment.removed_under,
        "created_at": moment_json(comment.created_at),
        "appeared_at": maybe_moment_json(comment.appeared_at),
        "url": address(PERMALINK, id=comment.id),
    }


def posted_json(posted: Posted) -> Document:
    """A comment that its author has just stored, and why it is not shown."""
    shown = shown_comment(posted.comment, current_actor())
    withdrawn = shown.status is CommentStatus.WITHDRAWN
    own_text = None if withdrawn else posted.revision.text
    statement = posted.statement and statement_json(
        posted.statement, _stated(posted.statement)
    )
    return comment_json(shown, own_text) | {"statement": statement}


def statement_json(row: StatementOfReasons, told: Statement) -> Document:
    """What an author is told of a restriction, in fields and in sentences.

    The fields are those of Regulation (EU) 2022/2065 art. 17(3).
    """
    said = paragraphs(told, parley().rules)
    restricts = told.ground is not None and told.measure is not Measure.WARNED
    return {
        "id": row.id,
        "kind": told.kind.value,
        "headline": told.headline,
        "sentences": [s for paragraph in said for s in paragraph.sentences],
        "measure": told.measure.value,
        "scope": "everywhere" if restricts else None,
        "starts_at": moment_json(row.visible_at),
        "ends_at": maybe_moment_json(told.ends_at),
        "sources": [source.value for source in told.facts.sources],
        "note": told.facts.note,
        "automated": told.automated,
        "automated_detection": told.detected_by_program,
        "ground": told.ground and told.ground.value,
        "rule": told.rule,
        "findings": [finding.as_json() for finding in told.facts.findings],
        "words": list(told.words),
        "redress": _redress_json(told),
        "decision_id": row.decision_id,
        "created_at": moment_json(row.created_at),
    }


def _redress_json(told: Statement) -> Document | None:
    if told.ground is None:
        return None
    return {
        "appeal_until": maybe_moment_json(told.appeal_until),
        "out_of_court": told.redress.body,
        "out_of_court_url": told.redress.body_url or None,
        "court": told.redress.court,
    }


def _stated(row: StatementOfReasons) -> Statement:
    with parley().database.transaction() as db:
        return stated(db, row)


def notice_json(notice: Notice) -> Document:
    """A statement of reasons with what it is about and what can be done about it."""
    statement = notice.statement
    return statement_json(statement, notice.stated) | {
        "comment_id": statement.comment_id,
        "sanction_id": statement.sanction_id,
        "text": notice.text,
        "thread": notice.thread and article_json(notice.thread),
        "may_appeal": notice.may_appeal,
        "appeal": notice.appeal and appeal_json(notice.appeal),
        "read_at": maybe_moment_json(statement.read_at),
    }


def appeal_json(appeal: Appeal | SanctionAppeal) -> Document:
    """An author's request for another look."""
    return {
        "id": appeal.id,
        "decision_id": getattr(appeal, "decision_id", None),
        "sanction_id": getattr(appeal, "sanction_id", None),
        "text": appeal.text or "",
        "state": appeal.state,
        "created_at": moment_json(appeal.created_at),
        "due_at": maybe_moment_json(appeal.due_at),
    }


def report_json(report: Report) -> Document:
    """A report as its reporter may see it: an outcome counts once it is told."""
    is_told = report.outcome_at is not None and report.outcome_at <= now()
    return {
        "id": report.id,
        "comment_id": report.comment_id,
        "comment_url": address(PERMALINK, id=report.comment_id),
        "rule": report.rule,
        "note": report.note or "",
        "state": report.state if is_told else ReportState.RECEIVED.value,
        "outcome_rule": report.outcome_rule if is_told else None,
        "outcome_at": maybe_moment_json(report.outcome_at if is_told else None),
        "created_at": moment_json(report.created_at),
    }


def own_report_json(own: OwnReport) -> Document:
    """One of my reports with its article."""
    return report_json(own.report) | {"thread": article_json(own.thread)}


def _author_json(comment: ShownComment) -> Document | None:
    if comment.author_id is None or comment.author_name is None:
        return None
    return {
        "id": comment.author_id,
        "name": comment.author_name,
        "staff": comment.staff,
    }

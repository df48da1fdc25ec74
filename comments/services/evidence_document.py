"""The document that is sealed: a comment with all that was said and done about it."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments.domain.canonical import canonical
from comments.domain.evidence import FORMAT, Cause
from comments.store import review_context as context
from comments.store import review_items as stored_items
from comments.store.models import (
    Account,
    Comment,
    Report,
    Revision,
    Thread,
    UnlawfulNotice,
)

PARENTS: Final = 50


def document_of(db: Session, comment: Comment, cause: Cause, now: datetime) -> str:
    """The comment, its author and thread, what it answers, and what was done about it.

    Canonical JSON: the same facts are the same bytes.  The salt keeps whoever has only
    the digest, once the document is deleted, from guessing a short text.
    """
    thread = db.get_one(Thread, comment.thread_id)
    author = db.get_one(Account, comment.author_id)
    return canonical(
        {
            "format": FORMAT,
            "salt": secrets.token_hex(16),
            "cause": cause.value,
            "sealed_at": _moment(now),
            "thread": {
                "id": thread.id,
                "url": thread.url,
                "title": thread.title,
                "section": thread.section,
            },
            "author": {"id": author.id, "name": author.name},
            "comment": {
                "id": comment.id,
                "parent_id": comment.parent_id,
                "status": comment.status,
                "created_at": _moment(comment.created_at),
                "appeared_at": _moment(comment.appeared_at),
                "withdrawn_at": _moment(comment.withdrawn_at),
            },
            "revisions": [_revision(revision) for revision in comment.revisions],
            "parents": _parents(db, comment),
            "reports": _reports(db, comment),
            "notices": _notices(db, comment),
            "decisions": _decisions(db, comment),
        }
    )


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "id": revision.id,
        "number": revision.number,
        "text": revision.text,
        "status": revision.status,
        "findings": revision.findings,
        "policy": revision.policy,
        "created_at": _moment(revision.created_at),
    }


def _parents(db: Session, comment: Comment) -> list[dict[str, Any]]:
    """What it answers, the first comment first, each with all its texts."""
    return [
        {
            "id": parent.id,
            "author": {"id": parent.author_id, "name": parent.author.name},
            "status": parent.status,
            "created_at": _moment(parent.created_at),
            "revisions": [_text(revision) for revision in parent.revisions],
        }
        for parent in context.ancestors(db, comment, PARENTS)
    ]


def _text(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "text": revision.text,
        "status": revision.status,
        "created_at": _moment(revision.created_at),
    }


def _reports(db: Session, comment: Comment) -> list[dict[str, Any]]:
    query = select(Report).where(Report.comment_id == comment.id).order_by(Report.id)
    return [
        {
            "id": report.id,
            "revision_id": report.revision_id,
            "reporter_id": report.reporter_id,
            "rule": report.rule,
            "note": report.note,
            "state": report.state,
            "created_at": _moment(report.created_at),
        }
        for report in db.scalars(query)
    ]


def _notices(db: Session, comment: Comment) -> list[dict[str, Any]]:
    query = select(UnlawfulNotice).where(UnlawfulNotice.comment_id == comment.id)
    return [
        {
            "id": notice.id,
            "revision_id": notice.revision_id,
            "explanation": notice.explanation,
            "name": notice.name,
            "email": notice.email,
            "state": notice.state,
            "created_at": _moment(notice.created_at),
        }
        for notice in db.scalars(query.order_by(UnlawfulNotice.id))
    ]


def _decisions(db: Session, comment: Comment) -> list[dict[str, Any]]:
    decisions: Iterable[Any] = stored_items.decisions_of(db, comment.id)
    return [
        {
            "id": decision.id,
            "revision_id": decision.revision_id,
            "action": decision.action,
            "rule": decision.rule,
            "note": decision.note,
            "by": decision.moderator.pseudonym if decision.moderator else "machine",
            "created_at": _moment(decision.created_at),
        }
        for decision in decisions
    ]


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="microseconds")

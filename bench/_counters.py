"""The numbers that are kept beside the rows, held against the rows."""

from collections import Counter
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench._checks import Check


def counted_again(db: Session) -> list[Check]:
    """Count anew what accounts, conversations and threads say of themselves."""
    return [_accounts(db), _conversations(db), _threads(db)]


def _accounts(db: Session) -> Check:
    query = (
        "SELECT a.published_comments, a.reports_judged, a.reports_upheld,"
        " (SELECT COUNT(c.shown_revision_id) FROM comments c WHERE c.author_id = a.id),"
        " (SELECT COUNT(r.decision_id) FROM reports r WHERE r.reporter_id = a.id),"
        " (SELECT COUNT(*) FROM reports u WHERE u.reporter_id = a.id"
        "  AND u.state = 'upheld') FROM accounts a"
    )
    records = _rows(db, query)
    wrong = sum(row[:3] != row[3:] for row in records)
    return Check("each account's record adds up", len(records), wrong)


def _conversations(db: Session) -> Check:
    replies = "SELECT root_id FROM comments WHERE parent_id IS NOT NULL"
    shown = Counter(
        root for (root,) in _rows(db, f"{replies} AND shown_revision_id IS NOT NULL")
    )
    query = "SELECT id, shown_replies FROM comments WHERE parent_id IS NULL"
    roots = _rows(db, query)
    wrong = sum(shown[root] != counted for root, counted in roots)
    return Check("each conversation counts its replies", len(roots), wrong)


def _threads(db: Session) -> Check:
    query = (
        "SELECT t.comment_count,"
        " (SELECT COUNT(c.shown_revision_id) FROM comments c WHERE c.thread_id = t.id)"
        " FROM threads t"
    )
    threads = _rows(db, query)
    wrong = sum(kept != counted for kept, counted in threads)
    return Check("each thread counts its comments", len(threads), wrong)


def _rows(db: Session, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.execute(text(query))]

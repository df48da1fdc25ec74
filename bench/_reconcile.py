"""Hold what was acknowledged against what the database holds, row by row."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench._checks import Check
from bench._counters import counted_again
from bench._record import Record, doubles
from comments.services.ledger_chain import verify
from comments.store.database import Database

LEFT_BY: Final = {
    (None, "published"),
    ("hold", "held"),
    ("approve", "published"),
    ("reject", "rejected"),
}
MACHINE_ACTIONS: Final = {"published": None, "held": "hold", "rejected": "reject"}


def reconcile(database: Database, record: Record, ledger_key: str) -> list[Check]:
    """Check every promise that the database alone can show broken."""
    with database.transaction() as db:
        checks = [check(db, record) for check in CHECKS] + counted_again(db)
        checks.append(_ledger(db, ledger_key.encode()))
        if database.dialect == "sqlite":
            checks.append(_integrity(db))
    return checks


def shown_by_thread(database: Database) -> dict[int, int]:
    """How many comments of each thread readers see, counted one by one."""
    with database.transaction() as db:
        return dict(
            _rows(
                db,
                "SELECT t.id, COUNT(c.shown_revision_id) FROM threads t"
                " LEFT JOIN comments c ON c.thread_id = t.id GROUP BY t.id",
            )
        )


def count_unavailable(database: Database) -> int:
    """How often a check could not run, so that a comment was held for a person."""
    with database.transaction() as db:
        counted = _column(
            db, "SELECT count FROM filter_counts WHERE event = 'unavailable'"
        )
    return sum(counted)


def _comments(db: Session, record: Record) -> Check:
    stored = Counter(
        _rows(
            db,
            "SELECT c.id, c.thread_id, c.parent_id, c.author_id, c.attempt, r.text"
            " FROM comments c JOIN revisions r ON r.comment_id = c.id",
        )
    )
    sent = [
        (c.id, c.thread_id, c.parent_id, c.author_id, c.attempt, c.text)
        for c in record.comments
    ]
    lost = sum(stored[comment] != 1 for comment in sent)
    wrong = lost + doubles(c.id for c in record.comments)
    return Check("each acknowledged comment is stored once, as typed", len(sent), wrong)


def _nothing_else(db: Session, record: Record) -> Check:
    known = {c.id for c in record.comments}
    stored = _column(db, "SELECT id FROM comments")
    revisions = _number(db, "SELECT COUNT(*) FROM revisions")
    wrong = sum(comment_id not in known for comment_id in stored)
    wrong += abs(revisions - len(stored))
    return Check("nothing is stored that was not acknowledged", len(stored), wrong)


def _first_status(db: Session, record: Record) -> Check:
    query = (
        "SELECT d.comment_id, d.action, s.id FROM decisions d"
        " LEFT JOIN statements s ON s.decision_id = d.id WHERE d.moderator_id IS NULL"
    )
    machine = {comment_id: tuple(told) for comment_id, *told in _rows(db, query)}
    first = [comment for comment in record.comments if comment.is_first_answer]
    wrong = sum(
        machine.get(c.id, (None, None)) != (MACHINE_ACTIONS[c.status], c.statement_id)
        for c in first
    )
    return Check(
        "each was published, held or rejected as its author was told",
        len(first),
        wrong,
    )


def _reports(db: Session, record: Record) -> Check:
    query = (
        "SELECT r.id, r.comment_id, r.reporter_id, r.rule,"
        " i.comment_id AS of_item, v.comment_id AS of_revision FROM reports r"
        " LEFT JOIN review_items i ON i.id = r.item_id"
        " LEFT JOIN revisions v ON v.id = r.revision_id"
    )
    stored = {row[0]: row for row in _rows(db, query)}
    sent = {
        r.id: (r.id, r.comment_id, r.reporter_id, r.rule, r.comment_id, r.comment_id)
        for r in record.reports
    }
    wrong = len(stored.items() ^ sent.items()) + doubles(r.id for r in record.reports)
    return Check("each report is stored once, at its comment's item", len(sent), wrong)


def _one_item(db: Session, _: Record) -> Check:
    items = _column(db, "SELECT comment_id FROM review_items")
    asked = "SELECT comment_id FROM decisions WHERE action = 'hold' UNION "
    asked += "SELECT comment_id FROM reports"
    wrong = doubles(items) + len(set(_column(db, asked)) ^ set(items))
    return Check("each held or reported comment has one item", len(items), wrong)


def _decisions(db: Session, record: Record) -> Check:
    query = (
        "SELECT id, item_id, seen_version, comment_id, action, rule, moderator_id"
        " FROM decisions WHERE moderator_id IS NOT NULL"
    )
    stored = set(_rows(db, query))
    sent = {
        (d.id, d.item_id, d.version, d.comment_id, d.action, d.rule, d.moderator_id)
        for d in record.decisions
    }
    return Check("each decision is stored as made", len(sent), len(stored ^ sent))


def _once_a_version(db: Session, record: Record) -> Check:
    judged = _rows(
        db, "SELECT item_id, seen_version FROM decisions WHERE moderator_id IS NOT NULL"
    )
    wrong = len(judged) - len(set(judged))
    wrong += len(record.decisions)
    wrong -= len({(d.item_id, d.version) for d in record.decisions})
    return Check("no item is decided twice at one version", len(judged), wrong)


def _restrictions(db: Session, _: Record) -> Check:
    restricting = "SELECT id FROM decisions WHERE action IN ('hold', 'reject')"
    decisions = _column(db, restricting)
    entries = Counter(_column(db, "SELECT decision_id FROM ledger"))
    statements = Counter(
        _column(db, "SELECT decision_id FROM statements WHERE cancelled_at IS NULL")
    )
    wrong = sum(entries[d] != 1 or statements[d] != 1 for d in decisions)
    return Check(
        "each restriction has one ledger entry and one statement",
        len(decisions),
        wrong,
    )


def _restricted(db: Session, _: Record) -> Check:
    """A text that is held or rejected is so by a decision, the latest about it."""
    stand = _rows(
        db,
        "SELECT d.action, r.status FROM revisions r LEFT JOIN decisions d ON d.id ="
        " (SELECT MAX(l.id) FROM decisions l WHERE l.revision_id = r.id)",
    )
    wrong = sum(pair not in LEFT_BY for pair in stand)
    return Check("each text stands as the latest decision left it", len(stand), wrong)


def _outbox(db: Session, _: Record) -> Check:
    messages = Counter(_rows(db, "SELECT kind, subject_id FROM outbox"))
    settled = "SELECT id FROM reports WHERE decision_id IS NOT NULL"
    wanted = [("statement", i) for i in _column(db, "SELECT id FROM statements")]
    wanted += [("report-outcome", i) for i in _column(db, settled)]
    wrong = sum(messages[subject] != 1 for subject in wanted)
    wrong += abs(messages.total() - len(wanted))
    return Check(
        "each statement and outcome waits once in the outbox", len(wanted), wrong
    )


def _outcomes(db: Session, _: Record) -> Check:
    query = (
        "SELECT r.state, r.outcome_rule, d.action, d.rule,"
        " i.state AS item_state, c.status,"
        " (SELECT COUNT(*) FROM decisions a WHERE a.revision_id = r.revision_id"
        "  AND a.action = 'approve') FROM reports r"
        " JOIN review_items i ON i.id = r.item_id"
        " JOIN comments c ON c.id = r.comment_id"
        " LEFT JOIN decisions d ON d.id = r.decision_id"
    )
    agrees = [_outcome_agrees(*row) for row in _rows(db, query)]
    return Check(
        "each reporter's outcome agrees with the decision",
        len(agrees),
        agrees.count(False),
    )


def _outcome_agrees(
    state: str,
    outcome_rule: str | None,
    action: str | None,
    rule: str | None,
    item_state: str,
    comment_status: str,
    approvals: int,
) -> bool:
    if action == "reject":
        return (state, outcome_rule) == ("upheld", rule)
    if action == "approve":
        return (state, outcome_rule) == ("not upheld", None)
    # It came after an approval, and its weight did not open the question again.
    waits = state == "received" and outcome_rule is None and item_state == "decided"
    return waits and comment_status == "published" and approvals > 0


def _drained(db: Session, _: Record) -> Check:
    items = _number(db, "SELECT COUNT(*) FROM review_items")
    waiting = _number(db, "SELECT COUNT(*) FROM review_items WHERE state = 'open'")
    return Check("the queue is drained", items, waiting)


def _ledger(db: Session, key: bytes) -> Check:
    problems = [problem for _, problem in verify(db, key=key)]
    entries = _number(db, "SELECT COUNT(*) FROM ledger")
    decisions = _number(db, "SELECT COUNT(*) FROM decisions")
    wrong = sum(problem is not None for problem in problems)
    return Check(
        "the ledger verifies, with an entry for each decision",
        entries,
        wrong + abs(entries - decisions),
    )


def _integrity(db: Session) -> Check:
    answers = _column(db, "PRAGMA integrity_check")
    broken = db.execute(text("PRAGMA foreign_key_check")).all()
    wrong = sum(answer != "ok" for answer in answers) + len(broken)
    return Check("the file is sound and no reference dangles", 1, wrong)


def _rows(db: Session, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.execute(text(query))]


def _column(db: Session, query: str) -> list[Any]:
    return list(db.scalars(text(query)))


def _number(db: Session, query: str) -> int:
    return int(db.scalars(text(query)).one())


CHECKS: Final[tuple[Callable[[Session, Record], Check], ...]] = (
    _comments,
    _nothing_else,
    _first_status,
    _reports,
    _one_item,
    _decisions,
    _once_a_version,
    _restrictions,
    _restricted,
    _outbox,
    _outcomes,
    _drained,
)

"""The replay's reconciliation: a sound database passes, each kind of damage shows."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bench._checks import total_wrong
from bench._reconcile import reconcile
from bench._record import Record, SentComment, SentDecision, SentReport
from comments.services.decide import Decided
from comments.services.post_comment import Posted
from comments.services.report_comment import Reported
from comments.store.database import Database
from tests.services.conftest import LEDGER_KEY, Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."

DAMAGE = {
    "each acknowledged comment is stored once, as typed": (
        "UPDATE revisions SET text = text || ' '",
        "UPDATE comments SET attempt = 'another' WHERE id = 1",
        "UPDATE comments SET thread_id = 2 WHERE id = 1",
    ),
    "nothing is stored that was not acknowledged": (
        (
            "INSERT INTO comments (thread_id, depth, author_id, attempt,"
            " attempt_digest, status, created_at) SELECT thread_id, 0, author_id, 'x',"
            " '', status, created_at FROM comments WHERE id = 1"
        ),
        (
            "INSERT INTO revisions (comment_id, number, text, fingerprint, status,"
            " findings, policy, created_at) SELECT comment_id, 2, text, fingerprint,"
            " status, findings, policy, created_at FROM revisions WHERE id = 1"
        ),
    ),
    "each was published, held or rejected as its author was told": (
        "UPDATE decisions SET action = 'reject' WHERE moderator_id IS NULL",
    ),
    "each report is stored once, at its comment's item": (
        "UPDATE reports SET rule = 'be-truthful'",
        (
            "UPDATE reports SET item_id = (SELECT id FROM review_items"
            " WHERE comment_id <> reports.comment_id)"
        ),
        "DELETE FROM reports",
    ),
    "each held or reported comment has one item": (
        "UPDATE review_items SET comment_id = 3 WHERE comment_id = 1",
    ),
    "each decision is stored as made": (
        "UPDATE decisions SET rule = 'spam' WHERE moderator_id IS NOT NULL",
        "UPDATE decisions SET seen_version = 7 WHERE moderator_id IS NOT NULL",
    ),
    "each restriction has one ledger entry and one statement": (
        "DELETE FROM ledger WHERE sequence = 1",
        "DELETE FROM statements WHERE kind = 'rejected'",
    ),
    "each text stands as the latest decision left it": (
        "UPDATE revisions SET status = 'published' WHERE status = 'rejected'",
        "UPDATE revisions SET status = 'held' WHERE status = 'published'",
    ),
    "each statement and outcome waits once in the outbox": (
        "DELETE FROM outbox WHERE kind = 'report-outcome'",
        (
            "INSERT INTO outbox (kind, subject_id, created_at, due_at)"
            " SELECT kind, subject_id, created_at, due_at FROM outbox"
        ),
    ),
    "each reporter's outcome agrees with the decision": (
        "UPDATE reports SET state = 'not upheld'",
        "UPDATE reports SET outcome_rule = 'spam'",
        (
            "UPDATE reports SET state = 'received', decision_id = NULL,"
            " outcome_rule = NULL"
        ),
    ),
    "each account's record adds up": (
        "UPDATE accounts SET published_comments = published_comments + 1",
        "UPDATE accounts SET reports_judged = 0",
    ),
    "each conversation counts its replies": ("UPDATE comments SET shown_replies = 0",),
    "the queue is drained": ("UPDATE review_items SET state = 'open'",),
    "the ledger verifies, with an entry for each decision": (
        "UPDATE ledger SET act = 'approve'",
        "DELETE FROM ledger WHERE sequence = 2",
    ),
}


@pytest.fixture
def evening(
    sqlite_database: Database, found_town: Callable[[Database], Town]
) -> tuple[Town, Record]:
    """A reported comment, a held one, a reply, and a moderator's two decisions."""
    town, record = found_town(sqlite_database), Record()
    _damage(
        town,
        "INSERT INTO threads (url, title, created_at, changed_at)"
        " SELECT 'another', title, created_at, changed_at FROM threads",
    )
    reported = town.post("ana", CLEAN, attempt="1")
    held = town.post("ben", RUDE, attempt="2")
    answered = town.post("cleo", "And the third one at noon?", attempt="3")
    reply = town.post("noor", "At one.", attempt="4", parent_id=answered.comment.id)
    for posted in (reported, held, answered, reply):
        record.add_comment(_sent_comment(posted))
    record.add_report(_sent_report(town.report("ben", reported.comment.id)))
    record.add_decision(
        _sent_decision(town.decide("mod", reported.comment.id, "reject"))
    )
    record.add_decision(_sent_decision(town.decide("mia", held.comment.id, "approve")))
    return town, record


def _sent_comment(posted: Posted) -> SentComment:
    comment = posted.comment
    return SentComment(
        id=comment.id,
        thread_id=comment.thread_id,
        parent_id=comment.parent_id,
        author_id=comment.author_id,
        attempt=comment.attempt,
        text=posted.revision.text,
        status=comment.status,
        statement_id=posted.statement.id if posted.statement else None,
        is_first_answer=True,
    )


def _sent_report(reported: Reported) -> SentReport:
    report = reported.report
    return SentReport(report.id, report.comment_id, report.reporter_id, report.rule)


def _sent_decision(decided: Decided) -> SentDecision:
    decision = decided.decision
    assert decision.item_id
    assert decision.seen_version
    assert decision.moderator_id
    return SentDecision(
        id=decision.id,
        item_id=decision.item_id,
        version=decision.seen_version,
        comment_id=decision.comment_id,
        action=decision.action,
        rule=decision.rule,
        moderator_id=decision.moderator_id,
    )


def _damage(town: Town, statement: str) -> None:
    with town.database.transaction(writes=True) as db:
        db.execute(text(statement))


def _wrong(town: Town, record: Record) -> dict[str, int]:
    checks = reconcile(town.database, record, LEDGER_KEY.decode())
    return {check.promise: check.wrong for check in checks}


def test_a_sound_evening_has_no_discrepancy(evening: tuple[Town, Record]) -> None:
    town, record = evening
    checks = reconcile(town.database, record, LEDGER_KEY.decode())
    assert total_wrong(checks) == 0
    assert {check.promise for check in checks} >= DAMAGE.keys()


@pytest.mark.parametrize(
    ("promise", "statement"),
    [(promise, damage) for promise, every in DAMAGE.items() for damage in every],
)
def test_damage_shows(
    evening: tuple[Town, Record], promise: str, statement: str
) -> None:
    town, record = evening
    for act in ("update", "delete"):
        _damage(town, f"DROP TRIGGER ledger_no_{act}")  # as whoever owns the file can
    _damage(town, statement)
    assert _wrong(town, record)[promise] > 0


def test_a_comment_that_was_lost_shows(evening: tuple[Town, Record]) -> None:
    town, record = evening
    record.comments.append(record.comments[0])
    assert _wrong(town, record)["each acknowledged comment is stored once, as typed"]


def test_a_decision_made_twice_at_one_version_shows(
    evening: tuple[Town, Record],
) -> None:
    town, record = evening
    record.decisions.append(record.decisions[0])
    assert _wrong(town, record)["no item is decided twice at one version"]

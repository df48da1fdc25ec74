"""The desk's benchmark: a small run on each database, and what makes it fail."""

import argparse
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from bench import desk
from bench._client import Tally
from bench._desk_plan import Size
from bench._desk_seed import seed
from bench._desk_work import ACTS
from comments.store.database import Database
from tests.services.conftest import LEDGER_KEY

WRONG = (
    (
        "SELECT 1 FROM comments c LEFT JOIN comments p ON p.id = c.parent_id"
        " WHERE c.parent_id > 0 AND (p.id IS NULL OR p.thread_id <> c.thread_id)"
    ),
    (
        "SELECT 1 FROM comments c LEFT JOIN revisions r ON r.comment_id = c.id"
        " WHERE r.id IS NULL OR coalesce(c.shown_revision_id, r.id) <> r.id"
    ),
    (
        "SELECT 1 FROM review_items i LEFT JOIN comments c ON c.id = i.comment_id"
        " WHERE c.id IS NULL OR c.thread_id <> i.thread_id"
    ),
    (
        "SELECT 1 FROM reports r LEFT JOIN review_items i ON i.id = r.item_id"
        " WHERE i.comment_id IS NULL OR i.comment_id <> r.comment_id"
    ),
    (
        "SELECT 1 FROM reports r LEFT JOIN decisions d ON d.id = r.decision_id"
        " WHERE r.decision_id IS NOT NULL AND d.comment_id <> r.comment_id"
    ),
    (
        "SELECT 1 FROM reports r LEFT JOIN accounts a ON a.id = r.reporter_id"
        " WHERE a.id IS NULL"
    ),
    (
        "SELECT 1 FROM statements s LEFT JOIN decisions d ON d.id = s.decision_id"
        " WHERE d.comment_id IS NULL OR d.comment_id <> s.comment_id"
    ),
    (
        "SELECT 1 FROM ledger e LEFT JOIN decisions d ON d.id = e.decision_id"
        " WHERE d.comment_id IS NULL OR d.comment_id <> e.comment_id"
    ),
)


def test_what_is_seeded_refers_to_what_is_there(
    database: Database, now: datetime
) -> None:
    seed(database, Size(1_000, 200), LEDGER_KEY, now)
    with database.transaction() as db:
        assert [query for query in WRONG if db.scalar(text(query))] == []
        assert db.scalar(text("SELECT count(*) FROM comments")) == 1_000
        opened = text("SELECT count(*) FROM review_items WHERE state = 'open'")
        assert db.scalar(opened) == 200
        indexed = db.scalar(text("SELECT count(*) FROM search_texts"))
    assert indexed == 1_000
    assert desk.ledger_problems(database, LEDGER_KEY) == []


def test_eight_moderators_work_at_a_small_desk(
    blank_database_url: str, tmp_path: Path
) -> None:
    given = argparse.Namespace(small=True, rounds=2, pause=0.0, write=False)
    log = tmp_path / "server.log"
    broken = desk.measure_at("small", blank_database_url, log, Size(1_000, 200), given)
    assert broken == 0


def test_a_slow_act_fails_the_benchmark() -> None:
    tally = Tally()
    for act in ACTS:
        tally.seconds[act] = [0.01] * 100
    assert desk.broken_limits(tally, 60.0, small=False) == []
    assert len(desk.broken_limits(tally, 301.0, small=False)) == 1
    tally.seconds["decide"] = [0.01] * 90 + [0.2] * 10
    assert [p[:6] for p in desk.broken_limits(tally, 60.0, small=False)] == ["decide"]
    tally.seconds["decide"] = [0.06] * 100
    assert [p[:6] for p in desk.broken_limits(tally, 60.0, small=False)] == ["decide"]


def test_a_ledger_that_was_cut_fails_the_benchmark(
    sqlite_database: Database, now: datetime
) -> None:
    seed(sqlite_database, Size(500, 100), LEDGER_KEY, now)
    with sqlite_database.transaction(writes=True) as db:
        db.execute(text("DROP TRIGGER ledger_no_delete"))
        db.execute(text("DELETE FROM ledger WHERE sequence = 7"))
    assert desk.ledger_problems(sqlite_database, LEDGER_KEY)

"""The demo newsroom: loaded once, whole, and never into somebody else's database."""

import json
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from comments.adapters.passwords import Passwords
from comments.demo import Demo, NotADemo, install_demo
from comments.demo.story import read_story, time_ago, unwrapped
from comments.domain.permissions import Role
from comments.domain.posted_rules import POSTED_RULES, codes
from comments.domain.sanctions import SanctionKind
from comments.filter import load_filter
from comments.services.accounts import (
    Credentials,
    NewAccount,
    WrongCredentials,
    create_account,
    prove,
)
from comments.services.ledger_chain import verify
from comments.services.newsroom import Newsroom
from comments.settings import for_demo, read_settings, with_generated_keys
from comments.store.database import Database
from comments.store.models import (
    Appeal,
    Base,
    Comment,
    Decision,
    Report,
    ReviewItem,
    ReviewSignal,
    Sanction,
    Thread,
    UnlawfulNotice,
)

KEY = b"a key that is kept outside the database"
BASE_URL = "http://127.0.0.1:8123"
NOW = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
QUICK = Passwords(memory_kib=64)
Install = Callable[[Database, Path], Demo]


@pytest.fixture(scope="module")
def install() -> Install:
    """What `flask demo` does, with quick hashing."""
    newsroom = Newsroom(POSTED_RULES, load_filter(), KEY)

    def installed(database: Database, file: Path) -> Demo:
        return install_demo(
            database,
            file,
            base_url=BASE_URL,
            newsroom=newsroom,
            hashing=QUICK,
            now=NOW,
        )

    return installed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Database]:
    """The demo's database, shared by tests that only look at it."""
    opened = Database(f"sqlite:///{folder / 'demo.sqlite3'}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def demo(install: Install, town: Database, folder: Path) -> Demo:
    return install(town, folder / "demo-accounts.json")


def rows_of(database: Database) -> dict[str, int]:
    with database.transaction() as db:
        return {
            name: db.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def test_the_story_goes_as_it_is_written(demo: Demo) -> None:
    assert demo.is_new
    assert demo.surprises == ()


def test_a_visitor_finds_articles_in_three_sections_with_lively_boards(
    demo: Demo, town: Database
) -> None:
    with town.transaction() as db:
        threads = db.scalars(select(Thread)).all()
        newest = db.scalar(select(func.max(Comment.created_at)))
    assert len(threads) >= 5
    assert len({thread.section for thread in threads}) >= 3
    assert all(2 <= len(thread.standfirst.split("\n\n")) <= 4 for thread in threads)
    assert 60 <= sum(thread.comment_count for thread in threads) <= 110
    assert newest is not None
    assert timedelta(0) < NOW - newest < timedelta(minutes=10)


def test_a_visitor_finds_an_open_an_empty_and_a_closed_discussion(
    demo: Demo, town: Database
) -> None:
    with town.transaction() as db:
        threads = db.scalars(select(Thread).order_by(Thread.id.desc())).all()
    assert threads[0].is_open
    assert threads[0].comment_count > 20
    assert any(thread.comment_count == 0 for thread in threads)
    assert any(not thread.is_open for thread in threads)


def test_a_moderator_meets_every_rule_that_a_comment_can_break(
    demo: Demo, town: Database
) -> None:
    with town.transaction() as db:
        cited = set(db.scalars(select(Decision.rule)))
        asked = set(db.scalars(select(ReviewSignal.rule)))
        sanctioned = set(db.scalars(select(Sanction.rule)))
    for code in codes(POSTED_RULES.citable_for_comments()):
        assert code in cited | asked, code
    assert "be-proactive" in sanctioned


def test_a_moderator_finds_every_reason_for_review_in_the_queue(
    demo: Demo, town: Database
) -> None:
    with town.transaction() as db:
        signals = select(ReviewSignal.source).join(
            ReviewItem, ReviewItem.id == ReviewSignal.item_id
        )
        sources = set(db.scalars(signals.where(ReviewItem.state == "open")))
        notices = db.scalars(select(UnlawfulNotice.state)).all()
    assert sources == {"filter", "report", "appeal", "notice", "mode", "escalation"}
    assert notices == ["received"]


def test_two_moderators_have_decided_and_one_of_them_was_overturned(
    demo: Demo, town: Database
) -> None:
    with town.transaction() as db:
        decided = select(Decision.moderator_id, func.count()).group_by(
            Decision.moderator_id
        )
        by_person = {who: n for who, n in db.execute(decided) if who is not None}
        appeals = set(db.scalars(select(Appeal.state)))
    assert len(by_person) == 2
    assert all(count >= 6 for count in by_person.values())
    assert appeals == {"open", "overturned"}


def test_a_threat_is_rejected_at_once_and_an_account_is_suspended(
    demo: Demo, town: Database
) -> None:
    with town.transaction() as db:
        rejected = select(Decision).where(
            Decision.moderator_id.is_(None), Decision.action == "reject"
        )
        rules = {decision.rule for decision in db.scalars(rejected)}
        suspended = db.scalars(
            select(Sanction).where(Sanction.kind == SanctionKind.SUSPENSION)
        ).one()
    assert "dont-threaten" in rules
    assert suspended.ends_at is not None
    assert suspended.starts_at < NOW < suspended.ends_at


def test_reporters_see_every_kind_of_outcome(demo: Demo, town: Database) -> None:
    with town.transaction() as db:
        states = set(db.scalars(select(Report.state)))
    assert {"received", "upheld", "not upheld"} <= states


def test_readers_use_both_marks(demo: Demo, town: Database) -> None:
    with town.transaction() as db:
        marks = set(db.scalars(select(Comment.mark)))
    assert len(marks - {None}) == 2


def test_the_demos_ledger_verifies(demo: Demo, town: Database) -> None:
    with town.transaction() as db:
        problems = [problem for _, problem in verify(db, key=KEY) if problem]
    assert problems == []


def test_the_accounts_are_written_down_for_their_owner_alone(
    demo: Demo, town: Database, folder: Path
) -> None:
    file = folder / "demo-accounts.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert written["base_url"] == BASE_URL
    roles = sorted(account["role"] for account in written["accounts"])
    assert roles.count("moderator") == 2
    assert set(roles) == {role.value for role in Role}
    with town.transaction() as db:
        for account in written["accounts"]:
            known = Credentials(account["name"], account["password"])
            prove(db, known, hashing=QUICK)


def test_nobody_can_log_in_as_an_invented_commenter(demo: Demo, town: Database) -> None:
    with town.transaction() as db:
        for password in ("", "!", "not used, since its hash is none"):
            with pytest.raises(WrongCredentials):
                prove(
                    db,
                    Credentials("Dag Wessel", password),
                    hashing=QUICK,
                )


def test_a_second_run_adds_nothing_and_shows_the_same_accounts(
    demo: Demo, town: Database, folder: Path, install: Install
) -> None:
    before = rows_of(town)
    again = install(town, folder / "demo-accounts.json")
    assert not again.is_new
    assert again.accounts == demo.accounts
    assert rows_of(town) == before


def test_whoever_lost_the_passwords_gets_new_ones(
    demo: Demo, town: Database, tmp_path: Path, install: Install
) -> None:
    again = install(town, tmp_path / "elsewhere.json")
    assert not again.is_new
    assert [a.name for a in again.accounts] == [a.name for a in demo.accounts]
    with town.transaction() as db:
        for account in again.accounts:
            known = Credentials(account.name, account.password)
            prove(db, known, hashing=QUICK)
    install(town, tmp_path / "elsewhere.json")


@pytest.mark.postgresql
def test_the_demo_loads_on_postgresql_as_well(
    blank_postgresql_url: str, tmp_path: Path, install: Install
) -> None:
    database = Database(blank_postgresql_url)
    loaded = install(database, tmp_path / "accounts.json")
    again = install(database, tmp_path / "accounts.json")
    database.dispose()
    assert loaded.surprises == ()
    assert again.accounts == loaded.accounts


def test_the_demo_leaves_a_newsrooms_database_alone(
    sqlite_database: Database, tmp_path: Path, install: Install
) -> None:
    somebody = NewAccount("Somebody", "orange lamp on stilts")
    with sqlite_database.transaction(writes=True) as db:
        create_account(db, somebody, role=Role.READER, hashing=QUICK, now=NOW)
    before = rows_of(sqlite_database)
    with pytest.raises(NotADemo):
        install(sqlite_database, tmp_path / "accounts.json")
    assert rows_of(sqlite_database) == before
    assert not (tmp_path / "accounts.json").exists()


def test_the_demo_leaves_another_programs_database_alone(
    blank_sqlite_url: str, tmp_path: Path, install: Install
) -> None:
    database = Database(blank_sqlite_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(NotADemo):
        install(database, tmp_path / "accounts.json")
    with database.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").all()
    database.dispose()
    assert tables == [("recipes",)]


def test_the_demos_keys_are_no_keys_of_a_real_installation(tmp_path: Path) -> None:
    environment = for_demo({"PORT": "8123"})
    settings = read_settings(with_generated_keys(environment, tmp_path))
    assert settings.demo
    assert settings.database_url.endswith("demo.sqlite3")
    assert not read_settings(with_generated_keys({}, tmp_path)).demo


@pytest.mark.parametrize(
    ("words", "passed"),
    [
        ("9h", timedelta(hours=9)),
        ("1d 2h 30m", timedelta(days=1, hours=2, minutes=30)),
        ("4m", timedelta(minutes=4)),
    ],
)
def test_the_story_says_how_long_ago(words: str, passed: timedelta) -> None:
    assert time_ago(words) == passed


def test_a_paragraph_of_the_story_is_one_line_of_a_comment() -> None:
    typed = "\nOne\nline.\n\nAnother.\n"
    assert unwrapped(typed) == "One line.\n\nAnother."


def test_every_act_of_the_story_is_about_somebody_in_it() -> None:
    story = read_story()
    names = {person.name for person in story.people}
    assert {act.facts["by"] for act in story.acts if "by" in act.facts} <= names

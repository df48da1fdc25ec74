"""Evasion hints: a moderator sees them with their weakness, and nothing follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from comments.domain.closing import Leave
from comments.domain.evasion import CROWD
from comments.domain.sanctions import SanctionKind
from comments.services.evasion_hints import Hint, note_traces
from comments.services.read_record import Record, read_record
from comments.services.retention import forget_traces
from comments.services.sanction_user import NewSanction, lift_sanction, sanction_user
from comments.store.models import ReviewItem
from comments.store.traces import AccountTrace
from tests.services.conftest import LEDGER_KEY, Town
from tests.services.test_own_data import archive_of, close, part

HOME = "192.0.2.7"
NEXT_DOOR = "192.0.2.200"
FAR = "198.51.100.7"
CLEAN = "The second crew came over the mill side at nine."


@pytest.fixture(autouse=True)
def _settled_long_ago(town: Town) -> None:
    """So that nobody came soon after anything."""
    town.wait(days=40)


def log_in(town: Town, name: str, address: str = HOME, email: str = "") -> None:
    with town.database.transaction(writes=True) as db:
        account = town.account(db, name)
        if email:
            account.email = email
            account.email_confirmed_at = town.now
        note_traces(db, account, address, key=LEDGER_KEY, now=town.now)


def punish(town: Town, name: str, kind: str = "ban") -> int:
    with town.database.transaction(writes=True) as db:
        return sanction_user(
            db,
            NewSanction(town.people[name], SanctionKind(kind), "be-nice", None),
            moderator=town.account(db, "mod"),
            actor=town.actor("mod"),
            newsroom=town.newsroom,
            now=town.now,
        ).id


def record(town: Town, name: str) -> Record:
    with town.database.transaction() as db:
        return read_record(db, town.account(db, name), town.now)


def hints(town: Town, name: str) -> list[tuple[str, str, str]]:
    return [(h.kind, h.name, h.silenced) for h in record(town, name).hints]


def test_who_shares_a_network_with_somebody_banned_is_hinted_at_on_both_pages(
    town: Town,
) -> None:
    log_in(town, "ana")
    punish(town, "ana")
    log_in(town, "ben", NEXT_DOOR)
    log_in(town, "cleo", FAR)
    assert hints(town, "ben") == [("network", "ana", "ban")]
    assert hints(town, "ana") == [("network", "ben", "")]
    assert hints(town, "cleo") == []


def test_neighbours_who_did_nothing_are_not_hinted_at(town: Town) -> None:
    log_in(town, "ana")
    log_in(town, "ben", NEXT_DOOR)
    punish(town, "ana", "warning")
    assert hints(town, "ben") == []
    assert hints(town, "ana") == []


def test_an_alias_of_a_banned_readers_address_is_the_stronger_hint(town: Town) -> None:
    log_in(town, "ana", HOME, "ana.mill@gmail.com")
    punish(town, "ana")
    log_in(town, "ben", HOME, "anamill+second@googlemail.com")
    assert [kind for kind, *_ in hints(town, "ben")] == ["mail", "network"]


def test_an_address_that_nobody_confirmed_accuses_nobody(town: Town) -> None:
    log_in(town, "ana", HOME, "ana@news.example")
    punish(town, "ana")
    with town.database.transaction(writes=True) as db:
        ben = town.account(db, "ben")
        ben.email, ben.email_confirmed_at = "ana@news.example", None
        note_traces(db, ben, FAR, key=LEDGER_KEY, now=town.now)
    assert hints(town, "ben") == []


def test_an_address_that_was_given_up_is_forgotten_at_the_next_log_in(
    town: Town,
) -> None:
    log_in(town, "ana", HOME, "ana@news.example")
    punish(town, "ana")
    log_in(town, "ben", FAR, "ana@news.example")
    log_in(town, "ben", FAR, "ben@news.example")
    assert hints(town, "ben") == []


def test_a_network_that_a_crowd_shares_says_nothing(town: Town) -> None:
    log_in(town, "ana")
    punish(town, "ana")
    crowd = town.settle("crowd", CROWD + 1)
    town.wait(days=1)
    for name in crowd[:-1]:
        log_in(town, name)
    assert len(hints(town, "ana")) == 10
    log_in(town, crowd[-1])
    assert hints(town, "ana") == []


def test_an_account_made_minutes_after_a_ban_is_hinted_at(town: Town) -> None:
    punish(town, "ana")
    town.wait(minutes=12)
    town.settle("soon", 1)
    town.wait(minutes=30)
    town.settle("late", 1)
    (hint,) = record(town, "soon 0").hints
    assert hint == Hint(
        "soon", town.people["ana"], "ana", town.now - timedelta(minutes=42), "ban", 12
    )
    assert hints(town, "late 0") == []


def test_a_hint_fades_with_the_log_in_and_with_the_ban(town: Town) -> None:
    log_in(town, "ana")
    log_in(town, "ben")
    punish(town, "ana")
    town.wait(days=91)
    assert hints(town, "ben") == []
    with town.database.transaction(writes=True) as db:
        assert forget_traces(db, town.now) == 2
        assert not db.scalars(select(AccountTrace)).all()


def test_nothing_follows_from_a_hint(town: Town) -> None:
    log_in(town, "ana", HOME, "ana.mill@gmail.com")
    punish(town, "ana")
    log_in(town, "ben", HOME, "anamill@gmail.com")
    log_in(town, "cleo", FAR)
    assert len(hints(town, "ben")) == 2
    target = town.post("noor", "Two crews came, I heard.").comment.id
    outcomes = []
    for name in ("ben", "cleo"):
        posted = town.post(name, f"{CLEAN} So says {name}.").comment
        reported = town.report(name, target).report
        outcomes.append(
            (
                posted.status,
                reported.weight,
                reported.newcomer,
                record(town, name).suggestions,
                record(town, name).sanctions,
                town.actor(name),
            )
        )
    assert outcomes[0][:-1] == outcomes[1][:-1]
    assert outcomes[0][0] == "published"
    assert not outcomes[0][-1].silenced
    with town.database.transaction() as db:
        items = db.scalars(select(ReviewItem.comment_id)).all()
    assert list(items) == [target]


def test_no_network_and_no_mailbox_can_be_read_from_what_is_kept(town: Town) -> None:
    log_in(town, "ana", HOME, "ana@news.example")
    with town.database.transaction() as db:
        traces = db.scalars(select(AccountTrace)).all()
        kept = " ".join(f"{t.kind} {t.digest}" for t in traces)
    assert len(traces) == 2
    assert "192" not in kept.replace(traces[0].digest, "").replace(traces[1].digest, "")
    assert "news.example" not in kept


def test_who_leaves_takes_the_traces_along(town: Town) -> None:
    log_in(town, "ben", HOME, "ben@news.example")
    kinds = sorted(row["kind"] for row in part(archive_of(town, "ben"), "traces"))
    assert kinds == ["mail", "network"]
    close(town, "ben", Leave.REMOVE)
    with town.database.transaction() as db:
        assert not db.scalars(select(AccountTrace)).all()


def test_a_ban_that_was_lifted_was_a_mistake_and_hints_at_nobody(town: Town) -> None:
    log_in(town, "ana")
    log_in(town, "ben")
    ban = punish(town, "ana")
    with town.database.transaction(writes=True) as db:
        lift_sanction(
            db,
            ban,
            moderator=town.account(db, "mod"),
            actor=town.actor("mod"),
            newsroom=town.newsroom,
            now=town.now,
            reason="A mistake.",
        )
    assert hints(town, "ben") == []

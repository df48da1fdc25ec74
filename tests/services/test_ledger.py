"""The ledger: what an attacker with the database, but without the key, cannot hide."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from comments.services.ledger_chain import Head, export_head, verify
from tests.services.conftest import LEDGER_KEY, Town

RUDE = "The mayor is a pathetic lying idiot."


@pytest.fixture
def busy(town: Town) -> Town:
    for number in range(4):
        town.post("ana", f"{RUDE} And for the {number}. time.")
    return town


def _unlock(town: Town) -> None:
    """Do what somebody who owns the database can do: remove the triggers."""
    with town.database.transaction(writes=True) as db:
        if town.database.dialect == "sqlite":
            db.execute(text("DROP TRIGGER ledger_no_update"))
            db.execute(text("DROP TRIGGER ledger_no_delete"))
        else:
            db.execute(text("DROP TRIGGER ledger_append_only ON ledger"))


def _attack(town: Town, *statements: str) -> None:
    _unlock(town)
    with town.database.transaction(writes=True) as db:
        for statement in statements:
            db.execute(text(statement))


def _found(town: Town, *exported: Head) -> bool:
    with town.database.transaction() as db:
        return any(p for _, p in verify(db, key=LEDGER_KEY, exported=exported))


def _head(town: Town) -> Head:
    with town.database.transaction() as db:
        return export_head(db)


def test_an_honest_ledger_verifies_against_any_exported_head(busy: Town) -> None:
    early = _head(busy)
    busy.post("ben", RUDE)
    assert not _found(busy, early, _head(busy))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger SET rule = 'spam' WHERE sequence = 2", "DELETE FROM ledger"],
)
def test_nobody_changes_the_ledger_through_the_database(
    busy: Town, statement: str
) -> None:
    with (
        pytest.raises(DBAPIError, match="append-only"),
        busy.database.transaction(writes=True) as db,
    ):
        db.execute(text(statement))


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE ledger SET rule = 'spam' WHERE sequence = 2"],
        ["UPDATE ledger SET actor = 'somebody-else' WHERE sequence = 2"],
        ["UPDATE ledger SET status_after = 'published' WHERE sequence = 2"],
        ["DELETE FROM ledger WHERE sequence = 2"],
        ["DELETE FROM ledger WHERE sequence = 1"],
        ["DELETE FROM ledger WHERE sequence = 4"],
        [
            "UPDATE ledger SET sequence = 99 WHERE sequence = 2",
            "UPDATE ledger SET sequence = 2 WHERE sequence = 3",
            "UPDATE ledger SET sequence = 3 WHERE sequence = 99",
        ],
    ],
)
def test_an_edited_removed_or_moved_entry_is_found(
    busy: Town, statements: list[str]
) -> None:
    _attack(busy, *statements)
    assert _found(busy)


def test_a_cut_off_end_is_found_by_an_exported_head(busy: Town) -> None:
    exported = _head(busy)
    with busy.database.transaction() as db:
        mac = db.execute(text("SELECT mac FROM ledger WHERE sequence = 3")).scalar_one()
    _attack(
        busy,
        "DELETE FROM ledger WHERE sequence = 4",
        f"UPDATE ledger_head SET sequence = 3, mac = '{mac}'",  # noqa: S608
    )
    assert not _found(busy)  # the chain by itself cannot know
    assert _found(busy, exported)


def test_a_ledger_rewritten_from_an_exported_head_on_is_found(busy: Town) -> None:
    exported = _head(busy)
    _attack(busy, "UPDATE ledger SET detail = '' WHERE sequence = 4")
    assert _found(busy, exported)


def test_another_key_verifies_nothing(busy: Town) -> None:
    with busy.database.transaction() as db:
        assert any(p for _, p in verify(db, key=b"another key"))


def test_the_ledger_holds_no_text_and_no_name(busy: Town) -> None:
    with busy.database.transaction() as db:
        rows = db.execute(text("SELECT * FROM ledger")).all()
    written = repr(rows)
    assert "pathetic" not in written
    assert "'ana'" not in written

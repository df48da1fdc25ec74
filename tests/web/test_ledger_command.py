"""`flask ledger`: a ledger that was touched is found out."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from comments.domain.permissions import Actor, Role
from comments.services.manage_threads import pause_site
from comments.store.models import Account
from tests.web.conftest import Clock, database_of

Cast = dict[str, Account]


def act(app: Flask, cast: Cast, clock: Clock, times: int) -> None:
    """Write so many entries: an editor pauses and resumes the site."""
    for number in range(times):
        clock.advance(seconds=1)
        with database_of(app).transaction(writes=True) as db:
            editor = db.get_one(Account, cast["editor"].id)
            pause_site(
                db,
                paused=number % 2 == 0,
                editor=editor,
                actor=Actor(editor.id, Role.EDITOR),
                newsroom=app.extensions["parley"].newsroom,
                now=clock(),
            )


@pytest.fixture
def written(app: Flask, cast: Cast, clock: Clock) -> Flask:
    act(app, cast, clock, times=6)
    return app


def tamper(app: Flask, *statements: str) -> None:
    """Change the file as its owner could, past the database's own guard."""
    with database_of(app).transaction(writes=True) as db:
        for trigger in ("ledger_no_update", "ledger_no_delete"):
            db.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        for statement in statements:
            db.execute(text(statement))


def run(app: Flask, *command: str) -> Result:
    return app.test_cli_runner().invoke(args=["ledger", *command])


def export(app: Flask, file: Path) -> None:
    with file.open("a", encoding="utf-8") as heads:
        heads.write(run(app, "head").output)


def test_a_whole_ledger_is_said_to_be_whole(written: Flask, tmp_path: Path) -> None:
    export(written, tmp_path / "heads")
    found = run(written, "verify", "--head", str(tmp_path / "heads"))
    assert found.exit_code == 0, found.output
    assert found.output == (
        "The ledger is whole: 6 entries, compared with 1 exported heads.\n"
    )


def test_an_empty_ledger_is_whole(app: Flask) -> None:
    assert run(app, "verify").output == "The ledger is whole: 0 entries.\n"


def test_the_database_itself_refuses_changes(written: Flask) -> None:
    for statement in ("UPDATE ledger SET act = 'x'", "DELETE FROM ledger"):
        with (
            pytest.raises(Exception, match="append-only"),
            database_of(written).transaction(writes=True) as db,
        ):
            db.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE ledger SET rule = 'spam' WHERE sequence = 3", "entry 3: "),
        ("UPDATE ledger SET at = '2020-01-01' WHERE sequence = 1", "entry 1: "),
        ("DELETE FROM ledger WHERE sequence = 3", "entries 3 to 3 are missing"),
        ("DELETE FROM ledger WHERE sequence > 4", "it reached 6 before"),
        ("DELETE FROM ledger", "it reached 6 before"),
    ],
)
def test_an_edited_or_removed_entry_is_found(
    written: Flask, statement: str, found: str
) -> None:
    tamper(written, statement)
    answer = run(written, "verify")
    assert answer.exit_code == 1
    assert found in answer.output


def test_entries_that_changed_places_are_found(written: Flask) -> None:
    tamper(
        written,
        "UPDATE ledger SET sequence = 99 WHERE sequence = 2",
        "UPDATE ledger SET sequence = 2 WHERE sequence = 3",
        "UPDATE ledger SET sequence = 3 WHERE sequence = 99",
    )
    assert run(written, "verify").exit_code == 1


CUT = (
    "DELETE FROM ledger WHERE sequence > 4",
    "UPDATE ledger_head SET sequence = 4",
    "UPDATE ledger_head SET mac = (SELECT mac FROM ledger WHERE sequence = 4)",
)


def test_a_clean_cut_is_found_by_an_exported_head_alone(
    written: Flask, tmp_path: Path
) -> None:
    export(written, tmp_path / "heads")
    tamper(written, *CUT)
    assert run(written, "verify").exit_code == 0
    answer = run(written, "verify", "--head", str(tmp_path / "heads"))
    assert answer.exit_code == 1
    assert "the ledger ends at 4, but it reached 6 before" in answer.output


def test_a_ledger_written_anew_after_a_cut_is_found(
    written: Flask, cast: Cast, clock: Clock, tmp_path: Path
) -> None:
    export(written, tmp_path / "heads")
    tamper(written, *CUT)
    act(written, cast, clock, times=4)
    answer = run(written, "verify", "--head", str(tmp_path / "heads"))
    assert answer.exit_code == 1
    assert "rewritten after its head was exported" in answer.output


def test_a_forged_end_is_found(written: Flask) -> None:
    tamper(written, "UPDATE ledger SET mac = 'forged' WHERE sequence = 6")
    assert run(written, "verify").exit_code == 1


def test_a_head_is_one_line_of_json(written: Flask) -> None:
    head = json.loads(run(written, "head").output)
    assert head["sequence"] == 6
    assert len(head["mac"]) == 64


def test_a_file_that_holds_no_head_is_refused_with_its_line(
    written: Flask, tmp_path: Path
) -> None:
    (tmp_path / "heads").write_text("\n{}\n", encoding="utf-8")
    answer = run(written, "verify", "--head", str(tmp_path / "heads"))
    assert answer.exit_code == 1
    assert "line 2" in answer.output

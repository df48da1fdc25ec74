"""An editor at a terminal asks what other rules would have done: `flask backtest`."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from comments.domain.permissions import Actor, Role
from comments.services.post_comment import (
    Assessment,
    NewComment,
    assess,
    post_comment,
)
from comments.store.comments import find_thread
from comments.store.models import Account, Thread
from comments.web.commands.backtest_report import quoted
from tests.web.conftest import Clock, database_of

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "flask", "--app", "app", "backtest"]
BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SECRET_KEY": "short"}
STRICT = "[be-nice]\nmild = { hold = 0.1 }\nstrong = { hold = 0.1, reject = 0.2 }\n"
ADDRESS = "https://news.example/bridge"
LAX = "[be-nice]\nmild = {}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    file = tmp_path / "archive.jsonl"
    texts = ["You are an idiot.", "Thank you.", "You \x1b[2J idiot.\nReally."]
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return file


def written(folder: Path, rules: str) -> str:
    file = folder / "new.toml"
    file.write_text(rules)
    return str(file)


def run(app: Flask, *arguments: object) -> Result:
    runner = app.test_cli_runner()
    return runner.invoke(args=["backtest", *map(str, arguments)])


def test_stored_comments_are_replayed_and_nothing_is_changed(
    app: Flask, cast: dict[str, Account], clock: Clock, tmp_path: Path
) -> None:
    for text in ("You are an idiot.", "Thank you for the article."):
        post(app, cast["author"], text, clock)
    ended = run(app, "--rules", written(tmp_path, LAX))
    assert ended.exit_code == 0, ended.output
    assert "2 texts of stored comments" in ended.stdout
    assert "would be published  be-nice  1 (50.00%)" in ended.stdout
    assert "You are an [idiot]" in ended.stdout
    assert ended.stderr == ""
    again = run(app, "--rules", written(tmp_path, LAX))
    assert again.stdout == ended.stdout


def post(app: Flask, author: Account, text: str, clock: Clock) -> None:
    """Store a comment as its author does who insists."""
    newsroom = app.extensions["parley"].newsroom
    actor = Actor(author.id, Role.READER)
    given: dict[str, Any] = {"author": author, "actor": actor, "newsroom": newsroom}
    with database_of(app).transaction(writes=True) as db:
        if find_thread(db, ADDRESS) is None:
            moment = clock()
            thread = Thread(
                url=ADDRESS, title="Bridge", created_at=moment, changed_at=moment
            )
            db.add(thread)
        new = NewComment(thread_id=1, text=text, attempt=text, insist=True)
        judged = assess(db, new, now=clock(), **given)
        assert isinstance(judged, Assessment)
        post_comment(db, new, judged, now=clock(), **given)


def test_a_program_reads_one_json_object(
    app: Flask, archive: Path, tmp_path: Path
) -> None:
    rules = written(tmp_path, LAX)
    ended = run(app, "--rules", rules, "--archive", archive, "--json")
    found = json.loads(ended.stdout)
    assert ended.stdout.isascii()
    assert found["texts"] == 3
    assert found["before"] | {"policy": ""} == {
        "policy": "",
        "publish": 1,
        "hold": 2,
        "reject": 0,
    }
    assert found["changes"] == [
        {
            "change": "freed",
            "rule": "be-nice",
            "texts": 2,
            "share": 0.666667,
            "approved": 0,
            "rejected": 0,
            "undecided": 2,
        }
    ]
    assert {example["key"] for example in found["examples"]} == {"1", "3"}


def test_a_comment_cannot_give_orders_to_the_terminal(
    app: Flask, archive: Path, tmp_path: Path
) -> None:
    ended = run(app, "--rules", written(tmp_path, LAX), "--archive", archive)
    assert "\x1b" not in ended.output
    assert all(sign.isprintable() for sign in quoted("a\x1b[2J\u202eb\nc\u2028", ()))


def test_a_quotation_shows_the_marked_words_of_a_long_text() -> None:
    text = "word " * 100 + "idiot" + " word" * 100
    quote = quoted(text, [(500, 505)])
    assert "[idiot]" in quote
    assert quote.startswith("…")
    assert quote.endswith("…")
    assert len(quote) < 220


def test_lines_that_cannot_be_read_are_named_and_the_status_says_so(
    app: Flask, archive: Path, tmp_path: Path
) -> None:
    archive.write_text("not json\n" + archive.read_text() + '{"text": 4}\n')
    ended = run(app, "--rules", written(tmp_path, LAX), "--archive", archive)
    assert ended.exit_code == 1
    assert "3 texts" in ended.stdout
    assert "2 lines could not be read" in ended.stdout
    assert f"{archive}, line 1: it is not JSON\n" in ended.stderr
    assert f"{archive}, line 5: it has no text under “text”\n" in ended.stderr


@pytest.mark.parametrize(
    ("rules", "words"),
    [("[be-kind]", "be-kind is no rule"), ("[", "not TOML")],
)
def test_a_change_that_cannot_be_made_stops_with_a_sentence(
    app: Flask, tmp_path: Path, rules: str, words: str
) -> None:
    ended = run(app, "--rules", written(tmp_path, rules))
    assert ended.exit_code == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.output


def test_an_archive_without_the_column_stops_with_a_sentence(
    app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "archive.csv"
    file.write_text("comment\nYou are an idiot.\n")
    rules = written(tmp_path, LAX)
    ended = run(app, "--rules", rules, "--archive", file)
    assert ended.exit_code == 1
    assert "no column “text”" in ended.stderr
    ended = run(app, "--rules", rules, "--archive", file, "--column", "comment")
    assert "1 texts" in ended.stdout


def test_an_archive_is_tried_before_there_is_a_newsroom(
    archive: Path, tmp_path: Path
) -> None:
    rules = written(tmp_path, STRICT)
    ended = bare("--rules", rules, "--archive", str(archive), "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["texts"] == 3
    ended = bare("--rules", rules)
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"SECRET_KEY")


def bare(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, cwd=ROOT, env=BARE, check=False
    )


def test_somebody_at_a_terminal_sees_how_far_it_is(
    archive: Path, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    arguments = ["--rules", written(tmp_path, LAX), "--archive", str(archive)]
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=ROOT,
        env=BARE,
    ) as running:
        os.close(theirs)
        running.communicate()
    shown = os.read(ours, 10_000)
    os.close(ours)
    assert b"Replaying" in shown
    assert b"100%" in shown

"""A newsroom tries its archive on the filter: `flask check`."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "flask", "--app", "app", "check"]
# No secret, no database address, nothing: what a bare shell has.
BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
KEYS = {"id", "outcome", "scores", "findings"}
FINDING_KEYS = {
    "rule",
    "check",
    "spans",
    "severity",
    "confidence",
    "target",
    "reason",
}


def run(
    *lines: str | bytes, options: Sequence[str] = ()
) -> subprocess.CompletedProcess[bytes]:
    sent = b"".join(
        (line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines
    )
    return subprocess.run(
        [*COMMAND, *options],
        input=sent,
        capture_output=True,
        cwd=ROOT,
        env=BARE,
        check=False,
    )


def answers(*lines: str | bytes) -> list[dict]:
    return [json.loads(line) for line in run(*lines).stdout.splitlines()]


def text(key: object, words: str) -> str:
    return json.dumps({"id": key, "text": words})


def test_every_text_gets_its_verdict_in_its_place() -> None:
    ran = run(text("b", "A plain remark."), text(1, "You are an idiot."))
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["id"] for answer in found] == ["b", 1]
    assert [answer["outcome"] for answer in found] == ["publish", "hold"]
    assert all(set(answer) == KEYS for answer in found)
    assert set(found[0]["scores"]) == {
        "keep-it-clean",
        "dont-threaten",
        "be-nice",
        "spam",
    }
    assert all(set(finding) == FINDING_KEYS for finding in found[1]["findings"])
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_spans_count_code_points_of_the_text_as_given() -> None:
    words = "🙂🙂 you idiot"
    (answer,) = answers(text(1, words))
    (start, end) = answer["findings"][0]["spans"][0]
    assert "idiot" in words[start:end]


def test_the_output_is_ascii_whatever_the_input_is() -> None:
    ran = run(text("é", "Grüße aus Köln"), '{"id": "half", "text": "\\ud800"}')
    assert ran.stdout.isascii()
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["é", "half"]
    assert ran.returncode == 0


def test_judging_an_archive_does_not_wait_for_the_site() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *COMMAND[1:]],
        input=b'{"id": 1, "text": "Good morning."}\n',
        capture_output=True,
        cwd=ROOT,
        env=BARE,
        check=True,
    )
    imported = {line.rpartition(b"|")[2].strip() for line in done.stderr.splitlines()}
    assert b"comments.filter.filter" in imported
    assert imported.isdisjoint({b"sqlalchemy", b"comments.web.wiring", b"granian"})


def test_a_line_that_cannot_be_read_becomes_an_error_line_in_its_place() -> None:
    found = answers(
        text(1, "A plain remark."),
        "not json",
        "",
        "[1]",
        '{"id": 5}',
        '{"text": "x"}',
        '{"id": NaN, "text": "x"}',
        '{"id": 1e999, "text": "x"}',
        '{"id": true, "text": "x"}',
        '{"id": 9, "text": 3}',
        b'{"id": 10, "text": "\xff"}',
        "[" * 100_000,
        text(11, "Another plain remark."),
    )
    errors = [answer for answer in found if "error" in answer]
    assert len(found) == 13
    assert len(errors) == 11
    assert all(set(answer) == {"id", "error"} for answer in errors)
    assert [answer["id"] for answer in errors if answer["id"]] == [5, 9]
    assert (found[0]["id"], found[-1]["id"]) == (1, 11)


def test_the_status_says_that_a_line_could_not_be_read() -> None:
    assert run(text(1, "Plain."), "not json").returncode == 1
    assert run(text(1, "Plain.")).returncode == 0
    assert run().returncode == 0


def test_a_verdict_is_there_before_the_next_text_is_sent() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=BARE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in (1, 2):
            running.stdin.write(text(number, "A plain remark.").encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
    assert running.returncode == 0


def test_an_archive_is_judged_by_several_processes_in_its_order() -> None:
    lines = [
        "not json" if number == 500 else text(number, f"Plain remark {number}, idiot.")
        for number in range(1_000)
    ]
    several = run(*lines, options=("--processes", "2"))
    found = [json.loads(line) for line in several.stdout.splitlines()]
    assert [answer["id"] for answer in found] == [
        None if number == 500 else number for number in range(1_000)
    ]
    assert several.returncode == 1
    assert several.stderr == b""
    assert several.stdout == run(*lines, options=("--processes", "1")).stdout


def test_a_slow_sender_is_answered_after_a_quick_start() -> None:
    with subprocess.Popen(
        [*COMMAND, "--processes", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=BARE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        many = "".join(text(number, "A plain remark.") + "\n" for number in range(50))
        running.stdin.write(many.encode())
        running.stdin.flush()
        assert [json.loads(running.stdout.readline())["id"] for _ in range(50)] == list(
            range(50)
        )
        running.stdin.write(text("last", "A plain remark.").encode() + b"\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["id"] == "last"
        running.stdin.close()
    assert running.returncode == 0


def test_a_line_without_end_is_an_error_and_the_next_one_is_read() -> None:
    found = answers("x" * 3_000_000, text(2, "Plain."), text(3, "y" * 999_000))
    assert found[0] == {"id": None, "error": "This line is too long."}
    assert [answer["id"] for answer in found[1:]] == [2, 3]
    assert found[2]["outcome"] == "hold"


def test_who_stops_reading_ends_the_command() -> None:
    lines = "".join(text(number, "A plain remark.") + "\n" for number in range(5_000))
    with subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=BARE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(lines[:10_000].encode())
        running.stdin.flush()
        running.stdout.readline()
        running.stdout.close()
        with suppress(BrokenPipeError):
            running.stdin.write(lines.encode())
            running.stdin.close()
        assert running.wait(timeout=60) == 1


def test_somebody_at_a_terminal_sees_how_far_it_is() -> None:
    ours, theirs = pty.openpty()
    lines = "\n".join(text(number, "A plain remark.") for number in range(3))
    ran = subprocess.run(
        COMMAND,
        input=lines.encode(),
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=ROOT,
        env=BARE,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 1000).decode()
    os.close(ours)
    assert "3 texts" in shown
    assert len(ran.stdout.splitlines()) == 3

"""A newsroom that comes from Perspective finds its threshold: `flask threshold`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "flask", "--app", "app", "threshold"]
BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SECRET_KEY": "short"}
PLAIN = [f"The ferry left at {hour}, and nobody minded." for hour in range(18)]
RUDE = ["You are an idiot.", "I will kill you."]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return written(tmp_path / "comments.jsonl", PLAIN + RUDE)


def written(file: Path, texts: list[str]) -> Path:
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return file


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=BARE, check=False
    )


def shares(ran: subprocess.CompletedProcess[str]) -> dict[float, str]:
    """Each threshold of the table, with the share of the texts above it."""
    rows = [line.split() for line in ran.stdout.splitlines()]
    return {float(row[0]): row[1] for row in rows if len(row) == 2 and "%" in row[1]}


def test_eight_tenths_hold_what_parley_holds(archive: Path) -> None:
    ran = run(archive)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("20 texts of")
    assert shares(ran)[0.8] == "10.00%"


def test_the_share_that_was_asked_for_is_held_and_not_more(archive: Path) -> None:
    half = run(archive, "--share", "50")
    *_, (proposed, share) = shares(half).items()
    assert share == "50.00%"
    assert 0 < proposed < 0.8
    one = run(archive, "--share", "5.3")
    *_, (proposed, share) = shares(one).items()
    assert share == "5.00%"
    assert proposed > 0.8


def test_texts_that_score_alike_are_held_together_or_not_at_all(tmp_path: Path) -> None:
    alike = written(tmp_path / "alike.jsonl", ["You are an idiot."] * 4 + PLAIN[:4])
    *_, (_, share) = shares(run(alike, "--share", "25")).items()
    assert share == "0.00%"


def test_another_attribute_has_shares_of_its_own(archive: Path) -> None:
    assert shares(run(archive, "--attribute", "THREAT"))[0.8] == "5.00%"


def test_a_csv_file_serves_as_well_and_a_bad_line_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "comments.csv"
    file.write_text("id,body\n1,You are an idiot.\n2\n3,Thank you.\n")
    ran = run(file, "--column", "body")
    assert shares(ran)[0.8] == "50.00%"
    assert ran.returncode == 1
    assert "1 lines could not be read" in ran.stderr


@pytest.mark.parametrize("content", ["", "not json\n"])
def test_an_archive_without_texts_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text(content)
    ran = run(file)
    assert ran.returncode == 1
    assert "holds no texts" in ran.stderr

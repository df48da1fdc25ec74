"""The command line: what it makes, and how it says that a setting is wrong."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from comments.settings import with_generated_keys, with_stored_keys
from tests.web.conftest import PASSWORD, Browser, browser_of

ROOT = Path(__file__).parents[2]
KEYS = {"SECRET_KEY": "s" * 32, "LEDGER_KEY": "l" * 32}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the project's own programs with nothing else in its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


WRONG = [
    ({"LIMITS": "none"}, "LIMITS"),
    ({"PORT": "0"}, "PORT"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    ({"PUBLIC_URL": "http://talk.example"}, "PUBLIC_URL"),
]


@pytest.mark.parametrize(("wrong", "variable"), WRONG)
def test_a_wrong_setting_stops_the_server_and_is_named(
    wrong: dict[str, str], variable: str
) -> None:
    stopped_by(variable, run("app.py", **(KEYS | wrong)))


def test_a_wrong_setting_stops_a_command_and_is_named() -> None:
    stopped_by("PORT", run("-m", "flask", "--app", "app", "migrate", PORT="0", **KEYS))


def stopped_by(variable: str, ended: subprocess.CompletedProcess[str]) -> None:
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"{variable}: ")
    assert "Traceback" not in ended.stderr


def test_a_command_without_settings_still_explains_itself() -> None:
    ended = run("-m", "flask", "--app", "app", "create-user", "--help", LIMITS="none")
    assert ended.returncode == 0
    assert "--password-stdin" in ended.stdout


def test_an_account_is_made_with_a_password_from_standard_input(
    app: Flask, visitor: Browser
) -> None:
    made = app.test_cli_runner().invoke(
        args=["create-user", "Jo Moderator", "--role", "moderator", "--password-stdin"],
        input=PASSWORD + "\n",
    )
    assert made.exit_code == 0
    assert PASSWORD not in made.output
    assert visitor.log_in("Jo Moderator").status_code == 303


@pytest.mark.parametrize(
    ("name", "password"), [("Jo", "short"), ("Jo", "password1"), ("J" * 41, PASSWORD)]
)
def test_an_account_that_cannot_be_had_is_refused_with_a_sentence(
    app: Flask, name: str, password: str
) -> None:
    made = app.test_cli_runner().invoke(
        args=["create-user", name, "--role", "editor", "--password-stdin"],
        input=password + "\n",
    )
    assert made.exit_code == 1
    assert made.output.startswith("Error: A") or "Error: This" in made.output


def test_a_token_is_printed_once_and_works(app: Flask) -> None:
    runner = app.test_cli_runner()
    create(runner)
    made = runner.invoke(
        args=["create-token", "jo moderator", "--name", "desk", "--scope", "read"]
    )
    token = made.output.strip()
    assert token.startswith("parley_")
    headers = {"Authorization": f"Bearer {token}"}
    answer = browser_of(app).get("/api/v1/nowhere", headers=headers)
    assert answer.status_code == 404


def create(runner: FlaskCliRunner) -> None:
    runner.invoke(
        args=["create-user", "Jo Moderator", "--role", "moderator", "--password-stdin"],
        input=PASSWORD + "\n",
    )


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    made = with_generated_keys({}, tmp_path)
    assert with_generated_keys({}, tmp_path) == made
    assert with_stored_keys({}, tmp_path) == made
    assert len(set(made.values())) == 2
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_key_is_made_by_merely_starting(tmp_path: Path) -> None:
    assert with_stored_keys({}, tmp_path) == {}
    assert list(tmp_path.iterdir()) == []

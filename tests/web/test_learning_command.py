"""An editor lets the filter learn, looks at it, and switches: `flask filter`."""

import json
from dataclasses import dataclass

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from comments.domain.moderation import DecisionAction
from comments.domain.permissions import Actor, Role
from comments.services.decide import Order, decide
from comments.services.post_comment import (
    Assessment,
    NewComment,
    assess,
    post_comment,
)
from comments.store.models import Account, FilterCalibration, Thread
from comments.store.review_items import item_of
from tests.web.conftest import Clock, database_of

Cast = dict[str, Account]


@dataclass
class Newsroom:
    """Comments and decisions, in one line each."""

    app: Flask
    cast: Cast
    clock: Clock

    def post(self, text: str) -> int:
        """Post as an author who insists; each time a minute later."""
        self.clock.advance(minutes=6)
        author = self.cast["author"]
        given = {
            "author": author,
            "actor": Actor(author.id, Role.READER),
            "newsroom": self.app.extensions["parley"].newsroom,
            "now": self.clock(),
        }
        with database_of(self.app).transaction(writes=True) as db:
            new = NewComment(thread_id=1, text=text, attempt=text, insist=True)
            judged = assess(db, new, **given)
            assert isinstance(judged, Assessment)
            return post_comment(db, new, judged, **given).comment.id

    def decide(self, comment_id: int, action: DecisionAction) -> None:
        moderator = self.cast["moderator"]
        with database_of(self.app).transaction(writes=True) as db:
            item = item_of(db, comment_id)
            assert item is not None
            rule = "keep-it-clean" if action is DecisionAction.REJECT else None
            decide(
                db,
                Order(item_id=item.id, action=action, version=item.version, rule=rule),
                moderator=db.get_one(Account, moderator.id),
                actor=Actor(moderator.id, Role.MODERATOR),
                newsroom=self.app.extensions["parley"].newsroom,
                now=self.clock(),
            )

    def run(self, *arguments: str) -> Result:
        runner = self.app.test_cli_runner()
        return runner.invoke(args=["filter", *arguments])


@pytest.fixture
def newsroom(app: Flask, cast: Cast, clock: Clock) -> Newsroom:
    with database_of(app).transaction(writes=True) as db:
        url = "https://news.example/bridge"
        now = clock()
        db.add(Thread(url=url, title="Bridge", created_at=now, changed_at=now))
    return Newsroom(app, cast, clock)


@pytest.fixture
def taught(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom that approves most of what is a little vulgar; few will do here."""
    monkeypatch.setattr("comments.services.learning.FEWEST_FITTED", 2)
    monkeypatch.setattr("comments.services.learning.FEWEST_HELD_BACK", 1)
    for number in range(20):
        text = f"Number {number}: the sausage was crap, said aunt {number * 7919}."
        wanted = DecisionAction.REJECT if number % 4 == 3 else DecisionAction.APPROVE
        newsroom.decide(newsroom.post(text), wanted)
    return newsroom


def test_a_newsroom_with_too_few_decisions_is_told_so(newsroom: Newsroom) -> None:
    ended = newsroom.run("learn")
    assert ended.exit_code == 1
    assert "too little to learn from" in ended.stderr
    assert "Traceback" not in ended.output
    with database_of(newsroom.app).transaction() as db:
        assert db.scalars(select(FilterCalibration)).all() == []


def test_what_was_learned_is_reported_and_not_in_use(taught: Newsroom) -> None:
    ended = taught.run("learn")
    assert ended.exit_code == 0, ended.output
    assert ended.stderr == ""
    assert "Fitted on 14 decisions (11 approved, 3 rejected" in ended.stdout
    assert "approved by a moderator" in ended.stdout
    assert "fewer of those approved and " in ended.stdout
    assert "Log loss" in ended.stdout
    assert "flask --app app filter use 1 --by EDITOR" in ended.stdout
    assert "sausage" not in ended.output
    assert "In use: as shipped." in taught.run("status").stdout


def test_a_program_reads_the_report_as_one_json_object(taught: Newsroom) -> None:
    found = json.loads(taught.run("learn", "--json").stdout)
    assert found["version"] == 1
    assert found["against"] == 0
    assert found["numbers"]["rules"]["keep-it-clean"]["shift"] < 0
    assert found["held_back"]["approved"] + found["held_back"]["rejected"] == 6


def test_an_editor_switches_there_and_back(taught: Newsroom) -> None:
    taught.run("learn")
    ended = taught.run("use", "1", "--by", "lee editor")
    assert ended.exit_code == 0, ended.output
    assert "Calibration 1 holds from the next comment on." in ended.stdout
    status = taught.run("status").stdout
    assert "In use: calibration 1." in status
    assert "*  1 " in status
    ended = taught.run("use", "0", "--by", "Lee Editor")
    assert "No calibration holds" in ended.stdout
    assert "In use: as shipped." in taught.run("status").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("use", "1", "--by", "Jo Moderator"), "Only editors"),
        (("use", "1", "--by", "Nobody"), "no account Nobody"),
        (("use", "7", "--by", "Lee Editor"), "no calibration 7"),
    ],
)
def test_a_switch_that_cannot_be_made_is_refused_with_a_sentence(
    newsroom: Newsroom, arguments: tuple[str, ...], words: str
) -> None:
    ended = newsroom.run(*arguments)
    assert ended.exit_code == 1
    assert words in ended.stderr
    assert "In use: as shipped." in newsroom.run("status").stdout
    assert "There is no calibration yet" in newsroom.run("status").stdout


def test_a_second_candidate_is_compared_with_the_one_in_use(taught: Newsroom) -> None:
    taught.run("learn")
    taught.run("use", "1", "--by", "Lee Editor")
    found = json.loads(taught.run("learn", "--json").stdout)
    assert (found["version"], found["against"]) == (2, 1)
    assert found["loss"]["before"] == found["loss"]["after"]


def test_a_backtest_starts_from_the_calibration_in_use(
    taught: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    taught.run("learn")
    taught.run("use", "1", "--by", "Lee Editor")
    rules = tmp_path_factory.mktemp("rules") / "new.toml"
    rules.write_text("[keep-it-clean]\nmild = { hold = 0.05 }\n")
    runner = taught.app.test_cli_runner()
    ended = runner.invoke(args=["backtest", "--rules", str(rules), "--json"])
    found = json.loads(ended.stdout)
    assert found["texts"] == 20
    assert found["before"]["publish"] == 20
    assert found["after"]["hold"] == 20

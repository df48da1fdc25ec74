"""Urgent letters at one moment: links pressed in real threads, on both databases."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest
from sqlalchemy import func, select

from comments.adapters.signed_links import SignedLinks
from comments.domain.mail import Cadence
from comments.services.decide import Decided
from comments.services.errors import StaleDecision
from comments.services.ledger_chain import verify
from comments.services.mail_choices import choose
from comments.services.stationery import Stationery
from comments.services.urgent_letters import urgent_note
from comments.services.urgent_links import LinkUsed, decide_by_link
from comments.store.models import Decision, OutboxMessage
from comments.store.urgent_letters import UrgentLetter
from tests.services.conftest import LEDGER_KEY, Town
from tests.services.test_races import at_once

THREAT = "You will pay for this with your life, and so will your family."
LINKS = SignedLinks("s" * 32, "http://localhost")


def tokens(town: Town, name: str, comment_id: int) -> list[str]:
    """The secrets of the links in somebody's letter: approve, then reject."""
    item = town.item(comment_id)
    assert item is not None
    with town.database.transaction() as db:
        letter_id = db.scalars(
            select(UrgentLetter.id).where(
                UrgentLetter.item_id == item.id,
                UrgentLetter.account_id == town.people[name],
            )
        ).one()
        paper = Stationery(town.newsroom.rules, LINKS, town.now)
        note = urgent_note(db, letter_id, paper)
    assert note is not None
    return [act.rpartition("/urgent/")[2] for act in note.acts[:2]]


def press(town: Town, token: str) -> Decided:
    with town.database.transaction(writes=True) as db:
        return decide_by_link(
            db,
            token,
            note="",
            last_report=None,
            links=LINKS,
            newsroom=town.newsroom,
            now=town.now,
        )


@pytest.fixture
def town(town: Town) -> Town:
    with town.database.transaction(writes=True) as db:
        for name in ("mod", "mia"):
            account = town.account(db, name)
            account.email = account.email_folded = f"{name}@mail.example"
            account.email_confirmed_at = town.now
            choose(db, account.id, {"urgent": Cadence.EACH}, now=town.now)
    return town


def count(town: Town, model: type) -> int:
    with town.database.transaction() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def outcome(acts: Sequence[Callable[[], object]]) -> list[type]:
    return sorted((type(answer) for answer in at_once(*acts)), key=str)


def test_a_link_pressed_eight_times_at_once_decides_once(town: Town) -> None:
    comment = town.post("ana", THREAT).comment
    approve, reject = tokens(town, "mod", comment.id)
    acts = [partial(press, town, token) for token in (approve, reject) * 4]
    answers = outcome(acts)
    assert answers.count(Decided) == 1
    assert set(answers) <= {Decided, LinkUsed}
    assert count(town, Decision) == 2  # the filter's, and one person's
    ledger_holds(town)


def test_a_link_and_the_desk_at_one_moment_decide_once(town: Town) -> None:
    for author in town.settle("author", 8):
        comment = town.post(author, THREAT).comment
        approve, _ = tokens(town, "mod", comment.id)
        answers = outcome(
            [
                partial(press, town, approve),
                partial(town.decide, "edda", comment.id, "reject", version=1),
            ]
        )
        assert answers == sorted((Decided, StaleDecision), key=str)
    ledger_holds(town)


def test_two_letters_at_one_moment_decide_once(town: Town) -> None:
    for author in town.settle("author", 8):
        comment = town.post(author, THREAT).comment
        answers = outcome(
            [
                partial(press, town, tokens(town, "mod", comment.id)[0]),
                partial(press, town, tokens(town, "mia", comment.id)[1]),
            ]
        )
        assert answers == sorted((Decided, StaleDecision), key=str)
    ledger_holds(town)


def test_reports_at_one_moment_make_one_letter_each(town: Town) -> None:
    comment = town.post("ana", "The second crew came over the mill side.").comment
    readers = town.settle("reader", 12)
    with town.database.transaction(writes=True) as db:
        for name in readers:  # with a record: newcomers at one moment are one voice
            reader = town.account(db, name)
            reader.reports_judged = reader.reports_upheld = 10
    acts = [partial(town.report, name, comment.id, "dont-threaten") for name in readers]
    at_once(*acts)
    assert count(town, UrgentLetter) == 2
    with town.database.transaction() as db:
        kinds = db.scalars(select(OutboxMessage.kind)).all()
    assert kinds.count("urgent-item") == 2


def ledger_holds(town: Town) -> None:
    with town.database.transaction() as db:
        problems = [problem for _, problem in verify(db, key=LEDGER_KEY) if problem]
    assert problems == []

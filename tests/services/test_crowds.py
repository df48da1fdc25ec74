"""A crowd that reports one comment is judged with no more work than a few readers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, func, select

from comments.store.models import OutboxMessage, Report
from tests.services.conftest import Town

CLEAN = "The second crew came over the mill side at nine."
CLEANER = "The second crew came over the mill side at ten."
RULES = ("be-nice", "keep-it-clean", "dont-threaten", "be-truthful", "spam")


def report_all(town: Town, names: Sequence[str], comment_id: int) -> None:
    for number, name in enumerate(names):
        town.report(name, comment_id, RULES[number % len(RULES)])


@contextmanager
def counted(town: Town) -> Iterator[list[str]]:
    """The statements that the database is sent meanwhile."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(town.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(town.database.engine, "before_cursor_execute", note)


def record_of(town: Town, name: str) -> tuple[int, int]:
    with town.database.transaction() as db:
        account = town.account(db, name)
        return account.reports_judged, account.reports_upheld


def states(town: Town) -> dict[str, int]:
    with town.database.transaction() as db:
        query = select(Report.state, func.count().label("number"))
        rows = db.execute(query.group_by(Report.state))
        return {row.state: row.number for row in rows}


def letters(town: Town) -> int:
    with town.database.transaction() as db:
        outcomes = OutboxMessage.kind == "report-outcome"
        return db.scalar(select(func.count()).where(outcomes)) or 0


def test_a_crowds_reports_are_settled_and_reopened_in_as_many_steps_as_a_few(
    town: Town,
) -> None:
    taken = []
    for size in (5, 60):
        comment = town.post("ana", f"{CLEAN} Crew {size}.").comment.id
        report_all(town, town.settle(f"crowd {size}", size), comment)
        with counted(town) as deciding:
            decided = town.decide("mod", comment, "approve", last_report=10**9)
        with counted(town) as undoing:
            town.undo("mod", decided.decision.id)
        taken.append((len(deciding), len(undoing)))
    assert taken[0] == taken[1]


def test_every_reporter_of_a_crowd_is_told_and_counted(town: Town) -> None:
    comment = town.post("ana", CLEAN).comment.id
    crowd = town.settle("crowd", 30)
    report_all(town, crowd, comment)
    decided = town.decide("mod", comment, "reject")
    assert states(town) == {"upheld": 30}
    assert letters(town) == 30
    assert {record_of(town, name) for name in crowd} == {(1, 1)}
    assert record_of(town, "ben") == (0, 0)
    town.undo("mod", decided.decision.id)
    assert states(town) == {"received": 30}
    assert letters(town) == 0
    assert {record_of(town, name) for name in crowd} == {(0, 0)}


def test_whoever_reported_two_texts_of_a_comment_is_counted_twice(town: Town) -> None:
    comment = town.post("ana", CLEAN).comment.id
    town.report("ben", comment)
    town.edit("ana", comment, CLEANER)
    town.report("ben", comment, "spam")
    town.report("cleo", comment)
    decided = town.decide("mod", comment, "reject")
    assert (record_of(town, "ben"), record_of(town, "cleo")) == ((2, 2), (1, 1))
    town.undo("mod", decided.decision.id)
    assert (record_of(town, "ben"), record_of(town, "cleo")) == ((0, 0), (0, 0))

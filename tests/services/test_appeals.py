"""Appeals: what they restore, whose error they note, and when they are due."""

import pytest
from sqlalchemy import select

from comments.domain.moderation import DecisionAction
from comments.services.decide import Order, decide
from comments.services.errors import Conflict, Refused
from comments.services.read_appeals import OpenAppeal, open_appeals
from comments.store.models import (
    Account,
    Appeal,
    Comment,
    OutboxMessage,
    Report,
    Thread,
)
from tests.services.conftest import Town

RUDER = "The mayor is a pathetic lying idiot, and so is the council."
CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."


def taken_down(town: Town) -> tuple[int, int]:
    """A comment that a moderator took down after a report, and that decision."""
    number = town.post("ana", CLEAN).comment.id
    town.report("ben", number)
    decided = town.decide("mod", number, "reject")
    return number, decided.decision.id


def appeal_about(town: Town, decision_id: int) -> Appeal:
    with town.database.transaction() as db:
        return db.scalars(select(Appeal).where(Appeal.decision_id == decision_id)).one()


def listed(town: Town, name: str) -> list[OpenAppeal]:
    with town.database.transaction() as db:
        return list(open_appeals(db, town.account(db, name), town.now).appeals)


def counts(town: Town, number: int) -> tuple[int, int, int, int]:
    with town.database.transaction() as db:
        ben = town.account(db, "ben")
        thread = db.get_one(Thread, town.thread_id)
        author = town.account(db, "ana")
        return (
            thread.comment_count,
            author.published_comments,
            ben.reports_judged,
            ben.reports_upheld,
        )


def test_an_overturned_removal_restores_the_comment_and_every_count(
    town: Town,
) -> None:
    number, decision_id = taken_down(town)
    assert counts(town, number) == (0, 0, 1, 1)
    town.appeal("ana", decision_id)
    town.decide("mia", number, "approve")
    with town.database.transaction() as db:
        assert db.get_one(Comment, number).status == "published"
        report = db.scalars(select(Report)).one()
        assert report.state == "not upheld"
    assert counts(town, number) == (1, 1, 1, 0)


def test_an_overturned_decision_is_the_error_of_whoever_made_it(town: Town) -> None:
    number, decision_id = taken_down(town)
    town.appeal("ana", decision_id)
    town.decide("mia", number, "approve")
    by_filter = town.post("ana", RUDE)
    assert by_filter.statement is not None
    town.appeal("ana", by_filter.statement.decision_id or 0)
    town.decide("mod", by_filter.comment.id, "approve")
    assert appeal_about(town, decision_id).mistake == "moderator"
    own = appeal_about(town, by_filter.statement.decision_id or 0)
    assert (own.state, own.mistake) == ("overturned", "filter")


def test_an_upheld_decision_is_nobodys_error_and_counts_stay(town: Town) -> None:
    number, decision_id = taken_down(town)
    town.appeal("ana", decision_id)
    town.decide("mia", number, "reject", note="It names a child.")
    assert appeal_about(town, decision_id).mistake == ""
    assert counts(town, number) == (0, 0, 1, 1)
    town.wait(seconds=31)
    notice = town.notices("ana")[0]
    assert notice.statement.kind == "upheld"
    assert notice.stated.measure == "removed"
    assert notice.stated.facts.note == "It names a child."
    assert not notice.may_appeal


def test_an_overturning_that_is_undone_leaves_the_question_open(town: Town) -> None:
    number, decision_id = taken_down(town)
    town.appeal("ana", decision_id)
    overturned = town.decide("mia", number, "approve")
    town.undo("mia", overturned.decision.id)
    appeal = appeal_about(town, decision_id)
    assert (appeal.state, appeal.mistake) == ("open", "")
    assert counts(town, number) == (0, 0, 0, 0)
    town.decide("mia", number, "reject")
    assert counts(town, number) == (0, 0, 1, 1)


def test_an_appeal_is_moot_when_its_author_takes_the_comment_back(town: Town) -> None:
    number, decision_id = taken_down(town)
    town.appeal("ana", decision_id)
    town.withdraw("ana", number)
    assert appeal_about(town, decision_id).state == "moot"
    assert listed(town, "mia") == []


def test_an_author_has_one_open_appeal_about_a_comment(town: Town) -> None:
    number = town.post("ana", RUDE).comment.id
    town.appeal("ana", 1)
    town.edit("ana", number, RUDER)
    with pytest.raises(Conflict, match="asked already"):
        town.appeal("ana", 2)
    town.withdraw("ana", number)
    assert appeal_about(town, 1).state == "moot"


def test_the_list_says_who_may_decide_and_what_is_overdue(town: Town) -> None:
    number, decision_id = taken_down(town)
    town.appeal("ana", decision_id)
    (row,) = listed(town, "mia")
    assert (row.comment.id, row.may_decide, row.is_overdue) == (number, True, False)
    assert not listed(town, "mod")[0].may_decide
    town.wait(days=15)
    assert listed(town, "mia")[0].is_overdue


def test_the_first_decider_is_refused_whatever_their_rank(town: Town) -> None:
    number = town.post("ana", CLEAN).comment.id
    town.report("ben", number)
    decided = town.decide("ada", number, "reject")
    town.appeal("ana", decided.decision.id)
    item = town.item(number)
    assert item is not None
    order = Order(item_id=item.id, action=DecisionAction.APPROVE, version=item.version)
    with (
        town.database.transaction(writes=True) as db,
        pytest.raises(Refused, match="another moderator must decide"),
    ):
        decide(
            db,
            order,
            moderator=db.get_one(Account, town.people["ada"]),
            actor=town.actor("ada"),
            newsroom=town.newsroom,
            now=town.now,
        )


def test_whoever_reported_it_hears_of_the_second_look(town: Town) -> None:
    number, decision_id = taken_down(town)
    town.appeal("ana", decision_id)
    town.decide("mia", number, "approve")
    town.wait(seconds=31)
    with town.database.transaction() as db:
        report = db.scalars(select(Report)).one()
        assert report.outcome_at is not None
        assert report.outcome_at <= town.now
        assert report.decision_id != decision_id


def test_an_overturn_that_is_undone_gives_the_report_its_outcome_back(
    town: Town,
) -> None:
    number, decision_id = taken_down(town)
    town.wait(minutes=1)
    town.appeal("ana", decision_id)
    overturned = town.decide("mia", number, "approve").decision
    town.undo("mia", overturned.id)
    with town.database.transaction() as db:
        report = db.scalars(select(Report)).one()
        assert (report.state, report.decision_id) == ("upheld", decision_id)
        letters = db.scalars(
            select(OutboxMessage.subject_id).where(
                OutboxMessage.kind == "report-outcome"
            )
        )
        assert letters.all() == [report.id]  # of the first decision: it still stands
    assert counts(town, number) == (0, 0, 1, 1)

"""Reporting, as readers, reporters and moderators live with it."""

import pytest
from sqlalchemy import func, select

from comments.domain.permissions import VISITOR, NotPermitted
from comments.services.errors import NotFound
from comments.services.notices import own_reports
from comments.services.report_comment import NewNotice, file_notice
from comments.store.models import Report, ReviewItem
from tests.services.conftest import Town

CLEAN = "The second crew came over the mill side at nine."


@pytest.fixture
def comment_id(town: Town) -> int:
    town.post("cleo", "Two noise comments stand around the one that matters.")
    shown = town.post("ana", CLEAN).comment.id
    town.post("cleo", "The other noise comment, about parking on market days.")
    return shown


def _count(town: Town, model: type) -> int:
    with town.database.transaction() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def _state(town: Town, name: str) -> str:
    with town.database.transaction() as db:
        return own_reports(db, town.people[name], town.now)[0].state


def test_a_report_reaches_the_queue_and_hides_nothing(
    town: Town, comment_id: int
) -> None:
    town.report("ben", comment_id)
    item = town.item(comment_id)
    assert item is not None
    assert item.state == "open"
    assert [(s.source, s.rule) for s in item.signals] == [("report", "be-nice")]
    assert item.comment.status == "published"


def test_a_reader_cannot_report_twice(town: Town, comment_id: int) -> None:
    first = town.report("ben", comment_id)
    again = town.report("ben", comment_id, "spam")
    assert again.repeated
    assert again.report.id == first.report.id
    assert again.report.rule == "be-nice"
    assert _count(town, Report) == 1


def test_reports_of_many_readers_join_one_item_without_a_new_version(
    town: Town, comment_id: int
) -> None:
    for reader in ("ben", "cleo", "noor"):
        town.report(reader, comment_id)
    item = town.item(comment_id)
    assert item is not None
    assert item.version == 1
    assert _count(town, ReviewItem) == 1
    assert "3 reports" in item.signals[0].words


def test_a_reader_cannot_report_their_own_comment(town: Town, comment_id: int) -> None:
    with pytest.raises(NotPermitted):
        town.report("ana", comment_id)


def test_nobody_reports_what_they_cannot_see(town: Town) -> None:
    held = town.post("ana", "The mayor is a pathetic lying idiot.").comment
    with pytest.raises(NotFound):
        town.report("ben", held.id)


def test_a_reporter_learns_the_outcome_after_the_undo_window(
    town: Town, comment_id: int
) -> None:
    town.report("ben", comment_id, "be-truthful")
    assert _state(town, "ben") == "received"
    town.decide("mod", comment_id, "reject", rule="keep-it-clean")
    assert _state(town, "ben") == "received"
    town.wait(seconds=31)
    with town.database.transaction() as db:
        (own,) = own_reports(db, town.people["ben"], town.now)
    assert (own.state, own.outcome_rule) == ("upheld", "keep-it-clean")


def test_an_approval_counts_against_the_reporters_record(
    town: Town, comment_id: int
) -> None:
    town.report("ben", comment_id)
    town.decide("mod", comment_id, "approve")
    with town.database.transaction() as db:
        ben = town.account(db, "ben")
        assert (ben.reports_judged, ben.reports_upheld) == (1, 0)


def test_anyone_may_file_a_notice_of_unlawful_content(
    town: Town, comment_id: int
) -> None:
    new = NewNotice(comment_id=comment_id, explanation="This is defamation.")
    with town.database.transaction(writes=True) as db:
        filed = file_notice(
            db, new, actor=VISITOR, newsroom=town.newsroom, now=town.now
        )
    item = town.item(comment_id)
    assert item is not None
    assert [(s.source, s.rule) for s in item.signals] == [("notice", "unlawful")]
    assert filed.token not in filed.notice.status_digest


def test_a_late_report_on_a_text_that_is_rejected_is_upheld_with_the_rest(
    town: Town, comment_id: int
) -> None:
    seen = town.report("ben", comment_id).report
    town.wait(seconds=5)
    town.report("cleo", comment_id, "be-truthful")
    assert not town.decide("mod", comment_id, "reject", last_report=seen.id).open
    town.wait(seconds=31)
    assert _state(town, "cleo") == "upheld"


def test_a_late_report_on_a_text_that_an_approved_edit_replaces_is_moot(
    town: Town, comment_id: int
) -> None:
    seen = town.report("ben", comment_id).report
    town.edit("ana", comment_id, "The mayor is a pathetic lying idiot.")
    town.report("cleo", comment_id, "be-truthful")
    assert not town.decide("mod", comment_id, "approve", last_report=seen.id).open
    town.wait(seconds=31)
    assert _state(town, "cleo") == "moot"


def test_withdrawing_makes_open_reports_moot(town: Town, comment_id: int) -> None:
    town.report("ben", comment_id)
    town.withdraw("ana", comment_id)
    assert _state(town, "ben") == "moot"
    assert town.item(comment_id).state == "decided"  # type: ignore[union-attr]


def test_a_report_on_a_replaced_text_is_moot_when_the_new_text_stays(
    town: Town, comment_id: int
) -> None:
    town.report("ben", comment_id)
    town.edit("ana", comment_id, "The second crew came at ten, I was wrong.")
    town.decide("mod", comment_id, "approve")
    town.wait(seconds=31)
    assert _state(town, "ben") == "moot"


def test_a_reader_cannot_decide(town: Town, comment_id: int) -> None:
    town.report("ben", comment_id)
    with pytest.raises(NotPermitted):
        town.decide("ben", comment_id, "approve")

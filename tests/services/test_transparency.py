"""The public's account: what the report counts, and what the log tells nobody."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from comments.domain.closing import Leave
from comments.domain.periods import Period
from comments.domain.permissions import VISITOR, NotPermitted
from comments.domain.transparency import Ground, Restriction, TransparencyReport
from comments.services.close_account import ask_to_close
from comments.services.erase_account import begin_erasure, erase_some
from comments.services.errors import NotFound
from comments.services.ledger_chain import export_head, verify
from comments.services.openness import Openness, openness, set_openness
from comments.services.public_log import public_log
from comments.services.transparency import transparency_report
from comments.store.models import LedgerEntry
from comments.store.review_rounds import ReviewRound
from tests.services.conftest import LEDGER_KEY, Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."
Known = tuple[str, str, Ground, bool]


def report(town: Town, who: str = "edda", **days: int) -> TransparencyReport:
    today = town.now.date()
    period = Period(today - timedelta(**days), today)
    actor = VISITOR if who == "visitor" else town.actor(who)
    with town.database.transaction() as db:
        return transparency_report(db, period, actor=actor, now=town.now)


def restrictions(town: Town) -> dict[Known, int]:
    return {
        (row.kind, row.rule, row.ground, row.automated): row.count
        for row in report(town).restrictions
    }


def opened(town: Town, *, log: bool = False, public: bool = False) -> None:
    with town.database.transaction(writes=True) as db:
        set_openness(
            db,
            Openness(log=log, report=public),
            editor=town.account(db, "edda"),
            actor=town.actor("edda"),
            newsroom=town.newsroom,
            now=town.now,
        )


def test_a_restriction_is_counted_under_its_rule_and_its_ground(town: Town) -> None:
    held = town.post("ana", RUDE).comment.id
    town.decide("mod", held, "reject")
    reported = town.post("ben", CLEAN).comment.id
    town.report("cleo", reported, "be-truthful")
    town.decide("mod", reported, "reject", rule="be-truthful")
    assert restrictions(town) == {
        ("hold", "be-nice", Ground.FILTER, True): 1,
        ("reject", "be-nice", Ground.FILTER, False): 1,
        ("reject", "be-truthful", Ground.REPORTS, False): 1,
    }


def test_a_decision_that_was_taken_back_restricts_nobody(town: Town) -> None:
    posted = town.post("ben", CLEAN).comment.id
    town.report("cleo", posted)
    slip = town.decide("mod", posted, "reject")
    town.undo("mod", slip.decision.id)
    assert restrictions(town) == {}


def test_a_second_look_that_changes_nothing_is_no_second_restriction(
    town: Town,
) -> None:
    posted = town.post("ben", CLEAN).comment.id
    town.report("cleo", posted)
    first = town.decide("mod", posted, "reject")
    town.wait(minutes=5)
    town.appeal("ben", first.decision.id)
    town.decide("mia", posted, "reject")
    assert restrictions(town) == {("reject", "be-nice", Ground.REPORTS, False): 1}
    assert report(town).appeals["upheld"] == 1
    assert report(town).appeals["received in all"] == 1


def test_what_people_let_through_counts_as_the_filters_error(town: Town) -> None:
    wrong, right, waiting = (
        town.post(who, f"{RUDE} {who}").comment.id for who in ("ana", "ben", "cleo")
    )
    town.decide("mod", wrong, "approve")
    town.decide("mod", right, "reject")
    (row,) = report(town).automatic
    assert (row.rule, row.restricted, row.judged, row.overturned) == (
        "be-nice",
        3,
        2,
        1,
    )
    assert row.rate == 0.5
    assert waiting


def test_the_time_to_a_decision_is_counted_from_when_the_item_opened(
    town: Town,
) -> None:
    for number, minutes in enumerate((10, 20, 60)):
        posted = town.post("ana", f"{RUDE} {number}.").comment.id
        town.wait(minutes=minutes)
        town.decide("mod", posted, "reject")
    waiting = report(town).waiting
    assert (waiting.decided, waiting.median, waiting.ninetieth) == (3, 1200, 3600)


def test_a_withdrawn_comment_was_not_decided(town: Town) -> None:
    posted = town.post("ana", RUDE).comment.id
    town.withdraw("ana", posted)
    assert report(town).waiting.decided == 0
    assert sum(report(town).backlog.values()) == 0


def test_the_backlog_is_told_by_age_at_the_periods_end(town: Town) -> None:
    old = town.post("ana", RUDE).comment.id
    town.wait(days=2)
    town.post("ben", RUDE)
    now = report(town, days=9).backlog
    assert (now["1 to 3 days"], now["under 1 hour"], sum(now.values())) == (1, 1, 2)
    town.wait(days=2)
    town.decide("mod", old, "reject")
    yesterday = Period(town.now.date() - timedelta(9), town.now.date() - timedelta(1))
    with town.database.transaction() as db:
        before = transparency_report(
            db, yesterday, actor=town.actor("edda"), now=town.now
        )
    assert sum(before.backlog.values()) == 2
    assert sum(report(town, days=9).backlog.values()) == 1


def test_a_reopened_item_has_a_round_of_its_own(town: Town) -> None:
    posted = town.post("ben", CLEAN).comment.id
    town.report("cleo", posted)
    town.decide("mod", posted, "approve")
    town.wait(hours=1)
    town.report("noor", posted, "spam")
    with town.database.transaction() as db:
        rounds = db.query(ReviewRound).order_by(ReviewRound.id).all()
    assert [(r.rule, r.source, r.decision_id is None) for r in rounds] == [
        ("be-nice", "report", False),
        ("spam", "report", True),
    ]


def test_the_report_is_the_editors_until_one_of_them_opens_it(town: Town) -> None:
    assert report(town, "edda").restricted == 0
    for who in ("visitor", "ana", "mod"):
        with pytest.raises(NotPermitted):
            report(town, who)
    opened(town, public=True)
    assert report(town, "visitor").restricted == 0


def test_only_editors_open_the_books_and_the_ledger_says_so(town: Town) -> None:
    with (
        pytest.raises(NotPermitted),
        town.database.transaction(writes=True) as db,
    ):
        set_openness(
            db,
            Openness(log=True),
            editor=town.account(db, "mod"),
            actor=town.actor("mod"),
            newsroom=town.newsroom,
            now=town.now,
        )
    opened(town, log=True, public=True)
    opened(town, log=True)
    with town.database.transaction() as db:
        assert openness(db) == Openness(log=True)
        acts = [entry.act for entry in db.query(LedgerEntry)]
    assert acts == ["open log", "open report", "close report"]


def test_there_is_no_public_log_unless_an_editor_wants_one(town: Town) -> None:
    with town.database.transaction() as db, pytest.raises(NotFound):
        public_log(db, town.now)


def test_the_log_names_rule_act_hour_and_machine_and_nothing_else(town: Town) -> None:
    opened(town, log=True)
    posted = town.post("ana", RUDE).comment.id
    town.decide("mod", posted, "reject")
    with town.database.transaction() as db:
        assert public_log(db, town.now) == ()  # nobody was told of it yet
    town.wait(minutes=1)
    with town.database.transaction() as db:
        lines = public_log(db, town.now)
    assert [(line.words, line.rule, line.automated) for line in lines] == [
        ("A comment was rejected", "be-nice", False),
        ("A comment was held", "be-nice", True),
    ]
    written = json.dumps([replace(line, hour=None) for line in lines], default=str)  # type: ignore[arg-type]
    for secret in ("ana", "mod", "pathetic", "pseudonym", f"{town.now:%M:%S}"):
        assert secret not in written
    assert all(line.hour.minute == 0 for line in lines)


def test_the_log_is_read_page_by_page(town: Town) -> None:
    opened(town, log=True)
    for number in range(3):
        town.post("ana", f"{RUDE} {number}.")
    town.wait(minutes=1)
    with town.database.transaction() as db:
        first = public_log(db, town.now)
        rest = public_log(db, town.now, before=first[0].number)
    assert rest == first[1:]


def test_the_account_stays_whole_when_a_reader_goes(town: Town) -> None:
    posted = town.post("ana", RUDE).comment.id
    town.decide("mod", posted, "reject")
    before = report(town, days=40)
    with town.database.transaction() as db:
        head = export_head(db)
    with town.database.transaction(writes=True) as db:
        ask_to_close(db, town.people["ana"], Leave.REMOVE, now=town.now)
    town.wait(days=15)
    with town.database.transaction(writes=True) as db:
        assert begin_erasure(db, town.people["ana"], now=town.now)
    with town.database.transaction(writes=True) as db:
        assert erase_some(db, town.people["ana"], now=town.now)
    with town.database.transaction() as db:
        assert not [p for _, p in verify(db, key=LEDGER_KEY, exported=[head]) if p]
    after = report(town, days=40)
    assert after.restrictions == before.restrictions
    assert after.automatic == before.automatic
    assert after.waiting == before.waiting


def test_a_count_of_one_is_told_like_any_other(town: Town) -> None:
    town.post("ana", RUDE)
    told = report(town)
    assert told.restrictions == (
        Restriction("hold", "be-nice", Ground.FILTER, automated=True, count=1),
    )
    assert told.as_record()["suppressed"] is False
    assert ("restrictions", "hold", "be-nice", "filter", "automated", 1) in (
        told.as_rows()
    )


def test_an_open_item_of_an_older_release_closes_all_the_same(town: Town) -> None:
    posted = town.post("ana", RUDE).comment.id
    with town.database.transaction(writes=True) as db:
        db.execute(update(ReviewRound).values(item_id=0))
    assert not town.decide("mod", posted, "reject").open

"""Brigades: whoever reports together again and again is heard, as one voice."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from comments.domain.closing import Leave
from comments.domain.permissions import NotPermitted
from comments.domain.reports import combined_weight
from comments.services.errors import Conflict, NotFound
from comments.services.notices import own_reports
from comments.services.read_brigade import BrigadePage, dismiss_brigade, read_brigade
from comments.services.read_item import read_item
from comments.services.retention import forget_brigades
from comments.store.brigades import Brigade, BrigadeMember
from comments.store.models import Account, LedgerEntry, ReviewItem
from comments.store.report_groups import open_report_groups
from tests.services.conftest import Town
from tests.services.test_crowds import counted
from tests.services.test_own_data import close

GANG = ("ben", "cleo", "noor")
CLEAN = "The second crew came over the mill side at nine."


def write(town: Town, author: str, about: object) -> int:
    return town.post(author, f"{CLEAN} That was crew {about}.").comment.id


def known(
    town: Town, names: Sequence[str], *, judged: int = 2, upheld: int = 1
) -> None:
    """Let these people have a record of reports, which newcomers have not."""
    with town.database.transaction(writes=True) as db:
        for name in names:
            account = town.account(db, name)
            account.created_at = town.now - timedelta(days=200)
            account.reports_judged, account.reports_upheld = judged, upheld


def report_all(
    town: Town, names: Sequence[str], comment: int, rule: str = "be-nice"
) -> None:
    for name in names:
        town.wait(minutes=2)
        town.report(name, comment, rule)


def past(town: Town, verdicts: str, *, names: Sequence[str] = GANG) -> None:
    """Earlier comments of several authors that these people reported together.

    Each letter is an outcome: a for approved, r for rejected.
    """
    authors = ("ana", "mod", "mia", "edda", "ada")
    for number, letter in enumerate(verdicts):
        comment = write(town, authors[number % 5], f"{number} of {verdicts}")
        report_all(town, names, comment)
        decider = "ada" if authors[number % 5] != "ada" else "edda"
        town.decide(decider, comment, {"a": "approve", "r": "reject"}[letter])
        town.wait(days=1)


def weight(town: Town, comment: int) -> float:
    with town.database.transaction() as db:
        return combined_weight(open_report_groups(db, comment))


def brigades(town: Town) -> list[Brigade]:
    with town.database.transaction() as db:
        return list(db.scalars(select(Brigade).order_by(Brigade.id)))


def page_of(town: Town, brigade_id: int) -> BrigadePage:
    with town.database.transaction() as db:
        return read_brigade(db, brigade_id)


def names_in(page: BrigadePage) -> list[str]:
    return [account.name for account, _ in page.members]


def dismiss(town: Town, name: str, brigade_id: int) -> None:
    with town.database.transaction(writes=True) as db:
        dismiss_brigade(
            db,
            brigade_id,
            moderator=town.account(db, name),
            actor=town.actor(name),
            newsroom=town.newsroom,
            now=town.now,
        )


def item_of(town: Town, comment: int) -> ReviewItem:
    item = town.item(comment)
    assert item is not None
    return item


def heaviest(town: Town, names: Sequence[str]) -> float:
    with town.database.transaction() as db:
        accounts = [town.account(db, name) for name in names]
        return max((a.reports_upheld + 1) / (a.reports_judged + 3) for a in accounts)


def test_who_reports_together_again_and_again_in_vain_is_one_voice(town: Town) -> None:
    known(town, GANG, judged=20, upheld=9)
    past(town, "aaa")
    assert brigades(town) == []
    comment = write(town, "ana", "last")
    alone = heaviest(town, GANG)
    report_all(town, GANG, comment)
    (brigade,) = brigades(town)
    assert brigade.kind == "repeated"
    assert names_in(page_of(town, brigade.id)) == ["noor", "cleo", "ben"]
    assert weight(town, comment) == pytest.approx(alone)


def test_the_card_says_that_they_count_as_one_and_leads_to_their_names(
    town: Town,
) -> None:
    known(town, GANG)
    past(town, "aaa")
    comment = write(town, "ana", "last")
    report_all(town, GANG, comment)
    item = item_of(town, comment)
    (signal,) = item.signals
    assert signal.words.startswith("3 reports, weight 0.")
    assert signal.words.endswith("3 from people who report together, counted as one")
    with town.database.transaction() as db:
        page = read_item(db, item.id, town.account(db, "mod"), town.now)
    (rule,) = page.reports
    assert rule.brigades == {brigades(town)[0].id: 3}
    assert len(rule.newest) == 3


def test_a_brigade_hides_nothing_and_no_report_of_it_is_lost(town: Town) -> None:
    known(town, GANG)
    past(town, "aaa")
    comment = write(town, "ana", "last")
    report_all(town, GANG, comment)
    assert item_of(town, comment).comment.status == "published"
    town.decide("mod", comment, "reject")
    town.wait(minutes=1)
    with town.database.transaction() as db:
        states = [own_reports(db, town.people[n], town.now)[0].state for n in GANG]
    assert states == ["upheld"] * 3


def test_a_brigade_is_one_voice_however_many_rules_it_names(town: Town) -> None:
    known(town, GANG)
    past(town, "aaa")
    comment = write(town, "ana", "last")
    rules = ("be-nice", "spam", "keep-it-clean")
    for name, rule in zip(GANG, rules, strict=True):
        town.report(name, comment, rule)
    assert weight(town, comment) == pytest.approx(heaviest(town, GANG))
    points = sorted(signal.points for signal in item_of(town, comment).signals)
    assert points[:2] == [0, 0]
    assert points[2] > 0


def test_the_same_people_who_are_mostly_right_are_heard_each(town: Town) -> None:
    known(town, GANG)
    past(town, "rrrar")
    comment = write(town, "ana", "last")
    report_all(town, GANG, comment)
    assert brigades(town) == []
    assert weight(town, comment) > 1.5


def test_two_people_are_no_brigade(town: Town) -> None:
    pair = GANG[:2]
    known(town, pair)
    past(town, "aaaa", names=pair)
    comment = write(town, "ana", "last")
    report_all(town, pair, comment)
    assert brigades(town) == []


def test_who_reports_the_same_texts_hours_apart_is_no_brigade(town: Town) -> None:
    known(town, GANG)
    for number in range(4):
        comment = write(town, "ana", number)
        for name in GANG:
            town.wait(hours=2)
            town.report(name, comment)
        town.decide("mod", comment, "approve")
    assert brigades(town) == []


def test_what_was_a_month_ago_bonds_nobody(town: Town) -> None:
    known(town, GANG)
    past(town, "aaa")
    town.wait(days=31)
    comment = write(town, "ana", "last")
    report_all(town, GANG, comment)
    assert brigades(town) == []


def test_who_reports_all_that_one_author_writes_in_a_day_is_one_voice(
    town: Town,
) -> None:
    known(town, GANG)
    for number in range(3):
        report_all(town, GANG, write(town, "ana", number))
    assert brigades(town) == []
    comment = write(town, "ana", "last")
    report_all(town, GANG, comment)
    (brigade,) = brigades(town)
    assert brigade.kind == "targeted"
    assert weight(town, comment) == pytest.approx(heaviest(town, GANG))


def test_who_was_right_about_that_author_today_is_heard_each(town: Town) -> None:
    known(town, GANG)
    for number in range(3):
        comment = write(town, "ana", number)
        report_all(town, GANG, comment)
    town.decide("mod", comment, "reject")
    report_all(town, GANG, write(town, "ana", "last"))
    assert brigades(town) == []


def test_trusted_reporters_of_one_author_are_heard_each(town: Town) -> None:
    known(town, GANG, judged=20, upheld=18)
    for number in range(4):
        report_all(town, GANG, write(town, "ana", number))
    assert brigades(town) == []


def test_accounts_made_the_day_before_that_report_within_minutes_are_one_voice(
    town: Town,
) -> None:
    comment = write(town, "ana", "one")
    fresh = town.settle("fresh", 5)
    town.wait(minutes=9, seconds=57)  # on both sides of a window of bursts
    for name in fresh:
        town.wait(seconds=1)
        town.report(name, comment)
    (brigade,) = brigades(town)
    assert brigade.kind == "fresh"
    assert names_in(page_of(town, brigade.id)) == fresh[::-1]
    assert weight(town, comment) == pytest.approx(1 / 3)


def test_four_new_accounts_or_old_ones_are_no_brigade(town: Town) -> None:
    comment = write(town, "ana", "one")
    report_all(town, town.settle("fresh", 4), comment)
    old = town.settle("old", 6)
    known(town, old, judged=0, upheld=0)
    for name in old:
        town.report(name, comment)
    assert brigades(town) == []


def test_a_brigade_that_strikes_again_is_the_same_one_and_grows(town: Town) -> None:
    known(town, [*GANG, "mia"])
    past(town, "aaa")
    report_all(town, GANG, write(town, "ana", "last"))
    gang = [*GANG, *town.settle("joiner", 1)]
    known(town, gang[3:])
    for number in range(4):
        report_all(town, gang, write(town, "ana", f"again {number}"))
    (brigade,) = brigades(town)
    assert sorted(names_in(page_of(town, brigade.id))) == sorted(gang)


def test_a_moderator_who_finds_nothing_wrong_lets_them_be_heard_each(
    town: Town,
) -> None:
    known(town, GANG)
    past(town, "aaa")
    comment = write(town, "ana", "last")
    report_all(town, GANG, comment)
    before = item_of(town, comment).rank
    (brigade,) = brigades(town)
    dismiss(town, "mod", brigade.id)
    assert weight(town, comment) > 2 * heaviest(town, GANG)
    assert item_of(town, comment).rank > before
    assert page_of(town, brigade.id).dismissed_by == "mod"
    report_all(town, GANG, write(town, "ana", "after"))
    assert len(brigades(town)) == 1
    with town.database.transaction() as db:
        entry = db.scalars(
            select(LedgerEntry).where(LedgerEntry.act == "dismiss brigade")
        ).one()
    assert entry.detail == f"brigade {brigade.id}"
    with pytest.raises(Conflict):
        dismiss(town, "mia", brigade.id)


def test_a_reader_dismisses_nothing_and_nobody_reads_what_is_not_there(
    town: Town,
) -> None:
    known(town, GANG)
    past(town, "aaa")
    report_all(town, GANG, write(town, "ana", "last"))
    with pytest.raises(NotPermitted):
        dismiss(town, "ben", brigades(town)[0].id)
    with pytest.raises(NotFound):
        page_of(town, 999)


def test_a_brigade_does_not_open_an_approved_comment_again(town: Town) -> None:
    known(town, GANG, judged=20, upheld=13)
    past(town, "aaa")
    comment = write(town, "mia", "approved")
    town.report("mod", comment)
    town.decide("ada", comment, "approve")
    report_all(town, GANG, comment)
    assert 3 * heaviest(town, GANG) > 1.5
    assert item_of(town, comment).state == "decided"


def test_the_page_shows_what_several_of_them_reported(town: Town) -> None:
    known(town, GANG)
    past(town, "aaa")
    town.report("ben", write(town, "mia", "alone"))
    comment = write(town, "ana", "last")
    report_all(town, GANG, comment)
    page = page_of(town, brigades(town)[0].id)
    assert len(page.reported) == 4
    assert page.reported[0].comment.id == comment
    assert [line.reporters for line in page.reported] == [3] * 4


def test_a_report_in_a_crowd_costs_no_more_work_than_one_among_a_few(
    town: Town,
) -> None:
    taken = []
    for size in (10, 60):
        names = town.settle(f"crowd {size}", size + 1)
        known(town, names, judged=1, upheld=1)
        for number in range(2):
            comment = write(town, "ana", f"{size} {number}")
            for name in names[:size]:
                town.report(name, comment)
        with counted(town) as sent:
            town.report(names[size], comment)
        taken.append(len(sent))
    assert taken[0] == taken[1]


def test_who_leaves_is_in_no_brigade_any_more(town: Town) -> None:
    known(town, GANG)
    past(town, "aaa")
    report_all(town, GANG, write(town, "ana", "last"))
    close(town, "ben", Leave.REMOVE)
    with town.database.transaction() as db:
        of_ben = select(func.count()).where(
            BrigadeMember.account_id == town.people["ben"]
        )
        assert db.scalar(of_ben) == 0
        assert db.get(Account, town.people["ben"]) is not None
    assert "ben" not in names_in(page_of(town, brigades(town)[0].id))


def test_after_half_a_year_a_brigade_is_forgotten(town: Town) -> None:
    known(town, GANG)
    past(town, "aaa")
    report_all(town, GANG, write(town, "ana", "last"))
    for days, left in ((179, 1), (2, 0)):
        town.wait(days=days)
        with town.database.transaction(writes=True) as db:
            forget_brigades(db, town.now)
        assert len(brigades(town)) == left

"""Second readings: two people, one question, and nobody is told of the second."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from comments.domain.queue_filter import EVERYTHING
from comments.domain.sanctions import SanctionKind
from comments.services.errors import Conflict, NotFound, StaleDecision
from comments.services.list_items import describe_item
from comments.services.near_texts import near_to
from comments.services.queue_changes import ShownList, read_changes
from comments.services.read_item import ItemPage, Standing, open_item_page, peek_next
from comments.services.read_queue import QueuePage, read_queue
from comments.services.read_record import PersonPage, read_person
from comments.services.review_queue import (
    claim,
    judged_revision,
    load_item,
    skip,
)
from comments.services.sanction_user import NewSanction, sanction_user
from comments.services.second_readings import SecondVerdict, take_back
from comments.store.comments import put_site_setting
from comments.store.database import Database
from comments.store.models import (
    Comment,
    Decision,
    LedgerEntry,
    OutboxMessage,
    Report,
    StatementOfReasons,
)
from comments.store.second_readings import SecondReading
from tests.services.conftest import Town

RUDE = "The mayor is a pathetic lying idiot."
PLAIN = "The second crew came over the mill side at nine, and their driver knew why."


@pytest.fixture
def town(database: Database, found_town: Callable[[Database], Town]) -> Town:
    """A newsroom in which everything is read twice."""
    town = found_town(database)
    set_share(town, 100)
    return town


def set_share(town: Town, share: int) -> None:
    with town.database.transaction(writes=True) as db:
        put_site_setting(db, "desk", {"second_share": share}, town.now)


def claimed(town: Town, name: str) -> int | None:
    with town.database.transaction(writes=True) as db:
        item = claim(db, town.account(db, name), town.now)
        return item.id if item else None


def opened(town: Town, name: str, item_id: int) -> ItemPage:
    with town.database.transaction(writes=True) as db:
        return open_item_page(db, item_id, town.account(db, name), town.now)


def queue_of(town: Town, name: str) -> QueuePage:
    with town.database.transaction() as db:
        return read_queue(db, town.account(db, name), town.now)


def person_of(town: Town, name: str, author: str) -> PersonPage:
    with town.database.transaction() as db:
        moderator = town.account(db, name)
        return read_person(db, town.people[author], town.now, moderator=moderator)


def counts(town: Town) -> list[int]:
    """How many decisions, statements and messages there are."""
    with town.database.transaction() as db:
        return [
            db.scalar(select(func.count()).select_from(model)) or 0
            for model in (Decision, StatementOfReasons, OutboxMessage)
        ]


def reading(town: Town) -> SecondReading:
    with town.database.transaction() as db:
        return db.scalars(select(SecondReading)).one()


def item_id_of(town: Town, comment_id: int) -> int:
    item = town.item(comment_id)
    assert item is not None
    return item.id


def reported(town: Town, author: str, text: str = PLAIN, by: str = "cleo") -> int:
    """A comment that readers see and one has reported."""
    comment_id = town.post(author, text).comment.id
    town.report(by, comment_id)
    return comment_id


def rejected(town: Town, text: str = PLAIN) -> tuple[int, int]:
    """What mod has rejected ten minutes ago: the comment and its item."""
    comment_id = reported(town, "ana", text)
    town.decide("mod", comment_id, "reject", note="Nobody was told his name.")
    town.wait(minutes=10)
    return comment_id, item_id_of(town, comment_id)


def read_again(town: Town, item_id: int, action: str, name: str = "mia") -> None:
    page = opened(town, name, item_id)
    assert page.standing is Standing.MINE
    town.decide(name, page.item.comment_id, action, version=page.item.version)


def test_ten_minutes_later_another_moderator_is_handed_it(town: Town) -> None:
    comment_id = town.post("ana", RUDE).comment.id
    town.decide("mod", comment_id, "reject")
    town.wait(minutes=9)
    assert claimed(town, "mia") is None
    town.wait(minutes=1)
    assert claimed(town, "mod") is None
    assert claimed(town, "mia") == item_id_of(town, comment_id)


def test_one_person_is_handed_it_and_claiming_again_renews(town: Town) -> None:
    _, item_id = rejected(town)
    assert claimed(town, "mia") == item_id
    assert claimed(town, "edda") is None
    town.wait(seconds=60)
    assert claimed(town, "mia") == item_id
    town.wait(seconds=60)
    assert claimed(town, "edda") is None
    town.wait(seconds=60)
    assert claimed(town, "edda") == item_id


def test_the_share_of_none_turns_it_off(town: Town) -> None:
    set_share(town, 0)
    rejected(town)
    assert claimed(town, "mia") is None


def test_to_the_second_reader_it_is_open_as_it_was(town: Town) -> None:
    comment_id = reported(town, "ana")
    before = opened(town, "edda", item_id_of(town, comment_id))
    town.wait(seconds=91)
    town.decide("mod", comment_id, "reject")
    town.wait(minutes=10)
    item_id = claimed(town, "mia")
    assert item_id is not None
    page = opened(town, "mia", item_id)
    assert page.standing is Standing.MINE
    assert page.may_decide
    assert page.holder == "mia"
    assert list(page.decisions) == []
    for told in ("state", "version", "rank", "escalated"):
        assert getattr(page.item, told) == getattr(before.item, told)
    for told in ("status", "shown_revision_id", "removed_under"):
        assert getattr(page.item.comment, told) == getattr(before.item.comment, told)
    assert [p.words for p in page.parts] == [p.words for p in before.parts]
    assert [(r.rule, r.count, r.weight) for r in page.reports] == [
        (r.rule, r.count, r.weight) for r in before.reports
    ]
    assert [r.id for r in page.reports[0].newest] == [
        r.id for r in before.reports[0].newest
    ]
    assert page.last_report == before.last_report
    assert (page.record.rejected, page.record.comments) == (0, 1)


def test_it_stands_in_the_list_as_an_open_item_would(town: Town) -> None:
    _, item_id = rejected(town)
    other = reported(town, "ben", by="noor")
    assert queue_of(town, "mia").count == 1
    assert claimed(town, "mia") == item_id
    page = queue_of(town, "mia")
    assert page.count == 2
    assert [(row.item.id, row.standing.mine) for row in page.rows] == [
        (item_id, True),
        (item_id_of(town, other), False),
    ]
    assert queue_of(town, "edda").count == 1


def test_a_list_that_is_looked_at_does_not_grey_it(town: Town) -> None:
    _, item_id = rejected(town)
    claimed(town, "mia")
    shown = ShownList(item_ids=[item_id], only=EVERYTHING)
    for name, is_open in (("mia", True), ("edda", False)):
        with town.database.transaction() as db:
            changes = read_changes(db, shown, town.account(db, name), town.now)
        (row,) = changes.rows
        assert (row.is_open, row.mine) == (is_open, is_open)
        assert (row.decision is None) is is_open


def test_the_api_says_nothing_either(town: Town) -> None:
    _, item_id = rejected(town)
    claimed(town, "mia")
    with town.database.transaction() as db:
        item = load_item(db, item_id)
        listed = describe_item(db, item, town.account(db, "mia"), town.now)
        assert (listed.item.state, listed.item.comment.status) == ("open", "published")
        assert [report.rule for report in listed.reports] == ["be-nice"]
        assert listed.holder is not None
        assert listed.holder.name == "mia"


def test_records_do_not_give_it_away(town: Town) -> None:
    rejected(town)
    with town.database.transaction(writes=True) as db:
        sanction_user(
            db,
            NewSanction(town.people["ana"], SanctionKind.WARNING, "be-nice", None),
            moderator=town.account(db, "mod"),
            actor=town.actor("mod"),
            newsroom=town.newsroom,
            now=town.now,
        )
    claimed(town, "mia")
    record = person_of(town, "mia", "ana")
    assert record.record.rejected == 0
    assert record.record.sanctions == ()
    assert record.record.suggestions == ()
    assert [c.status for c in record.comments] == ["published"]
    open_record = person_of(town, "edda", "ana")
    assert open_record.record.rejected == 1
    assert len(open_record.record.sanctions) == 1


def test_near_texts_do_not_give_it_away(town: Town) -> None:
    text = f"{PLAIN} Whoever reads this should say so on Monday evening at the hall."
    _, item_id = rejected(town, text=text)
    alike = reported(town, "ben", text, by="noor")
    claimed(town, "mia")
    with town.database.transaction() as db:
        other = load_item(db, item_id_of(town, alike))
        revision = judged_revision(other.comment, other.revision_id)
        held = db.scalars(select(SecondReading)).one()
        near = near_to(db, revision, held=held)
        assert near.decided == []
        assert [n.revision.comment.status for n in near.newest] == ["published"]
        assert near_to(db, revision).decided == [("reject", "be-nice", 1)]
    with town.database.transaction() as db:
        page = peek_next(
            db, item_id, town.account(db, "mia"), town.now, only=EVERYTHING
        )
        assert page is not None
        assert page.item.comment_id == alike
        assert page.near.decided == []


def test_the_second_verdict_changes_nothing_but_the_ledger(town: Town) -> None:
    comment_id, item_id = rejected(town)
    before = counts(town)
    claimed(town, "mia")
    read_again(town, item_id, "approve")
    assert counts(town) == before
    with town.database.transaction() as db:
        comment = db.get_one(Comment, comment_id)
        assert (comment.status, comment.shown_revision_id) == ("rejected", None)
        assert db.scalars(select(Report.state)).all() == ["upheld"]
        entry = db.scalars(
            select(LedgerEntry).order_by(LedgerEntry.sequence.desc()).limit(1)
        ).one()
        assert (entry.act, entry.detail, entry.rule, entry.status_after) == (
            "second reading",
            "approve",
            None,
            None,
        )
        assert entry.actor == "pseudonym-mia"
    kept = reading(town)
    assert (kept.state, kept.first_action, kept.second_action) == (
        "read",
        "reject",
        "approve",
    )
    assert opened(town, "mia", item_id).standing is Standing.DECIDED
    assert claimed(town, "edda") is None


def test_a_second_rejection_names_its_rule(town: Town) -> None:
    _, item_id = rejected(town)
    claimed(town, "mia")
    page = opened(town, "mia", item_id)
    comment_id, version = page.item.comment_id, page.item.version
    town.decide("mia", comment_id, "reject", version=version, rule="keep-it-clean")
    assert reading(town).second_rule == "keep-it-clean"


def test_the_reports_wait_for_nobody_and_the_page_stays_theirs(town: Town) -> None:
    _, item_id = rejected(town)
    claimed(town, "mia")
    town.wait(minutes=30)  # the lease is over, and nobody else has come
    assert opened(town, "mia", item_id).standing is Standing.MINE
    read_again(town, item_id, "reject")
    assert reading(town).second_rule == "be-nice"


@pytest.mark.parametrize("meanwhile", ["edit", "withdraw", "undo", "appeal", "report"])
def test_what_happened_meanwhile_makes_it_void(town: Town, meanwhile: str) -> None:
    comment_id = town.post("ana", "The second crew came over at nine.").comment.id
    town.report("cleo", comment_id, "spam")
    action = "reject" if meanwhile == "appeal" else "approve"
    decision = town.decide("mod", comment_id, action).decision
    town.wait(minutes=10)
    item_id = item_id_of(town, comment_id)
    version = town.item(comment_id).version - 1  # type: ignore[union-attr]
    assert claimed(town, "mia") == item_id
    if meanwhile == "edit":
        town.edit("ana", comment_id, "The third crew came over at ten.")
    elif meanwhile == "withdraw":
        town.withdraw("ana", comment_id)
    elif meanwhile == "undo":
        town.undo("mod", decision.id)
    elif meanwhile == "appeal":
        town.appeal("ana", decision.id)
    else:
        town.report("ben", comment_id, "be-nice")
    with pytest.raises(StaleDecision):
        town.decide("mia", comment_id, "reject", version=version)
    claimed(town, "edda")
    with town.database.transaction() as db:
        kept = db.scalars(
            select(SecondReading).where(SecondReading.version == version)
        ).one()
        assert kept.second_action is None
        assert kept.state in ("waiting", "void")


def test_neither_the_author_nor_who_saw_the_verdict_reads_it(town: Town) -> None:
    comment_id = town.post("edda", RUDE).comment.id
    item_id = item_id_of(town, comment_id)
    town.decide("mod", comment_id, "reject")
    assert opened(town, "mia", item_id).standing is Standing.DECIDED
    town.wait(minutes=10)
    assert claimed(town, "edda") is None
    assert claimed(town, "mia") is None
    assert claimed(town, "ada") == item_id


def test_a_skipped_second_reading_goes_to_a_colleague(town: Town) -> None:
    _, item_id = rejected(town)
    assert claimed(town, "mia") == item_id
    with town.database.transaction(writes=True) as db:
        skip(db, item_id, town.account(db, "mia"), town.now)
    assert claimed(town, "mia") is None
    assert claimed(town, "edda") == item_id


def test_a_more_urgent_item_comes_first(town: Town) -> None:
    _, item_id = rejected(town)
    urgent = reported(town, "ben")  # by somebody whose report was upheld since
    assert claimed(town, "mia") == item_id_of(town, urgent)
    assert opened(town, "mia", item_id).standing is Standing.DECIDED


def test_opening_another_item_gives_it_back(town: Town) -> None:
    _, item_id = rejected(town)
    other = reported(town, "ben", by="noor")
    assert claimed(town, "mia") == item_id
    opened(town, "mia", item_id_of(town, other))
    assert claimed(town, "edda") == item_id


def test_a_second_verdict_can_be_taken_back_while_it_is_fresh(town: Town) -> None:
    _, item_id = rejected(town)
    claimed(town, "mia")
    read_again(town, item_id, "approve")
    last = queue_of(town, "mia").last_decision
    assert isinstance(last, SecondVerdict)
    assert (last.action, last.comment.author.name) == ("approve", "ana")
    with pytest.raises(NotFound):
        undo_again(town, "edda", last.id)
    undo_again(town, "mia", last.id)
    assert reading(town).second_action is None
    read_again(town, item_id, "reject")
    town.wait(seconds=31)
    with pytest.raises(Conflict):
        undo_again(town, "mia", last.id)


def undo_again(town: Town, name: str, reading_id: int) -> None:
    with town.database.transaction(writes=True) as db:
        take_back(
            db,
            reading_id,
            moderator=town.account(db, name),
            newsroom=town.newsroom,
            now=town.now,
        )


def test_an_editors_question_and_an_appeal_are_never_drawn(town: Town) -> None:
    asked = town.post("ana", RUDE).comment.id
    town.decide("mod", asked, "escalate")
    town.decide("edda", asked, "approve")
    appealed = town.post("ben", RUDE).comment.id
    decision = town.decide("mod", appealed, "reject").decision
    town.appeal("ben", decision.id)
    town.decide("edda", appealed, "approve")
    town.wait(minutes=10)
    assert claimed(town, "mia") is None

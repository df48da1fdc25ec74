"""An item's page: all that a moderator needs, and nothing that grows without bound."""

from datetime import timedelta

import pytest

from comments.domain.queue_filter import QueueFilter
from comments.domain.review_item import urgency
from comments.domain.sanctions import SanctionKind
from comments.services.errors import NotFound
from comments.services.read_item import (
    PARENTS,
    ItemPage,
    Standing,
    open_item_page,
    read_item,
)
from comments.services.read_queue import read_queue
from comments.services.read_record import read_person
from comments.services.sanction_user import NewSanction, sanction_user
from tests.services.conftest import Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."


def page_of(town: Town, comment_id: int, name: str = "mod") -> ItemPage:
    item = town.item(comment_id)
    assert item is not None
    with town.database.transaction() as db:
        return read_item(db, item.id, town.account(db, name), town.now)


def open_page(town: Town, comment_id: int, name: str) -> ItemPage:
    item = town.item(comment_id)
    assert item is not None
    with town.database.transaction(writes=True) as db:
        return open_item_page(db, item.id, town.account(db, name), town.now)


def test_every_part_of_the_urgency_is_named_and_the_parts_add_up(town: Town) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    town.post("cleo", "Which side was that?", parent_id=comment_id)
    town.report("ben", comment_id, "be-truthful")
    town.report("noor", comment_id, "be-nice")
    town.wait(hours=3)
    page = page_of(town, comment_id)
    assert {part.rule for part in page.parts if part.rule} == {"be-truthful", "be-nice"}
    assert "Readers can see it and one replied" in [part.words for part in page.parts]
    assert page.parts[-1].words == "It waits"
    assert page.parts[-1].points == pytest.approx(12)
    assert sum(part.points for part in page.parts) == pytest.approx(page.urgency)
    assert page.urgency == pytest.approx(urgency(page.item.rank, town.now))


def test_the_parent_chain_is_bounded_and_the_nearest_parent_comes_last(
    town: Town,
) -> None:
    parent_id = town.post("ben", "The first of a long chain.").comment.id
    for number in range(PARENTS + 2):
        parent_id = town.post(
            "ben", f"Link number {number} of a long chain.", parent_id=parent_id
        ).comment.id
        town.wait(minutes=30)
    comment_id = town.post("ana", RUDE, parent_id=parent_id).comment.id
    page = page_of(town, comment_id)
    assert len(page.parents) == PARENTS
    assert page.parents[-1].comment.id == parent_id
    assert page.parents[-1].text == f"Link number {PARENTS + 1} of a long chain."


def test_a_withdrawn_parent_keeps_its_words_to_itself(town: Town) -> None:
    parent_id = town.post("ben", CLEAN).comment.id
    comment_id = town.post("ana", RUDE, parent_id=parent_id).comment.id
    town.withdraw("ben", parent_id)
    (parent,) = page_of(town, comment_id).parents
    assert parent.text is None
    assert not parent.is_shown


def test_only_shown_comments_stand_beside_the_judged_one(town: Town) -> None:
    before = town.post("ben", "I came at nine as well.").comment.id
    town.post("ben", RUDE)
    comment_id = town.post("ana", RUDE).comment.id
    after = town.post("cleo", "I left at ten.").comment.id
    town.post("cleo", "A reply elsewhere.", parent_id=before)
    page = page_of(town, comment_id)
    assert [near.comment.id for near in page.beside] == [before, after]


def test_reports_are_counted_by_rule_and_the_heaviest_rule_comes_first(
    town: Town,
) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    town.report("cleo", comment_id, "spam")
    town.report("ben", comment_id, "be-nice")
    town.report("noor", comment_id, "be-nice")
    page = page_of(town, comment_id)
    assert [(group.rule, group.count) for group in page.reports] == [
        ("be-nice", 2),
        ("spam", 1),
    ]
    newest = page.reports[0].newest[0]
    assert newest.reporter.name == "noor"
    assert page.last_report == newest.id


def test_a_record_counts_what_stands_and_not_what_was_undone(town: Town) -> None:
    for rule in ("be-nice", "keep-it-clean", "be-nice"):
        rejected = town.post("ana", f"{RUDE} For {rule}.").comment.id
        town.decide("mod", rejected, "reject", rule=rule)
    undone = town.post("ana", f"{RUDE} Undone.").comment.id
    town.undo("mod", town.decide("mod", undone, "reject").decision.id)
    record = page_of(town, undone).record
    assert record.comments == 4
    assert record.removed == {"be-nice": 2, "keep-it-clean": 1}
    assert record.rejected == 3
    assert record.held == 1


def test_a_record_says_which_sanctions_bind_now(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        for kind, term in (
            (SanctionKind.MUTE, timedelta(hours=1)),
            (SanctionKind.WARNING, None),
        ):
            sanction_user(
                db,
                NewSanction(town.people["ana"], kind, "spam", term),
                moderator=town.account(db, "mod"),
                actor=town.actor("mod"),
                newsroom=town.newsroom,
                now=town.now,
            )
    town.wait(hours=2)
    with town.database.transaction() as db:
        mod = town.account(db, "mod")
        record = read_person(db, town.people["ana"], town.now, moderator=mod).record
    assert {line.sanction.kind: line.in_force for line in record.sanctions} == {
        "mute": False,
        "warning": True,
    }
    assert record.sanctions[0].decided_by == "mod"
    assert record.sanction_counts == {"mute": 1, "warning": 1}


def test_what_was_decided_about_the_same_words_before_is_shown(town: Town) -> None:
    earlier = town.post("ben", RUDE).comment.id
    town.decide("mod", earlier, "reject", rule="be-nice")
    comment_id = town.post("ana", RUDE).comment.id
    assert page_of(town, comment_id).near.decided == [("reject", "be-nice", 1)]


def test_what_an_item_is_depends_on_who_opens_it(town: Town) -> None:
    comment_id = town.post("ana", RUDE).comment.id
    assert page_of(town, comment_id).standing is Standing.FREE
    assert open_page(town, comment_id, "mod").standing is Standing.MINE
    taken = open_page(town, comment_id, "mia")
    assert taken.standing is Standing.TAKEN
    assert taken.holder == "mod"
    town.wait(seconds=91)
    assert open_page(town, comment_id, "mia").standing is Standing.MINE
    town.decide("mia", comment_id, "escalate", note="Is it satire?")
    assert open_page(town, comment_id, "mod").standing is Standing.FOR_EDITORS
    assert open_page(town, comment_id, "edda").standing is Standing.MINE
    town.decide("edda", comment_id, "reject")
    assert open_page(town, comment_id, "mod").standing is Standing.DECIDED


def test_the_first_decider_of_an_appealed_decision_only_reads(town: Town) -> None:
    comment_id = town.post("ana", RUDE).comment.id
    decided = town.decide("mod", comment_id, "reject")
    town.wait(seconds=31)
    town.appeal("ana", decided.decision.id)
    assert open_page(town, comment_id, "mod").standing is Standing.BARRED
    page = open_page(town, comment_id, "mia")
    assert page.standing is Standing.MINE
    assert page.appeal is not None


def test_opening_another_item_gives_the_first_one_back(town: Town) -> None:
    first = town.post("ana", RUDE).comment.id
    second = town.post("ben", RUDE).comment.id
    open_page(town, first, "mod")
    open_page(town, second, "mod")
    assert page_of(town, first, "mia").standing is Standing.FREE
    assert page_of(town, second, "mia").standing is Standing.TAKEN


def test_an_item_that_does_not_exist_is_not_found(town: Town) -> None:
    with (
        town.database.transaction(writes=True) as db,
        pytest.raises(NotFound),
    ):
        open_item_page(db, 999, town.account(db, "mod"), town.now)


def test_the_queue_is_read_by_urgency_in_pages_without_gaps(town: Town) -> None:
    for number in range(35):
        town.post("ana" if number % 2 else "ben", f"{RUDE} For the {number}th time.")
        town.wait(minutes=20)
    with town.database.transaction() as db:
        moderator = town.account(db, "mod")
        first = read_queue(db, moderator, town.now)
        rest = read_queue(db, moderator, town.now, after=first.next)
        nothing = read_queue(db, moderator, town.now, only=QueueFilter(rule="spam"))
    ids = [row.item.id for row in (*first.rows, *rest.rows)]
    urgencies = [row.urgency for row in (*first.rows, *rest.rows)]
    assert len(set(ids)) == len(ids) == first.count == 35
    assert urgencies == sorted(urgencies, reverse=True)
    assert rest.next is None
    assert nothing.rows == ()
    assert first.oldest == town.now - timedelta(minutes=20 * 35)

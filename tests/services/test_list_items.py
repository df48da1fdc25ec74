"""What a program sees of the queue, a page at a time."""

from typing import Any

from sqlalchemy import event

from comments.domain.queue_filter import QueueFilter
from comments.services.list_items import ItemList, list_items
from comments.services.review_queue import claim
from comments.store.item_contents import newest_reports
from tests.services.conftest import Town

RUDE = "You are an idiot and everybody here knows it."


def listed(town: Town, **part: Any) -> ItemList:
    with town.database.transaction() as db:
        return list_items(db, town.now, only=QueueFilter(**part), after=None)


def test_an_item_comes_with_its_text_its_parent_and_what_readers_said(
    town: Town,
) -> None:
    parent = town.post("ana", "The bridge was closed in 1987 as well.").comment
    reply = town.post("ben", "So it was.", parent_id=parent.id).comment
    town.report("cleo", reply.id, "spam")
    town.report("noor", reply.id, "be-truthful")
    town.post("ana", "Noise beside it.")
    (item,) = listed(town).items
    assert item.revision.text == "So it was."
    assert item.parent is not None
    assert item.parent.id == parent.id
    assert [report.rule for report in item.reports] == ["spam", "be-truthful"]
    assert item.appeal is None
    assert item.notices == ()


def test_reports_of_one_comment_are_not_told_of_another(town: Town) -> None:
    first = town.post("ana", "The bridge was closed in 1987 as well.").comment
    second = town.post("ana", "It opened again in 1988.").comment
    town.report("ben", first.id, "spam")
    town.report("cleo", second.id, "be-truthful")
    rules = {i.item.comment_id: [r.rule for r in i.reports] for i in listed(town).items}
    assert rules == {first.id: ["spam"], second.id: ["be-truthful"]}


def test_an_appeal_comes_with_its_item(town: Town) -> None:
    held = town.post("ana", RUDE)
    assert held.statement is not None
    assert held.statement.decision_id is not None
    town.appeal("ana", held.statement.decision_id)
    (item,) = listed(town).items
    assert item.appeal is not None
    assert item.appeal.comment_id == held.comment.id


def test_a_lease_that_ran_out_is_nobodys(town: Town) -> None:
    town.post("ana", RUDE)
    with town.database.transaction(writes=True) as db:
        claim(db, town.account(db, "mod"), town.now)
    (item,) = listed(town).items
    assert item.holder is not None
    assert item.holder.name == "mod"
    town.wait(seconds=91)
    (item,) = listed(town).items
    assert item.holder is None


def test_a_full_page_takes_no_more_queries_than_one_item(town: Town) -> None:
    town.post("ana", RUDE)
    queries: list[str] = []
    event.listen(
        town.database.engine,
        "before_cursor_execute",
        lambda *sent: queries.append(sent[2]),
    )
    listed(town)
    for_one = len(queries)
    for name in ("ben", "cleo", "noor"):
        town.post(name, RUDE)
    queries.clear()
    assert len(listed(town).items) == 4
    assert len(queries) == for_one


def test_only_the_newest_reports_are_listed_as_they_came(town: Town) -> None:
    comment = town.post("ana", "The bridge was closed in 1987 as well.").comment
    ids = [town.report(n, comment.id).report.id for n in ("ben", "cleo", "noor")]
    with town.database.transaction() as db:
        newest = newest_reports(db, [comment.id], limit=2)
    assert [report.id for report in newest[comment.id]] == ids[1:]

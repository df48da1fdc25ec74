"""In which orders a discussion is read, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from comments.domain.reading import Cursor, Show, Sort
from comments.services.branches import branches
from comments.services.read_thread import (
    ThreadPage,
    View,
    list_comments,
    read_conversation,
    read_thread,
)
from comments.store.models import Comment
from comments.store.thread_pages import Query, page_query
from tests.services.conftest import Town

CONVERSATIONS = 45


def talk(town: Town, text: str, parent_id: int | None = None) -> int:
    """One plain comment, of a reader who says something new each time."""
    town.wait(minutes=1)
    name = ("ana", "ben", "cleo", "noor")[int(town.now.timestamp() // 60) % 4]
    return town.post(name, f"{text} {town.now:%H:%M}", parent_id=parent_id).comment.id


def appreciate(town: Town, counts: dict[int, int]) -> None:
    """Let comments have been appreciated so often."""
    with town.database.transaction(writes=True) as db:
        for number, count in counts.items():
            row = update(Comment).where(Comment.id == number)
            db.execute(row.values(appreciated=count))


def pages(town: Town, view: View) -> list[list[int]]:
    """The roots of every page of an order, from its first page on."""
    seen, cursor = [], view.cursor
    while True:
        page = read(town, replace(view, cursor=cursor))
        seen.append([one.root.id for one in page.conversations])
        if page.next is None:
            return seen
        cursor = page.next


def read(town: Town, view: View) -> ThreadPage:
    with town.database.transaction() as db:
        return read_thread(db, town.thread_id, view)


@pytest.fixture
def roots(town: Town) -> list[int]:
    """A long discussion in which some are answered more and some thanked more."""
    numbers = [talk(town, f"Comment {n} on the bridge") for n in range(CONVERSATIONS)]
    for answers, number in enumerate(numbers[10:13], start=1):
        for _ in range(answers):
            talk(town, "An answer on the bridge", parent_id=number)
    appreciate(town, {n: place % 3 for place, n in enumerate(numbers)})
    return numbers


def test_every_order_is_paged_without_gap_or_repetition(
    town: Town, roots: list[int]
) -> None:
    replied = [roots[12], roots[11], roots[10]]
    rest = [number for number in roots[::-1] if number not in replied]
    place = {number: index for index, number in enumerate(roots)}
    thanked = sorted(roots, key=lambda n: (place[n] % 3, n), reverse=True)
    expected = {
        Sort.NEWEST: roots[::-1],
        Sort.OLDEST: roots,
        Sort.REPLIED: replied + rest,
        Sort.APPRECIATED: thanked,
    }
    for sort, order in expected.items():
        seen = pages(town, View(sort=sort))
        assert [len(page) for page in seen] == [20, 20, 5]
        assert [number for page in seen for number in page] == order


def test_a_reader_pages_back_in_every_order(town: Town, roots: list[int]) -> None:
    for sort in Sort:
        first = read(town, View(sort=sort))
        second = read(town, View(sort=sort, cursor=first.next))
        third = read(town, View(sort=sort, cursor=second.next))
        back = read(town, View(sort=sort, cursor=third.previous))
        assert back.conversations == second.conversations
        again = read(town, View(sort=sort, cursor=back.previous))
        assert again.conversations == first.conversations


def test_every_order_is_read_from_an_index(town: Town) -> None:
    if town.database.dialect != "sqlite":
        pytest.skip("PostgreSQL plans by how many rows there are")
    for sort in Sort:
        query = Query(thread_id=1, viewer_id=None, sort=sort)
        assert "TEMP B-TREE" not in _plan(town, query)
    for query in (
        Query(thread_id=1, viewer_id=None, roots=False, picked=True),
        Query(thread_id=1, viewer_id=None, roots=False, since=town.now),
    ):
        assert "TEMP B-TREE" not in _plan(town, query)


def test_what_gains_meanwhile_does_not_repeat_a_page(
    town: Town, roots: list[int]
) -> None:
    first = read(town, View(sort=Sort.APPRECIATED))
    assert isinstance(first.next, Cursor)
    appreciate(town, {first.next.id: 9})
    second = read(town, View(sort=Sort.APPRECIATED, cursor=first.next))
    seen = {one.root.id for one in first.conversations}
    assert not seen & {one.root.id for one in second.conversations}


def test_programs_read_the_most_appreciated_replies_among_them(town: Town) -> None:
    root = talk(town, "A comment on the bridge")
    reply = talk(town, "An answer on the bridge", parent_id=root)
    appreciate(town, {root: 1, reply: 5})
    with town.database.transaction() as db:
        view = View(sort=Sort.APPRECIATED)
        _, first, cursor = list_comments(db, town.thread_id, view, limit=1)
        _, second, end = list_comments(
            db, town.thread_id, replace(view, cursor=cursor), limit=1
        )
    assert [one.id for one in (*first, *second)] == [reply, root]
    assert end is None


def test_what_a_moderator_frees_later_is_new_when_readers_first_see_it(
    town: Town,
) -> None:
    held = town.post("ana", "You are an idiot and everybody here knows it.").comment.id
    talk(town, "A comment on the bridge")
    town.wait(minutes=1)
    since = town.now
    town.wait(minutes=1)
    town.decide("mod", held, "approve")
    view = View(show=Show.NEW, sort=Sort.OLDEST, new_since=since)
    assert pages(town, view) == [[held]]


def test_only_long_conversations_begin_folded(town: Town) -> None:
    root = talk(town, "A comment on the bridge")
    first = talk(town, "An answer", parent_id=root)
    deep = [talk(town, "An answer to it", parent_id=first) for _ in range(3)]
    assert _folded(town, root) == []
    for _ in range(8):
        talk(town, "Another answer", parent_id=root)
    assert _folded(town, root) == [first]
    assert _folded(town, root, wanted=deep[1]) == []


def _plan(town: Town, query: Query) -> str:
    with town.database.transaction() as db:
        statement = page_query(query, start=Cursor(5, 5), limit=21)
        compiled = statement.compile(
            db.get_bind(), compile_kwargs={"render_postcompile": True}
        )
        rows = db.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}", tuple(compiled.params.values())
        )
        return "\n".join(row[-1] for row in rows)


def _folded(town: Town, root: int, wanted: int | None = None) -> list[int]:
    with town.database.transaction() as db:
        _, found = read_conversation(db, root, View(wanted=wanted))
    made = branches(root, found.replies, wanted)
    return [branch.comment.id for branch in made if not branch.is_open]

"""Parts of the queue: addresses to share, chips to take away, and the same by API."""

from typing import Any

import pytest

from comments.store.models import Thread
from tests.web.desk.conftest import CLEAN, Desk

GERMAN = "Das ist der Bürgermeister, und er ist ein idiot, you pathetic lying idiot."


def shown(desk: Desk, query: str) -> set[int]:
    answer: Any = desk.see("moderator", f"/api/v1/queue?{query}").json
    found = {item["comment"]["id"] for item in answer["items"]}
    page = desk.see("moderator", f"/queue?{query}").text
    assert {n for n in found if f'data-comment="{n}"' in page} == found
    assert page.count('class="queue-row"') == len(found)
    return found


@pytest.fixture
def parts(desk: Desk) -> dict[str, int]:
    """A comment under another article, one that was reported, and one in German."""
    with desk.database.transaction(writes=True) as db:
        other = Thread(
            url="https://news.example/market",
            title="The market",
            section="Local",
            created_at=desk.clock(),
            changed_at=desk.clock(),
        )
        db.add(other)
        db.flush()
        there = other.id
    here = desk.thread_id
    reported = desk.post("author", CLEAN)
    desk.report("stranger", reported)
    german = desk.post("author", GERMAN)
    desk.thread_id = there
    elsewhere = desk.post("reader")
    desk.thread_id = here
    return {"reported": reported, "german": german, "elsewhere": elsewhere} | {
        "there": there
    }


def test_each_part_shows_what_belongs_to_it(desk: Desk, parts: dict[str, int]) -> None:
    reader, stranger = desk.cast["reader"].id, desk.cast["stranger"].id
    assert shown(desk, f"thread={parts['there']}") == {parts["elsewhere"]}
    assert shown(desk, "section=Local") == {parts["elsewhere"]}
    assert shown(desk, f"author={reader}") == {parts["elsewhere"]}
    assert shown(desk, f"reporter={stranger}") == {parts["reported"]}
    assert shown(desk, "language=de") == {parts["german"]}
    assert shown(desk, f"author={reader}&section=Sport") == set()
    assert len(shown(desk, "")) == 3


def test_a_chip_says_a_part_in_words_and_takes_it_away(
    desk: Desk, parts: dict[str, int]
) -> None:
    author = desk.cast["author"].id
    page = desk.see("moderator", f"/queue?rule=be-nice&author={author}").text
    chips = page.partition('class="chips"')[2].partition("</ul>")[0]
    assert "<bdi>Marta R.</bdi>" in chips
    assert 'href="/queue?rule=be-nice"' in chips
    assert f'href="/queue?author={author}"' in chips
    assert f'name="author" value="{author}"' in page  # the form keeps it


def test_a_part_is_kept_from_one_item_to_the_next(
    desk: Desk, parts: dict[str, int]
) -> None:
    where = desk.claim("moderator", only_section="Local")
    assert where == f"{desk.address(parts['elsewhere'])}?section=Local"
    page = desk.see("moderator", where).text
    assert 'name="only_section" value="Local"' in page
    assert f'href="/queue?thread={parts["there"]}"' in page


@pytest.mark.parametrize("query", ["thread=x", "author=0", "section=" + "x" * 81])
def test_a_part_that_cannot_be_is_refused_plainly(desk: Desk, query: str) -> None:
    assert desk.see("moderator", f"/queue?{query}").status_code == 400
    assert desk.see("moderator", f"/api/v1/queue?{query}").status_code == 400

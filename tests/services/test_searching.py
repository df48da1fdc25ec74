"""Moderators who look for words in all comments, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from comments.domain.closing import Leave
from comments.domain.search_query import read_query
from comments.services.erase_comment import erase_comment
from comments.services.index_text import index_after
from comments.services.search_comments import Search, SearchPage, search_comments
from comments.store.found_comments import Narrowing
from comments.store.search_texts import remove_words
from tests.services.conftest import Town

BRIDGE = "The second crew came over the mill bridge at nine."
FERRY = "A ferry would be cheaper than a bridge, said Zoë."
RUDE = "The mayor is a pathetic lying idiot."
ODD = ['"', "(", "a AND", "NOT", "* *", "':*", "\\", "words:x", "🌉", "-", '"" -x', "'"]


def look(town: Town, typed: str, **given: Any) -> SearchPage:
    narrowing = Narrowing(**given.pop("narrowing", {}))
    before = given.pop("before", None)
    search = Search(query=read_query(typed), narrowing=narrowing, **given)
    with town.database.transaction() as db:
        moderator = town.account(db, "mod")
        return search_comments(db, search, moderator=moderator, before=before)


def texts(town: Town, typed: str, **given: Any) -> list[str]:
    return [hit.revision.text for hit in look(town, typed, **given).hits]


@pytest.fixture
def talking(town: Town) -> Town:
    town.post("ana", BRIDGE)
    town.post("ben", FERRY)
    town.post("cleo", RUDE)
    return town


def test_held_and_shown_texts_are_found_the_newest_first(talking: Town) -> None:
    assert texts(talking, "bridge") == [FERRY, BRIDGE]
    assert texts(talking, "mayor") == [RUDE]
    assert texts(talking, "zoe") == [FERRY]


def test_all_words_must_occur_and_phrases_stand_together(talking: Town) -> None:
    assert texts(talking, "bridge mill") == [BRIDGE]
    assert texts(talking, '"second crew"') == [BRIDGE]
    assert texts(talking, '"crew second"') == []
    assert texts(talking, "brid*") == [FERRY, BRIDGE]
    assert texts(talking, "bridge -ferry") == [BRIDGE]
    assert texts(talking, "-ferry") == []


@pytest.mark.parametrize("typed", ODD)
def test_nothing_that_is_typed_is_an_error(talking: Town, typed: str) -> None:
    assert texts(talking, f"{typed} bridge") in ([FERRY, BRIDGE], [])
    assert texts(talking, typed) == []


def test_a_word_in_disguise_is_found_by_its_plain_form(town: Town) -> None:
    disguised = "The mayor is a pathetic 1d1ot."
    town.post("ana", disguised)
    assert texts(town, "idiot") == [disguised]


def test_a_search_is_narrowed_to_an_author_and_a_discussion(talking: Town) -> None:
    assert texts(talking, "bridge", author="Ben") == [FERRY]
    assert texts(talking, "bridge", thread_id=talking.thread_id) == [FERRY, BRIDGE]
    assert texts(talking, "bridge", thread_id=talking.thread_id + 1) == []
    assert look(talking, "bridge", author="nobody").unknown_author


def test_a_search_is_narrowed_to_status_rule_and_day(talking: Town) -> None:
    assert texts(talking, "mayor", narrowing={"status": "held"}) == [RUDE]
    assert texts(talking, "mayor", narrowing={"status": "published"}) == []
    assert texts(talking, "mayor", narrowing={"rule": "be-nice"}) == [RUDE]
    assert texts(talking, "mayor", narrowing={"rule": "spam"}) == []
    tomorrow = talking.now + timedelta(days=1)
    assert texts(talking, "mayor", narrowing={"until": tomorrow}) == [RUDE]
    assert texts(talking, "mayor", narrowing={"since": tomorrow}) == []


def test_a_removal_is_found_under_its_rule_after_the_decision(talking: Town) -> None:
    rude = look(talking, "mayor").hits[0].revision.comment_id
    talking.decide("mod", rude, "reject", rule="keep-it-clean")
    found = look(talking, "mayor", narrowing={"rule": "keep-it-clean"})
    assert [(hit.revision.text, hit.is_open) for hit in found.hits] == [(RUDE, False)]


def test_an_edited_comment_is_found_by_both_its_texts(town: Town) -> None:
    comment = town.post("ana", BRIDGE).comment
    town.edit("ana", comment.id, FERRY)
    assert texts(town, "ferry") == [FERRY]
    assert [h.revision.status for h in look(town, "mill").hits] == ["superseded"]


def test_what_an_author_withdrew_is_not_found(town: Town) -> None:
    comment = town.post("ana", BRIDGE).comment
    town.withdraw("ana", comment.id)
    assert texts(town, "bridge") == []


def test_an_erased_text_leaves_no_word_in_the_index(town: Town) -> None:
    gone = town.post("ana", BRIDGE).comment
    kept = town.post("ana", FERRY).comment
    with town.database.transaction(writes=True) as db:
        other = town.people["ben"]
        erase_comment(db, gone.id, Leave.REMOVE, new_author_id=other, now=town.now)
        erase_comment(db, kept.id, Leave.ANONYMISE, new_author_id=other, now=town.now)
    assert texts(town, "mill") == []
    assert texts(town, "ferry", author="ana") == []
    assert texts(town, "ferry", author="ben") == [FERRY]


def test_pages_follow_one_another_without_gaps(town: Town) -> None:
    posted = [
        town.post(name, f"{BRIDGE} So says {name}.").comment.id
        for name in town.settle("reader", 35)
    ]
    first = look(town, "bridge")
    assert first.next is not None
    second = look(town, "bridge", before=first.next)
    seen = [hit.revision.comment_id for hit in (*first.hits, *second.hits)]
    assert (seen, second.next) == (posted[::-1], None)


def test_texts_that_came_past_the_index_are_indexed_afterwards(talking: Town) -> None:
    with talking.database.transaction(writes=True) as db:
        remove_words(db, [1, 2, 3])
    assert texts(talking, "bridge") == []
    with talking.database.transaction(writes=True) as db:
        last = index_after(db, 0, talking.newsroom.filter, limit=2)
        assert last is not None
        assert index_after(db, last, talking.newsroom.filter) is not None
    assert texts(talking, "bridge") == [FERRY, BRIDGE]

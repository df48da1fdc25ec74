"""News: who is told of a comment, for which reason, and who is left in peace."""

import pytest
from sqlalchemy import select

from comments.domain.mail import Cadence
from comments.domain.news import Delivery, NewsKind
from comments.domain.permissions import NotPermitted
from comments.services.errors import Conflict, NotFound
from comments.services.follow import (
    follow_person,
    follow_thread,
    followed_people,
    follows_thread,
    unfollow_person,
    unfollow_thread,
)
from comments.services.ignore_person import (
    ignore_person,
    ignored_people,
    stop_ignoring,
)
from comments.services.mail_choices import choose
from comments.services.read_news import (
    choose_news,
    mark_news_read,
    news_settings,
    read_news,
    unread_news,
)
from comments.services.retention import forget_news
from comments.store.models import OutboxMessage
from tests.services.conftest import Town

PLAIN = "The bridge was closed in 1987 as well."
RUDE = "You are an idiot and everybody here knows it."


def ignore(town: Town, name: str, whom: str) -> None:
    with town.database.transaction(writes=True) as db:
        actor = town.actor(name)
        ignore_person(db, town.people[whom], actor=actor, now=town.now)


def follow(town: Town, name: str, whom: str) -> None:
    with town.database.transaction(writes=True) as db:
        actor = town.actor(name)
        follow_person(db, town.people[whom], actor=actor, now=town.now)


def follow_here(town: Town, name: str) -> None:
    with town.database.transaction(writes=True) as db:
        follow_thread(db, town.thread_id, actor=town.actor(name), now=town.now)


def told(town: Town, name: str) -> list[tuple[str, int]]:
    """What somebody's news page says: the kinds and the comments, the newest first."""
    with town.database.transaction() as db:
        page = read_news(db, town.people[name])
        return [(one.kind.value, one.news.comment_id) for one in page]


def unread(town: Town, name: str) -> int:
    with town.database.transaction() as db:
        return unread_news(db, town.people[name])


def test_an_author_is_told_of_an_answer_and_never_of_their_own(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    answer = town.post("ben", f"{PLAIN} I saw it.", parent_id=asked).comment.id
    town.post("ana", f"{PLAIN} Did you?", parent_id=asked)
    assert told(town, "ana") == [("reply", answer)]
    assert told(town, "cleo") == []


def test_a_held_answer_is_told_once_it_is_approved(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    answer = town.post("ben", RUDE, parent_id=asked).comment.id
    assert told(town, "ana") == []
    town.decide("mod", answer, "approve")
    assert told(town, "ana") == [("reply", answer)]


def test_an_edit_is_no_news(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    answer = town.post("ben", "I saw it.", parent_id=asked).comment.id
    town.edit("ben", answer, "I saw it too.")
    assert told(town, "ana") == [("reply", answer)]


def test_what_is_withdrawn_is_no_news_any_more(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    answer = town.post("ben", "I saw it.", parent_id=asked).comment.id
    town.withdraw("ben", answer)
    assert told(town, "ana") == []
    assert unread(town, "ana") == 0


def test_who_follows_a_discussion_or_a_person_is_told_once(town: Town) -> None:
    follow_here(town, "cleo")
    follow(town, "cleo", "ben")
    first = town.post("ana", PLAIN).comment.id
    second = town.post("ben", "I saw it.", parent_id=first).comment.id
    assert told(town, "cleo") == [("person", second), ("thread", first)]
    assert told(town, "ana") == [("reply", second)]
    assert told(town, "ben") == []


def test_who_stops_following_hears_no_more(town: Town) -> None:
    follow_here(town, "cleo")
    follow(town, "cleo", "ben")
    with town.database.transaction(writes=True) as db:
        actor = town.actor("cleo")
        unfollow_thread(db, town.thread_id, actor=actor)
        unfollow_person(db, town.people["ben"], actor=actor)
        assert not follows_thread(db, town.people["cleo"], town.thread_id)
    town.post("ben", PLAIN)
    assert told(town, "cleo") == []


def test_an_ignored_person_makes_no_news(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    before = town.post("ben", "I saw it.", parent_id=asked).comment.id
    follow_here(town, "ana")
    assert told(town, "ana") == [("reply", before)]
    ignore(town, "ana", "ben")
    assert told(town, "ana") == []
    assert unread(town, "ana") == 0
    town.post("ben", "I saw it again.", parent_id=asked)
    town.post("ben", "And here.")
    with town.database.transaction(writes=True) as db:
        stop_ignoring(db, town.people["ben"], actor=town.actor("ana"))
    assert told(town, "ana") == [("reply", before)]


def test_ignoring_ends_following_and_forbids_it(town: Town) -> None:
    follow(town, "ana", "ben")
    ignore(town, "ana", "ben")
    ignore(town, "ana", "ben")
    with town.database.transaction() as db:
        assert list(followed_people(db, town.people["ana"])) == []
        (mine,) = ignored_people(db, town.people["ana"])
        assert mine.ignored.name == "ben"
        assert list(ignored_people(db, town.people["ben"])) == []
    with pytest.raises(Conflict):
        follow(town, "ana", "ben")


def test_nobody_ignores_or_follows_themselves_or_nobody(town: Town) -> None:
    for act in (ignore, follow):
        with pytest.raises(NotPermitted):
            act(town, "ana", "ana")
        town.people["ghost"] = 99_999
        with pytest.raises(NotFound):
            act(town, "ana", "ghost")


def test_a_kind_that_is_turned_off_is_not_told(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        choose_news(db, town.people["ana"], {NewsKind.REPLY: Delivery.OFF})
        choose_news(db, town.people["ana"], {NewsKind.REPLY: Delivery.OFF})
        settings = news_settings(db, town.people["ana"])
        assert settings[NewsKind.REPLY] is Delivery.OFF
        assert settings[NewsKind.THREAD] is Delivery.PAGE
    asked = town.post("ana", PLAIN).comment.id
    town.post("ben", "I saw it.", parent_id=asked)
    assert told(town, "ana") == []


def test_news_is_unread_until_its_page_has_shown_it(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    for number in range(3):
        town.post("ben", f"I saw it {number}.", parent_id=asked)
    assert unread(town, "ana") == 3
    with town.database.transaction(writes=True) as db:
        page = read_news(db, town.people["ana"])
        mark_news_read(db, town.people["ana"], [page[0].news.id], town.now)
        mark_news_read(db, town.people["ben"], [page[1].news.id], town.now)
    assert unread(town, "ana") == 2


def test_an_ignored_persons_answer_brings_no_letter_either(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        ana = town.account(db, "ana")
        ana.email, ana.email_confirmed_at = "ana@example.org", town.now
        choose(db, ana.id, {"replies": Cadence.EACH}, now=town.now)
    asked = town.post("ana", PLAIN).comment.id
    ignore(town, "ana", "ben")
    town.post("ben", "I saw it.", parent_id=asked)
    answer = town.post("cleo", "So did I.", parent_id=asked).comment.id
    replies = select(OutboxMessage.subject_id).where(OutboxMessage.kind == "reply")
    with town.database.transaction() as db:
        assert db.scalars(replies).all() == [answer]


def test_old_news_is_forgotten_and_newer_news_stays(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    town.post("ben", "I saw it.", parent_id=asked)
    town.wait(days=100)
    later = town.post("ben", "I saw it again.", parent_id=asked).comment.id
    town.wait(days=81)
    with town.database.transaction(writes=True) as db:
        assert forget_news(db, town.now) == 1
        assert forget_news(db, town.now) == 0
    assert told(town, "ana") == [("reply", later)]

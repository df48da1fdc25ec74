"""What is remembered of reading, and what it is counted from, on both databases."""

from datetime import datetime

from sqlalchemy import select

from comments.domain.liveliness import Activity, liveliness
from comments.services.last_reading import note_reading, reading_of, thread_news
from comments.services.lively import lively_discussions
from comments.services.retention import forget_readings
from comments.store.models import LastReading
from tests.services.conftest import Town

RUDE = "You are an idiot and everybody here knows it."


def note(town: Town, name: str) -> None:
    with town.database.transaction(writes=True) as db:
        note_reading(db, town.people[name], town.thread_id, town.now)


def new_since(town: Town, name: str) -> datetime | None:
    with town.database.transaction() as db:
        found = reading_of(db, town.people[name], town.thread_id, town.now)
    return found.new_since


def test_a_visit_counts_from_the_end_of_the_one_before(town: Town) -> None:
    assert new_since(town, "ana") is None
    note(town, "ana")
    first = town.now
    town.wait(hours=2)
    since = new_since(town, "ana")
    assert since is not None
    assert since <= first
    note(town, "ana")
    town.wait(minutes=20)
    assert new_since(town, "ana") == since
    note(town, "ana")
    last = town.now
    town.wait(hours=2)
    later = new_since(town, "ana")
    assert later is not None
    assert since < later <= last


def test_who_read_what_is_forgotten_after_a_month(town: Town) -> None:
    note(town, "ana")
    town.wait(days=20)
    note(town, "ben")
    town.wait(days=20)
    with town.database.transaction(writes=True) as db:
        assert forget_readings(db, town.now) == 1
    with town.database.transaction() as db:
        assert list(db.scalars(select(LastReading.account_id))) == [town.people["ben"]]


def test_news_tells_what_appeared_last_first(town: Town) -> None:
    held = town.post("ana", RUDE).comment.id
    town.wait(minutes=1)
    plain = town.post("ben", "The bridge was closed before.").comment.id
    town.wait(minutes=1)
    town.decide("mod", held, "approve")
    with town.database.transaction() as db:
        news = thread_news(db, town.thread_id, 2)
    assert [number for number, _ in news.newest] == [held, plain]
    assert news.known == f"{held} {plain}"


def test_a_discussion_that_many_share_is_lively_and_trouble_damps_it(
    town: Town,
) -> None:
    for name in ("ana", "ben", "cleo"):
        town.post(name, f"What {name} knows of the bridge.")
    with town.database.transaction() as db:
        (calm,) = lively_discussions(db, town.now)
    shown = town.post("noor", "What noor knows of the bridge.").comment.id
    town.report("ana", shown)
    town.post("ben", RUDE)
    with town.database.transaction() as db:
        (troubled,) = lively_discussions(db, town.now)
    assert calm.activity == Activity(people=3, written=3, troubled=0)
    assert troubled.activity == Activity(people=4, written=5, troubled=2)
    assert calm.rank == 3
    assert troubled.rank < calm.rank


def test_two_who_quarrel_all_day_are_two_people() -> None:
    assert liveliness(Activity(people=2, written=200, troubled=0)) == 2
    assert liveliness(Activity(people=1, written=200, troubled=0)) == 0
    assert liveliness(Activity(people=9, written=9, troubled=9)) < 1

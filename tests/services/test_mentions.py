"""Mentions: who is told that somebody called them, and who is left in peace."""

from sqlalchemy import select

from comments.domain.mail import Cadence
from comments.domain.news import Delivery, NewsKind
from comments.services.ignore_person import ignore_person
from comments.services.mail_choices import choose
from comments.services.read_news import choose_news
from comments.services.tell_news import MOST_CALLED
from comments.store.models import OutboxMessage
from comments.store.one_another import News
from tests.services.conftest import Town
from tests.services.test_letters import addresses as addresses  # noqa: PLC0414
from tests.services.test_letters import send_all
from tests.services.test_news import PLAIN, RUDE, follow, follow_here, told


def wants_mail(town: Town, name: str, **kinds: Cadence) -> None:
    with town.database.transaction(writes=True) as db:
        choose(db, town.people[name], kinds, now=town.now)


def test_who_is_called_in_a_discussion_is_told_once(town: Town) -> None:
    town.post("ana", PLAIN)
    follow_here(town, "ana")
    follow(town, "ana", "ben")
    called = town.post("ben", "@ana, and again @Ana: which side was it?").comment.id
    assert told(town, "ana") == [("mention", called)]


def test_who_takes_no_part_in_a_discussion_is_not_called_into_it(town: Town) -> None:
    town.post("ana", "I know @cleo saw it, and @nobody else.")
    assert told(town, "cleo") == []


def test_nobody_is_told_that_they_called_themselves(town: Town) -> None:
    town.post("ana", PLAIN)
    town.post("ana", "I, @ana, say it again.")
    assert told(town, "ana") == []


def test_an_answer_that_calls_its_author_is_told_as_an_answer(town: Town) -> None:
    asked = town.post("ana", PLAIN).comment.id
    answer = town.post("ben", "@ana I saw it too.", parent_id=asked).comment.id
    assert told(town, "ana") == [("reply", answer)]


def test_a_held_mention_is_told_once_a_moderator_frees_it(town: Town) -> None:
    town.post("ana", PLAIN)
    held = town.post("ben", f"@ana {RUDE}").comment.id
    assert told(town, "ana") == []
    town.decide("mod", held, "approve")
    assert told(town, "ana") == [("mention", held)]


def test_a_rejected_mention_is_never_told(town: Town) -> None:
    town.post("ana", PLAIN)
    held = town.post("ben", f"@ana {RUDE}").comment.id
    town.decide("mod", held, "reject")
    assert told(town, "ana") == []


def test_an_edit_calls_nobody(town: Town) -> None:
    town.post("ana", PLAIN)
    town.post("cleo", PLAIN)
    called = town.post("ben", "@ana, was it the mill side?").comment.id
    town.edit("ben", called, "@ana and @cleo, was it the mill side?")
    assert told(town, "ana") == [("mention", called)]
    assert told(town, "cleo") == []


def test_what_is_quoted_or_linked_calls_nobody_again(town: Town) -> None:
    town.post("ana", PLAIN)
    quoted = "> @ana was there\n\nWas it so? See [@ana](https://a.example/)."
    town.post("ben", quoted)
    assert told(town, "ana") == []


def test_somebody_who_is_ignored_calls_in_vain(town: Town) -> None:
    town.post("ana", PLAIN)
    with town.database.transaction(writes=True) as db:
        actor = town.actor("ana")
        ignore_person(db, town.people["ben"], actor=actor, now=town.now)
    wants_mail(town, "ana", mentions=Cadence.EACH)
    town.post("ben", "@ana, was it the mill side?")
    assert told(town, "ana") == []
    town.wait(minutes=6)
    assert send_all(town) == []


def test_mentions_can_be_turned_off(town: Town) -> None:
    town.post("ana", PLAIN)
    wants_mail(town, "ana", mentions=Cadence.EACH)
    with town.database.transaction(writes=True) as db:
        choose_news(db, town.people["ana"], {NewsKind.MENTION: Delivery.OFF})
    town.post("ben", "@ana, was it the mill side?")
    assert told(town, "ana") == []
    town.wait(minutes=6)
    assert send_all(town) == []


def test_of_several_names_the_longest_is_called(town: Town) -> None:
    town.settle("ana maria", 1)
    for name in ("ana", "ana maria 0"):
        town.post(name, PLAIN)
    called = town.post("ben", "@Ana María 0, was it the mill side?").comment.id
    assert told(town, "ana maria 0") == [("mention", called)]
    assert told(town, "ana") == []


def test_whoever_calls_a_crowd_is_heard_by_few_of_it(town: Town) -> None:
    crowd = town.settle("kim", MOST_CALLED + 3)
    for name in crowd:
        town.post(name, f"{PLAIN} {name}")
    town.post("ben", " ".join(f"@{name}" for name in crowd))
    query = select(News.id).where(News.kind == NewsKind.MENTION.value)
    with town.database.transaction() as db:
        assert len(db.scalars(query).all()) == MOST_CALLED


def test_a_mention_comes_by_mail_to_whoever_wants_it(town: Town) -> None:
    for name in ("ana", "cleo"):
        town.post(name, PLAIN)
    wants_mail(town, "ana", mentions=Cadence.EACH)
    called = town.post("ben", "@ana and @cleo, was it the mill side?").comment.id
    assert send_all(town) == []  # there is time to think better of it
    town.wait(minutes=6)
    (letter,) = send_all(town)
    assert letter.to == "ana@mail.example"
    assert letter.subject == "Somebody mentioned you"
    assert f"/comments/{called}" in letter.text
    assert "mill side" not in letter.text
    assert letter.unsubscribe is not None


def test_what_was_read_on_the_page_needs_no_letter(town: Town) -> None:
    town.post("ana", PLAIN)
    wants_mail(town, "ana", mentions=Cadence.EACH)
    town.post("ben", "@ana, was it the mill side?")
    with town.database.transaction(writes=True) as db:
        db.query(News).update({"read_at": town.now})
    town.wait(minutes=6)
    assert send_all(town) == []


def test_what_is_followed_comes_by_mail_once_a_day_if_so_chosen(town: Town) -> None:
    follow(town, "ana", "ben")
    follow_here(town, "cleo")
    wants_mail(town, "ana", people=Cadence.DAILY)
    wants_mail(town, "cleo", threads=Cadence.EACH)
    town.post("ben", PLAIN)
    town.wait(minutes=6)
    (letter,) = send_all(town)
    assert letter.to == "cleo@mail.example"
    assert letter.subject == "Something new in a discussion that you follow"
    town.wait(days=1)
    (digest,) = send_all(town)
    assert digest.to == "ana@mail.example"
    assert "Somebody whom you follow wrote" in digest.text


def test_a_mention_that_is_withdrawn_in_time_brings_no_letter(town: Town) -> None:
    town.post("ana", PLAIN)
    wants_mail(town, "ana", mentions=Cadence.EACH)
    called = town.post("ben", "@ana, was it the mill side?").comment.id
    town.withdraw("ben", called)
    town.wait(minutes=6)
    assert send_all(town) == []


def test_nobody_without_a_confirmed_address_fills_the_outbox(town: Town) -> None:
    town.post("ana", PLAIN)
    wants_mail(town, "ana", mentions=Cadence.EACH)
    with town.database.transaction(writes=True) as db:
        town.account(db, "ana").email_confirmed_at = None
    town.post("ben", "@ana, was it the mill side?")
    with town.database.transaction() as db:
        assert db.scalars(select(OutboxMessage)).all() == []

"""Share with Us: what the desk lists, and messages that stay between two."""

from collections.abc import Callable

import pytest

from comments.domain.permissions import NotPermitted
from comments.services.errors import AttemptReused, Conflict, NotFound
from comments.services.private_messages import (
    Correspondence,
    NewMessage,
    is_nudge,
    judge_message,
    mark_messages_read,
    own_correspondences,
    read_correspondence,
    send_message,
)
from comments.services.read_news import read_news, unread_news
from comments.services.share_with_us import (
    Shared,
    choose_contact,
    shared_comments,
)
from comments.store.one_another import PrivateMessage
from tests.services.conftest import Town
from tests.services.test_letters import send_all

PLAIN = "I stood on the mill side when the second crew came."
RUDE = "You are an idiot and everybody here knows it."
ASKED = "Could we call you about what you saw?"


def consent(town: Town, name: str, comment_id: int, *, wanted: bool = True) -> None:
    with town.database.transaction(writes=True) as db:
        actor = town.actor(name)
        choose_contact(db, comment_id, wanted=wanted, actor=actor, now=town.now)


def write(
    town: Town,
    name: str,
    comment_id: int,
    text: str = ASKED,
    *,
    from_newsroom: bool = True,
    attempt: str | None = None,
) -> PrivateMessage:
    new = NewMessage(
        comment_id=comment_id,
        text=text,
        attempt=attempt or f"{name} {text}",
        from_newsroom=from_newsroom,
        insist=True,
    )
    with town.database.transaction() as db:
        verdict = judge_message(db, text, newsroom=town.newsroom, now=town.now)
    with town.database.transaction(writes=True) as db:
        return send_message(db, new, verdict, actor=town.actor(name), now=town.now)


def open_messages(
    town: Town, name: str, comment_id: int, *, as_newsroom: bool
) -> Correspondence:
    with town.database.transaction() as db:
        return read_correspondence(
            db,
            comment_id,
            actor=town.actor(name),
            as_newsroom=as_newsroom,
            now=town.now,
        )


def desk(town: Town, mark: str | None = None) -> list[Shared]:
    with town.database.transaction() as db:
        return list(shared_comments(db, mark=mark))


def shared(town: Town) -> int:
    comment = town.post("ana", PLAIN, mark="witness").comment.id
    consent(town, "ana", comment)
    return comment


def test_the_desk_lists_marked_comments_that_readers_see(town: Town) -> None:
    town.post("ben", "Just a thought.")
    witness = town.post("ana", PLAIN, mark="witness").comment.id
    history = town.post("ben", "It was closed in 1987.", mark="history").comment.id
    town.post("cleo", RUDE, mark="witness")
    assert [one.comment.id for one in desk(town)] == [history, witness]
    assert [one.comment.id for one in desk(town, "witness")] == [witness]
    assert [one.may_ask for one in desk(town)] == [False, False]
    town.withdraw("ana", witness)
    assert [one.comment.id for one in desk(town)] == [history]


def test_only_the_author_lets_the_newsroom_ask(town: Town) -> None:
    comment = town.post("ana", PLAIN, mark="witness").comment.id
    for other in ("ben", "mod"):
        with pytest.raises(NotPermitted):
            consent(town, other, comment)
    unmarked = town.post("ana", "Just a thought.").comment.id
    with pytest.raises(Conflict):
        consent(town, "ana", unmarked)
    consent(town, "ana", comment)
    consent(town, "ana", comment)
    assert [one.may_ask for one in desk(town)] == [True]
    consent(town, "ana", comment, wanted=False)
    assert [one.may_ask for one in desk(town)] == [False]


def test_the_newsroom_asks_and_the_author_answers(town: Town) -> None:
    comment = shared(town)
    write(town, "mod", comment)
    with town.database.transaction() as db:
        assert unread_news(db, town.people["ana"]) == 1
        (told,) = read_news(db, town.people["ana"])
        assert told.kind.value == "message"
    write(town, "ana", comment, "Yes, after six.", from_newsroom=False)
    for name, as_newsroom in (("ana", False), ("mia", True)):
        found = open_messages(town, name, comment, as_newsroom=as_newsroom)
        assert [m.text for m in found.messages] == [ASKED, "Yes, after six."]
    (one,) = desk(town)
    assert (one.messages, one.unread) == (2, 1)


def test_nobody_is_asked_without_consent_or_after_it_ended(town: Town) -> None:
    comment = town.post("ana", PLAIN, mark="witness").comment.id
    with pytest.raises(Conflict):
        write(town, "mod", comment)
    with pytest.raises(Conflict):
        write(town, "ana", comment, "Ask me!", from_newsroom=False)
    consent(town, "ana", comment)
    write(town, "mod", comment)
    consent(town, "ana", comment, wanted=False)
    with pytest.raises(Conflict):
        write(town, "mod", comment, "One more thing?")
    write(town, "ana", comment, "I would rather not.", from_newsroom=False)


@pytest.mark.parametrize("name", ["ben", "mod", "edda"])
def test_nobody_reads_an_authors_side_but_the_author(town: Town, name: str) -> None:
    comment = shared(town)
    with pytest.raises(NotFound):
        open_messages(town, name, comment, as_newsroom=False)


def test_a_reader_is_not_the_newsroom(town: Town) -> None:
    comment = shared(town)
    refused: list[Callable[[], object]] = [
        lambda: open_messages(town, "ben", comment, as_newsroom=True),
        lambda: write(town, "ben", comment),
        lambda: write(town, "ana", comment),
    ]
    for attempt in refused:
        with pytest.raises(NotPermitted):
            attempt()


def test_sending_twice_sends_once(town: Town) -> None:
    comment = shared(town)
    first = write(town, "mod", comment, attempt="form")
    assert write(town, "mod", comment, attempt="form").id == first.id
    with pytest.raises(AttemptReused):
        write(town, "mod", comment, "Something else?", attempt="form")
    assert len(open_messages(town, "mod", comment, as_newsroom=True).messages) == 1


def test_rude_words_go_back_first_and_arrive_folded(town: Town) -> None:
    comment = shared(town)
    with town.database.transaction() as db:
        verdict = judge_message(db, RUDE, newsroom=town.newsroom, now=town.now)
        clean = judge_message(db, ASKED, newsroom=town.newsroom, now=town.now)
    for from_newsroom, insist, goes_back in (
        (True, False, True),
        (True, True, True),
        (False, False, True),
        (False, True, False),
    ):
        new = NewMessage(
            comment_id=comment,
            text=RUDE,
            attempt="a",
            from_newsroom=from_newsroom,
            insist=insist,
        )
        assert is_nudge(new, verdict) is goes_back
        assert not is_nudge(new, clean)
    assert write(town, "ana", comment, RUDE, from_newsroom=False).folded
    assert not write(town, "ana", comment, "Sorry.", from_newsroom=False).folded


def test_an_authors_page_lists_what_may_be_asked_about(town: Town) -> None:
    comment = shared(town)
    town.post("ana", "Just a thought.")
    with town.database.transaction() as db:
        mine = own_correspondences(db, town.people["ana"])
        assert [one.id for one in mine] == [comment]
        assert list(own_correspondences(db, town.people["ben"])) == []


def test_what_the_newsroom_asks_is_told_by_a_letter_unless_it_was_read(
    town: Town,
) -> None:
    with town.database.transaction(writes=True) as db:
        ana = town.account(db, "ana")
        ana.email, ana.email_confirmed_at = "ana@mail.example", town.now
    comment = shared(town)
    write(town, "mod", comment)
    town.wait(minutes=6)
    (letter,) = send_all(town)
    assert letter.subject == "The newsroom wrote to you"
    assert f"/me/messages/{comment}" in letter.text
    assert ASKED not in letter.text
    write(town, "mod", comment, "May we print it?")
    with town.database.transaction(writes=True) as db:
        mark_messages_read(db, comment, from_newsroom=True, now=town.now)
    town.wait(minutes=6)
    assert send_all(town) == []

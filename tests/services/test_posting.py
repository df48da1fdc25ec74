"""Posting, replying, editing and withdrawing, as the people who do it see it."""

import pytest
from sqlalchemy import func, select

from comments.domain.permissions import VISITOR, NotPermitted
from comments.domain.verdict import Outcome
from comments.services.errors import AttemptReused, Conflict, NotFound, ThreadClosed
from comments.services.ledger_chain import verify
from comments.services.notices import own_notices, unread_count
from comments.services.post_comment import Assessment, assess
from comments.services.read_thread import View, read_thread
from comments.store.models import (
    Comment,
    Decision,
    LedgerEntry,
    OutboxMessage,
    Revision,
    StatementOfReasons,
    Thread,
)
from tests.services.conftest import LEDGER_KEY, Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."


def _count(town: Town, model: type) -> int:
    with town.database.transaction() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def test_a_clean_comment_appears_at_once_and_is_counted(town: Town) -> None:
    posted = town.post("ana", CLEAN)
    assert posted.comment.status == "published"
    with town.database.transaction() as db:
        page = read_thread(db, town.thread_id)
    assert page.thread.comment_count == 1
    assert page.conversations[0].root.text == CLEAN
    assert _count(town, LedgerEntry) == 0  # plain publication is no moderation act


def test_a_rude_comment_is_first_nudged_and_nothing_is_stored(town: Town) -> None:
    judged = town.assess("ana", town.new_comment(RUDE, insist=False))
    assert isinstance(judged, Assessment)
    assert judged.outcome is not Outcome.PUBLISH
    assert judged.is_nudge
    assert _count(town, Comment) == 0


def test_who_insists_waits_for_a_moderator_and_is_told_why(town: Town) -> None:
    posted = town.post("ana", RUDE)
    assert posted.comment.status == "held"
    with town.database.transaction() as db:
        (notice,) = own_notices(db, town.people["ana"], town.now)
        assert unread_count(db, town.people["ana"], town.now) == 1
        assert read_thread(db, town.thread_id).conversations == ()
        assert [problem for _, problem in verify(db, key=LEDGER_KEY)] == [None, None]
    assert notice.statement.automated
    assert notice.statement.rule == "be-nice"
    assert notice.may_appeal
    assert town.item(posted.comment.id) is not None
    for model in (Decision, LedgerEntry, StatementOfReasons, OutboxMessage):
        assert _count(town, model) == 1


def test_an_author_sees_their_own_held_comment_and_nobody_else_does(town: Town) -> None:
    town.post("ana", RUDE)
    with town.database.transaction() as db:
        own = read_thread(db, town.thread_id, View(actor=town.actor("ana")))
        other = read_thread(db, town.thread_id, View(actor=town.actor("ben")))
    assert own.conversations[0].root.waiting == RUDE
    assert other.conversations == ()


def test_sending_the_same_form_twice_makes_one_comment(town: Town) -> None:
    first = town.post("ana", CLEAN, attempt="one")
    again = town.post("ana", CLEAN, attempt="one")
    assert again.repeated
    assert again.comment.id == first.comment.id
    assert _count(town, Comment) == _count(town, Revision) == 1


def test_a_used_form_does_not_take_another_text(town: Town) -> None:
    town.post("ana", CLEAN, attempt="one")
    with pytest.raises(AttemptReused):
        town.post("ana", "Something else entirely, a day later.", attempt="one")
    assert _count(town, Comment) == 1


def test_two_readers_may_use_the_same_attempt_key(town: Town) -> None:
    town.post("ana", CLEAN, attempt="one")
    assert not town.post("ben", CLEAN, attempt="one").repeated


def test_a_reply_stands_under_what_it_answers(town: Town) -> None:
    root = town.post("ana", CLEAN).comment
    reply = town.post("ben", "Which side was that?", parent_id=root.id).comment
    assert (reply.depth, reply.root_id) == (1, root.id)
    with town.database.transaction() as db:
        (conversation,) = read_thread(db, town.thread_id).conversations
    assert [r.text for r in conversation.replies] == ["Which side was that?"]
    assert conversation.replies[0].parent_name == "ana"


def test_nobody_replies_to_a_comment_that_is_not_shown(town: Town) -> None:
    held = town.post("ana", RUDE).comment
    with pytest.raises(Conflict):
        town.post("ben", "I agree.", parent_id=held.id)


def test_nobody_replies_across_discussions(town: Town) -> None:
    root = town.post("ana", CLEAN).comment
    with town.database.transaction(writes=True) as db:
        other = Thread(
            url="https://news.example/x",
            title="x",
            created_at=town.now,
            changed_at=town.now,
        )
        db.add(other)
        db.flush()
        other_id = other.id
    with pytest.raises(NotFound):
        town.post("ben", "Hello there.", parent_id=root.id, thread_id=other_id)


def test_nobody_posts_in_a_closed_discussion(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        db.get_one(Thread, town.thread_id).is_open = False
    with pytest.raises(ThreadClosed):
        town.post("ana", CLEAN)


def test_a_visitor_without_an_account_cannot_post(town: Town) -> None:
    town.people["visitor"] = town.people["ana"]
    with pytest.raises(NotPermitted):
        _post_as_visitor(town)


def _post_as_visitor(town: Town) -> None:
    with town.database.transaction() as db:
        assess(
            db,
            town.new_comment(CLEAN),
            author=town.account(db, "ana"),
            actor=VISITOR,
            newsroom=town.newsroom,
            now=town.now,
        )

"""Deciding, undoing and appealing, as moderators and authors live with it."""

import pytest
from sqlalchemy import func, select

from comments.domain.permissions import NotPermitted
from comments.services import review_queue
from comments.services.errors import Conflict, Refused, StaleDecision
from comments.services.ledger_chain import verify
from comments.services.notices import mark_read, unread_count
from comments.services.read_thread import read_thread
from comments.store.models import (
    Comment,
    Decision,
    LedgerEntry,
    OutboxMessage,
    ReviewItem,
    StatementOfReasons,
    Thread,
)
from tests.services.conftest import LEDGER_KEY, Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."


@pytest.fixture
def held_id(town: Town) -> int:
    town.post("cleo", "A noise comment, about parking on market days.")
    return town.post("ana", RUDE).comment.id


@pytest.fixture
def shown_id(town: Town) -> int:
    return town.post("ana", CLEAN).comment.id


def _status(town: Town, comment_id: int) -> str:
    with town.database.transaction() as db:
        return db.get_one(Comment, comment_id).status


def _count(town: Town, model: type) -> int:
    with town.database.transaction() as db:
        return db.scalar(select(func.count()).select_from(model)) or 0


def _problems(town: Town) -> list[str]:
    with town.database.transaction() as db:
        return [problem for _, problem in verify(db, key=LEDGER_KEY) if problem]


def _shown_count(town: Town) -> int:
    with town.database.transaction() as db:
        return db.get_one(Thread, town.thread_id).comment_count


def test_an_approved_comment_appears_and_its_author_hears_of_it(
    town: Town, held_id: int
) -> None:
    town.decide("mod", held_id, "approve")
    assert _status(town, held_id) == "published"
    assert [n.statement.kind for n in town.notices("ana")] == ["held"]
    town.wait(seconds=31)
    assert [n.statement.kind for n in town.notices("ana")] == ["restored", "held"]
    assert _problems(town) == []


def test_a_rejected_comment_goes_and_its_statement_names_the_rule(
    town: Town, shown_id: int
) -> None:
    town.report("ben", shown_id)
    town.decide("mod", shown_id, "reject", rule="be-truthful", note="The log says ten.")
    assert _status(town, shown_id) == "rejected"
    assert _shown_count(town) == 0
    town.wait(seconds=31)
    (notice,) = town.notices("ana")
    assert notice.statement.rule == "be-truthful"
    assert not notice.statement.automated
    assert notice.statement.facts["note"] == "The log says ten."


def test_approving_what_was_shown_all_along_tells_the_author_nothing(
    town: Town, shown_id: int
) -> None:
    town.report("ben", shown_id)
    town.decide("mod", shown_id, "approve")
    town.wait(seconds=31)
    assert town.notices("ana") == []


def test_a_tombstone_names_the_rule_when_replies_stand_below(
    town: Town, shown_id: int
) -> None:
    town.post("ben", "Which side was that?", parent_id=shown_id)
    town.report("cleo", shown_id)
    town.decide("mod", shown_id, "reject", rule="keep-it-clean")
    with town.database.transaction() as db:
        (conversation,) = read_thread(db, town.thread_id).conversations
    assert conversation.root.text is None
    assert conversation.root.author_name is None
    assert conversation.root.removed_under == "keep-it-clean"
    assert len(conversation.replies) == 1


def test_a_rejection_without_replies_leaves_no_trace_on_the_board(
    town: Town, shown_id: int
) -> None:
    town.report("cleo", shown_id)
    town.decide("mod", shown_id, "reject")
    with town.database.transaction() as db:
        assert read_thread(db, town.thread_id).conversations == ()


def test_a_rejection_must_cite_a_rule_that_a_comment_can_break(
    town: Town, held_id: int
) -> None:
    for rule in (None, "be-proactive", "share-with-us", "no-such-rule"):
        with pytest.raises(Refused):
            town.decide("mod", held_id, "reject", rule=rule)
    assert _status(town, held_id) == "held"


def test_the_second_moderator_learns_who_decided_first(
    town: Town, held_id: int
) -> None:
    item = town.item(held_id)
    assert item is not None
    town.decide("mod", held_id, "reject", version=item.version)
    with pytest.raises(StaleDecision) as stale:
        town.decide("mia", held_id, "approve", version=item.version)
    assert stale.value.present.decided_by == "mod"
    assert stale.value.present.action == "reject"
    assert _status(town, held_id) == "rejected"


def test_a_decision_on_an_older_text_is_stale(town: Town, held_id: int) -> None:
    item = town.item(held_id)
    assert item is not None
    town.edit("ana", held_id, "The mayor is still a pathetic lying idiot.")
    with pytest.raises(StaleDecision):
        town.decide("mod", held_id, "approve", version=item.version)


def test_a_decision_on_a_withdrawn_comment_says_so(town: Town, held_id: int) -> None:
    item = town.item(held_id)
    assert item is not None
    town.withdraw("ana", held_id)
    with pytest.raises(StaleDecision, match="withdrawn"):
        town.decide("mod", held_id, "approve", version=item.version)


def test_a_moderator_does_not_decide_on_their_own_comment(town: Town) -> None:
    own = town.post("mod", CLEAN).comment.id
    town.report("ben", own)
    with pytest.raises(NotPermitted):
        town.decide("mod", own, "approve")


def test_an_undone_rejection_was_never_heard_of(town: Town, shown_id: int) -> None:
    town.report("ben", shown_id)
    decided = town.decide("mod", shown_id, "reject")
    town.wait(seconds=10)
    town.undo("mod", decided.decision.id)
    assert _status(town, shown_id) == "published"
    assert _shown_count(town) == 1
    town.wait(seconds=60)
    assert town.notices("ana") == []
    item = town.item(shown_id)
    assert item is not None
    assert item.state == "open"
    assert [s.source for s in item.signals] == ["report"]
    assert _problems(town) == []


def test_an_undo_that_comes_late_has_a_notice_of_its_own(
    town: Town, shown_id: int
) -> None:
    town.report("ben", shown_id)
    decided = town.decide("mod", shown_id, "reject")
    town.wait(seconds=60)
    town.undo("mod", decided.decision.id)
    assert [n.statement.kind for n in town.notices("ana")] == ["restored", "rejected"]


def test_undoing_an_approved_edit_brings_the_earlier_text_back(
    town: Town, shown_id: int
) -> None:
    town.edit("ana", shown_id, RUDE)
    decided = town.decide("mod", shown_id, "approve")
    town.undo("mod", decided.decision.id)
    with town.database.transaction() as db:
        (conversation,) = read_thread(db, town.thread_id).conversations
    assert conversation.root.text == CLEAN
    assert town.item(shown_id).state == "open"  # type: ignore[union-attr]


def test_nobody_undoes_a_colleagues_decision(town: Town, held_id: int) -> None:
    decided = town.decide("mod", held_id, "approve")
    with pytest.raises(NotPermitted):
        town.undo("mia", decided.decision.id)


def test_a_decision_is_undone_only_once(town: Town, held_id: int) -> None:
    decided = town.decide("mod", held_id, "approve")
    town.undo("mod", decided.decision.id)
    with pytest.raises(Conflict):
        town.undo("mod", decided.decision.id)


def test_a_rejected_edit_leaves_the_earlier_text_up(town: Town, shown_id: int) -> None:
    town.edit("ana", shown_id, RUDE)
    assert _status(town, shown_id) == "published"
    town.decide("mod", shown_id, "reject")
    with town.database.transaction() as db:
        (conversation,) = read_thread(db, town.thread_id).conversations
    assert conversation.root.text == CLEAN


def test_rejecting_the_shown_text_never_falls_back_to_an_older_one(
    town: Town, shown_id: int
) -> None:
    town.edit("ana", shown_id, "The second crew came at ten, I was wrong.")
    town.report("ben", shown_id)
    town.decide("mod", shown_id, "reject")
    assert _status(town, shown_id) == "rejected"
    with town.database.transaction() as db:
        assert read_thread(db, town.thread_id).conversations == ()


def test_a_clean_edit_of_a_held_comment_appears_and_closes_its_item(
    town: Town, held_id: int
) -> None:
    town.edit("ana", held_id, "The mayor broke a promise on the bridge.")
    assert _status(town, held_id) == "published"
    assert town.item(held_id).state == "decided"  # type: ignore[union-attr]


def test_what_a_person_rejected_is_not_mended_by_editing(
    town: Town, held_id: int
) -> None:
    town.decide("mod", held_id, "reject")
    with pytest.raises(NotPermitted):
        town.edit("ana", held_id, "The mayor broke a promise on the bridge.")


def test_the_first_decider_may_not_decide_the_appeal(town: Town, held_id: int) -> None:
    decided = town.decide("mod", held_id, "reject")
    town.wait(seconds=31)
    town.appeal("ana", decided.decision.id)
    with pytest.raises(Refused, match="another moderator"):
        town.decide("mod", held_id, "reject")
    with town.database.transaction(writes=True) as db:
        assert review_queue.claim(db, town.account(db, "mod"), town.now) is None
        assert review_queue.claim(db, town.account(db, "mia"), town.now) is not None
    town.decide("mia", held_id, "approve")
    assert _status(town, held_id) == "published"
    assert town.notices("ana")[0].appeal is not None


def test_an_author_asks_once_for_each_decision(town: Town, held_id: int) -> None:
    decided = town.decide("mod", held_id, "reject")
    assert not town.appeal("ana", decided.decision.id).repeated
    assert town.appeal("ana", decided.decision.id).repeated


def test_the_answer_to_an_appeal_is_final(town: Town, held_id: int) -> None:
    decided = town.decide("mod", held_id, "reject")
    town.appeal("ana", decided.decision.id)
    answer = town.decide("mia", held_id, "reject")
    town.wait(seconds=31)
    assert town.notices("ana")[0].statement.kind == "upheld"
    with pytest.raises(Conflict):
        town.appeal("ana", answer.decision.id)


def test_an_author_asks_a_person_to_look_at_what_the_machine_rejected(
    town: Town,
) -> None:
    posted = town.post("ana", "I will find you and I will kill you, councillor.")
    assert posted.comment.status == "rejected"
    assert town.item(posted.comment.id) is None
    (notice,) = town.notices("ana")
    town.appeal("ana", notice.statement.decision_id or 0)
    item = town.item(posted.comment.id)
    assert item is not None
    assert {"appeal", "filter"} <= {signal.source for signal in item.signals}
    town.decide("mod", posted.comment.id, "approve")
    assert _status(town, posted.comment.id) == "published"


def test_escalation_keeps_the_item_open_for_an_editor_only(
    town: Town, held_id: int
) -> None:
    town.decide("mod", held_id, "escalate", note="A threat, I think.")
    with town.database.transaction(writes=True) as db:
        assert review_queue.claim(db, town.account(db, "mia"), town.now) is None
        found = review_queue.claim(db, town.account(db, "edda"), town.now)
        assert found is not None
    town.decide("edda", held_id, "reject")
    assert _status(town, held_id) == "rejected"


def test_an_escalation_can_be_taken_back(town: Town, held_id: int) -> None:
    decided = town.decide("mod", held_id, "escalate", note="Is it satire?")
    town.undo("mod", decided.decision.id)
    with town.database.transaction(writes=True) as db:
        assert review_queue.claim(db, town.account(db, "mia"), town.now) is not None


def test_two_moderators_are_handed_different_items(town: Town, held_id: int) -> None:
    other = town.post("ben", RUDE).comment.id
    with town.database.transaction(writes=True) as db:
        first = review_queue.claim(db, town.account(db, "mod"), town.now)
        second = review_queue.claim(db, town.account(db, "mia"), town.now)
        again = review_queue.claim(db, town.account(db, "mod"), town.now)
    assert first is not None
    assert second is not None
    assert {first.comment_id, second.comment_id} == {held_id, other}
    assert again is not None
    assert again.id == first.id


def test_a_lease_that_ran_out_goes_to_a_colleague(town: Town, held_id: int) -> None:
    with town.database.transaction(writes=True) as db:
        assert review_queue.claim(db, town.account(db, "mod"), town.now)
    with town.database.transaction(writes=True) as db:
        assert review_queue.claim(db, town.account(db, "mia"), town.now) is None
    town.wait(seconds=91)
    with town.database.transaction(writes=True) as db:
        assert review_queue.claim(db, town.account(db, "mia"), town.now)


def test_what_more_readers_report_is_handed_out_first(
    town: Town, shown_id: int
) -> None:
    other = town.post("ben", "Both lanes were closed by then.").comment.id
    town.report("noor", shown_id)
    for reader in ("ana", "cleo", "noor"):
        town.report(reader, other)
    with town.database.transaction(writes=True) as db:
        first = review_queue.claim(db, town.account(db, "mod"), town.now)
    assert first is not None
    assert first.comment_id == other


def test_every_restriction_has_one_ledger_entry_one_statement_and_one_message(
    town: Town, held_id: int
) -> None:
    town.decide("mod", held_id, "reject")
    assert _count(town, Decision) == 2
    assert _count(town, LedgerEntry) == 2
    assert _count(town, StatementOfReasons) == 2
    assert _count(town, OutboxMessage) == 2
    assert _count(town, ReviewItem) == 1


def test_nothing_of_a_failed_decision_remains(
    town: Town, held_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("comments.services.decide.settle", broken)
    with pytest.raises(RuntimeError):
        town.decide("mod", held_id, "reject")
    assert _status(town, held_id) == "held"
    assert _count(town, Decision) == _count(town, LedgerEntry) == 1
    assert _problems(town) == []


def test_unread_notices_are_counted_until_they_are_read(
    town: Town, held_id: int
) -> None:
    with town.database.transaction() as db:
        assert unread_count(db, town.people["ana"], town.now) == 1
        assert unread_count(db, town.people["ben"], town.now) == 0


def test_only_the_notices_that_were_shown_count_as_read(
    town: Town, held_id: int
) -> None:
    town.post("ana", f"{RUDE} I mean it.")
    (newest, _) = town.notices("ana")
    with town.database.transaction(writes=True) as db:
        mark_read(db, town.people["ana"], [newest.statement.id], town.now)
    with town.database.transaction() as db:
        assert unread_count(db, town.people["ana"], town.now) == 1

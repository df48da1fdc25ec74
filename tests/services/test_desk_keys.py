"""Each moderator's own keys, and what comes after an item before it is claimed."""

from comments.domain.desk_keys import STANDARD, DeskAct, DeskKeys, choose_keys
from comments.domain.queue_filter import QueueFilter
from comments.services import review_queue
from comments.services.desk_keys import keep_keys, keys_of
from comments.services.read_item import Standing, peek_next
from tests.services.conftest import Town

EVERYTHING = QueueFilter()
RUDE = "The mayor is a pathetic lying idiot."


def test_a_choice_is_its_moderators_alone_and_the_last_one_counts(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        jo, kim = town.account(db, "mod"), town.account(db, "mia")
        for key in "xy":
            keys = choose_keys({**STANDARD.keys, DeskAct.APPROVE: key})
            keep_keys(db, jo.id, DeskKeys(keys, on=key == "x"), town.now)
    with town.database.transaction() as db:
        assert keys_of(db, jo.id).keys[DeskAct.APPROVE] == "y"
        assert not keys_of(db, jo.id).on
        assert keys_of(db, kim.id) == STANDARD


def test_what_comes_next_is_looked_at_without_being_leased(town: Town) -> None:
    first = town.item(town.post("ana", RUDE, insist=True).comment.id)
    second = town.item(town.post("ben", RUDE, insist=True).comment.id)
    assert first
    assert second
    held, other = _claimed(town, "mod"), {first.id, second.id}
    with town.database.transaction() as db:
        mod = town.account(db, "mod")
        page = peek_next(db, held, mod, town.now, only=EVERYTHING)
        assert page is not None
        assert {held, page.item.id} == other
        assert page.standing is Standing.MINE
        assert page.item.claimed_by is None
    assert _claimed(town, "mia") == page.item.id
    with town.database.transaction() as db:
        mod = town.account(db, "mod")
        assert peek_next(db, held, mod, town.now, only=EVERYTHING) is None


def test_an_item_whose_lease_ran_out_does_not_come_after_itself(town: Town) -> None:
    town.post("ana", RUDE, insist=True)
    held = _claimed(town, "mod")
    town.wait(minutes=10)
    with town.database.transaction() as db:
        mod = town.account(db, "mod")
        assert peek_next(db, held, mod, town.now, only=EVERYTHING) is None


def _claimed(town: Town, name: str) -> int:
    with town.database.transaction(writes=True) as db:
        found = review_queue.claim(db, town.account(db, name), town.now)
        assert found is not None
        return found.id

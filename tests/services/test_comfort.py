"""Easy items between severe ones, and mild ones alone for who asks; for nobody else."""

from comments.domain.comfort import Blur, Comfort
from comments.domain.queue_filter import EVERYTHING
from comments.domain.verdict import Finding, Severity
from comments.services.comfort import (
    ask_for,
    comfort_of,
    keep_comfort,
    set_newsroom_comfort,
    sitting_of,
)
from comments.services.read_item import peek_next
from comments.services.review_queue import claim, load_item
from comments.store.models import ReviewSignal, Revision
from comments.store.review_items import signals_of
from tests.services.conftest import Town

RUDE = "The mayor is a pathetic lying idiot."


def held(town: Town, author: str, *, severe: bool) -> int:
    """A held comment; its finding is made severe where a test wants one."""
    comment_id = town.post(author, RUDE).comment.id
    item = town.item(comment_id)
    assert item is not None
    if severe:
        with town.database.transaction(writes=True) as db:
            revision = db.get_one(Revision, item.revision_id)
            revision.findings = [
                found | {"severity": "severe"} for found in revision.findings
            ]
            signal = db.get_one(ReviewSignal, signals_of(db, item.id)[0].id)
            signal.points = 100.0
            load_item(db, item.id).rank += 60
    return comment_id


def claimed(town: Town, name: str = "mod") -> int | None:
    with town.database.transaction(writes=True) as db:
        item = claim(db, town.account(db, name), town.now)
        return item.comment_id if item else None


def choose(town: Town, name: str = "mod", **chosen: int) -> None:
    with town.database.transaction(writes=True) as db:
        keep_comfort(db, town.people[name], Comfort(Blur.SEVERE, **chosen))


def ask(town: Town, *, mild_only: bool) -> None:
    with town.database.transaction(writes=True) as db:
        ask_for(db, town.people["mod"], town.now, mild_only=mild_only)


def test_after_two_severe_items_an_easy_one_comes_first(town: Town) -> None:
    choose(town, easy_after=2)
    severe = [held(town, who, severe=True) for who in ("ana", "ben", "cleo")]
    mild = held(town, "noor", severe=False)
    for comment_id in severe[:2]:
        first = claimed(town)
        assert first in severe
        town.decide("mod", first or comment_id, "approve")
    assert claimed(town) == mild
    town.decide("mod", mild, "approve")
    assert claimed(town) in severe


def test_what_is_kept_ready_is_what_will_come(town: Town) -> None:
    choose(town, easy_after=1)
    severe = [held(town, who, severe=True) for who in ("ana", "ben", "cleo")]
    mild = held(town, "noor", severe=False)
    first = claimed(town)
    assert first in severe
    town.decide("mod", first or 0, "approve")
    item = town.item(next(one for one in severe if one != first))
    assert item is not None
    with town.database.transaction() as db:
        moderator = town.account(db, "mod")
        page = peek_next(db, item.id, moderator, town.now, only=EVERYTHING)
        assert page is not None
        assert page.item.comment_id == mild


def test_where_all_is_severe_nobody_waits_for_something_easier(town: Town) -> None:
    choose(town, easy_after=1)
    severe = [held(town, who, severe=True) for who in ("ana", "ben")]
    town.decide("mod", severe[0], "approve")
    assert claimed(town) == severe[1]


def test_who_asks_for_mild_items_gets_no_other_until_the_next_break(
    town: Town,
) -> None:
    severe = held(town, "ana", severe=True)
    mild = held(town, "noor", severe=False)
    ask(town, mild_only=True)
    assert claimed(town) == mild
    town.decide("mod", mild, "approve")
    assert claimed(town) is None
    assert claimed(town, "mia") == severe
    town.wait(minutes=30)
    assert claimed(town) == severe


def test_going_on_counts_anew(town: Town) -> None:
    choose(town, budget=1)
    town.decide("mod", held(town, "ana", severe=True), "approve")
    with town.database.transaction() as db:
        comfort = comfort_of(db, town.people["mod"])
        assert sitting_of(db, town.people["mod"], town.now).is_spent(comfort)
    ask(town, mild_only=False)
    with town.database.transaction() as db:
        assert sitting_of(db, town.people["mod"], town.now).severe == 0


def test_the_newsrooms_choice_holds_for_whoever_chose_nothing(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        usual = Comfort(Blur.ALL, easy_after=7, budget=20)
        set_newsroom_comfort(db, usual, actor=town.actor("edda"), now=town.now)
    choose(town, "mia", easy_after=0)
    town.decide("mod", held(town, "ana", severe=True), "approve")
    with town.database.transaction() as db:
        assert comfort_of(db, town.people["mod"]) == usual
        assert comfort_of(db, town.people["mia"]) == Comfort(Blur.SEVERE, 0, 0)


def test_a_finding_is_severe_by_its_own_word(town: Town) -> None:
    item = town.item(held(town, "ana", severe=True))
    assert item is not None
    found = [Finding.from_record(r) for r in item.comment.revisions[0].findings]
    assert {finding.severity for finding in found} == {Severity.SEVERE}

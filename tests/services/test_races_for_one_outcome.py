"""Two people want different things at the same moment: one of few outcomes follows."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from comments.domain.sanctions import SanctionKind
from comments.services.appeal_decision import Appealed
from comments.services.decide import Decided
from comments.services.errors import Conflict, NotFound, StaleDecision
from comments.services.ledger_chain import verify
from comments.services.read_item import open_item_page
from comments.services.report_comment import Reported
from comments.services.sanction_user import NewSanction, sanction_user
from comments.store.models import (
    Account,
    Appeal,
    Comment,
    LedgerEntry,
    Report,
    ReviewItem,
    Sanction,
    Thread,
)
from comments.store.sanction_appeals import SanctionAppeal
from tests.services.conftest import LEDGER_KEY, Town
from tests.services.moderation_acts import Attempt, Scene
from tests.services.sanction_acts import ON_PEOPLE
from tests.services.test_races import at_once, claim_next, count, status_of

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."
ROUNDS = 8


@pytest.fixture(autouse=True)
def nothing_is_out_of_step(town: Town) -> Iterator[None]:
    """Whatever raced: the chain is whole, and every counter is what a recount says."""
    yield
    with town.database.transaction() as db:
        assert [p for _, p in verify(db, key=LEDGER_KEY) if p] == []
        shown = db.scalars(
            select(Comment).where(Comment.shown_revision_id.is_not(None))
        )
        authors = [comment.author_id for comment in shown]
        assert db.get_one(Thread, town.thread_id).comment_count == len(authors)
        for account in db.scalars(select(Account)):
            assert account.published_comments == authors.count(account.id)
            judged = select(Report).where(
                Report.reporter_id == account.id,
                Report.state.in_(["upheld", "not upheld"]),
            )
            assert account.reports_judged == len(db.scalars(judged).all())


def states_of(town: Town, model: type, *where: object) -> list[str]:
    with town.database.transaction() as db:
        return list(db.scalars(select(model.state).where(*where)))  # type: ignore[attr-defined, arg-type]


def test_a_comment_that_is_taken_back_while_it_is_judged_stays_taken_back(
    town: Town,
) -> None:
    for number in range(ROUNDS):
        comment = town.post("ana", f"{RUDE} {number}").comment
        decided, _ = at_once(
            partial(town.decide, "mod", comment.id, "approve", version=1),
            partial(town.withdraw, "ana", comment.id),
        )
        assert isinstance(decided, Decided | StaleDecision | NotFound)
        assert status_of(town, comment.id) == "withdrawn"
        assert states_of(town, ReviewItem, ReviewItem.comment_id == comment.id) == [
            "decided"
        ]


def test_a_lease_that_has_run_out_goes_to_one_of_those_who_ask(town: Town) -> None:
    first = town.post("ana", RUDE).comment
    assert claim_next(town, "mod") is not None
    town.wait(seconds=90)
    item = town.item(first.id)
    assert item is not None
    for _ in range(ROUNDS):
        at_once(
            partial(claim_next, town, "mia"),
            partial(claim_next, town, "edda"),
            partial(_open, town, "ada", item.id),
        )
        now = town.item(first.id)
        assert now is not None
        assert now.claimed_by in [town.people[n] for n in ("mia", "edda", "ada")]
        town.wait(seconds=90)


def test_whoever_is_handed_an_item_keeps_it_when_a_colleague_opens_it(
    town: Town,
) -> None:
    item_id = _item(town, town.post("ana", RUDE).comment.id)
    for _ in range(ROUNDS):
        handed, page = at_once(
            partial(claim_next, town, "mia"), partial(_open, town, "mod", item_id)
        )
        holders = [handed is not None, page == town.people["mod"]]
        assert holders in ([True, False], [False, True])
        town.wait(seconds=90)


def test_of_an_undo_and_a_colleagues_decision_neither_is_lost(town: Town) -> None:
    """Before the undo there is nothing to decide, so a colleague comes too early."""
    for number in range(ROUNDS):
        comment = town.post("ana", f"{RUDE} {number}").comment
        first = town.decide("mod", comment.id, "reject").decision
        undone, second = at_once(
            partial(town.undo, "mod", first.id),
            partial(town.decide, "mia", comment.id, "approve", version=3),
        )
        assert isinstance(undone, Decided)
        assert isinstance(second, Decided | StaleDecision)
        expected = "published" if isinstance(second, Decided) else "held"
        assert status_of(town, comment.id) == expected


def test_an_author_who_asks_twice_at_once_has_asked_once(town: Town) -> None:
    for number in range(ROUNDS):
        comment = town.post("ana", f"{RUDE} {number}").comment
        decision = town.decide("mod", comment.id, "reject").decision
        answers = at_once(*[partial(town.appeal, "ana", decision.id)] * 2)
        assert [type(answer) for answer in answers] == [Appealed, Appealed]
        assert sorted(answer.repeated for answer in answers) == [False, True]
    assert count(town, Appeal) == ROUNDS


def test_a_form_that_is_sent_twice_at_once_sanctions_once(town: Town) -> None:
    for number in range(ROUNDS):
        mute = _mute(town, f"form {number}")
        first, second = at_once(mute, mute)
        assert first == second
    assert count(town, Sanction) == count(town, LedgerEntry) == ROUNDS


def test_a_report_that_comes_with_the_decision_is_never_left_behind(
    town: Town,
) -> None:
    for number in range(ROUNDS):
        comment = town.post("ana", f"{CLEAN} {number}").comment
        seen = town.report("ben", comment.id).report.id
        rejects = partial(town.decide, "mod", comment.id, "reject", last_report=seen)
        decided, reported = at_once(
            rejects, partial(town.report, "cleo", comment.id, "be-truthful")
        )
        assert isinstance(decided, Decided)
        assert isinstance(reported, Reported | NotFound | Conflict)
        states = states_of(town, Report, Report.comment_id == comment.id)
        assert states == ["upheld"] * (1 + isinstance(reported, Reported))
        town.wait(days=8)  # so that no text repeats another


def test_a_sanction_that_is_lifted_while_its_appeal_is_granted_is_lifted_once(
    town: Town,
) -> None:
    for number in range(ROUNDS):
        sanction_id = _mute(town, f"form {number}")()
        scene = Scene(town, sanction_id=sanction_id)
        _tried(scene, "author", ON_PEOPLE["appeal"])
        answers = at_once(
            partial(_tried, scene, "colleague", ON_PEOPLE["overturn"]),
            partial(_tried, scene, "editor", ON_PEOPLE["lift"]),
        )
        assert answers == [None, None]  # nobody waited in a ring
    lifts = (LedgerEntry.act == "lift",)
    assert count(town, LedgerEntry, *lifts) == ROUNDS
    assert set(states_of(town, SanctionAppeal)) <= {"overturned", "moot"}


def test_no_appeal_waits_about_a_sanction_that_was_lifted_meanwhile(
    town: Town,
) -> None:
    for number in range(ROUNDS):
        scene = Scene(town, sanction_id=_mute(town, f"form {number}")())
        at_once(
            partial(_tried, scene, "author", ON_PEOPLE["appeal"]),
            partial(_tried, scene, "editor", ON_PEOPLE["lift"]),
        )
    assert set(states_of(town, SanctionAppeal)) <= {"moot"}


def _tried(scene: Scene, role: str, act: Callable[[Attempt], object]) -> None:
    with (
        suppress(Conflict),
        scene.town.database.transaction(writes=True) as db,
    ):
        act(Attempt(db, scene, role))


def _item(town: Town, comment_id: int) -> int:
    item = town.item(comment_id)
    assert item is not None
    return item.id


def _open(town: Town, name: str, item_id: int) -> int | None:
    """Who holds the item, as the page says that this moderator is shown."""
    with town.database.transaction(writes=True) as db:
        page = open_item_page(db, item_id, town.account(db, name), town.now)
        return page.item.claimed_by


def _mute(town: Town, attempt: str) -> Callable[[], int]:
    new = NewSanction(
        town.people["ana"],
        SanctionKind.MUTE,
        "be-nice",
        timedelta(hours=1),
        attempt=attempt,
    )

    def mute() -> int:
        with town.database.transaction(writes=True) as db:
            return sanction_user(
                db,
                new,
                moderator=town.account(db, "mod"),
                actor=town.actor("mod"),
                newsroom=town.newsroom,
                now=town.now,
            ).id

    return mute

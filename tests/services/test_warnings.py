"""Warnings and messages: what a moderator tells a reader, and the reader answers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from comments.domain.permissions import NotPermitted, Refusal
from comments.domain.sanctions import SanctionKind
from comments.services.acknowledge_warning import acknowledge_warning
from comments.services.errors import Conflict, NotFound, Refused
from comments.services.post_comment import assess
from comments.services.sanction_user import NewSanction, lift_sanction, sanction_user
from comments.services.sessions import open_warning
from comments.store.models import LedgerEntry, Sanction, StatementOfReasons
from tests.services.conftest import Town

CLEAN = "The second crew came over the mill side at nine."


def sanction(
    town: Town, whom: str, kind: SanctionKind = SanctionKind.WARNING, **given: object
) -> Sanction:
    values = {"rule": "be-nice", "term": None, "note": "Mind the tone."} | given
    new = NewSanction(town.people[whom], kind, **values)  # type: ignore[arg-type]
    with town.database.transaction(writes=True) as db:
        return sanction_user(
            db,
            new,
            moderator=town.account(db, "mod"),
            actor=town.actor("mod"),
            newsroom=town.newsroom,
            now=town.now,
        )


def acknowledge(town: Town, who: str, sanction_id: int) -> None:
    with town.database.transaction(writes=True) as db:
        acknowledge_warning(db, sanction_id, actor=town.actor(who), now=town.now)


def is_warned(town: Town, who: str) -> bool:
    with town.database.transaction() as db:
        return open_warning(db, town.people[who], now=town.now) is not None


def test_a_warned_reader_is_warned_until_they_say_that_they_read_it(town: Town) -> None:
    warning = sanction(town, "ana")
    assert is_warned(town, "ana")
    assert not is_warned(town, "ben")
    acknowledge(town, "ana", warning.id)
    assert not is_warned(town, "ana")


def test_a_warned_reader_may_report_but_not_post(town: Town) -> None:
    comment = town.post("ben", CLEAN).comment
    warned = replace(town.actor("ana"), warned=True)
    with town.database.transaction() as db:
        with pytest.raises(NotPermitted) as refused:
            assess(
                db,
                town.new_comment(CLEAN),
                author=town.account(db, "ana"),
                actor=warned,
                newsroom=town.newsroom,
                now=town.now,
            )
        assert refused.value.refusal is Refusal.WARNED
    assert not town.report("ana", comment.id).repeated


def test_saying_it_again_changes_nothing(town: Town) -> None:
    warning = sanction(town, "ana")
    acknowledge(town, "ana", warning.id)
    first = town.now
    town.wait(minutes=1)
    acknowledge(town, "ana", warning.id)
    with town.database.transaction() as db:
        assert db.get_one(Sanction, warning.id).acknowledged_at == first


def test_nobody_acknowledges_for_somebody_else_nor_a_mute(town: Town) -> None:
    warning = sanction(town, "ana")
    mute = sanction(town, "ben", SanctionKind.MUTE, term=timedelta(hours=1))
    for who, number in (("ben", warning.id), ("ben", mute.id), ("ben", 99)):
        with pytest.raises(NotFound):
            acknowledge(town, who, number)
    assert is_warned(town, "ana")


def test_a_lifted_warning_holds_nobody_up_and_says_why(town: Town) -> None:
    warning = sanction(town, "ana")
    with town.database.transaction(writes=True) as db:
        lift_sanction(
            db,
            warning.id,
            moderator=town.account(db, "mia"),
            actor=town.actor("mia"),
            newsroom=town.newsroom,
            now=town.now,
            reason="It was a quotation.",
        )
    assert not is_warned(town, "ana")
    assert town.notices("ana")[0].statement.facts["note"] == "It was a quotation."


def test_a_message_restricts_nothing_and_needs_words(town: Town) -> None:
    sanction(town, "ana", SanctionKind.MESSAGE)
    assert not is_warned(town, "ana")
    (notice,) = town.notices("ana")
    assert notice.statement.kind == "message"
    assert notice.stated.ground is None
    assert notice.statement.appeal_until is None
    with pytest.raises(Refused):
        sanction(town, "ana", SanctionKind.MESSAGE, note="")


def test_a_sanction_that_is_pressed_eight_times_at_once_is_one(town: Town) -> None:
    with ThreadPoolExecutor(8) as pool:
        pressed = [
            pool.submit(sanction, town, "ana", attempt="one form") for _ in range(8)
        ]
        numbers = {press.result().id for press in pressed}
    assert len(numbers) == 1
    with town.database.transaction() as db:
        for table in (Sanction, StatementOfReasons, LedgerEntry):
            assert db.scalar(select(func.count()).select_from(table)) == 1


def test_a_form_does_not_impose_two_different_sanctions(town: Town) -> None:
    sanction(town, "ana", attempt="one form")
    with pytest.raises(Conflict):
        sanction(town, "ben", attempt="one form")
    sanction(town, "ana", attempt="another form")

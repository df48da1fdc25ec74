"""The states that a comment can be in, and how each comes about."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import select

from comments.services.report_comment import NewNotice, file_notice
from comments.services.review_queue import claim
from comments.store.models import Appeal, Comment, Report, UnlawfulNotice
from tests.services.conftest import Town
from tests.services.moderation_acts import (
    CLEAN,
    CLEANER,
    ROLES,
    RUDE,
    THREAT,
    Attempt,
    Scene,
)


def published(town: Town) -> int:
    return town.post("ana", CLEAN).comment.id


def held(town: Town) -> int:
    return town.post("ana", RUDE).comment.id


def rejected_by_the_machine(town: Town) -> int:
    return town.post("ana", THREAT).comment.id


def approved(town: Town) -> int:
    number = held(town)
    town.decide("mod", number, "approve")
    return number


def rejected(town: Town) -> int:
    number = held(town)
    town.decide("mod", number, "reject")
    return number


def rejection_undone(town: Town) -> int:
    number = held(town)
    town.undo("mod", town.decide("mod", number, "reject").decision.id)
    return number


def reported(town: Town) -> int:
    number = published(town)
    town.report("ben", number)
    return number


def report_upheld(town: Town) -> int:
    number = reported(town)
    town.decide("mod", number, "reject")
    return number


def report_not_upheld(town: Town) -> int:
    number = reported(town)
    town.decide("mod", number, "approve")
    return number


def reported_again(town: Town) -> int:
    """Under a rule that nobody has judged yet."""
    number = report_not_upheld(town)
    town.report("cleo", number, "be-truthful")
    return number


def given_notice_of(town: Town) -> int:
    number = published(town)
    new = NewNotice(comment_id=number, explanation="It breaks a law.")
    with town.database.transaction(writes=True) as db:
        file_notice(
            db, new, actor=town.actor("noor"), newsroom=town.newsroom, now=town.now
        )
    return number


def edited(town: Town) -> int:
    number = published(town)
    town.edit("ana", number, CLEANER)
    return number


def edit_waits(town: Town) -> int:
    number = published(town)
    town.edit("ana", number, RUDE)
    return number


def edit_rejected(town: Town) -> int:
    number = edit_waits(town)
    town.decide("mod", number, "reject")
    return number


def edit_approved(town: Town) -> int:
    number = edit_waits(town)
    town.decide("mod", number, "approve")
    return number


def escalated(town: Town) -> int:
    number = held(town)
    town.decide("mod", number, "escalate")
    return number


def hold_appealed(town: Town) -> int:
    number = held(town)
    town.appeal("ana", 1)
    return number


def machine_appealed(town: Town) -> int:
    number = rejected_by_the_machine(town)
    town.appeal("ana", 1)
    return number


def appealed(town: Town) -> int:
    number = reported(town)
    town.appeal("ana", town.decide("mod", number, "reject").decision.id)
    town.wait(seconds=31)  # the first decision has been told
    return number


def appeal_upheld(town: Town) -> int:
    number = appealed(town)
    town.decide("mia", number, "reject")
    return number


def overturned(town: Town) -> int:
    number = appealed(town)
    town.decide("mia", number, "approve")
    return number


def leased(town: Town) -> int:
    number = held(town)
    with town.database.transaction(writes=True) as db:
        claim(db, town.account(db, "mod"), town.now)
    return number


def lease_over(town: Town) -> int:
    number = leased(town)
    town.wait(seconds=60)
    return number


def withdrawn(town: Town) -> int:
    number = reported(town)
    town.withdraw("ana", number)
    return number


def no_longer_editable(town: Town) -> int:
    number = published(town)
    town.wait(minutes=16)
    return number


def of_a_moderator(town: Town) -> int:
    """Who is the author here, and no colleague."""
    number = town.post("mia", RUDE).comment.id
    town.report("ben", town.post("mia", CLEAN).comment.id)  # another one waits as well
    return number


STATES: Final[Mapping[str, Callable[[Town], int]]] = {
    made.__name__.replace("_", " "): made
    for made in (
        published,
        held,
        rejected_by_the_machine,
        approved,
        rejected,
        rejection_undone,
        reported,
        report_upheld,
        report_not_upheld,
        reported_again,
        given_notice_of,
        edited,
        edit_waits,
        edit_rejected,
        edit_approved,
        escalated,
        hold_appealed,
        machine_appealed,
        appealed,
        appeal_upheld,
        overturned,
        leased,
        lease_over,
        withdrawn,
        no_longer_editable,
        of_a_moderator,
    )
}


def scene_of(state: str, town: Town) -> Scene:
    """A town in which the comment is in this state, a minute after it came there."""
    number = STATES[state](town)
    town.wait(seconds=31)  # what was decided has been told
    cast = dict(ROLES)
    if state == "of a moderator":
        cast |= {"author": "mia", "colleague": "ada"}
    return Scene(town, comment_id=number, cast=cast)


def where_it_led(of: Attempt) -> str:
    """How the comment stands, its item, its reports, its notices and its appeals."""
    comment = of.db.get_one(Comment, of.scene.comment_id)
    item = of.item()
    words = [comment.status, *(["picked"] if comment.picked_at else [])]
    if item is not None:
        words.append(item.state + (" escalated" if item.escalated else ""))
    if item is not None and item.claimed_until and item.claimed_until > of.town.now:
        words.append("mine" if item.claimed_by == of.actor.account_id else "leased")
    for model in (Report, UnlawfulNotice, Appeal):
        state = select(model.state).where(model.comment_id == comment.id)
        name = model.__name__.lower().removeprefix("unlawful")
        words += [f"{name} {each}" for each in of.db.scalars(state.order_by(model.id))]
    return ", ".join(words)

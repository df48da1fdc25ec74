"""The states that a person's standing can be in, and how each comes about."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from comments.domain.appeals import AppealState
from comments.domain.sanctions import SanctionKind
from comments.services.acknowledge_warning import acknowledge_warning
from comments.services.answer_sanction_appeal import Answer, answer_sanction_appeal
from comments.services.appeal_sanction import appeal_sanction
from comments.services.sanction_user import NewSanction, lift_sanction, sanction_user
from comments.services.sessions import bound_by, open_warning
from comments.store.models import Comment, Sanction
from comments.store.sanction_appeals import SanctionAppeal
from tests.services.conftest import Town
from tests.services.moderation_acts import CLEAN, ROLES, Attempt, Scene


def sanction(town: Town, kind: SanctionKind, whom: str = "ana", by: str = "mod") -> int:
    new = NewSanction(
        town.people[whom],
        kind,
        "be-nice",
        timedelta(hours=24),
        note="Please mind your words.",
        attempt="the first form",
    )
    with town.database.transaction(writes=True) as db:
        return sanction_user(
            db,
            new,
            moderator=town.account(db, by),
            actor=town.actor(by),
            newsroom=town.newsroom,
            now=town.now,
        ).id


def messaged(town: Town) -> int:
    return sanction(town, SanctionKind.MESSAGE)


def warned(town: Town) -> int:
    return sanction(town, SanctionKind.WARNING)


def acknowledged(town: Town) -> int:
    number = warned(town)
    with town.database.transaction(writes=True) as db:
        acknowledge_warning(db, number, actor=town.actor("ana"), now=town.now)
    return number


def always_reviewed(town: Town) -> int:
    return sanction(town, SanctionKind.ALWAYS_REVIEW)


def muted(town: Town) -> int:
    return sanction(town, SanctionKind.MUTE)


def mute_over(town: Town) -> int:
    number = muted(town)
    town.wait(hours=24)
    return number


def suspended(town: Town) -> int:
    return sanction(town, SanctionKind.SUSPENSION)


def banned(town: Town) -> int:
    return sanction(town, SanctionKind.BAN)


def lifted(town: Town) -> int:
    number = muted(town)
    with town.database.transaction(writes=True) as db:
        lift_sanction(
            db,
            number,
            moderator=town.account(db, "mia"),
            actor=town.actor("mia"),
            newsroom=town.newsroom,
            now=town.now,
        )
    return number


def mute_appealed(town: Town) -> int:
    number = muted(town)
    with town.database.transaction(writes=True) as db:
        appeal_sanction(db, number, "", actor=town.actor("ana"), now=town.now)
    return number


def answered(town: Town, outcome: AppealState) -> int:
    number = mute_appealed(town)
    with town.database.transaction(writes=True) as db:
        answer_sanction_appeal(
            db,
            Answer(db.scalars(select(SanctionAppeal.id)).one(), outcome, "I looked."),
            moderator=town.account(db, "mia"),
            actor=town.actor("mia"),
            newsroom=town.newsroom,
            now=town.now,
        )
    return number


def mute_upheld(town: Town) -> int:
    return answered(town, AppealState.UPHELD)


def mute_overturned(town: Town) -> int:
    return answered(town, AppealState.OVERTURNED)


def muted_moderator(town: Town) -> int:
    """Whom moderators do not outrank; it is an editor who did it."""
    return sanction(town, SanctionKind.MUTE, "mia", "edda")


STATES: Final[Mapping[str, Callable[[Town], int]]] = {
    made.__name__.replace("_", " "): made
    for made in (
        messaged,
        warned,
        acknowledged,
        always_reviewed,
        muted,
        mute_over,
        suspended,
        banned,
        lifted,
        mute_appealed,
        mute_upheld,
        mute_overturned,
        muted_moderator,
    )
}


def scene_of(state: str, town: Town) -> Scene:
    """A town in which somebody's standing is so; they had written a comment before."""
    of_staff = state == "muted moderator"
    comment = town.post("mia" if of_staff else "ana", CLEAN).comment
    number = STATES[state](town)
    town.wait(seconds=31)
    cast = dict(ROLES)
    if of_staff:
        cast |= {"author": "mia", "colleague": "ada"}
    return Scene(town, comment_id=comment.id, sanction_id=number, cast=cast)


def where_it_led(of: Attempt) -> str:
    """What binds the person now, how the sanction stands, its appeal, the comments."""
    person = of.town.people[str(of.scene.cast["author"])]
    bound = bound_by(of.db, person, now=of.town.now)
    words = ["free" if bound is None else f"under a {bound.kind.value}"]
    if open_warning(of.db, person, now=of.town.now) is not None:
        words.append("to acknowledge")
    if of.db.get_one(Sanction, of.scene.sanction_id).lifted_at is not None:
        words.append("lifted")
    states = of.db.scalars(select(SanctionAppeal.state))
    words += [f"appeal {state}" for state in states]
    newest = select(Comment.status).where(Comment.author_id == person)
    words.append(of.db.scalars(newest.order_by(Comment.id.desc())).first() or "")
    return ", ".join(words)

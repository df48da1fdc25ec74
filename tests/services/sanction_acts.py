"""Everything that people do to a person's standing, by name: sanctions and appeals."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from comments.adapters.signed_links import SignedLinks
from comments.domain.appeals import AppealState
from comments.domain.permissions import Act, authorize
from comments.domain.sanctions import SanctionKind
from comments.services import appeal_sanction as sanction_appeals
from comments.services.acknowledge_warning import acknowledge_warning
from comments.services.answer_sanction_appeal import Answer, answer_sanction_appeal
from comments.services.post_comment import NewComment, Posted, assess, post_comment
from comments.services.sanction_user import NewSanction, lift_sanction, sanction_user
from comments.store.sanction_appeals import SanctionAppeal
from tests.services.moderation_acts import CLEANER, Attempt, edit, withdraw

LINKS: Final = SignedLinks("a secret that signs links", "https://board.example")


def post(text: str) -> Callable[[Attempt], object]:
    def act(of: Attempt) -> object:
        authorize(of.actor, Act.POST)
        attempt = f"of {of.role}"
        new = NewComment(thread_id=of.town.thread_id, text=text, attempt=attempt)
        given = {
            "author": of.account,
            "actor": of.actor,
            "newsroom": of.town.newsroom,
            "now": of.town.now,
        }
        judged = assess(of.db, new, **given)  # type: ignore[arg-type]
        if isinstance(judged, Posted):
            return judged
        return post_comment(of.db, new, judged, **given)  # type: ignore[arg-type]

    return act


def impose(
    kind: SanctionKind, *, attempt: str | None = None
) -> Callable[[Attempt], object]:
    """Sanction the author for a day."""

    def act(of: Attempt) -> object:
        authorize(of.actor, Act.SANCTION)
        new = NewSanction(
            account_id=of.town.people[str(of.scene.cast["author"])],
            kind=kind,
            rule="be-nice",
            term=timedelta(hours=24),
            note="Please mind your words.",
            attempt=attempt,
        )
        return sanction_user(
            of.db,
            new,
            moderator=of.account,
            actor=of.actor,
            newsroom=of.town.newsroom,
            now=of.town.now,
        )

    return act


def lift(of: Attempt) -> object:
    authorize(of.actor, Act.SANCTION)
    return lift_sanction(
        of.db,
        of.scene.sanction_id,
        moderator=of.account,
        actor=of.actor,
        newsroom=of.town.newsroom,
        now=of.town.now,
    )


def acknowledge(of: Attempt) -> object:
    authorize(of.actor, Act.READ_OWN_NOTICES)
    return acknowledge_warning(
        of.db, of.scene.sanction_id, actor=of.actor, now=of.town.now
    )


def appeal_the_sanction(of: Attempt) -> object:
    authorize(of.actor, Act.APPEAL)
    return sanction_appeals.appeal_sanction(
        of.db, of.scene.sanction_id, "", actor=of.actor, now=of.town.now
    )


def appeal_by_link(of: Attempt) -> object:
    """By the link of the letter, which only whoever is sanctioned has."""
    link = sanction_appeals.link_to(
        of.db, of.scene.sanction_id, links=LINKS, now=of.town.now
    )
    token = (link or "").rpartition("/")[2] if of.role == "author" else "guessed"
    return sanction_appeals.appeal_by_link(
        of.db, token, "", links=LINKS, now=of.town.now
    )


def answer(outcome: AppealState) -> Callable[[Attempt], object]:
    def act(of: Attempt) -> object:
        authorize(of.actor, Act.SANCTION)
        own = SanctionAppeal.sanction_id == of.scene.sanction_id
        asked = of.db.scalar(select(SanctionAppeal.id).where(own))
        return answer_sanction_appeal(
            of.db,
            Answer(asked or 0, outcome, "I have looked at it."),
            moderator=of.account,
            actor=of.actor,
            newsroom=of.town.newsroom,
            now=of.town.now,
        )

    return act


ON_PEOPLE: Final[Mapping[str, Callable[[Attempt], object]]] = {
    "post": post(CLEANER),
    "edit": edit(CLEANER),
    "withdraw": withdraw,
    "warn": impose(SanctionKind.WARNING),
    "mute": impose(SanctionKind.MUTE),
    "ban": impose(SanctionKind.BAN),
    "send the form again": impose(SanctionKind.MUTE, attempt="the first form"),
    "lift": lift,
    "acknowledge": acknowledge,
    "appeal": appeal_the_sanction,
    "appeal by link": appeal_by_link,
    "uphold": answer(AppealState.UPHELD),
    "overturn": answer(AppealState.OVERTURNED),
}

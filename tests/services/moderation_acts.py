"""Everything that people do to a comment, by name, and who they are when they come.

An act takes an open transaction, asks at the door as the route does, and then calls
the use-case: what goes through here goes through on the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import DecisionAction
from comments.domain.permissions import VISITOR, Act, Actor, Role, Scope, authorize
from comments.domain.sanctions import LOCKING
from comments.services import review_queue
from comments.services.appeal_decision import appeal_decision
from comments.services.decide import Order, decide
from comments.services.edit_comment import assess_edit, edit_comment, withdraw_comment
from comments.services.errors import NotFound
from comments.services.pick_comment import pick_comment
from comments.services.read_item import open_item_page
from comments.services.report_comment import (
    NewNotice,
    NewReport,
    file_notice,
    report_comment,
)
from comments.services.sessions import bound_by, open_warning
from comments.services.undo_decision import undo_decision
from comments.store.models import Account, Decision, ReviewItem
from comments.store.review_items import decisions_of, item_of
from tests.services.conftest import Town

CLEAN: Final = "The second crew came over the mill side at nine."
CLEANER: Final = "The second crew came over the mill side at ten."
RUDE: Final = "The mayor is a pathetic lying idiot."
RUDER: Final = "The mayor is a pathetic lying idiot, and so is the council."
THREAT: Final = "I will kill you."

MACHINE: Final = "machine"
# The machine comes with a token of the filter's scope, and of an editor's account.
ROLES: Final[Mapping[str, str | None]] = {
    "visitor": None,
    "reader": "noor",
    "author": "ana",
    "reporter": "ben",
    "moderator": "mod",
    "colleague": "mia",
    "editor": "edda",
    MACHINE: "edda",
}


@dataclass
class Scene:
    """A comment, or a person's sanction, in a town; and who plays which role."""

    town: Town
    comment_id: int = 0
    sanction_id: int = 0
    cast: dict[str, str | None] = field(default_factory=lambda: dict(ROLES))

    def actor(self, db: Session, role: str) -> Actor:
        """Who comes, as a session would say: whom a ban locks out comes as nobody."""
        name = self.cast[role]
        if name is None:
            return VISITOR
        account = self.town.account(db, name)
        bound = bound_by(db, account.id, now=self.town.now)
        if bound is not None and bound.kind in LOCKING:
            return VISITOR
        return Actor(
            account.id,
            Role(account.role),
            silenced=bound is not None,
            warned=open_warning(db, account.id, now=self.town.now) is not None,
            scopes=frozenset({Scope.FILTER}) if role == MACHINE else None,
        )


@dataclass(frozen=True)
class Attempt:
    """One try of somebody at something, in an open transaction."""

    db: Session
    scene: Scene
    role: str

    @property
    def town(self) -> Town:
        return self.scene.town

    @cached_property
    def actor(self) -> Actor:
        return self.scene.actor(self.db, self.role)

    @property
    def account(self) -> Account:
        """Asked for behind the door alone, where nobody is without an account."""
        return self.db.get_one(Account, self.actor.account_id)

    def item(self) -> ReviewItem | None:
        return item_of(self.db, self.scene.comment_id)

    def item_id(self) -> int:
        item = self.item()
        return item.id if item is not None else 0

    def decisions(self) -> list[Decision]:
        return list(decisions_of(self.db, self.scene.comment_id))


def edit(to: str) -> Callable[[Attempt], object]:
    def act(of: Attempt) -> object:
        authorize(of.actor, Act.EDIT)
        number, newsroom, now = of.scene.comment_id, of.town.newsroom, of.town.now
        judged = assess_edit(
            of.db, number, to, actor=of.actor, newsroom=newsroom, now=now
        )
        return edit_comment(
            of.db, number, to, judged, actor=of.actor, newsroom=newsroom, now=now
        )

    return act


def withdraw(of: Attempt) -> object:
    authorize(of.actor, Act.WITHDRAW)
    return withdraw_comment(of.db, of.scene.comment_id, actor=of.actor, now=of.town.now)


def report(under: str) -> Callable[[Attempt], object]:
    def act(of: Attempt) -> object:
        authorize(of.actor, Act.REPORT)
        new = NewReport(of.scene.comment_id, under)
        return report_comment(
            of.db, new, reporter=of.account, actor=of.actor, now=of.town.now
        )

    return act


def give_notice(of: Attempt) -> object:
    authorize(of.actor, Act.FILE_NOTICE)
    new = NewNotice(comment_id=of.scene.comment_id, explanation="It breaks a law.")
    return file_notice(
        of.db, new, actor=of.actor, newsroom=of.town.newsroom, now=of.town.now
    )


def appeal(of: Attempt) -> object:
    """Against the newest decision that is no escalation."""
    authorize(of.actor, Act.APPEAL)
    standing = [d.id for d in of.decisions() if d.action != DecisionAction.ESCALATE]
    number = standing[-1] if standing else 0
    return appeal_decision(of.db, number, "", actor=of.actor, now=of.town.now)


def open_it(of: Attempt) -> object:
    authorize(of.actor, Act.READ_QUEUE)
    return open_item_page(of.db, of.item_id(), of.account, of.town.now)


def claim_next(of: Attempt) -> object:
    """It counts when something is handed out."""
    authorize(of.actor, Act.READ_QUEUE)
    handed = review_queue.claim(of.db, of.account, of.town.now)
    if handed is None:
        raise NotFound
    return handed


def release(of: Attempt) -> object:
    authorize(of.actor, Act.READ_QUEUE)
    return review_queue.release_own(of.db, of.item_id(), of.account)


def skip(of: Attempt) -> object:
    authorize(of.actor, Act.READ_QUEUE)
    review_queue.skip(of.db, of.item_id(), of.account, of.town.now)
    return None


def decision(
    action: DecisionAction, rule: str | None = None, *, seen: int = 0
) -> Callable[[Attempt], object]:
    """Decide as the item stands, or as it stood `seen` versions ago."""

    def act(of: Attempt) -> object:
        authorize(of.actor, Act.DECIDE)
        item = of.item()
        order = Order(
            item_id=item.id if item else 0,
            action=action,
            version=(item.version if item else 1) - seen,
            rule=rule,
            note="Somebody else should look.",
        )
        return decide(
            of.db,
            order,
            moderator=of.account,
            actor=of.actor,
            newsroom=of.town.newsroom,
            now=of.town.now,
        )

    return act


def undo(of: Attempt) -> object:
    """The newest decision of all."""
    authorize(of.actor, Act.UNDO)
    decisions = of.decisions()
    return undo_decision(
        of.db,
        decisions[-1].id if decisions else 0,
        moderator=of.account,
        actor=of.actor,
        newsroom=of.town.newsroom,
        now=of.town.now,
    )


def pick(of: Attempt) -> object:
    authorize(of.actor, Act.PICK)
    return pick_comment(
        of.db,
        of.scene.comment_id,
        picked=True,
        editor=of.account,
        actor=of.actor,
        newsroom=of.town.newsroom,
        now=of.town.now,
    )


ON_COMMENTS: Final[Mapping[str, Callable[[Attempt], object]]] = {
    "edit": edit(CLEANER),
    "edit rudely": edit(RUDER),
    "withdraw": withdraw,
    "report": report("be-nice"),
    "report again": report("be-truthful"),
    "give notice": give_notice,
    "appeal": appeal,
    "open": open_it,
    "claim next": claim_next,
    "release": release,
    "skip": skip,
    "approve": decision(DecisionAction.APPROVE),
    "reject": decision(DecisionAction.REJECT, "be-nice"),
    "reject without a rule": decision(DecisionAction.REJECT),
    "approve what was": decision(DecisionAction.APPROVE, seen=1),
    "escalate": decision(DecisionAction.ESCALATE),
    "undo": undo,
    "pick": pick,
}

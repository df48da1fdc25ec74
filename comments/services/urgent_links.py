"""Deciding from a letter: a link asks once more, then decides as the desk does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from comments.adapters.signed_links import BadLink, Purpose, SignedLinks
from comments.domain.moderation import DecisionAction
from comments.domain.permissions import STAFF, Actor, Role
from comments.domain.phrases import Phrase
from comments.domain.review_item import ItemState
from comments.services import ledger
from comments.services.decide import Decided, Order, decide
from comments.services.errors import Conflict, NotFound, Refused
from comments.services.mail_choices import address_print
from comments.services.newsroom import Newsroom
from comments.services.read_item import ItemPage, decided_first, read_item
from comments.services.sessions import bound_by, may_log_in
from comments.store import accounts as stored_accounts
from comments.store import urgent_letters as stored
from comments.store.models import Account, Decision
from comments.store.urgent_letters import UrgentLetter


@dataclass(frozen=True, slots=True)
class UrgentLink:
    """What a link would decide, about which item, in whose name."""

    letter: UrgentLetter
    account: Account
    action: DecisionAction
    rule: str | None
    version: int

    def order(self, note: str, last_report: int | None) -> Order:
        """What the desk would be sent."""
        return Order(
            item_id=self.letter.item_id,
            action=self.action,
            version=self.version,
            rule=self.rule,
            note=note,
            last_report=last_report,
        )


@dataclass(frozen=True, slots=True)
class UrgentPage:
    """A link with the item as it stands now.

    `used` is the decision that one of the letter's links made, `first` the one that
    came before it; `open` while the link still decides.
    """

    link: UrgentLink
    page: ItemPage
    open: bool
    used: Decision | None
    first: Decision | None


class LinkUsed(Conflict):
    """One of the letter's links has decided already."""

    def __init__(self) -> None:
        super().__init__(Phrase("The links of this letter were used already."))


def read_urgent(
    db: Session, token: str, *, links: SignedLinks, now: datetime
) -> UrgentPage:
    """The page behind a link; reading it decides, leases and uses nothing.

    Raises NotFound for a link that is over or not ours, Refused when its reader may not
    decide any more.
    """
    link = _read(db, token, links, now)
    page = read_item(db, link.letter.item_id, link.account, now)
    unchanged = page.item.version == link.version
    used = link.letter.decision_id
    return UrgentPage(
        link,
        page,
        open=link.letter.used_at is None
        and unchanged
        and page.item.state == ItemState.OPEN,
        used=None if used is None else db.get(Decision, used),
        first=decided_first(db, page.item.id, link.version),
    )


def decide_by_link(
    db: Session,
    token: str,
    *,
    note: str,
    last_report: int | None,
    links: SignedLinks,
    newsroom: Newsroom,
    now: datetime,
) -> Decided:
    """Decide as the link says, in the name of the account that the letter went to.

    Everything that holds at the desk holds here.  Raises LinkUsed when one of the
    letter's links has decided; what is refused uses nothing up.
    """
    link = _read(db, token, links, now)
    if not stored.spend(db, link.letter.id, now):
        raise LinkUsed
    decided = decide(
        db,
        link.order(note, last_report),
        moderator=link.account,
        actor=_actor(db, link.account, now),
        newsroom=newsroom,
        now=now,
    )
    link.letter.decision_id = decided.decision.id
    ledger.record(
        db,
        "decide by mail",
        by=link.account,
        key=newsroom.ledger_key,
        now=now,
        about=decided.decision,
    )
    return decided


def _read(db: Session, token: str, links: SignedLinks, now: datetime) -> UrgentLink:
    try:
        letter_id, print_, action, rule, version = links.read(
            Purpose.URGENT, token, now
        )
    except (BadLink, ValueError):
        raise _over() from None
    letter = db.get(UrgentLetter, letter_id)
    account = stored_accounts.find_account(db, letter.account_id) if letter else None
    if letter is None or account is None or address_print(account) != print_:
        raise _over()
    if account.role not in STAFF or not may_log_in(db, account, now):
        raise Refused(
            Phrase("The account that this letter went to may not decide now.")
        )
    return UrgentLink(letter, account, DecisionAction(action), rule or None, version)


def _actor(db: Session, account: Account, now: datetime) -> Actor:
    silenced = bound_by(db, account.id, now=now) is not None
    return Actor(account.id, Role(account.role), silenced=silenced)


def _over() -> NotFound:
    return NotFound(Phrase("This link is over, or was never one of ours."))

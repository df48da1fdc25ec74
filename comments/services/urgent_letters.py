"""The letter about an urgent item: why it is urgent, and links that ask once more.

It holds no word of a reader; what the comment says stands behind the links.
"""

from typing import Final

from sqlalchemy.orm import Session

from comments.adapters.signed_links import Purpose
from comments.domain.appeals import may_decide_appeal
from comments.domain.moderation import DecisionAction
from comments.domain.permissions import Role
from comments.domain.phrases import Phrase, counted
from comments.domain.posted_rules import RuleBook
from comments.domain.review_item import ItemState, Source, urgency
from comments.domain.urgent import LINKS_LAST, Urgency
from comments.services.mail_choices import address_print
from comments.services.sessions import may_log_in
from comments.services.stationery import Note, Stationery, about_article, note
from comments.services.urgent_items import EDITORS
from comments.store import review_items as stored_items
from comments.store.models import Account, ReviewItem
from comments.store.urgent_letters import UrgentLetter

HEADLINES: Final = {
    Urgency.ESCALATED: Phrase("Urgent: a moderator asks an editor"),
    Urgency.THREAT: Phrase("Urgent: this may be a threat"),
    Urgency.POINTS: Phrase("Urgent: an item cannot wait"),
}
UNDER: Final = {
    Source.FILTER: Phrase("The filter noticed something under “%(headline)s”."),
    Source.REPORT: Phrase("Readers reported it under “%(headline)s”."),
    Source.NOTICE: Phrase("Somebody sent a notice under “%(headline)s”."),
}
WHATEVER_RULE: Final = {
    Source.APPEAL: Phrase("The author asks for a second look."),
    Source.MODE: Phrase("It is read before it appears."),
    Source.ESCALATION: Phrase("A moderator asks an editor."),
}
ONCE_MORE: Final = Phrase(
    "Each link opens a page that shows the comment and asks once more; opening it "
    "decides nothing. They decide in your name, once: do not pass this letter on."
)
Facts = tuple[int, str, str, str, int]  # letter, address, action, rule, version


def urgent_note(db: Session, letter_id: int, paper: Stationery) -> Note | None:
    """What the letter says; None when its reader may not act on it, or need not."""
    letter = db.get(UrgentLetter, letter_id)
    if letter is None or letter.used_at is not None:
        return None
    account = db.get_one(Account, letter.account_id)
    item = db.get_one(ReviewItem, letter.item_id)
    if not _is_asked(item, letter, account) or not may_log_in(db, account, paper.now):
        return None
    return note(
        account,
        HEADLINES[Urgency(letter.reason)],
        [*about_article(db, item.comment_id), *_reasons(db, item, paper), ONCE_MORE],
        paper.links.address(f"/queue/{item.id}"),
        acts=_acts(db, letter, item, account, paper),
    )


def rule_to_cite(db: Session, item: ReviewItem, rules: RuleBook) -> str | None:
    """The rule under which the letter offers to reject: that of the heaviest signal."""
    citable = {rule.code for rule in rules.citable_for_comments()}
    signals = stored_items.signals_of(db, item.id)
    return next((signal.rule for signal in signals if signal.rule in citable), None)


def _is_asked(item: ReviewItem, letter: UrgentLetter, account: Account) -> bool:
    return (
        item.state == ItemState.OPEN
        and item.opened_at == letter.opened_at
        and item.escalated == letter.escalated
        and item.author_id != account.id
        and may_decide_appeal(item.barred_id, account.id)
        and (not item.escalated or Role(account.role) in EDITORS)
    )


def _reasons(db: Session, item: ReviewItem, paper: Stationery) -> list[str]:
    signals = stored_items.signals_of(db, item.id)
    said = [_reason(Source(s.source), s.rule, paper) for s in signals]
    minutes = max(0, int((paper.now - item.opened_at).total_seconds() // 60))
    waits = counted(
        "It has waited a minute", "It has waited %(count)s minutes", minutes
    )
    points = round(urgency(item.rank, paper.now))
    last = Phrase("%(waits)s; its urgency is %(points)s.", waits=waits, points=points)
    return [*dict.fromkeys(words for words in said if words), last]


def _reason(source: Source, rule: str, paper: Stationery) -> str:
    pattern = UNDER.get(source)
    if pattern is None:
        return WHATEVER_RULE.get(source, "")
    return _under(pattern, rule, paper.rules)


def _under(pattern: Phrase, rule: str, rules: RuleBook) -> str:
    if rule not in rules:
        return ""
    return Phrase(pattern.pattern, headline=rules.get(rule).headline)


def _acts(
    db: Session,
    letter: UrgentLetter,
    item: ReviewItem,
    account: Account,
    paper: Stationery,
) -> tuple[str, ...]:
    ends = paper.now + LINKS_LAST

    def page(action: DecisionAction, rule: str = "") -> str:
        facts: Facts = (
            letter.id,
            address_print(account),
            action.value,
            rule,
            item.version,
        )
        token = paper.links.write(Purpose.URGENT, facts, ends)
        return paper.links.address(f"/urgent/{token}")

    rule = rule_to_cite(db, item, paper.rules)
    acts: list[str] = [Phrase("Approve: %(page)s", page=page(DecisionAction.APPROVE))]
    if rule is not None:
        under = Phrase(
            "Reject under “%(headline)s”: %(page)s",
            headline=paper.rules.get(rule).headline,
            page=page(DecisionAction.REJECT, rule),
        )
        acts.append(under)
    desk = paper.links.address(f"/queue/{item.id}")
    acts.append(Phrase("Open it at the desk, with a log-in: %(page)s", page=desk))
    acts.append(Phrase("The links are good until %(ends)s.", ends=ends))
    return tuple(acts)

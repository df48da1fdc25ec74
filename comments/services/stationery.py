"""What every letter needs of the newsroom, and how it is folded."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.adapters.catalogues import ENGLISH, Catalogues, Language
from comments.adapters.mailer import Letter
from comments.adapters.signed_links import SignedLinks
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import RuleBook
from comments.store.models import Account, Comment, Thread

LEFT_OUT: Final = "[…]"  # in any language
LINK: Final = re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|www\.)\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stationery:
    """The rules, the way to make links, the moment of writing, and the languages."""

    rules: RuleBook
    links: SignedLinks
    now: datetime
    catalogues: Catalogues = field(default_factory=Catalogues)
    newsroom_language: str = ENGLISH

    def language_of(self, account: Account | None) -> Language:
        """The language of letters to somebody; the newsroom's unless they chose."""
        chosen = account.language if account is not None else None
        known = chosen if chosen in self.catalogues else self.newsroom_language
        return self.catalogues.get(known)

    def account_letter(
        self, account: Account, to: str, subject: str, body: Sequence[str]
    ) -> Letter:
        """A letter about the account itself, which nobody can turn off."""
        say = self.language_of(account).say
        text = folded(self._unlinked([say(line) for line in body]))
        return Letter(to, say(subject), text, about_account=True)

    def _unlinked(self, body: Sequence[str]) -> list[str]:
        """Without links that are not ours: a name may look like one."""
        own = re.compile(re.escape(self.links.public_url) + r"/\S*$")
        return [_keep_last(line, own) for line in body]


@dataclass(frozen=True, slots=True)
class Note:
    """Whom it concerns, what happened, and the page of ours that says more.

    `acts` are lines with links of ours, which a letter has in place of that page.
    """

    account: Account
    headline: str
    body: list[str]
    where: str
    acts: tuple[str, ...] = ()


Writer = Callable[[Session, int, Stationery], Letter | None]


def note(
    account: Account,
    headline: str,
    body: list[str],
    where: str,
    *,
    acts: tuple[str, ...] = (),
) -> Note:
    """What a letter or a line of a digest tells."""
    return Note(account, headline, body, where, acts)


def about_article(db: Session, comment_id: int | None) -> list[str]:
    """The line that says under which article it was; none when there is no comment."""
    comment = db.get(Comment, comment_id) if comment_id is not None else None
    if comment is None:
        return []
    title = db.get_one(Thread, comment.thread_id).title
    return [Phrase("It is about the discussion of “%(title)s”.", title=title)]


def without_links(line: str) -> str:
    """A line in which nothing invites to another site."""
    return LINK.sub(LEFT_OUT, line)


def folded(paragraphs: Sequence[str]) -> str:
    """Paragraphs as a plain text."""
    return "\n\n".join(paragraphs) + "\n"


def _keep_last(line: str, own: re.Pattern[str]) -> str:
    found = own.search(line)
    if found is None:
        return without_links(line)
    return without_links(line[: found.start()]) + found.group()


def confirmed_address(account: Account) -> str | None:
    """Where an account's mail goes; None while nobody has said that it is theirs."""
    return account.email if account.email_confirmed_at is not None else None

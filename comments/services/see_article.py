"""An article on another site, seen for the first time: it gets its thread.

Nothing is fetched.  The page that shows the board says which article it is, and anybody
can write such an address; so the site must be among the allowed ones, the title is read
by the filter, and it counts as unverified until the newsroom vouches for it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.articles import Signature, origin_of
from comments.domain.phrases import Phrase
from comments.domain.submission import Submission
from comments.domain.verdict import Outcome
from comments.services.current_filter import current_filter
from comments.services.errors import NotFound, Refused, TooManyThreads
from comments.services.newsroom import Newsroom
from comments.store import comments as stored
from comments.store.models import Thread
from comments.store.upsert import insert_new

MOST_NEW: Final = 120  # an hour and site: more than a newsroom publishes
WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a page says of its article; the address is in its one spelling."""

    address: str
    title: str = ""
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Which sites may show the board, and the key under which titles are signed."""

    origins: frozenset[str]
    key: str = field(default="", repr=False)

    def vouch_for(self, seen: Sighting) -> Signature | None:
        """The newsroom's own word for the title, when it came along."""
        signature = seen.signature
        if not self.key or not seen.title or signature is None:
            return None
        vouched = signature.vouches_for(seen.address, seen.title, self.key)
        return signature if vouched else None


def known_article(db: Session, seen: Sighting, terms: Terms) -> Thread | None:
    """The article's thread, unless there is something to write down about it."""
    if origin_of(seen.address) not in terms.origins:
        raise Refused(_refusal(origin_of(seen.address), terms))
    thread = stored.find_thread(db, seen.address)
    if thread is None or _news(thread, terms.vouch_for(seen)):
        return None
    return thread


def presentable_title(
    db: Session, seen: Sighting, *, newsroom: Newsroom, now: datetime
) -> str:
    """The title, unless the filter would not let a reader say it: then the address."""
    plain = seen.address.partition("://")[2].strip("/")
    if not seen.title:
        return plain
    verdict = current_filter(db, newsroom, now).run(Submission(seen.title))
    return seen.title if verdict.outcome is Outcome.PUBLISH else plain


def see_article(
    db: Session,
    seen: Sighting,
    terms: Terms,
    *,
    title: str,
    newsroom: Newsroom,
    now: datetime,
) -> Thread:
    """Make the article's thread, or take the newsroom's newest word for its title."""
    signature = terms.vouch_for(seen)
    _insert(db, seen, title, signature, newsroom, now)
    thread = stored.find_thread(db, seen.address)
    if thread is None:
        raise NotFound
    if signature is not None and _news(thread, signature):
        thread.title, thread.title_unverified = seen.title, False
        thread.title_signed_at = signature.signed_at
        thread.changed_at = now
    return thread


def _insert(
    db: Session,
    seen: Sighting,
    title: str,
    signature: Signature | None,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    if stored.find_thread(db, seen.address) is not None:
        return
    origin = origin_of(seen.address)
    is_counted = signature is None and newsroom.checks_floods
    if is_counted and stored.count_seen(db, origin, now - WITHIN) >= MOST_NEW:
        raise TooManyThreads
    values = {"title": title, "title_unverified": True, "seen_on": origin}
    times = {"created_at": now, "changed_at": now}
    insert_new(db, Thread, {"url": seen.address, **values, **times})


def _news(thread: Thread, signature: Signature | None) -> bool:
    """Whether the newsroom's word is newer than the one that we have.

    An old page that somebody kept must not bring an old title back.
    """
    if signature is None:
        return False
    before = thread.title_signed_at
    return before is None or signature.signed_at > before


def _refusal(origin: str, terms: Terms) -> str:
    if not terms.origins:
        return "No other site shows this board: ALLOWED_EMBED_ORIGINS names none."
    return Phrase(
        "%(origin)s is not among the sites that may show this board.", origin=origin
    )

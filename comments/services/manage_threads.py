"""Threads and the site: what an editor opens, closes, premoderates and pauses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.services import ledger
from comments.services.errors import NotFound
from comments.services.find_thread import thread_to_manage
from comments.services.newsroom import Newsroom
from comments.services.site_settings import setting_to_change
from comments.store import comments as stored
from comments.store.models import Account, Thread
from comments.store.upsert import insert_new


class Mode(StrEnum):
    """When a moderator reads: after publication, or before."""

    POST = "post"
    PRE = "pre"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """What the newsroom says of an article; `standfirst` is shown above the board."""

    url: str
    title: str
    section: str = ""
    standfirst: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadChange:
    """What an editor changes about a thread; None leaves it as it is."""

    is_open: bool | None = None
    mode: Mode | None = None


def put_thread(
    db: Session, article: ArticleFacts, *, actor: Actor, now: datetime
) -> tuple[Thread, bool]:
    """Make the article's thread or renew its title; say whether it is new."""
    authorize(actor, Act.MANAGE_THREADS)
    values = {
        "url": article.url,
        "title": article.title,
        "section": article.section,
        "standfirst": article.standfirst,
        "created_at": now,
        "changed_at": now,
    }
    made = insert_new(db, Thread, values) is not None
    thread = stored.find_thread(db, article.url)
    if thread is None:
        raise NotFound
    if not made:
        thread.title, thread.section = article.title, article.section
        thread.standfirst = article.standfirst or thread.standfirst
        thread.title_unverified = False
        thread.changed_at = now
    return thread, made


def confirm_title(
    db: Session,
    thread_id: int,
    title: str,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Thread:
    """Make a title the newsroom's own word, as it is or in better words."""
    authorize(actor, Act.MANAGE_THREADS)
    thread = thread_to_manage(db, thread_id, lock=True)
    thread.title, thread.title_unverified = title, False
    thread.changed_at = now
    ledger.record(
        db,
        "confirm title",
        by=editor,
        key=newsroom.ledger_key,
        now=now,
        subject=f"thread:{thread.id}",
    )
    return thread


def change_thread(
    db: Session,
    thread_id: int,
    change: ThreadChange,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Thread:
    """Open, close or premoderate a thread, with a ledger entry for each change."""
    authorize(actor, Act.MANAGE_THREADS)
    thread = thread_to_manage(db, thread_id, lock=True)
    acts = []
    if change.is_open is not None and change.is_open != thread.is_open:
        thread.is_open = change.is_open
        acts.append("open thread" if change.is_open else "close thread")
    if change.mode is not None and change.mode != thread.mode:
        thread.mode = change.mode.value
        acts.append(f"moderate {change.mode.value}")
    thread.changed_at = now
    for act in acts:
        ledger.record(
            db,
            act,
            by=editor,
            key=newsroom.ledger_key,
            now=now,
            subject=f"thread:{thread.id}",
        )
    return thread


def pause_site(
    db: Session,
    *,
    paused: bool,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Stop or resume new comments on the whole site; reading goes on."""
    if setting_to_change(db, "pause", actor).get("paused", False) == paused:
        return
    stored.put_site_setting(db, "pause", {"paused": paused}, now)
    act = "pause site" if paused else "resume site"
    ledger.record(db, act, by=editor, key=newsroom.ledger_key, now=now, subject="site")


def is_paused(db: Session) -> bool:
    """Whether new comments are stopped on the whole site."""
    return bool(stored.site_setting(db, "pause").get("paused"))

"""`flask worker`: sends the outbox and forgets what is over; any number may run."""

import hashlib
import logging
import signal
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from comments.adapters.mailer import Letter, Mailer, WrongMailAddress, mailer_for
from comments.services.letters import NobodyWritesIt, write_letter
from comments.services.outbox import put_off, settle, take_due
from comments.services.stationery import Stationery
from comments.services.urgent_items import announce_risen
from comments.settings import WrongSetting
from comments.store.database import DatabaseUnavailable
from comments.store.models import OutboxMessage
from comments.store.rate_counts import RateCounts
from comments.web.commands.at_times import AtTimes
from comments.web.commands.newsroom import newsroom_or_stop, stop
from comments.web.commands.retention import tidying_of
from comments.web.context import Parley

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 5.0
MAILS_AN_HOUR: Final = 3  # to one address, and as many about its account: no floods
URGENT_AN_HOUR: Final = 6  # to one moderator; who gets more sits at the desk by then
LOOK_EVERY: Final = timedelta(minutes=1)
HOUR: Final = 3600.0

Taken = tuple[int, Letter]  # a message's id, and what it says


@click.command("worker")
@click.option("--once", is_flag=True, help="Send what is due and end.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Send notices by mail once they are due, and forget what is over."""
    parley = newsroom_or_stop()
    mailer = _mailer_or_stop(parley)
    stopped, tidying = threading.Event(), tidying_of(parley)
    urgent = AtTimes(
        parley, LOOK_EVERY, _look_out, "urgent items could not be looked for"
    )
    if not once:
        _listen_for_the_end(stopped)
    while not stopped.is_set():
        tidying.when_due()  # and close the accounts whose time has come
        urgent.when_due()
        settled = _send_due(parley, mailer)
        if once and not settled:
            break
        if not settled:
            stopped.wait(POLL_SECONDS)


def _look_out(parley: Parley, now: datetime) -> None:
    """Announce what has passed the editor's bar by waiting."""
    with parley.database.transaction(writes=True) as db:
        announce_risen(db, now)


def _mailer_or_stop(parley: Parley) -> Mailer | None:
    settings = parley.settings
    try:
        return mailer_for(settings.mail_url, public_url=settings.public_url)
    except (WrongMailAddress, ValueError) as problem:
        stop(WrongSetting("MAIL_URL", str(problem)))


def _listen_for_the_end(stopped: threading.Event) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())


def _send_due(parley: Parley, mailer: Mailer | None) -> int:
    """Send one batch; 0 when nothing is due or the database does not answer."""
    try:
        due, letters = _take(parley, sends=mailer is not None)
        for message_id, letter in letters:
            _send_one(parley, mailer, message_id, letter)
    except DatabaseUnavailable:
        log.warning("the outbox could not be read; it is tried again")
        return 0
    return due


def _take(parley: Parley, *, sends: bool) -> tuple[int, Sequence[Taken]]:
    """Take what is due; how much, and the letters that come of it.

    What needs no letter, or has gone into a digest, is settled in the same transaction.
    """
    paper, letters = _paper(parley), []
    with parley.database.transaction(writes=True) as db:
        due = take_due(db, paper.now)
        for message in due:
            letter, note = _write(db, message, paper) if sends else (None, "")
            if letter is None:
                settle(db, message.id, paper.now, note=note)
            else:
                letters.append((message.id, letter))
    return len(due), letters


def _paper(parley: Parley) -> Stationery:
    return Stationery(
        parley.rules,
        parley.links,
        parley.clock(),
        parley.catalogues,
        parley.settings.language,
    )


def _write(
    db: Session, message: OutboxMessage, paper: Stationery
) -> tuple[Letter | None, str]:
    try:
        return write_letter(db, message, paper), ""
    except NobodyWritesIt:
        log.warning("message %d is of a kind that nobody writes", message.id)
        return None, "NobodyWritesIt"


def _send_one(
    parley: Parley, mailer: Mailer | None, message_id: int, letter: Letter
) -> None:
    if mailer is None:
        return
    if not _may_have_more(parley, letter):
        _put_off(parley, message_id, "too many mails an hour to this address")
    else:
        _deliver(parley, mailer, message_id, letter)


def _deliver(parley: Parley, mailer: Mailer, message_id: int, letter: Letter) -> None:
    try:
        mailer.send(letter)
    except OSError as error:
        log.warning("message %d was not sent: %s", message_id, type(error).__name__)
        _put_off(parley, message_id, type(error).__name__)
    except (ValueError, IndexError) as error:  # an address that no mail can carry
        log.warning("message %d is given up: %s", message_id, type(error).__name__)
        _settle(parley, message_id, note=type(error).__name__)
    else:
        _settle(parley, message_id)


def _settle(parley: Parley, message_id: int, *, note: str = "") -> None:
    with parley.database.transaction(writes=True) as db:
        settle(db, message_id, parley.clock(), note=note)


def _put_off(parley: Parley, message_id: int, error: str) -> None:
    with parley.database.transaction(writes=True) as db:
        put_off(db, message_id, error, parley.clock())


def _may_have_more(parley: Parley, letter: Letter) -> bool:
    if parley.settings.limits_raised:
        return True
    # The digest: counters are no place for addresses.
    digest = hashlib.sha256(letter.to.casefold().encode()).hexdigest()[:32]
    kind, most = _allowance(letter)
    counts = RateCounts(parley.database)
    sent = counts.add(f"{kind} {digest}", 1, HOUR, parley.clock().timestamp())
    return sent <= most


def _allowance(letter: Letter) -> tuple[str, int]:
    if letter.urgent:
        return "urgent mail", URGENT_AN_HOUR
    return "account mail" if letter.about_account else "mail", MAILS_AN_HOUR

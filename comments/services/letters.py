"""Letters: what an outbox message says when it leaves the house.

Text only, with no words of a reader in it and no link but to the newsroom's own pages.
What has been taken back or removed meanwhile is not told of at all.
"""

from typing import Final

from sqlalchemy.orm import Session

from comments.adapters.mailer import Letter
from comments.domain.mail import URGENT, Cadence, kind_of
from comments.domain.phrases import Phrase
from comments.services import account_letters
from comments.services.digests import entries_of, keep_for_digest
from comments.services.mail_choices import DIGEST, cadence_of, stop_token
from comments.services.notes import NOTES, unlawful_outcome, unlawful_receipt
from comments.services.stationery import (
    Note,
    Stationery,
    Writer,
    confirmed_address,
    folded,
    without_links,
)
from comments.store.mail import Digest
from comments.store.models import Account, OutboxMessage

MOST_IN_A_DIGEST: Final = 40  # more than anybody reads in one letter
MORE: Final = Phrase("There is more on your pages.")


class NobodyWritesIt(KeyError):
    """The outbox holds a message of a kind that this release does not know."""


def write_letter(
    db: Session, message: OutboxMessage, paper: Stationery
) -> Letter | None:
    """The letter of a message; None when it is moot, unwanted, or kept for a digest."""
    writer = WRITERS.get(message.kind)
    if writer is not None:
        return writer(db, message.subject_id, paper)
    note = _write_note(db, message.kind, message.subject_id, paper)
    kind = kind_of(message.kind)
    if note is None or kind is None or confirmed_address(note.account) is None:
        return None
    cadence = cadence_of(db, note.account.id, kind)
    if cadence is Cadence.EACH:
        more = note.acts or (Phrase("Read more: %(where)s", where=note.where),)
        body = [*_body(note, paper), *more]
        return _letter(note.account, note.headline, body, kind.code, paper)
    if cadence is Cadence.DAILY:
        keep_for_digest(
            db, note.account.id, message.kind, message.subject_id, now=paper.now
        )
    return None


def _digest(db: Session, digest_id: int, paper: Stationery) -> Letter | None:
    digest = db.get(Digest, digest_id)
    if digest is None:
        return None
    account = db.get_one(Account, digest.account_id)
    notes = [
        note
        for entry in entries_of(db, digest_id)
        if _still_wanted(db, account, entry.message)
        and (note := _write_note(db, entry.message, entry.subject_id, paper))
    ]
    if not notes or confirmed_address(account) is None:
        return None
    body = [_line(note, paper) for note in notes[:MOST_IN_A_DIGEST]]
    more: list[str] = [MORE] if len(notes) > MOST_IN_A_DIGEST else []
    return _letter(
        account, Phrase("Your day in the comments"), body + more, DIGEST, paper
    )


def _still_wanted(db: Session, account: Account, message: str) -> bool:
    kind = kind_of(message)
    return kind is not None and cadence_of(db, account.id, kind) is not Cadence.OFF


def _write_note(
    db: Session, message: str, subject_id: int, paper: Stationery
) -> Note | None:
    if message not in NOTES:
        raise NobodyWritesIt(message)
    return NOTES[message](db, subject_id, paper)


def _unlawful_outcome(db: Session, notice_id: int, paper: Stationery) -> Letter | None:
    return _to_notifier(unlawful_outcome(db, notice_id, paper), paper)


def _unlawful_receipt(db: Session, notice_id: int, paper: Stationery) -> Letter | None:
    return _to_notifier(unlawful_receipt(db, notice_id, paper), paper, own_last=True)


def _to_notifier(
    written: tuple[str, str, list[str]] | None,
    paper: Stationery,
    *,
    own_last: bool = False,
) -> Letter | None:
    """A letter to whoever sent a notice; only the last line may hold a link of ours."""
    if written is None:
        return None
    to, subject, body = written
    last = len(body) - 1 if own_last else len(body)
    said = [paper.language_of(None).say(line) for line in (subject, *body)]
    subject, body = said[0], said[1:]
    lines = [without_links(line) for line in body[:last]]
    return Letter(to, subject, folded([*lines, *body[last:]]))


def _body(note: Note, paper: Stationery) -> list[str]:
    say = paper.language_of(note.account).say
    return [without_links(say(line)) for line in note.body]


def _line(note: Note, paper: Stationery) -> str:
    headline = without_links(paper.language_of(note.account).say(note.headline))
    about = " ".join([f"* {headline}.", *_body(note, paper)[:1]])
    return f"{about}\n  {note.where}"


def _letter(
    account: Account, subject: str, body: list[str], kind: str, paper: Stationery
) -> Letter:
    own, say = paper.links.address, paper.language_of(account).say
    stop = own(f"/unsubscribe/{stop_token(account, kind, paper.links, paper.now)}")
    choose = Phrase("Choose what is sent to you: %(page)s", page=own("/me/mail"))
    end = Phrase("Stop these: %(page)s", page=stop)
    lines = [*body, f"-- \n{say(choose)}\n{say(end)}"]
    return Letter(
        to=account.email or "",
        subject=say(subject),
        text=folded([say(line) for line in lines]),
        unsubscribe=stop,
        urgent=kind == URGENT,
    )


WRITERS: Final[dict[str, Writer]] = {
    **account_letters.WRITERS,
    "digest": _digest,
    "notice-receipt": _unlawful_receipt,
    "notice-outcome": _unlawful_outcome,
}

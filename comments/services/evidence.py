"""Sealing evidence: kept as it was for a stated term, whatever becomes of the comment.

Its SHA-256 goes into the ledger, so that a change of it shows, and so does its end.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.canonical import digest_of
from comments.domain.evidence import Cause, EvidenceTerm
from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.services import ledger
from comments.services.errors import NotFound
from comments.services.evidence_document import document_of
from comments.services.newsroom import Newsroom
from comments.services.site_settings import put_setting
from comments.store import comments as stored_comments
from comments.store import sealed_evidence as stored
from comments.store.models import Account, Comment
from comments.store.sealed_evidence import SealedEvidence

SETTING: Final = "evidence"
SEAL: Final = "seal evidence"
DELETE: Final = "delete evidence"
PAGE: Final = 50
AT_ONCE: Final = 20


def seal(
    db: Session,
    comment: Comment,
    revision_id: int,
    cause: Cause,
    *,
    by: Account | None,
    newsroom: Newsroom,
    now: datetime,
) -> SealedEvidence:
    """Keep the comment and its surroundings as they are now, with a ledger entry.

    A further notice about the same text seals nothing new: the term begins anew.
    """
    ends = term_of(db).ends(now)
    known = stored.sealed_of_revision(db, revision_id, comment.id, cause.value)
    if known is not None and cause is Cause.NOTICE:
        known.keep_until = max(known.keep_until, ends)
        return known
    db.flush()
    document = document_of(db, comment, cause, now)
    row = SealedEvidence(
        comment_id=comment.id,
        revision_id=revision_id,
        cause=cause.value,
        document=document,
        digest=digest_of(document),
        sealed_at=now,
        keep_until=ends,
    )
    db.add(row)
    db.flush()
    _record(db, SEAL, row, by, newsroom, now)
    return row


def term_of(db: Session) -> EvidenceTerm:
    """How long evidence is kept, as an editor has set it."""
    return EvidenceTerm(**stored_comments.site_setting(db, SETTING))


def set_term(
    db: Session,
    term: EvidenceTerm,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    """Set how long what is sealed from now on is kept; a stated term holds."""
    authorize(actor, Act.MANAGE_SITE)
    put_setting(
        db,
        SETTING,
        term.as_record(),
        "set evidence term",
        f"{term.days} d",
        editor=editor,
        newsroom=newsroom,
        now=now,
    )


def list_evidence(
    db: Session, *, actor: Actor, before: int | None = None
) -> Sequence[SealedEvidence]:
    """A page of sealed evidence, the newest first; for editors."""
    authorize(actor, Act.MANAGE_SITE)
    return stored.newest(db, before=before, limit=PAGE)


def take_evidence(
    db: Session,
    evidence_id: int,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> SealedEvidence:
    """One sealed document, for an editor; that it was read is in the ledger."""
    row = _find(db, evidence_id, actor)
    _record(db, "read evidence", row, editor, newsroom, now)
    return row


def prolong(
    db: Session,
    evidence_id: int,
    *,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> SealedEvidence:
    """Begin the term of one piece anew, as an authority may ask; in the ledger."""
    row = _find(db, evidence_id, actor)
    row.keep_until = max(row.keep_until, term_of(db).ends(now))
    _record(db, "prolong evidence", row, editor, newsroom, now)
    return row


def delete_some(db: Session, *, newsroom: Newsroom, now: datetime) -> int:
    """Delete some evidence whose term is over, with a ledger entry each; how much."""
    rows = stored.over(db, now, limit=AT_ONCE)
    for row in rows:
        db.delete(row)
        _record(db, DELETE, row, None, newsroom, now)
    return len(rows)


def verify_evidence(db: Session) -> Iterator[str]:
    """What is wrong with sealed evidence: changed, missing, or never sealed.

    Says nothing of the ledger itself, which is verified apart.
    """
    entries = stored.entries_about(db, (SEAL, DELETE))
    sealed = {e.subject: e.detail for e in entries if e.act == SEAL}
    left = set(sealed) - {e.subject for e in entries if e.act == DELETE}
    last = 0
    while rows := stored.after(db, last, limit=AT_ONCE):
        for row in rows:
            name = _name(row)
            left.discard(name)
            if sealed.get(name) != f"sha256:{row.digest}":
                yield f"{name}: the ledger says nothing of it, or something else"
            elif digest_of(row.document) != row.digest:
                yield f"{name}: the document was changed"
        last = rows[-1].id
        db.expunge_all()
    yield from (f"{name}: it is missing" for name in sorted(map(str, left)))


def _find(db: Session, evidence_id: int, actor: Actor) -> SealedEvidence:
    authorize(actor, Act.MANAGE_SITE)
    row = db.get(SealedEvidence, evidence_id)
    if row is None:
        raise NotFound(Phrase("There is no such evidence, or its term is over."))
    return row


def _record(
    db: Session,
    act: str,
    row: SealedEvidence,
    by: Account | None,
    newsroom: Newsroom,
    now: datetime,
) -> None:
    ledger.record(
        db,
        act,
        by=by,
        key=newsroom.ledger_key,
        now=now,
        subject=_name(row),
        detail=f"sha256:{row.digest}",
        comment_id=row.comment_id,
    )


def _name(row: SealedEvidence) -> str:
    return f"evidence {row.id}"

"""Noticing brigades: each new report is held against who else reported the text.

Whatever is found changes how much reports weigh, never whether a comment is shown.  The
work is bounded: at most LOOKED_AT reporters of the text, and as many earlier texts.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.brigades import (
    BRIGADE,
    REMEMBERED,
    TOGETHER,
    BrigadeKind,
    Shared,
    Voice,
    bond,
    fresh_together,
)
from comments.store import brigades as stored
from comments.store.brigades import Brigade
from comments.store.models import Comment

Found = tuple[BrigadeKind, list[Voice]]


def notice_brigade(
    db: Session, comment: Comment, report_id: int, now: datetime
) -> Brigade | None:
    """The brigade that a report which was just stored belongs to, if there is one.

    Its open reports of this comment count as one from now on.  Whoever a moderator
    found nothing wrong with is left alone for a month.
    """
    voices = stored.voices_on(db, comment.id, now - TOGETHER)
    if len(voices) < BRIGADE:
        return None
    people = [voice.account_id for voice in voices]
    known = stored.brigades_of(db, people, now - REMEMBERED)
    cleared = {person for person, brigade in known if brigade.dismissed_at is not None}
    heard = [voice for voice in voices if voice.account_id not in cleared]
    voice = next((v for v in heard if v.report_id == report_id), None)
    if voice is None:
        return None
    others = [other for other in heard if other is not voice]
    kind, together = _found(db, comment, voice, others, now)
    if not together:
        return None
    members = {one.account_id for one in together}
    live = [b for person, b in known if person in members and b.dismissed_at is None]
    brigade = live[0] if live else _new(db, kind, now)
    brigade.last_at = now
    stored.add_reports(db, brigade, together, now)
    return brigade


def _found(
    db: Session, comment: Comment, voice: Voice, others: Sequence[Voice], now: datetime
) -> Found:
    """Who reports together with this voice, and itself; nobody when they are few."""
    bonds = _bonds(db, comment, voice, others, now)
    if len(bonds) + 1 >= BRIGADE:
        (kind, _), *_ = Counter(bonds.values()).most_common()
        return kind, [voice, *(o for o in others if o.account_id in bonds)]
    fresh = fresh_together(voice, others)
    return BrigadeKind.FRESH, [voice, *fresh] if fresh else []


def _bonds(
    db: Session, comment: Comment, voice: Voice, others: Sequence[Voice], now: datetime
) -> dict[int, BrigadeKind]:
    mine = stored.earlier_reports(
        db, voice.account_id, now - REMEMBERED, besides=comment.id
    )
    shared: dict[int, list[Shared]] = defaultdict(list)
    people = [other.account_id for other in others]
    for person, text, at in stored.reports_beside(db, list(mine), people):
        author, my_at, state = mine[text]
        if abs(at - my_at) < TOGETHER:
            shared[person].append(Shared(author, my_at, state))
    trusted = {o.account_id: o.is_trusted or voice.is_trusted for o in others}
    found = {
        person: bond(texts, comment.author_id, now, trusted=trusted[person])
        for person, texts in shared.items()
    }
    return {person: kind for person, kind in found.items() if kind is not None}


def _new(db: Session, kind: BrigadeKind, now: datetime) -> Brigade:
    brigade = Brigade(kind=kind.value, noticed_at=now, last_at=now)
    db.add(brigade)
    db.flush()
    return brigade

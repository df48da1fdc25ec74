"""The one door through which a status changes.

`apply_action()` writes status, counters, decision, statement, outbox row and ledger
entry in the caller's transaction: all of them or none.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import (
    Action,
    CommentStatus,
    RevisionState,
    RevisionStatus,
    comment_status,
    next_status,
    shown_number,
)
from comments.domain.statement_of_reasons import Facts, StatementKind
from comments.services.ledger_chain import append
from comments.services.notices import queue_statement
from comments.services.stated import appeal_until
from comments.services.tell_news import tell_of_comment
from comments.store import comments as stored
from comments.store.models import (
    Account,
    Comment,
    Decision,
    LedgerEntry,
    Revision,
    StatementOfReasons,
)

MACHINE: Final = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does what to a revision, why, and what the author is told.

    `by` is None for the machine.  `statement` None tells the author nothing: nothing
    changed for them, or the notice of the act being undone was never seen.
    `answers_item` is the review item and the version of it that was judged, `part_of`
    the name of a bulk decision.
    """

    action: Action
    by: Account | None = None
    rule: str | None = None
    note: str = ""
    facts: Facts = field(default_factory=Facts)
    statement: StatementKind | None = None
    visible_at: datetime | None = None
    answers_item: tuple[int, int] | None = None
    undoes: Decision | None = None
    appeal_id: int | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What an act left behind; no decision for plain publication."""

    decision: Decision | None
    statement: StatementOfReasons | None


def apply_action(
    db: Session,
    comment: Comment,
    revision: Revision,
    act: Act,
    *,
    ledger_key: bytes,
    now: datetime,
) -> Applied:
    """Change a revision's status and write all that belongs to it, or raise.

    Raises IllegalTransition when the revision's status does not allow the action.  The
    caller holds the comment's lock.
    """
    before = RevisionStatus(revision.status) if revision.status else None
    revision.status = next_status(before, act.action).value
    superseded = _supersede_older(comment, revision)
    db.flush()
    if act.undoes is not None and act.undoes.superseded_id is not None:
        _restore(comment, act.undoes.superseded_id)
    refresh_comment(db, comment, now, rule=act.rule)
    if act.action is Action.PUBLISH:
        return Applied(None, None)
    decision = _add_decision(db, comment, revision, act, before, superseded, now)
    statement = _add_statement(db, comment, revision, decision, act, now)
    entry = _entry(act, decision, revision, before, now)
    entry.detail = keyed_digest(revision.text, ledger_key)
    append(db, entry, key=ledger_key)
    return Applied(decision, statement)


def refresh_comment(
    db: Session, comment: Comment, now: datetime, *, rule: str | None = None
) -> None:
    """Make a comment's status, shown revision and counters follow its revisions."""
    was_shown = comment.shown_revision_id
    states = _states(comment.revisions)
    withdrawn = comment.withdrawn_at is not None
    status = comment_status(states, withdrawn=withdrawn)
    comment.status = status.value
    number = None if withdrawn else shown_number(states)
    comment.shown_revision_id = next(
        (r.id for r in comment.revisions if r.number == number), None
    )
    if comment.shown_revision_id is not None and comment.appeared_at is None:
        comment.appeared_at = now
        tell_of_comment(db, comment, now)
    if status is CommentStatus.REJECTED:
        comment.removed_under = rule or comment.removed_under
    else:
        comment.removed_under = None
    db.flush()
    change = _shown(comment.shown_revision_id) - _shown(was_shown)
    if change:
        stored.count_shown(db, comment, change, now)
    else:
        stored.touch_thread(db, comment.thread_id, now)


def supersede_waiting(comment: Comment) -> bool:
    """Take back the texts that wait for a moderator; say whether there were any."""
    waiting = [r for r in comment.revisions if r.status == RevisionStatus.HELD]
    for revision in waiting:
        revision.status = next_status(RevisionStatus.HELD, Action.SUPERSEDE).value
    return bool(waiting)


def record(
    db: Session,
    act: str,
    *,
    by: Account | None,
    key: bytes,
    now: datetime,
    subject: str | None = None,
    rule: str | None = None,
    detail: str = "",
    about: Decision | None = None,
    comment_id: int | None = None,
) -> LedgerEntry:
    """Append an act that changes no revision: a sanction, a closed thread, a pause.

    `by` is None for the machine.
    """
    entry = LedgerEntry(
        at=now,
        actor=by.pseudonym if by else MACHINE,
        actor_role=by.role if by else MACHINE,
        act=act,
        subject=subject,
        rule=rule,
        detail=detail,
        comment_id=about.comment_id if about else comment_id,
        revision_id=about.revision_id if about else None,
        decision_id=about.id if about else None,
    )
    return append(db, entry, key=key)


def keyed_digest(text: str, key: bytes) -> str:
    """What the ledger keeps of a text: it can be compared, and not turned back."""
    # Keyed: a plain digest of a short text could be guessed after the text is erased.
    return "hmac:" + hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _states(revisions: Sequence[Revision]) -> list[RevisionState]:
    return [RevisionState(r.number, RevisionStatus(r.status)) for r in revisions]


def _shown(revision_id: int | None) -> int:
    return int(revision_id is not None)


def _supersede_older(comment: Comment, revision: Revision) -> Revision | None:
    """Supersede what a revision replaces; return the text that readers saw until now.

    A published revision replaces every older one that is shown or waits; a held or
    rejected one replaces only those that wait: their author took them back.
    """
    shown = None
    for older in comment.revisions:
        if older.number < revision.number and _gives_way(older, revision):
            before = RevisionStatus(older.status)
            older.status = next_status(before, Action.SUPERSEDE).value
            shown = older if before is RevisionStatus.PUBLISHED else shown
    return shown


def _gives_way(older: Revision, newer: Revision) -> bool:
    if newer.status == RevisionStatus.PUBLISHED:
        return older.status in (RevisionStatus.PUBLISHED, RevisionStatus.HELD)
    return older.status == RevisionStatus.HELD


def _restore(comment: Comment, revision_id: int) -> None:
    for revision in comment.revisions:
        is_history = revision.status == RevisionStatus.SUPERSEDED
        if revision.id == revision_id and is_history and revision.text:
            revision.status = next_status(
                RevisionStatus.SUPERSEDED, Action.RESTORE
            ).value


def _add_decision(
    db: Session,
    comment: Comment,
    revision: Revision,
    act: Act,
    before: RevisionStatus | None,
    superseded: Revision | None,
    now: datetime,
) -> Decision:
    item_id, version = act.answers_item or (None, None)
    decision = Decision(
        comment_id=comment.id,
        revision_id=revision.id,
        item_id=item_id,
        seen_version=version,
        action=act.action.value,
        rule=act.rule,
        note=act.note,
        moderator_id=act.by.id if act.by else None,
        previous_status=before.value if before else None,
        undoes_id=act.undoes.id if act.undoes else None,
        superseded_id=superseded.id if superseded else None,
        appeal_id=act.appeal_id,
        created_at=now,
    )
    db.add(decision)
    db.flush()
    return decision


def _add_statement(
    db: Session,
    comment: Comment,
    revision: Revision,
    decision: Decision,
    act: Act,
    now: datetime,
) -> StatementOfReasons | None:
    if act.statement is None:
        return None
    told_at = act.visible_at or now
    appealable = act.undoes is None and act.appeal_id is None
    statement = StatementOfReasons(
        account_id=comment.author_id,
        comment_id=comment.id,
        revision_id=revision.id,
        decision_id=decision.id,
        kind=act.statement.value,
        rule=act.rule,
        automated=act.by is None,
        facts=act.facts.as_record(),
        created_at=now,
        visible_at=told_at,
        appeal_until=appeal_until(db, act.statement, told_at) if appealable else None,
    )
    return queue_statement(db, statement, now)


def _entry(
    act: Act,
    decision: Decision,
    revision: Revision,
    before: RevisionStatus | None,
    now: datetime,
) -> LedgerEntry:
    return LedgerEntry(
        at=now,
        actor=act.by.pseudonym if act.by else MACHINE,
        actor_role=act.by.role if act.by else MACHINE,
        act="undo" if act.undoes else act.action.value,
        rule=act.rule,
        comment_id=decision.comment_id,
        revision_id=revision.id,
        decision_id=decision.id,
        subject=act.part_of,
        status_before=before.value if before else None,
        status_after=revision.status,
    )

"""Posting: a text is assessed, then nudged back to its author or stored.

`assess` only reads, so that the filter never runs inside a writing transaction;
`post_comment` stores what was assessed.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.moderation import INITIAL_ACTION, MAX_DEPTH, RevisionStatus
from comments.domain.permissions import Act, Actor, ThreadFacts, authorize
from comments.domain.phrases import Phrase
from comments.domain.sanctions import SanctionKind
from comments.domain.statement_of_reasons import HoldReason, StatementKind, facts_of
from comments.domain.submission import Submission
from comments.domain.verdict import Outcome, Verdict, worst
from comments.services import ledger, review_queue
from comments.services.current_filter import current_filter
from comments.services.errors import AttemptReused, Conflict, NotFound, ThreadClosed
from comments.services.find_thread import thread_here
from comments.services.index_text import index_revision
from comments.services.newsroom import Newsroom
from comments.store import accounts as stored_accounts
from comments.store import comments as stored
from comments.store import models
from comments.store.models import Account, Comment, Revision, Thread
from comments.store.upsert import insert_new

CLOSED: Final = Phrase("This discussion is closed; your text is kept below.")
PAUSED: Final = Phrase("Comments are paused for now; your text is kept below.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """What a reader sends; `attempt` names the form, so that sending twice is harmless.

    `insist` says that the author has seen the nudge and wants a moderator to look,
    `contact` that the newsroom may ask them more about a marked comment.
    """

    thread_id: int
    text: str
    attempt: str
    parent_id: int | None = None
    mark: str | None = None
    contact: bool = False
    insist: bool = False

    @property
    def digest(self) -> str:
        """What an attempt key stands for: with other content it is refused."""
        content = f"{self.thread_id}\n{self.parent_id or ''}\n{self.text}"
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the filter and the newsroom's modes make of a text, before it is stored."""

    verdict: Verdict
    hold_reasons: tuple[HoldReason, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst of the verdict and of the modes in force."""
        modes = Outcome.HOLD if self.hold_reasons else Outcome.PUBLISH
        return worst((self.verdict.outcome, modes))

    @property
    def is_nudge(self) -> bool:
        """Whether the first answer is a nudge: other words would appear at once."""
        return not self.hold_reasons and self.verdict.may_nudge


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored comment, with the statement that its author gets when it is not shown.

    `repeated` says that this attempt had been stored before: nothing new was written.
    """

    comment: Comment
    revision: Revision
    statement: models.StatementOfReasons | None = None
    repeated: bool = False


def assess(
    db: Session,
    new: NewComment,
    *,
    author: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Assessment | Posted:
    """Judge a new comment without storing anything.

    Returns what this attempt already stored when it is sent again.  Raises NotFound,
    ThreadClosed, AttemptReused, Conflict or NotPermitted.
    """
    repeated = _repeated(db, new, author)
    if repeated is not None:
        return repeated
    thread = _open_thread(db, new, actor)
    _parent(db, new)
    facts = stored.author_facts(db, author, now)
    if not newsroom.checks_floods or actor.is_staff:
        facts = replace(facts, recent_comments=None)
    verdict = current_filter(db, newsroom, now).run(Submission(new.text, facts))
    return Assessment(verdict, hold_reasons(db, thread, author, actor, now))


def post_comment(
    db: Session,
    new: NewComment,
    assessment: Assessment,
    *,
    author: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Posted:
    """Store an assessed comment as published, held or rejected.

    The same attempt and text again returns the first comment; the same attempt with
    other text raises AttemptReused.
    """
    thread = _open_thread(db, new, actor)
    parent = _parent(db, new)
    comment_id = insert_new(db, Comment, _values(new, thread, parent, author, now))
    if comment_id is None:
        return _repeated_or_refuse(db, new, author)
    comment = stored.get_comment(db, comment_id)
    if comment is None:
        raise NotFound
    if parent is None:
        comment.root_id = comment.id
    return add_revision(db, comment, new.text, assessment, newsroom, now)


def add_revision(
    db: Session,
    comment: Comment,
    text: str,
    assessment: Assessment,
    newsroom: Newsroom,
    now: datetime,
) -> Posted:
    """Store an assessed text as a comment's next revision, with all that follows.

    A held revision opens the comment's review item, and so do watched words; a rejected
    one waits until its author asks for a moderator.
    """
    revision = _revision(comment, text, assessment, newsroom, now)
    with db.no_autoflush:  # the revision has no status before the act gives it one
        comment.revisions.append(revision)
        act = _machine_act(assessment)
        applied = ledger.apply_action(
            db, comment, revision, act, ledger_key=newsroom.ledger_key, now=now
        )
    index_revision(db, comment, revision, newsroom.filter)
    watched = assessment.outcome is Outcome.PUBLISH and assessment.verdict.watched
    if assessment.outcome is Outcome.HOLD or watched:
        _enqueue(db, comment, revision, assessment, now)
    return Posted(comment, revision, applied.statement)


def hold_reasons(
    db: Session, thread: Thread, author: Account, actor: Actor, now: datetime
) -> tuple[HoldReason, ...]:
    """Why this author's comments here wait for a moderator, whatever they say."""
    if actor.is_staff:
        return ()
    reasons = []
    if thread.mode == "pre" or stored.site_setting(db, "mode").get("pre"):
        reasons.append(HoldReason.PREMODERATED)
    kinds = [SanctionKind.ALWAYS_REVIEW]
    if stored_accounts.sanctions_in_force(db, author.id, kinds, now):
        reasons.append(HoldReason.ALWAYS_REVIEW)
    return tuple(reasons)


def ensure_open(db: Session, thread: Thread) -> None:
    """Raise ThreadClosed when the thread or the whole site takes no comments."""
    if not thread.is_open:
        raise ThreadClosed(CLOSED)
    if stored.site_setting(db, "pause").get("paused"):
        raise ThreadClosed(PAUSED)


def _open_thread(db: Session, new: NewComment, actor: Actor) -> Thread:
    thread = thread_here(db, new.thread_id)
    authorize(actor, Act.POST, ThreadFacts(thread.is_open))
    ensure_open(db, thread)
    return thread


def _parent(db: Session, new: NewComment) -> Comment | None:
    if new.parent_id is None:
        return None
    parent = db.get(Comment, new.parent_id)
    if parent is None or parent.thread_id != new.thread_id:
        raise NotFound(Phrase("The comment that you answer is not in this discussion."))
    if parent.shown_revision_id is None:
        raise Conflict(Phrase("The comment that you answer is no longer shown."))
    return parent


def _repeated(db: Session, new: NewComment, author: Account) -> Posted | None:
    comment = stored.find_attempt(db, author.id, new.attempt)
    if comment is None:
        return None
    if comment.attempt_digest != new.digest:
        raise AttemptReused
    return Posted(comment, comment.revisions[-1], repeated=True)


def _repeated_or_refuse(db: Session, new: NewComment, author: Account) -> Posted:
    if (repeated := _repeated(db, new, author)) is None:
        raise Conflict(Phrase("This could not be stored; please post it again."))
    return repeated


def _values(
    new: NewComment,
    thread: Thread,
    parent: Comment | None,
    author: Account,
    now: datetime,
) -> dict[str, object]:
    return {
        "thread_id": thread.id,
        "parent_id": parent.id if parent else None,
        "root_id": parent.root_id if parent else None,
        "depth": min(parent.depth + 1, MAX_DEPTH) if parent else 0,
        "author_id": author.id,
        "attempt": new.attempt,
        "attempt_digest": new.digest,
        "mark": new.mark,
        "status": RevisionStatus.HELD.value,  # until its revision has its own
        "created_at": now,
    }


def _revision(
    comment: Comment,
    text: str,
    assessment: Assessment,
    newsroom: Newsroom,
    now: datetime,
) -> Revision:
    verdict = assessment.verdict
    return Revision(
        comment_id=comment.id,
        number=max((revision.number for revision in comment.revisions), default=0) + 1,
        text=text,
        fingerprint=newsroom.filter.fingerprint(text),
        findings=[finding.as_record() for finding in verdict.findings],
        policy=verdict.policy,
        created_at=now,
    )


def _machine_act(assessment: Assessment) -> ledger.Act:
    outcome = assessment.outcome
    if outcome is Outcome.PUBLISH:
        return ledger.Act(action=INITIAL_ACTION[outcome])
    grounds = assessment.verdict.grounds
    kind = StatementKind.HELD if outcome is Outcome.HOLD else StatementKind.REJECTED
    return ledger.Act(
        action=INITIAL_ACTION[outcome],
        rule=grounds[0].rule if grounds else None,
        facts=facts_of(assessment.verdict, assessment.hold_reasons),
        statement=kind,
    )


def _enqueue(
    db: Session,
    comment: Comment,
    revision: Revision,
    assessment: Assessment,
    now: datetime,
) -> None:
    verdict = assessment.verdict
    reasons = list(assessment.hold_reasons)
    if verdict.unavailable:
        reasons.append(HoldReason.UNAVAILABLE)
    signals = review_queue.finding_signals((*verdict.grounds, *verdict.watched))
    signals += review_queue.hold_signals(reasons)
    review_queue.open_item(db, comment, revision, signals, now)

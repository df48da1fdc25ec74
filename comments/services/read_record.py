"""An author's record: what a moderator may know of a person before deciding."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.ladder import Suggestion
from comments.domain.moderation import CommentStatus
from comments.domain.phrases import Phrase
from comments.services import as_it_was, second_readings
from comments.services.errors import NotFound
from comments.services.evasion_hints import Hint, evasion_hints
from comments.services.sanction_user import sanctions_of, term_of
from comments.services.suggest_sanction import suggestions_for
from comments.store import review_context as stored
from comments.store.accounts import find_account
from comments.store.models import Account, Comment, Sanction
from comments.store.reporters import standing_brigades
from comments.store.second_readings import SecondReading

COMMENTS: Final = 20  # of an author on one page of their record


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """A sanction with its decider's name, and whether it binds now."""

    sanction: Sanction
    decided_by: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What stands now: comments by status, removals by rule, sanctions.

    A decision that was overturned or undone leaves no mark here.  `brigades` are those
    in which this person reported together with others, the newest first; `hints` say
    whose second account this may be, and nothing follows from them.
    """

    account: Account
    comments: int
    removed: Mapping[str, int]
    held: int
    sanctions: tuple[SanctionLine, ...]
    suggestions: tuple[Suggestion, ...] = ()
    brigades: tuple[int, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def rejected(self) -> int:
        """How many comments stand rejected."""
        return sum(self.removed.values())

    @property
    def sanction_counts(self) -> Mapping[str, int]:
        """How many sanctions of each kind there ever were."""
        return Counter(line.sanction.kind for line in self.sanctions)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A record with a page of its comments; `next` is the cursor of older ones."""

    record: Record
    comments: Sequence[Comment]
    next: int | None


def read_record(
    db: Session, account: Account, now: datetime, *, held: SecondReading | None = None
) -> Record:
    """The record of an author as it stands now.

    Without what the first verdict added, for who has one to give a second time.
    """
    counts = stored.comment_counts(db, account.id)
    if held is not None:
        counts = as_it_was.recount(db, counts, account.id, held)
    removed = {
        rule or "": count
        for status, rule, count in counts
        if status == CommentStatus.REJECTED
    }
    lines = tuple(
        line
        for line in _sanction_lines(db, account.id, now)
        if not as_it_was.is_after(held, line.sanction.starts_at)
    )
    terms = [term_of(line.sanction) for line in lines]
    return Record(
        account=account,
        comments=sum(count for _, _, count in counts),
        removed=removed,
        held=sum(n for status, _, n in counts if status == CommentStatus.HELD),
        sanctions=lines,
        suggestions=suggestions_for(
            db, account.id, terms, now, besides=as_it_was.not_yet_rejected(held)
        ),
        brigades=tuple(b for _, b in standing_brigades(db, [account.id])),
        hints=evasion_hints(db, account, terms, now),
    )


def read_person(
    db: Session,
    account_id: int,
    now: datetime,
    *,
    moderator: Account,
    before: int | None = None,
) -> PersonPage:
    """A person's record and comments; NotFound when there is no such account."""
    account = find_account(db, account_id)
    if account is None:
        raise NotFound(Phrase("There is no such account."))
    found = stored.comments_of(db, account.id, before=before, limit=COMMENTS + 1)
    shown = found[:COMMENTS]
    more = len(found) > COMMENTS
    held = second_readings.held(db, moderator)
    as_it_was.veil(db, shown, held)
    return PersonPage(
        record=read_record(db, account, now, held=held),
        comments=shown,
        next=shown[-1].id if more else None,
    )


def _sanction_lines(
    db: Session, account_id: int, now: datetime
) -> tuple[SanctionLine, ...]:
    sanctions = sanctions_of(db, account_id)
    names = stored.names_of(db, [sanction.decided_by for sanction in sanctions])
    return tuple(
        SanctionLine(
            sanction,
            names.get(sanction.decided_by, ""),
            term_of(sanction).in_force(now),
        )
        for sanction in sanctions
    )

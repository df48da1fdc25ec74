"""Who is signed in: sessions that live in the database and end when they must."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain import sanctions
from comments.domain.permissions import STAFF, Actor, Role, Scope
from comments.domain.phrases import Phrase
from comments.domain.sanctions import LOCKING, SILENCING, SanctionKind
from comments.services.errors import NotFound
from comments.store import accounts as stored_accounts
from comments.store import sessions as stored_sessions
from comments.store.models import Account, LoginSession

TOUCH_EVERY: Final = timedelta(minutes=5)  # a write on each page would be too dear
TOKEN_BYTES: Final = 32
NO_FRAME: Final[frozenset[str | None]] = frozenset({None})


@dataclass(frozen=True, slots=True)
class Term:
    """How long a session lasts unused, and at most."""

    idle: timedelta
    absolute: timedelta


STAFF_TERM: Final = Term(timedelta(hours=12), timedelta(days=14))
READER_TERM: Final = Term(timedelta(days=30), timedelta(days=180))


@dataclass(frozen=True, slots=True)
class Bound:
    """The sanction that keeps an account from posting: which, why, until when."""

    kind: SanctionKind
    rule: str
    note: str
    ends_at: datetime | None
    sanction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that its reader has not acknowledged yet."""

    sanction_id: int
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account behind a request.

    `session_id` and `csrf_seed` are set for a browser, `scopes` for a bearer token;
    `language` is None as long as its owner has chosen none.
    """

    account_id: int
    name: str
    role: Role
    bound: Bound | None = None
    warned: Warned | None = None
    session_id: int | None = None
    csrf_seed: str = ""
    scopes: frozenset[Scope] | None = None
    touch_due: bool = False
    language: str | None = None

    @property
    def actor(self) -> Actor:
        """The account as permissions see it."""
        return Actor(
            self.account_id,
            self.role,
            silenced=bool(self.bound),
            warned=bool(self.warned),
            scopes=self.scopes,
        )


@dataclass(frozen=True, slots=True)
class NewSession:
    """The secret for the browser's cookie, told once, and how long to keep it."""

    token: str
    signed_in: SignedIn
    lasts: timedelta


def term_of(role: Role) -> Term:
    """How long this role's sessions last."""
    return STAFF_TERM if role in STAFF else READER_TERM


def digest_of(token: str) -> str:
    """What is stored of a secret: it cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(
    db: Session, account: Account, *, now: datetime, framed_by: str | None = None
) -> NewSession:
    """Open a session under a new secret for an account that has proved itself.

    `framed_by` is the site within whose pages alone the session is to hold.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = LoginSession(
        digest=digest_of(token),
        account_id=account.id,
        csrf_seed=secrets.token_hex(32),
        framed_by=framed_by,
        created_at=now,
        seen_at=now,
    )
    db.add(row)
    db.flush()
    signed_in = _signed_in(db, account, now, session=row)
    return NewSession(token, signed_in, term_of(signed_in.role).absolute)


def resume_session(
    db: Session,
    token: str,
    *,
    now: datetime,
    framed_by: frozenset[str | None] = NO_FRAME,
) -> SignedIn | None:
    """Return who holds this secret; None once the session has ended for any reason.

    A session of a frame resumes in a frame of its site, and any other outside frames.
    """
    row = stored_sessions.find_session(db, digest_of(token))
    if row is None or not _is_alive(row, now) or row.framed_by not in framed_by:
        return None
    signed_in = _signed_in(db, row.account, now, session=row)
    locked = signed_in.bound is not None and signed_in.bound.kind in LOCKING
    return None if locked else signed_in


def resume_token(db: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Return the account for which a bearer token acts, within the token's scopes."""
    row = stored_accounts.find_token(db, digest_of(token), now)
    if row is None:
        return None
    scopes = frozenset(Scope(scope) for scope in row.scopes)
    signed_in = _signed_in(db, row.account, now, scopes=scopes)
    locked = signed_in.bound is not None and signed_in.bound.kind in LOCKING
    return None if locked else signed_in


def touch_session(db: Session, session_id: int, *, now: datetime) -> None:
    """Note that a session is in use, so that it does not end as idle."""
    stored_sessions.touch(db, session_id, now)


def list_sessions(
    db: Session, account_id: int, *, now: datetime
) -> tuple[LoginSession, ...]:
    """The account's live sessions, the one used last first."""
    rows = stored_sessions.sessions_of(db, account_id)
    return tuple(row for row in rows if _is_alive(row, now))


def end_session(
    db: Session, account_id: int, session_id: int, *, now: datetime
) -> None:
    """End one session of this account, on every copy of its cookie."""
    if not stored_sessions.end(db, account_id, now, only=session_id):
        raise NotFound(Phrase("This session has already ended."))


def end_sessions(
    db: Session,
    account_id: int,
    *,
    now: datetime,
    only: int | None = None,
    spare: int | None = None,
) -> int:
    """End all sessions of an account, only one, or all but one; return how many."""
    return stored_sessions.end(db, account_id, now, only=only, spare=spare)


def bound_by(db: Session, account_id: int, *, now: datetime) -> Bound | None:
    """The sanction that silences an account now: one that locks it comes first."""
    rows = stored_accounts.sanctions_in_force(db, account_id, SILENCING, now)
    locking = [row for row in rows if row.kind in LOCKING]
    for row in (*locking, *rows):
        kind = sanctions.SanctionKind(row.kind)
        return Bound(kind, row.rule, row.note, row.ends_at, row.id)
    return None


def may_log_in(db: Session, account: Account, now: datetime) -> bool:
    """Whether no suspension and no ban keeps an account outside."""
    bound = bound_by(db, account.id, now=now)
    return bound is None or bound.kind not in LOCKING


def open_warning(db: Session, account_id: int, *, now: datetime) -> Warned | None:
    """The oldest warning that an account has still to acknowledge."""
    row = stored_accounts.unread_warning(db, account_id, now)
    return Warned(row.id, row.rule, row.note) if row else None


def _is_alive(row: LoginSession, now: datetime) -> bool:
    term = term_of(Role(row.account.role))
    return now < row.seen_at + term.idle and now < row.created_at + term.absolute


def _signed_in(
    db: Session,
    account: Account,
    now: datetime,
    *,
    session: LoginSession | None = None,
    scopes: frozenset[Scope] | None = None,
) -> SignedIn:
    return SignedIn(
        account_id=account.id,
        name=account.name,
        role=Role(account.role),
        bound=bound_by(db, account.id, now=now),
        warned=open_warning(db, account.id, now=now),
        session_id=session.id if session else None,
        csrf_seed=session.csrf_seed if session else "",
        scopes=scopes,
        language=account.language,
        touch_due=session is not None and now - session.seen_at >= TOUCH_EVERY,
    )

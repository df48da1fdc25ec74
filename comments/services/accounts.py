"""Accounts: making one, proving that one is its owner, changing its password."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from comments.domain.mail import fold_address
from comments.domain.names import UnfitName, fold_name, sounds_official, tidy_name
from comments.domain.passwords import UnfitPassword, check_password
from comments.domain.permissions import STAFF, Role, Scope
from comments.domain.phrases import Phrase
from comments.domain.sanctions import LOCKING
from comments.domain.verdict import Outcome, Verdict
from comments.services import sessions
from comments.services.errors import NotFound, Refused, ServiceError
from comments.services.notices import queue_message
from comments.services.sessions import Bound, NewSession
from comments.store import accounts as stored
from comments.store.models import Account, ApiToken
from comments.store.upsert import insert_new

CheckName = Callable[[str], Verdict]


class Hashing(Protocol):
    """Whoever hashes passwords and knows which of them protect nothing."""

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        ...

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right; without an account just as slowly not."""
        ...

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with older parameters."""
        ...

    def is_popular(self, password: str) -> bool:
        """Whether many people choose this password."""
        ...


class Unacceptable(ServiceError):
    """A name or a password that cannot be had, with the field that it was typed in."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class WrongCredentials(ServiceError):
    """Name and password do not belong together; which of them is wrong is not told."""

    def __init__(self) -> None:
        super().__init__(Phrase("This name and this password do not belong together."))


class AccountLocked(Refused):
    """The owner has proved who they are, and a sanction keeps them out for its term."""

    def __init__(self, bound: Bound) -> None:
        super().__init__(Phrase("This account cannot log in at the moment."))
        self.bound = bound


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What somebody asks for when registering."""

    name: str
    password: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and the password that should prove it."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The present password and the one to have instead."""

    present: str
    new: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody knew the password behind this hash."""

    account_id: int
    password_hash: str
    fresh_hash: str | None = None


def prepare_account(
    new: NewAccount, *, check_name: CheckName, hashing: Hashing
) -> NewAccount:
    """Return the account with its tidy name and its password hashed.

    Needs no transaction: hashing is slow, and nobody should wait for it.  Raises
    Unacceptable for a name or a password that nobody may have.
    """
    name = _fit_name(new.name)
    if sounds_official(name):
        raise Unacceptable("name", Phrase("This name is kept for the newsroom."))
    if check_name(name).outcome is not Outcome.PUBLISH:
        raise Unacceptable(
            "name", Phrase("This name may break the rules; choose another.")
        )
    _fit_password(new.password, name, hashing)
    return NewAccount(name, hashing.hash(new.password), new.email)


def register(db: Session, prepared: NewAccount, *, now: datetime) -> Account:
    """Store a reader's account; Unacceptable when its name looks like another's."""
    return _add_account(db, prepared, Role.READER, now)


def create_account(
    db: Session, new: NewAccount, *, role: Role, hashing: Hashing, now: datetime
) -> Account:
    """Store an account of any role, for whoever runs the installation.

    Staff may have names that sound official, which is what they are.
    """
    name = _fit_name(new.name)
    if role not in STAFF and sounds_official(name):
        raise Unacceptable("name", Phrase("This name is kept for the newsroom."))
    _fit_password(new.password, name, hashing)
    prepared = NewAccount(name, hashing.hash(new.password), new.email)
    return _add_account(db, prepared, role, now)


def prove(db: Session, credentials: Credentials, *, hashing: Hashing) -> Proof:
    """Return the proof that the password is right, or raise WrongCredentials.

    An unknown name takes the same time and gets the same answer as a wrong password.
    """
    account = stored.find_by_folded_name(db, fold_name(credentials.name))
    known = account.password_hash if account else None
    if not hashing.verify(known, credentials.password) or account is None:
        raise WrongCredentials
    outdated = hashing.is_outdated(account.password_hash)
    fresh = hashing.hash(credentials.password) if outdated else None
    return Proof(account.id, account.password_hash, fresh)


def sign_in(db: Session, proof: Proof, *, now: datetime) -> NewSession:
    """Open a session for whoever holds the proof.

    Raises AccountLocked while a sanction keeps the account out, and WrongCredentials
    when the password was changed since it was proved.
    """
    account = stored.lock_account(db, proof.account_id)
    if account is None or account.password_hash != proof.password_hash:
        raise WrongCredentials
    bound = sessions.bound_by(db, account.id, now=now)
    if bound is not None and bound.kind in LOCKING:
        raise AccountLocked(bound)
    if proof.fresh_hash is not None:
        account.password_hash = proof.fresh_hash
    return sessions.start_session(db, account, now=now)


def new_password_hash(
    db: Session, account_id: int, change: PasswordChange, *, hashing: Hashing
) -> Proof:
    """Check both passwords of a change; return the proof and the hash to store."""
    account = stored.find_account(db, account_id)
    if account is None:
        raise NotFound
    if not hashing.verify(account.password_hash, change.present):
        raise Unacceptable("present", Phrase("This is not your present password."))
    _fit_password(change.new, account.name, hashing, field="new")
    return Proof(account.id, account.password_hash, hashing.hash(change.new))


def change_password(db: Session, proof: Proof, *, now: datetime) -> Account:
    """Store the new hash and end every session, also copies of the one in use."""
    account = stored.lock_account(db, proof.account_id)
    changed = account is None or account.password_hash != proof.password_hash
    if account is None or changed or proof.fresh_hash is None:
        raise WrongCredentials
    account.password_hash = proof.fresh_hash
    sessions.end_sessions(db, account.id, now=now)
    queue_message(db, "password-changed", account.id, due_at=now, now=now)
    return account


def check_new_password(password: str, name: str, hashing: Hashing) -> None:
    """Raise Unacceptable for a password that nobody called so may have."""
    _fit_password(password, name, hashing, field="new")


def change_role(db: Session, account_id: int, role: Role, *, now: datetime) -> None:
    """Give an account another role; its sessions end, for they were another's."""
    account = stored.lock_account(db, account_id)
    if account is None:
        raise NotFound(Phrase("There is no such account."))
    account.role = role.value
    sessions.end_sessions(db, account_id, now=now)


def create_token(
    db: Session,
    account_name: str,
    *,
    label: str,
    scopes: Collection[Scope],
    now: datetime,
    lasts: timedelta | None = None,
) -> str:
    """Make a bearer token for an account; the secret is returned once, never stored."""
    account = stored.find_by_folded_name(db, fold_name(account_name))
    if account is None:
        raise NotFound(
            Phrase(
                "There is no account named %(account_name)s.", account_name=account_name
            )
        )
    token = "parley_" + secrets.token_urlsafe(sessions.TOKEN_BYTES)
    db.add(
        ApiToken(
            digest=sessions.digest_of(token),
            name=label,
            account_id=account.id,
            scopes=sorted(scope.value for scope in scopes),
            created_at=now,
            expires_at=now + lasts if lasts else None,
        )
    )
    db.flush()
    return token


def _fit_name(typed: str) -> str:
    try:
        return tidy_name(typed)
    except UnfitName as error:
        raise Unacceptable("name", str(error)) from None


def _fit_password(
    password: str, name: str, hashing: Hashing, *, field: str = "password"
) -> None:
    try:
        check_password(password, name, hashing.is_popular)
    except UnfitPassword as error:
        raise Unacceptable(field, str(error)) from None


def _add_account(
    db: Session, prepared: NewAccount, role: Role, now: datetime
) -> Account:
    account_id = insert_new(
        db,
        Account,
        {
            "name": prepared.name,
            "name_folded": fold_name(prepared.name),
            "email": prepared.email,
            "email_folded": fold_address(prepared.email) if prepared.email else None,
            "password_hash": prepared.password,
            "role": role.value,
            "pseudonym": secrets.token_hex(16),
            "created_at": now,
        },
    )
    account = stored.find_account(db, account_id) if account_id else None
    if account is None:
        raise Unacceptable(
            "name", Phrase("This name, or one that looks like it, is taken.")
        )
    return account

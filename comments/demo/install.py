"""Installing the demo: in a database of its own, once, with passwords of its own."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from comments.demo.story import Person, read_story
from comments.demo.tell import tell
from comments.domain.names import fold_name
from comments.domain.permissions import Role
from comments.services.accounts import (
    Credentials,
    Hashing,
    Proof,
    WrongCredentials,
    change_password,
    prove,
)
from comments.services.errors import NotFound, ServiceError
from comments.services.newsroom import Newsroom
from comments.store.accounts import find_by_folded_name
from comments.store.comments import site_setting
from comments.store.database import Database
from comments.store.models import Account, SiteSetting, Thread

MARK: Final = "demo"  # the site setting that says: all that is in here is invented
LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"  # none that looks like another


class NotADemo(ServiceError):
    """The database belongs to something else, so the demo leaves it alone."""

    def __init__(self) -> None:
        super().__init__(
            "the demo newsroom needs an empty database, or the one that it was loaded "
            "into before; this one holds something else, and nothing was changed"
        )


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody one can log in as."""

    name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class Demo:
    """The installed demo; `is_new` when this call loaded it.

    `surprises` says in words where the story went otherwise than it was written.
    """

    accounts: tuple[DemoAccount, ...]
    is_new: bool
    surprises: tuple[str, ...] = ()


def install_demo(
    database: Database,
    file: Path,
    *,
    base_url: str,
    newsroom: Newsroom,
    hashing: Hashing,
    now: datetime,
) -> Demo:
    """Load the demo once; every time write down who can log in, and where.

    Raises NotADemo, before anything is changed, for a database that is neither empty
    nor the demo's own.  Passwords that are lost or were changed are made anew.
    """
    _refuse_other_databases(database)
    database.migrate()
    with database.transaction(writes=True) as db:
        known = _written_passwords(file)
        if site_setting(db, MARK):
            accounts = _renewed(db, known, hashing, now)
            demo = Demo(accounts, is_new=False)
        else:
            demo = _load(db, newsroom, hashing, now)
        write_accounts(file, base_url, demo.accounts)
    return demo


def write_accounts(
    file: Path, base_url: str, accounts: tuple[DemoAccount, ...]
) -> None:
    """Write the accounts down for tests and scripts, readable by their owner alone."""
    listed = [
        {"name": a.name, "role": a.role.value, "password": a.password} for a in accounts
    ]
    content = json.dumps({"base_url": base_url, "accounts": listed}, indent=2)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}.draft")
    draft.touch(mode=0o600)
    draft.write_text(content + "\n", encoding="utf-8")
    draft.replace(file)


def _refuse_other_databases(database: Database) -> None:
    with database.transaction() as db:
        tables = set(inspect(db.connection()).get_table_names())
        if not tables:
            return
        if SiteSetting.__tablename__ not in tables:
            raise NotADemo
        used = any(db.scalar(select(table.id).limit(1)) for table in (Account, Thread))
        if used and not site_setting(db, MARK):
            raise NotADemo


def _load(db: Session, newsroom: Newsroom, hashing: Hashing, now: datetime) -> Demo:
    db.add(SiteSetting(key=MARK, value={"demo": True}, changed_at=now))
    db.flush()
    story = read_story()
    accounts = tuple(_with_password(person) for person in _those_who_sign_in())
    passwords = {account.name: account.password for account in accounts}
    surprises = tell(db, story, passwords, newsroom=newsroom, hashing=hashing, now=now)
    return Demo(accounts, is_new=True, surprises=surprises)


def _renewed(
    db: Session, known: Mapping[str, str], hashing: Hashing, now: datetime
) -> tuple[DemoAccount, ...]:
    accounts = []
    for person in _those_who_sign_in():
        account = DemoAccount(person.name, person.role, known.get(person.name, ""))
        if not _fits(db, account, hashing):
            account = _with_password(person)
            _set_password(db, account, hashing, now)
        accounts.append(account)
    return tuple(accounts)


def _fits(db: Session, account: DemoAccount, hashing: Hashing) -> bool:
    try:
        prove(db, Credentials(account.name, account.password), hashing=hashing)
    except WrongCredentials:
        return False
    return True


def _set_password(
    db: Session, account: DemoAccount, hashing: Hashing, now: datetime
) -> None:
    stored = find_by_folded_name(db, fold_name(account.name))
    if stored is None:
        raise NotFound(f"{account.name} is no longer in the demo.")
    fresh = hashing.hash(account.password)
    change_password(db, Proof(stored.id, stored.password_hash, fresh), now=now)


def _those_who_sign_in() -> tuple[Person, ...]:
    return tuple(person for person in read_story().people if person.signs_in)


def _with_password(person: Person) -> DemoAccount:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    return DemoAccount(person.name, person.role, "-".join(groups))


def _written_passwords(file: Path) -> dict[str, str]:
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        return {entry["name"]: entry["password"] for entry in written["accounts"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # lost or spoilt: the passwords are made anew

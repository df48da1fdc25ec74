"""Accounts, their tokens and the sanctions that bind them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from comments.domain.sanctions import SanctionKind
from comments.store.models import Account, ApiToken, Sanction


def find_account(db: Session, account_id: int) -> Account | None:
    """The account with this id."""
    return db.get(Account, account_id)


def lock_account(db: Session, account_id: int) -> Account | None:
    """The account, read afresh; nobody else changes it until this transaction ends."""
    statement = (
        select(Account)
        .where(Account.id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.scalars(statement).one_or_none()


def lock_accounts(
    db: Session, account_id: int, *, also: Select[int] | None = None
) -> None:
    """Let nobody else count for these accounts until this transaction ends.

    Locked by id, whoever asks; rows that refer to them can still be added.
    """
    wanted = Account.id == account_id
    if also is not None:
        wanted |= Account.id.in_(also)
    query = select(Account.id).where(wanted).order_by(Account.id)
    db.execute(query.with_for_update(key_share=True)).all()


def find_by_folded_name(db: Session, folded: str) -> Account | None:
    """The account whose name looks like this one."""
    return db.scalars(select(Account).where(Account.name_folded == folded)).first()


def find_token(db: Session, digest: str, now: datetime) -> ApiToken | None:
    """The token with this digest, while it may be used, with its account."""
    statement = (
        select(ApiToken)
        .where(
            ApiToken.digest == digest,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now),
        )
        .options(joinedload(ApiToken.account))
    )
    return db.scalars(statement).one_or_none()


def sanctions_in_force(
    db: Session, account_id: int, kinds: Iterable[SanctionKind], now: datetime
) -> Sequence[Sanction]:
    """The sanctions of some kinds that bind an account now, the longest first."""
    statement = (
        select(Sanction)
        .where(
            Sanction.account_id == account_id,
            Sanction.kind.in_([kind.value for kind in kinds]),
            *_in_force(now),
        )
        .order_by(Sanction.ends_at.is_not(None), Sanction.ends_at.desc())
    )
    return db.scalars(statement).all()


def unread_warning(db: Session, account_id: int, now: datetime) -> Sanction | None:
    """The first warning of an account that it has not acknowledged."""
    statement = select(Sanction).where(
        Sanction.account_id == account_id,
        Sanction.kind == SanctionKind.WARNING.value,
        Sanction.acknowledged_at.is_(None),
        *_in_force(now),
    )
    return db.scalars(statement.order_by(Sanction.id).limit(1)).first()


def _in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Sanction.starts_at <= now,
        or_(Sanction.ends_at.is_(None), Sanction.ends_at > now),
        or_(Sanction.lifted_at.is_(None), Sanction.lifted_at > now),
    )

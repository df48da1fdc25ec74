"""A log-in handed to a frame on another site, by a code that works once.

The reader proves who they are on our own page, in a window of its own, and that page
hands the code to the frame which opened it.  The code is worth nothing to anybody else:
it is bound to the frame's site and to a secret that never left the frame (RFC 7636).
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.phrases import Phrase
from comments.services.errors import Refused
from comments.services.sessions import (
    TOKEN_BYTES,
    NewSession,
    digest_of,
    start_session,
)
from comments.store import log_in_codes as stored
from comments.store.models import Account

LASTS: Final = timedelta(seconds=60)  # one window hands it to the other at once


@dataclass(frozen=True, slots=True)
class HandOver:
    """The frame that wants a log-in: its site, and the digest of its secret."""

    origin: str
    challenge: str


@dataclass(frozen=True, slots=True)
class Redemption:
    """What the frame shows: the code, its secret, its site."""

    code: str
    verifier: str
    origin: str


class CodeRefused(Refused):
    """The code is used, too old, or was another frame's."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This log-in was not completed in time. Please log in again.")
        )


def give_code(db: Session, account_id: int, to: HandOver, *, now: datetime) -> str:
    """Make the code that lets one frame go on as this account."""
    code = secrets.token_urlsafe(TOKEN_BYTES)
    stored.forget_expired(db, now)
    stored.add(
        db,
        digest=digest_of(code),
        account_id=account_id,
        challenge=to.challenge,
        origin=to.origin,
        expires_at=now + LASTS,
    )
    return code


def redeem_code(db: Session, shown: Redemption, *, now: datetime) -> NewSession | None:
    """Open a session for the frame; None when the code is not this frame's, or old.

    The code is spent either way: commit, so that nobody can try a second secret.
    """
    row = stored.take(db, digest_of(shown.code))
    if row is None or now >= row.expires_at or row.origin != shown.origin:
        return None
    if not hmac.compare_digest(challenge_of(shown.verifier), row.challenge):
        return None
    account = db.get_one(Account, row.account_id)
    return start_session(db, account, now=now, framed_by=row.origin)


def challenge_of(verifier: str) -> str:
    """What the frame tells of its secret beforehand, as RFC 7636 computes it."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

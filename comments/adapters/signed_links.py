"""Links in letters: signed, made for one purpose, over after a while.

Nothing of them is stored, so whoever reads the database cannot make one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

SHA256: Final = {"digest_method": hashlib.sha256}


class Purpose(StrEnum):
    """What a link lets its reader do, and nothing else."""

    CONFIRM = "confirm"
    RESET = "reset"
    UNSUBSCRIBE = "unsubscribe"
    REDRESS = "redress"
    NOTICE = "notice"
    URGENT = "urgent"


class BadLink(ValueError):
    """The link was not made here, or for something else, or it is over."""


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """Writes links and reads them back."""

    key: str
    public_url: str

    def write(self, purpose: Purpose, facts: tuple[Any, ...], ends: datetime) -> str:
        """The secret part of a link that says these facts until some moment."""
        seconds = int(ends.timestamp())
        return str(self._signer(purpose).dumps([seconds, *facts]))

    def read(self, purpose: Purpose, token: str, now: datetime) -> list[Any]:
        """The facts that a link says; BadLink when it is not ours or is over."""
        try:
            seconds, *facts = self._signer(purpose).loads(token)
        except BadData as error:
            raise BadLink from error
        if now.timestamp() >= seconds:
            raise BadLink
        return list(facts)

    def address(self, path: str) -> str:
        """The whole address of a page of ours."""
        return f"{self.public_url}{path}"

    def _signer(self, purpose: Purpose) -> URLSafeSerializer:
        salt = f"link-{purpose.value}"
        return URLSafeSerializer(self.key, salt=salt, signer_kwargs=SHA256)

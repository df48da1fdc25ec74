"""Articles on other sites: addresses, and the newsroom's word for their titles."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

LONGEST_ADDRESS: Final = 2000
LONGEST_TITLE: Final = 300
STANDARD_PORTS: Final[Mapping[str, str]] = {"https": ":443", "http": ":80"}
LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


class NoAddress(ValueError):
    """This is not the address of an article."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The newsroom's word for a title, and from when it is.

    Its token is `seconds.hex`: HMAC-SHA256, under a key that only the newsroom's
    publishing system has besides us, of the seconds, the address and the title, a line
    each.
    """

    signed_at: datetime
    digest: str

    def vouches_for(self, address: str, title: str, key: str) -> bool:
        """Whether the key's holder has signed this title for this address."""
        seconds = int(self.signed_at.timestamp())
        return hmac.compare_digest(self.digest, _digest(seconds, address, title, key))


def sign_title(address: str, title: str, *, key: str, now: datetime) -> str:
    """The token with which a publishing system vouches for a title."""
    seconds = int(now.timestamp())
    return f"{seconds}.{_digest(seconds, address, title, key)}"


def read_signature(token: str) -> Signature | None:
    """The token's parts; None when it is none."""
    seconds, _, digest = token.partition(".")
    plain = seconds.isascii() and seconds.isdigit() and digest.isascii()
    if not plain or len(seconds) > 12 or int(seconds) > LATEST:
        return None
    return Signature(datetime.fromtimestamp(int(seconds), UTC), digest)


def article_address(typed: str) -> str:
    """An article's address in the one spelling under which its thread is found.

    The fragment goes, the host is in small letters, a usual port is left out: they name
    the same page.  The rest stays, for a site may mean something by it.
    """
    parts = _parts(typed)
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return f"{_origin(parts)}{path}{query}"


def one_spelling(typed: str) -> str:
    """An address as the frame would spell it; as it is, when no frame could name it."""
    try:
        return article_address(typed)
    except NoAddress:
        return typed


def origin_of(address: str) -> str:
    """The site that an address belongs to: scheme, host, and an unusual port."""
    return _origin(_parts(address))


def _parts(typed: str) -> SplitResult:
    address = typed.strip()
    bad = set(address) & set(' "<>\\^`{|}@') or not address.isprintable()
    if bad or len(address) > LONGEST_ADDRESS:
        raise NoAddress
    try:
        parts = urlsplit(address)
        known = parts.scheme in STANDARD_PORTS and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        raise NoAddress from None
    if not known or not parts.netloc.isascii():
        raise NoAddress
    return parts


def _origin(parts: SplitResult) -> str:
    place = parts.netloc.lower().removesuffix(STANDARD_PORTS[parts.scheme])
    return f"{parts.scheme}://{place}"


def _digest(seconds: int, address: str, title: str, key: str) -> str:
    message = f"{seconds}\n{address}\n{title}"
    return hmac.digest(key.encode(), message.encode(), "sha256").hex()

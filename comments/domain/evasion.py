"""Hints that two accounts may be one person: a shared network, an e-mail alias, a date.

A hint is for a moderator's eyes.  It names its reason and how weak it is, and nothing
follows from it: whole families, offices and mobile networks share an address.
"""

import hashlib
import hmac
import ipaddress
from datetime import timedelta
from enum import StrEnum
from typing import Final

NETWORK_KEPT: Final = timedelta(days=90)  # since the last log-in from there
MAIL_KEPT: Final = timedelta(days=180)  # since the last log-in
CROWD: Final = 20  # a network that more accounts share says nothing about any of them
SOON_AFTER: Final = timedelta(minutes=30)  # an account made so soon after a ban
SANCTIONS_HINTED: Final = timedelta(days=180)  # as long as a sanction is remembered
IPV4_PREFIX: Final = 24
IPV6_PREFIX: Final = 48
# Providers that ignore dots, and that deliver name+tag to name, by their own account.
WITHOUT_DOTS: Final = frozenset({"gmail.com", "googlemail.com"})
SAME: Final = {"googlemail.com": "gmail.com"}
WITH_TAGS: Final = frozenset(
    {
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "icloud.com",
        "me.com",
        "fastmail.com",
        "proton.me",
        "protonmail.com",
    }
)


class TraceKind(StrEnum):
    """What two accounts may have in common."""

    NETWORK = "network"
    MAIL = "mail"


def network_of(address: str | None) -> str | None:
    """The /24 of an IPv4 address, the /48 of an IPv6 one; None when it is neither."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is not None:
        known = known.ipv4_mapped
    length = IPV4_PREFIX if known.version == 4 else IPV6_PREFIX
    return str(ipaddress.ip_network((known, length), strict=False))


def mailbox_of(email: str | None) -> str | None:
    """The mailbox behind an address: without case, tag, and dots that do not count."""
    name, at, domain = (email or "").strip().lower().rpartition("@")
    if not at or not name or not domain:
        return None
    domain = SAME.get(domain, domain)
    if domain in WITH_TAGS:
        name = name.partition("+")[0] or name
    if domain in WITHOUT_DOTS:
        name = name.replace(".", "") or name
    return f"{name}@{domain}"


def trace_digest(kind: TraceKind, value: str, key: bytes) -> str:
    """What is kept of a network or a mailbox: it can be compared, and not read.

    Keyed: there are so few networks that a plain digest of one could be guessed.
    """
    told = f"parley trace {kind.value}: {value}"
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()

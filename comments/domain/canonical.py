"""Records as texts that can be compared byte by byte, and their digests."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(record: Mapping[str, Any]) -> str:
    """A record as JSON that is the same text wherever it is written: sorted, ASCII."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest_of(document: str) -> str:
    """The SHA-256 of a text, as `sha256sum` prints it."""
    return hashlib.sha256(document.encode()).hexdigest()

"""Double review: which decided questions a second person answers as well.

The draw is keyed, so that nobody can tell from an item whether it will be read twice.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Final

USUAL_SHARE: Final = 5  # of a hundred decided items
MOST_SHARE: Final = 100
READY_AFTER: Final = timedelta(minutes=10)  # by then the first verdict is old news
# Later the text has lost its surroundings, and nobody would judge it as the first did.
HANDED_OUT_FOR: Final = timedelta(days=7)
_STEPS: Final = 2**64


def is_drawn(key: bytes, item_id: int, version: int, *, share: int) -> bool:
    """Whether a question, asked of this version of an item, is put to two people."""
    asked = f"double review {item_id} {version}".encode()
    drawn = int.from_bytes(hmac.new(key, asked, hashlib.sha256).digest()[:8], "big")
    return drawn * 100 < share * _STEPS

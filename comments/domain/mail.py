"""What mail is about, and when it may be sent: rules without a mail server."""

from datetime import timedelta
from typing import Final

CONFIRMS_FOR: Final = timedelta(days=3)  # a weekend without mail should not matter
RESETS_FOR: Final = timedelta(hours=2)


def fold_address(typed: str) -> str:
    """An address as it is compared: nobody remembers its capitals."""
    return typed.strip().lower()

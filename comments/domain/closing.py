"""Closing an account: how long one may think better of it, and what stays."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

CLOSES_AFTER: Final = timedelta(days=14)
FORMER_READER: Final = "Former reader"
# What names fold to has no space in it, so nobody can register or log in as these.
FORMER_FOLDED: Final = "former reader"
CLOSED_FOLDED: Final = "closed account"


class Leave(StrEnum):
    """What becomes of the comments of a reader who goes."""

    ANONYMISE = "anonymise"
    REMOVE = "remove"

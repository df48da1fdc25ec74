"""One line of a reconciliation."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: how many rows it is about, and how many of them break it."""

    promise: str
    rows: int
    wrong: int


def total_wrong(checks: Iterable[Check]) -> int:
    """How many discrepancies there are in all."""
    return sum(check.wrong for check in checks)

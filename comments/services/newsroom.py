"""What every use-case needs of the newsroom: rules, filter, the ledger's key."""

from dataclasses import dataclass
from typing import Protocol

from comments.domain.posted_rules import RuleBook
from comments.domain.submission import Submission
from comments.domain.verdict import Verdict


class TextFilter(Protocol):
    """What the use-cases ask of the filter."""

    def run(self, submission: Submission) -> Verdict:
        """Judge a text."""
        ...

    def fingerprint(self, text: str) -> str:
        """A digest that near-identical texts share."""
        ...


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One newsroom's standing arrangements.

    `ledger_key` stays outside the database.  `checks_floods` is False only under raised
    limits, for load tests.
    """

    rules: RuleBook
    filter: TextFilter
    ledger_key: bytes
    checks_floods: bool = True

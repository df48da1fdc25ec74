"""What every use-case needs of the newsroom: rules, filter, the ledger's key."""

from dataclasses import dataclass, field
from typing import Protocol

from comments.domain.posted_rules import RuleBook
from comments.domain.submission import Submission
from comments.domain.verdict import Verdict
from comments.filter import Filter
from comments.services.compiled_filters import CompiledFilters


class TextFilter(Protocol):
    """What anybody asks of the filter."""

    def run(self, submission: Submission) -> Verdict:
        """Judge a text."""
        ...

    def fingerprint(self, text: str) -> str:
        """A digest that near-identical texts share."""
        ...


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One newsroom's standing arrangements.

    `filter` is the one that was shipped; `current_filter` finds the one in force and
    keeps it in `compiled`.  `ledger_key` stays outside the database.  `checks_floods`
    is False only under raised limits, for load tests.
    """

    rules: RuleBook
    filter: Filter
    ledger_key: bytes
    checks_floods: bool = True
    compiled: CompiledFilters = field(default_factory=CompiledFilters, compare=False)

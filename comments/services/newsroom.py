"""What every use-case needs of the newsroom: rules, filter, the ledger's key."""

from dataclasses import dataclass

from comments.domain.posted_rules import RuleBook
from comments.filter import Filter


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One newsroom's standing arrangements.

    `ledger_key` stays outside the database.  `checks_floods` is False only under raised
    limits, for load tests.
    """

    rules: RuleBook
    filter: Filter
    ledger_key: bytes
    checks_floods: bool = True

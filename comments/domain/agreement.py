"""Agreement between two people who judged the same things, beyond what chance gives.

Cohen's kappa (J. Cohen, *A coefficient of agreement for nominal scales*, Educational
and Psychological Measurement 20, 1960).
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from comments.domain.plots import Z

FEW: Final = 30  # below that many pairs an interval is too wide to say anything by
APPROVED: Final = "approve"

Pair = tuple[str, str]  # what the first answered, and what the second
Table = Mapping[Pair, int]  # how often each pair occurred


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree: of so many, how many alike, and kappa.

    `kappa` is None when both always gave one and the same answer: chance alone would
    have agreed as well.  The interval holds the true value 95 times in 100.
    """

    pairs: int
    alike: int
    kappa: float | None
    low: float | None
    high: float | None

    @property
    def is_few(self) -> bool:
        """Whether there are too few pairs to say anything."""
        return self.pairs < FEW

    @property
    def is_known(self) -> bool:
        """Whether there is a kappa to speak of."""
        return self.kappa is not None and not self.is_few


@dataclass(frozen=True, slots=True)
class RuleAgreement:
    """Agreement on whether a text breaks one rule: named by both, or by one alone."""

    rule: str
    both: int
    one: int
    agreement: Agreement


def answer(action: str, rule: str | None) -> str:
    """A verdict as one answer: approved, or the rule under which it was rejected."""
    return rule or action


def agreement(table: Table) -> Agreement:
    """Cohen's kappa of a table of pairs, with an interval of 95 in 100.

    The interval rests on the asymptotic variance for large samples: J. L. Fleiss,
    J. Cohen and B. S. Everitt, *Large sample standard errors of kappa and weighted
    kappa*, Psychological Bulletin 72, 1969.
    """
    number = sum(table.values())
    alike = sum(count for (one, other), count in table.items() if one == other)
    by_first, by_second = _margins(table)
    chance = sum(by_first[answer] * by_second[answer] for answer in by_first)
    if number == 0 or chance == number * number:
        return Agreement(number, alike, None, None, None)
    expected = chance / (number * number)
    kappa = (alike / number - expected) / (1 - expected)
    half = Z * math.sqrt(_variance(table, number, kappa, expected))
    return Agreement(
        number, alike, kappa, max(-1.0, kappa - half), min(1.0, kappa + half)
    )


def by_rule(table: Table, rules: Sequence[str]) -> tuple[RuleAgreement, ...]:
    """For each rule that somebody named: how far both saw it broken, or not."""
    found = []
    for rule in rules:
        collapsed: Counter[Pair] = Counter()
        for (one, other), count in table.items():
            collapsed[(_says(one, rule), _says(other, rule))] += count
        both = collapsed[(rule, rule)]
        one_alone = collapsed[(rule, "")] + collapsed[("", rule)]
        if both or one_alone:
            found.append(RuleAgreement(rule, both, one_alone, agreement(collapsed)))
    return tuple(found)


def _margins(table: Table) -> tuple[Counter[str], Counter[str]]:
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    return first, second


def _variance(table: Table, number: int, kappa: float, expected: float) -> float:
    """The formula of Fleiss, Cohen and Everitt (1969) for a kappa that is not zero."""
    first, second = _margins(table)
    apart = 1 - kappa
    spread = 0.0
    for (one, other), count in table.items():
        share = count / number
        if one == other:
            margins = (first[one] + second[one]) / number
            spread += share * (1 - margins * apart) ** 2
        else:
            margins = (second[one] + first[other]) / number
            spread += share * (margins * apart) ** 2
    spread -= (kappa - expected * apart) ** 2
    return max(0.0, spread / (number * (1 - expected) ** 2))


def _says(answer: str, rule: str) -> str:
    return rule if answer == rule else ""

"""Agreement of two people as rows: for the spreadsheet and for programs."""

from typing import Any, Final

from flask import request

from comments.domain.agreement import Agreement
from comments.domain.periods import Period
from comments.services.double_review import DoubleReview, double_review
from comments.web.context import now, parley
from comments.web.openness_forms import read_period

FIELDS: Final = ("rule", "pairs", "alike", "both", "one", "few", "kappa", "low", "high")


def agreement_asked_for() -> tuple[Period, DoubleReview]:
    """The period in the address, and how far two people agreed in it."""
    period = read_period(request.args, today=now().date())
    with parley().database.transaction() as db:
        return period, double_review(db, period, parley().rules)


def rows_of(twice: DoubleReview) -> list[dict[str, Any]]:
    """A row over all verdicts, whose rule is empty, and one for each rule named."""
    return [
        _row("", None, None, twice.overall),
        *(_row(row.rule, row.both, row.one, row.agreement) for row in twice.rules),
    ]


def _row(
    rule: str, both: int | None, one: int | None, found: Agreement
) -> dict[str, Any]:
    return {
        "rule": rule,
        "pairs": found.pairs,
        "alike": found.alike,
        "both": both,
        "one": one,
        "few": found.is_few,
        "kappa": _rounded(found.kappa),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

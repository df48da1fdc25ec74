"""The transparency report: what was restricted in a period, why, and how well.

Every count is exact.  None is left out for being small, and nothing in it names or
leads to a reader.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from comments.domain.periods import Period, share
from comments.domain.review_item import Source

FEW: Final = 20  # a share of fewer says little, and the page says so


class Ground(StrEnum):
    """What led to a restriction."""

    FILTER = "filter"
    REPORTS = "reports"
    NOTICES = "notices"
    READ_FIRST = "read first"  # threads, people and gaps that are read before
    OWN = "own initiative"


GROUND_OF_SOURCE: Final = {
    Source.FILTER.value: Ground.FILTER,
    Source.REPORT.value: Ground.REPORTS,
    Source.NOTICE.value: Ground.NOTICES,
    Source.MODE.value: Ground.READ_FIRST,
}


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What permissions need to know of the report: whether it is for everybody."""

    published: bool


@dataclass(frozen=True, slots=True)
class Restriction:
    """How often something was restricted: what, under which rule, on what ground."""

    kind: str
    rule: str
    ground: Ground
    automated: bool
    count: int


@dataclass(frozen=True, slots=True)
class AutomaticError:
    """Automatic restrictions under a rule, and what people made of them since.

    `judged` are those that a person has looked at; of these some were `overturned`.
    """

    rule: str
    restricted: int
    judged: int
    overturned: int

    @property
    def rate(self) -> float | None:
        """The overturned share of what was judged."""
        return share(self.overturned, self.judged)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long decided items had waited, in seconds."""

    decided: int
    median: int | None
    ninetieth: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransparencyReport:
    """Everything that the report says of a period.

    `appeals` and `notices` are those that came in the period, by what has come of them
    until now.  `backlog` is what was open at its end, by age.
    """

    period: Period
    made_at: str
    is_over: bool
    restrictions: tuple[Restriction, ...]
    automatic: tuple[AutomaticError, ...]
    appeals: dict[str, int]
    notices: dict[str, int]
    waiting: Waiting
    backlog: dict[str, int]

    @property
    def automatic_total(self) -> AutomaticError:
        """The automatic restrictions under all rules together."""
        return AutomaticError(
            "",
            sum(row.restricted for row in self.automatic),
            sum(row.judged for row in self.automatic),
            sum(row.overturned for row in self.automatic),
        )

    @property
    def restricted(self) -> int:
        """How many restrictions there were."""
        return sum(row.count for row in self.restrictions)

    def as_record(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "time_zone": "UTC",
            "made_at": self.made_at,
            "is_over": self.is_over,
            "suppressed": False,  # no count is left out for being small
            "restrictions": [
                asdict(row) | {"ground": row.ground.value} for row in self.restrictions
            ],
            "automatic": [_with_rate(row) for row in self.automatic],
            "automatic_total": _with_rate(self.automatic_total),
            "appeals": self.appeals,
            "notices": self.notices,
            "seconds_to_decision": asdict(self.waiting),
            "backlog": self.backlog,
        }

    def as_rows(self) -> list[tuple[str, str, str, str, str, object]]:
        """The report as lines of a table: what, which, rule, ground, who, number."""
        rows: list[tuple[str, str, str, str, str, object]] = [
            (
                "restrictions",
                row.kind,
                row.rule,
                row.ground.value,
                "automated" if row.automated else "person",
                row.count,
            )
            for row in self.restrictions
        ]
        for row in (*self.automatic, self.automatic_total):
            for name in ("restricted", "judged", "overturned", "rate"):
                value = getattr(row, name)
                rows.append(
                    ("automatic", name, row.rule or "all", "filter", "", _said(value))
                )
        for part, counts in (
            ("appeals", self.appeals),
            ("notices", self.notices),
            ("seconds to decision", asdict(self.waiting)),
            ("backlog", self.backlog),
        ):
            rows += [(part, name, "", "", "", _said(n)) for name, n in counts.items()]
        return rows


def _with_rate(row: AutomaticError) -> dict[str, Any]:
    return asdict(row) | {"rate": row.rate}


def _said(value: float | None) -> object:
    return "" if value is None else value

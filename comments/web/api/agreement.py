"""How far two moderators agree who judged the same items, as JSON."""

from typing import Final

from flask import Response

from comments.domain.permissions import Act
from comments.web.access import requires
from comments.web.agreement import agreement_asked_for, rows_of
from comments.web.api.blueprints import staff_api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json
from comments.web.api.shapes import (
    COUNT,
    DAY,
    FLAG,
    STRING,
    Shape,
    array,
    nullable,
    record,
)

KAPPA: Final[Shape] = {"type": "number", "minimum": -1, "maximum": 1}
AGREEMENT: Final = record(
    **{"from": DAY, "to": DAY},
    share=COUNT,
    rows=array(
        record(
            rule=STRING,
            pairs=COUNT,
            alike=COUNT,
            both=nullable(COUNT),
            one=nullable(COUNT),
            few=FLAG,
            kappa=nullable(KAPPA),
            low=nullable(KAPPA),
            high=nullable(KAPPA),
        )
    ),
)


@staff_api.get("/desk/agreement")
@requires(Act.READ_QUEUE)
@documented(
    "How far two people agreed who judged the same items: over all verdicts (the row "
    "without a rule) and rule by rule; of the last thirty days unless told otherwise",
    {200: Answer("Counts, and Cohen's kappa with an interval of 95 in 100", AGREEMENT)},
    query={"from": DAY, "to": DAY},
)
def agreement() -> Response:
    period, twice = agreement_asked_for()
    return as_json(
        {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "share": twice.share,
            "rows": rows_of(twice),
        }
    )

"""The transparency report of a period, as JSON."""

from typing import Final

from flask import Response

from comments.domain.permissions import Act
from comments.domain.transparency import Ground
from comments.web.access import requires
from comments.web.api.blueprints import api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json
from comments.web.api.shapes import (
    COUNT,
    DAY,
    FLAG,
    MOMENT,
    SHARE,
    STRING,
    Shape,
    array,
    nullable,
    record,
    words,
)
from comments.web.caching import public_page
from comments.web.public_account import KEPT_SECONDS, report_asked_for

COUNTS: Final[Shape] = {"type": "object", "additionalProperties": COUNT}
AUTOMATIC: Final = record(
    rule=STRING, restricted=COUNT, judged=COUNT, overturned=COUNT, rate=nullable(SHARE)
)
REPORT: Final = record(
    **{"from": DAY, "to": DAY},
    time_zone=STRING,
    made_at=MOMENT,
    is_over=FLAG,
    suppressed=FLAG,
    restrictions=array(
        record(
            kind=STRING, rule=STRING, ground=words(*Ground), automated=FLAG, count=COUNT
        )
    ),
    automatic=array(AUTOMATIC),
    automatic_total=AUTOMATIC,
    appeals=COUNTS,
    notices=COUNTS,
    seconds_to_decision=record(
        decided=COUNT, median=nullable(COUNT), ninetieth=nullable(COUNT)
    ),
    backlog=COUNTS,
)


@api.get("/transparency")
@requires(Act.READ_TRANSPARENCY)
@documented(
    "What was restricted in a period, why, and how well; of the last thirty days "
    "unless `from` and `to` say otherwise",
    {200: Answer("The report; every count is exact", REPORT)},
    query={"from": DAY, "to": DAY},
)
def transparency() -> Response:
    answer = as_json(report_asked_for().as_record())
    return public_page(answer, seconds=KEPT_SECONDS)  # type: ignore[return-value]

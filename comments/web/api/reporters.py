"""Who misuses Report, and who reports together, for the newsroom's programs."""

from typing import Final

from flask import Response

from comments.domain.brigades import BrigadeKind
from comments.domain.permissions import Act
from comments.domain.sanctions import SanctionKind
from comments.services.abusive_reporters import AbusiveReporter, abusive_reporters
from comments.services.read_brigade import BrigadePage, dismiss_brigade, read_brigade
from comments.web.access import current_actor, own_row, requires
from comments.web.api.blueprints import staff_api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import CONFLICT, NOT_FOUND, as_json, nothing
from comments.web.api.representations import (
    Document,
    maybe_moment_json,
    moment_json,
)
from comments.web.api.shapes import (
    COUNT,
    ID,
    MOMENT,
    RULE,
    SHARE,
    STRING,
    array,
    nullable,
    record,
    words,
)
from comments.web.context import now, parley

SUGGESTION: Final = record(
    kind=words(*SanctionKind), term=nullable(STRING), rule=RULE, reason=STRING
)
REPORTER: Final = record(
    id=ID,
    name=STRING,
    judged=COUNT,
    declined=COUNT,
    surely=SHARE,
    last_report_at=MOMENT,
    together=array(ID),
    suggestion=nullable(SUGGESTION),
)
TOGETHER: Final = record(
    id=ID,
    kind=words(*BrigadeKind),
    noticed_at=MOMENT,
    last_at=MOMENT,
    dismissed_at=nullable(MOMENT),
    members=array(record(id=ID, name=STRING, reports=COUNT)),
    reported=array(record(comment_id=ID, reporters=COUNT, last_report_at=MOMENT)),
)


@staff_api.get("/reporters")
@requires(Act.READ_RECORD)
@documented(
    "Readers whose reports of late were mostly declined, the surest first",
    {200: Answer("The readers", record(reporters=array(REPORTER)))},
)
def list_reporters() -> Response:
    with parley().database.transaction() as db:
        found = abusive_reporters(db, now())
    return as_json({"reporters": [_reporter_json(line) for line in found]})


@staff_api.get("/reporters/together/<int:brigade_id>")
@requires(Act.READ_RECORD)
@documented(
    "People whose reports count as one, and what they reported",
    {200: Answer("The people", TOGETHER), 404: NOT_FOUND},
)
def show_together(brigade_id: int) -> Response:
    with parley().database.transaction() as db:
        page = read_brigade(db, brigade_id)
    return as_json(_together_json(page))


@staff_api.post("/reporters/together/<int:brigade_id>/dismiss")
@requires(Act.DISMISS_BRIGADE)
@documented(
    "Nothing is wrong with these people: let their reports count singly again",
    {204: Answer("Done"), 404: NOT_FOUND, 409: CONFLICT},
)
def dismiss_together(brigade_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        dismiss_brigade(
            db,
            brigade_id,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return nothing()


def _reporter_json(line: AbusiveReporter) -> Document:
    suggested = line.suggestion
    return {
        "id": line.account.id,
        "name": line.account.name,
        "judged": line.judged,
        "declined": line.declined,
        "surely": round(line.surely, 3),
        "last_report_at": moment_json(line.last_at),
        "together": list(line.brigades),
        "suggestion": suggested
        and {
            "kind": suggested.kind.value,
            "term": suggested.term,
            "rule": suggested.rule,
            "reason": suggested.reason,
        },
    }


def _together_json(page: BrigadePage) -> Document:
    brigade = page.brigade
    return {
        "id": brigade.id,
        "kind": brigade.kind,
        "noticed_at": moment_json(brigade.noticed_at),
        "last_at": moment_json(brigade.last_at),
        "dismissed_at": maybe_moment_json(brigade.dismissed_at),
        "members": [
            {"id": account.id, "name": account.name, "reports": number}
            for account, number in page.members
        ],
        "reported": [
            {
                "comment_id": line.comment.id,
                "reporters": line.reporters,
                "last_report_at": moment_json(line.at),
            }
            for line in page.reported
        ],
    }

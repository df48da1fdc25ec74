"""Reports of readers, and notices of unlawful content from anyone."""

from flask import Response

from comments.domain.permissions import Act
from comments.services import report_comment as services
from comments.web.access import current_actor, own_row, requires
from comments.web.api import answers, bodies
from comments.web.api.blueprints import api
from comments.web.api.inputs import read_notice, read_report
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import CONFLICT, NOT_FOUND, as_json
from comments.web.api.representations import address, report_json
from comments.web.context import now, parley
from comments.web.limits import Limited, limited

STATUS_PAGE = "/notices/unlawful/{token}"


@api.post("/comments/<int:comment_id>/reports")
@requires(Act.REPORT)
@limited(Limited.REPORT)
@documented(
    "Report a comment under a posted rule",
    {
        200: Answer("You had reported this text already", answers.REPORT),
        201: Answer("A moderator will see it", answers.REPORT),
        404: NOT_FOUND,
        409: CONFLICT,
    },
    body=bodies.NEW_REPORT,
)
def report_comment(comment_id: int) -> Response:
    new = read_report(comment_id)
    with parley().database.transaction(writes=True) as db:
        reported = services.report_comment(
            db,
            new,
            reporter=own_row(db),
            actor=current_actor(),
            now=now(),
        )
    return as_json(report_json(reported.report), 200 if reported.repeated else 201)


@api.post("/notices")
@requires(Act.FILE_NOTICE)
@limited(Limited.FILE_NOTICE)
@documented(
    "Tell the newsroom that a comment is against the law; no account is needed",
    {
        201: Answer("A receipt; the link is told this once", answers.RECEIPT),
        404: NOT_FOUND,
        409: CONFLICT,
    },
    body=bodies.NEW_NOTICE,
)
def file_notice() -> Response:
    new = read_notice()
    with parley().database.transaction(writes=True) as db:
        filed = services.file_notice(
            db,
            new,
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    status_url = address(STATUS_PAGE, token=filed.token)
    return as_json(
        {"id": filed.notice.id, "status_url": status_url}, 201, Location=status_url
    )

"""Reports: which rule a comment breaks, as a reader says, and what came of it."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act, authorize
from comments.domain.posted_rules import UNLAWFUL
from comments.domain.reports import MAX_NOTE
from comments.services.edit_comment import facts_about, visible_comment
from comments.services.notices import PAGE, own_reports
from comments.services.report_comment import NewReport, report_comment
from comments.services.shown_comment import shown_comment
from comments.web.access import current_actor, own_row, requires, signed_in_account
from comments.web.board_forms import read_cursor, read_report
from comments.web.board_pages import board_values
from comments.web.context import now, parley
from comments.web.forms import InvalidField
from comments.web.limits import Limited, limited

reports = Blueprint("reports", __name__)


@reports.get("/comments/<int:comment_id>/report")
@requires(Act.SEE_COMMENT)  # visitors are shown both ways on: log in, or file a notice
def form(comment_id: int) -> str:
    return _form(comment_id)


@reports.post("/comments/<int:comment_id>/report")
@requires(Act.REPORT)
@limited(Limited.REPORT)
def send(comment_id: int) -> Response:
    try:
        new = read_report(request.form, comment_id, parley().rules)
    except InvalidField as refused:
        return make_response(_form(comment_id, refused), 400)
    if new.rule == UNLAWFUL:
        return redirect(url_for("unlawful.form", comment=comment_id), 303)
    return redirect(url_for("reports.mine", thanks=_store(new)), 303)


@reports.get("/me/reports")
@requires(Act.READ_OWN_NOTICES)
def mine() -> str:
    before = read_cursor(request.args, "before")
    account = signed_in_account()
    with parley().database.transaction() as db:
        found = own_reports(db, account.account_id, now(), before=before)
    return render_template(
        "own/reports.html",
        reports=found,
        thanks=read_cursor(request.args, "thanks"),
        next=found[-1].report.id if len(found) == PAGE else None,
    )


def _store(new: NewReport) -> int:
    with parley().database.transaction(writes=True) as db:
        reporter = own_row(db)
        reported = report_comment(
            db, new, reporter=reporter, actor=current_actor(), now=now()
        )
    return reported.report.id


def _form(comment_id: int, refused: InvalidField | None = None) -> str:
    actor = current_actor()
    with parley().database.transaction() as db:
        comment = visible_comment(db, comment_id, actor, now())
        if actor.signed_in:
            authorize(actor, Act.REPORT, facts_about(db, comment, now()))
    return render_template(
        "board/report.html",
        comment=shown_comment(comment, actor),
        reportable=parley().rules.reportable(),
        chosen=request.form.get("rule", ""),
        note=request.form.get("note", ""),
        longest_note=MAX_NOTE,
        refused=refused,
        thread=comment.thread,
        **board_values(comment.thread, {}, is_paused=False),
    )

"""Notices of unlawful content: anyone may file one, with or without an account."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.domain.reports import MAX_EXPLANATION
from comments.services.edit_comment import visible_comment
from comments.services.errors import NotFound
from comments.services.notices import find_notice_by_digest, find_notice_by_link
from comments.services.report_comment import digest_of, file_notice
from comments.services.shown_comment import ShownComment, shown_comment
from comments.web.access import current_actor, requires
from comments.web.board_forms import read_comment_address, read_notice
from comments.web.context import now, parley
from comments.web.forms import Fields, InvalidField
from comments.web.limits import Limited, limited

unlawful = Blueprint("unlawful", __name__)


@unlawful.get("/notices/unlawful")
@requires(Act.FILE_NOTICE)
def form() -> str:
    return _form(request.args)


@unlawful.post("/notices/unlawful")
@requires(Act.FILE_NOTICE)
@limited(Limited.FILE_NOTICE)
def send() -> Response:
    try:
        new = read_notice(request.form)
    except InvalidField as refused:
        return make_response(_form(request.form, refused), 400)
    with parley().database.transaction(writes=True) as db:
        filed = file_notice(
            db,
            new,
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("unlawful.status", token=filed.token, filed=1), 303)


@unlawful.get("/notices/unlawful/<token>")
@requires(Act.FILE_NOTICE)
def status(token: str) -> str:
    with parley().database.transaction() as db:
        notice = find_notice_by_digest(db, digest_of(token)) or find_notice_by_link(
            db, token, links=parley().links, now=now()
        )
    if notice is None:
        raise NotFound(Phrase("There is no notice behind this link."))
    is_settled = notice.outcome_at is not None and notice.outcome_at <= now()
    return render_template(
        "board/unlawful_status.html",
        notice=notice,
        state=notice.state if is_settled else "received",
        address=parley().settings.public_url + url_for("unlawful.status", token=token),
        filed="filed" in request.args,
    )


def _form(fields: Fields, refused: InvalidField | None = None) -> str:
    return render_template(
        "board/unlawful_form.html",
        comment=_comment(fields),
        fields=fields,
        refused=refused,
        longest=MAX_EXPLANATION,
        mark_labels={},
    )


def _comment(fields: Fields) -> ShownComment | None:
    """The comment that the notice is about, when it is known already and shown."""
    actor = current_actor()
    try:
        comment_id = read_comment_address(fields, "comment")
        with parley().database.transaction() as db:
            return shown_comment(visible_comment(db, comment_id, actor, now()), actor)
    except (InvalidField, NotFound):
        return None

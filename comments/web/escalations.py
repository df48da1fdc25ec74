"""What editors keep of escalated items: the checklist about life and safety."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.life_checklist import (
    LONGEST_ANSWER,
    QUESTIONS,
    LifeChecklist,
    Unfinished,
)
from comments.domain.permissions import Act
from comments.services.life_checklist import (
    COLUMNS,
    checklist_of,
    checklist_rows,
    save_checklist,
)
from comments.services.review_queue import load_item
from comments.store.life_checklists import LifeChecklistRow
from comments.web.access import current_actor, own_row, requires, staff_blueprint
from comments.web.context import now, parley
from comments.web.forms import Fields, read_one_of, read_text
from comments.web.spreadsheets import spreadsheet

escalations = staff_blueprint("escalations", __name__)


@escalations.get("/queue/<int:item_id>/life")
@requires(Act.MANAGE_SITE)
def show(item_id: int) -> str:
    with parley().database.transaction() as db:
        item, row = load_item(db, item_id), checklist_of(db, item_id)
    return _page(item, row.answers if row else {}, row)


@escalations.post("/queue/<int:item_id>/life")
@requires(Act.MANAGE_SITE)
def send(item_id: int) -> Response | tuple[str, int]:
    wanted = read_checklist(request.form)
    try:
        with parley().database.transaction(writes=True) as db:
            save_checklist(
                db,
                item_id,
                wanted,
                editor=own_row(db),
                actor=current_actor(),
                newsroom=parley().newsroom,
                now=now(),
            )
    except Unfinished as refused:
        with parley().database.transaction() as db:
            item, row = load_item(db, item_id), checklist_of(db, item_id)
        return _page(item, wanted.as_record(), row, refused=refused), 400
    return redirect(url_for("escalations.show", item_id=item_id, saved="1"), 303)


@escalations.get("/site/checklists.csv")
@requires(Act.MANAGE_SITE)
def export() -> Response:
    with parley().database.transaction() as db:
        rows = checklist_rows(db, actor=current_actor())
        return spreadsheet("checklists.csv", (COLUMNS, *rows))


@escalations.app_template_global()
def life_checklist(item_id: int) -> LifeChecklistRow | None:
    """The answers that stand about an item, for its page at the desk."""
    with parley().database.transaction() as db:
        return checklist_of(db, item_id)


def read_checklist(fields: Fields) -> LifeChecklist:
    """An editor's answers."""
    suspicion = read_one_of(fields, "suspicion", ("yes", "no")) == "yes"
    answers = {
        question: read_text(fields, question, LONGEST_ANSWER, required=False).strip()
        for question in QUESTIONS
    }
    return LifeChecklist(suspicion=suspicion, **answers)


def _page(
    item: Any,
    answers: Fields,
    row: LifeChecklistRow | None,
    *,
    refused: Unfinished | None = None,
) -> str:
    return render_template(
        "desk/life.html",
        item=item,
        answers=answers,
        row=row,
        refused=refused,
        questions=QUESTIONS,
        saved="saved" in request.args,
    )

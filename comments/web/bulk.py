"""Many comments at once: select, look at what would come of it, confirm, undo."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comments.domain.bulk import MOST, PASSED_WORDS, Passed, Span
from comments.domain.permissions import Act
from comments.domain.statement_words import paragraphs
from comments.services import find_picks
from comments.services.bulk_decision import begin_bulk, decide_next
from comments.services.find_picks import Found
from comments.services.preview_bulk import PreviewLine, Verdict, preview_bulk
from comments.services.read_bulk import read_bulk
from comments.services.undo_bulk import begin_undo, undo_next
from comments.web.access import current_actor, own_row, requires, staff_blueprint
from comments.web.board_forms import new_attempt
from comments.web.bulk_forms import (
    APPROVE,
    pick_text,
    read_bulk_order,
    read_picks,
    read_verdict,
    verdict_value,
)
from comments.web.context import now, parley
from comments.web.forms import read_choice


def _with_filters(name: str, import_name: str) -> Blueprint:
    blueprint = staff_blueprint(name, import_name)
    blueprint.add_app_template_filter(pick_text, "pick_text")
    blueprint.add_app_template_filter(passed_words, "passed_words")
    blueprint.add_app_template_global(verdicts, "verdicts")
    return blueprint


def passed_words(reason: str) -> str:
    """Why a comment is passed over, or was kept in an undo."""
    return PASSED_WORDS[Passed(reason)]


def verdicts() -> list[tuple[str, str]]:
    """What can be decided about a selection: each rule by its code and headline."""
    rules = parley().rules.citable_for_comments()
    return [(rule.code, rule.headline) for rule in rules]


bulk = _with_filters("bulk", __name__)


@bulk.post("/desk/bulk/preview")
@requires(Act.DECIDE)
def preview() -> str:
    picks = read_picks(request.form)
    return _preview(lambda _: Found(picks), request.form)


@bulk.get("/queue/<int:item_id>/near")
@requires(Act.DECIDE)
def near(item_id: int) -> str:
    """All near-identical texts, and the item that they are near to."""
    return _preview(lambda db: find_picks.picks_near(db, item_id), request.args)


@bulk.get("/people/<int:account_id>/standing")
@requires(Act.DECIDE)
def standing(account_id: int) -> str:
    """All that somebody wrote in a span of time and that still stands."""
    span = read_choice(request.args, "span", Span)
    return _preview(
        lambda db: find_picks.picks_by(db, account_id, span, now()), request.args
    )


@bulk.post("/desk/bulk")
@requires(Act.DECIDE)
def decide() -> Response:
    order = read_bulk_order(request.form, parley().rules)
    with parley().database.transaction(writes=True) as db:
        begun = begin_bulk(db, order, **by_signed_in(db))
    carry_out(decide_next, begun.id)
    return _to_result(begun.id)


@bulk.get("/desk/bulk/<int:bulk_id>")
@requires(Act.READ_QUEUE)
def show(bulk_id: int) -> str:
    with parley().database.transaction() as db:
        page = read_bulk(db, bulk_id, own_row(db))
    return render_template("desk/bulk.html", result=page, now=now())


@bulk.post("/desk/bulk/<int:bulk_id>/rest")
@requires(Act.DECIDE)
def go_on(bulk_id: int) -> Response:
    """Decide what was left when the first request ended early."""
    carry_out(decide_next, bulk_id)
    return _to_result(bulk_id)


@bulk.post("/desk/bulk/<int:bulk_id>/undo")
@requires(Act.UNDO)
def undo(bulk_id: int) -> Response:
    take_back(bulk_id)
    return _to_result(bulk_id)


def carry_out(step: Callable[..., bool], bulk_id: int) -> None:
    """Do step after step, each in its own transaction, until none is left."""
    for _ in range(MOST + 1):
        with parley().database.transaction(writes=True) as db:
            if not step(db, bulk_id, **by_signed_in(db)):
                return


def take_back(bulk_id: int) -> None:
    """Undo a whole bulk decision."""
    with parley().database.transaction(writes=True) as db:
        moderator = own_row(db)
        begin_undo(db, bulk_id, moderator=moderator, actor=current_actor(), now=now())
    carry_out(undo_next, bulk_id)


def by_signed_in(db: Session) -> dict[str, Any]:
    """Whoever sends this request, as the steps of a bulk decision ask."""
    return {
        "moderator": own_row(db),
        "actor": current_actor(),
        "newsroom": parley().newsroom,
        "now": now(),
    }


def _to_result(bulk_id: int) -> Response:
    return redirect(url_for("bulk.show", bulk_id=bulk_id), 303)


def _preview(find: Callable[[Session], Found], fields: Any) -> str:
    """What would come of a verdict; the same page for every way to select."""
    verdict = read_verdict(fields, parley().rules)
    with parley().database.transaction() as db:
        found = find(db)
        looked = preview_bulk(
            db, found.picks, verdict, moderator=own_row(db), now=now()
        )
    return render_template(
        "desk/bulk_preview.html",
        preview=looked,
        more=found.more,
        most=MOST,
        verdict=verdict,
        chosen=verdict_value(verdict),
        approves=verdict_value(verdict) == APPROVE,
        letters=letters_of(looked.decided, verdict),
        attempt=new_attempt(),
    )


def letters_of(lines: Sequence[PreviewLine], verdict: Verdict) -> list[dict[str, Any]]:
    """The letters that would be sent, each once, with whose comments it is about."""
    letters: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        if line.statement is None:
            continue
        said = paragraphs(line.statement, parley().rules)
        key = tuple(sentence for part in said for sentence in part.sentences)
        letter = letters.setdefault(
            key,
            {"headline": line.statement.headline, "parts": said, "picks": []},
        )
        letter["picks"].append(line)
    return list(letters.values())

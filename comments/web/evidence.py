"""Sealed evidence, for editors: what there is, until when, and each as a file."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.evidence import LONGEST_DAYS, SHORTEST_DAYS, EvidenceTerm
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services import evidence as services
from comments.web.access import current_actor, own_row, requires, staff_blueprint
from comments.web.context import now, parley
from comments.web.forms import Fields, InvalidField, read_id, read_text

evidence = staff_blueprint("evidence", __name__)


@evidence.get("/site/evidence")
@requires(Act.MANAGE_SITE)
def show() -> str:
    return _page()


@evidence.post("/site/evidence")
@requires(Act.MANAGE_SITE)
def send_term() -> Response | tuple[str, int]:
    try:
        term = EvidenceTerm(_read_days(request.form))
    except InvalidField as refused:
        return _page(typed=request.form.get("days", ""), refused=refused), 400
    with parley().database.transaction(writes=True) as db:
        services.set_term(
            db,
            term,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("evidence.show", changed="1"), 303)


@evidence.get("/site/evidence/<int:evidence_id>.json")
@requires(Act.MANAGE_SITE)
def take(evidence_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        row = services.take_evidence(
            db,
            evidence_id,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
        document = row.document
    response = make_response(document)  # byte by byte what the digest is of
    response.content_type = "application/json"
    name = f"attachment; filename=evidence-{evidence_id}.json"
    response.headers["Content-Disposition"] = name
    return response


@evidence.post("/site/evidence/<int:evidence_id>/prolong")
@requires(Act.MANAGE_SITE)
def prolong(evidence_id: int) -> Response:
    with parley().database.transaction(writes=True) as db:
        services.prolong(
            db,
            evidence_id,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("evidence.show", changed="1"), 303)


def _read_days(fields: Fields) -> int:
    typed = read_text(fields, "days", 6).strip()
    days = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise InvalidField(
            "days",
            Phrase(
                "Give a number of days from %(least)s to %(most)s.",
                least=SHORTEST_DAYS,
                most=LONGEST_DAYS,
            ),
        )
    return days


def _page(typed: str | None = None, *, refused: InvalidField | None = None) -> str:
    before = read_id(request.args, "before", required=False)
    with parley().database.transaction() as db:
        rows = services.list_evidence(db, actor=current_actor(), before=before)
        days = services.term_of(db).days
    return render_template(
        "desk/evidence.html",
        rows=rows,
        more=rows[-1].id if len(rows) == services.PAGE else None,
        days=str(days) if typed is None else typed,
        refused=refused,
        changed="changed" in request.args,
    )

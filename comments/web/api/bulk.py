"""Many comments at once, for the newsroom's programs: find, preview, decide, undo."""

from typing import Final

from flask import Response, request

from comments.domain.bulk import MOST, VERDICTS, LineState, Passed, Pick, Span
from comments.domain.moderation import CommentStatus, DecisionAction
from comments.domain.permissions import Act
from comments.services import find_picks
from comments.services.bulk_decision import BulkOrder, begin_bulk, decide_next
from comments.services.find_picks import Found
from comments.services.preview_bulk import Preview, PreviewLine, Verdict, preview_bulk
from comments.services.read_bulk import BulkPage, ReadLine, read_bulk
from comments.web.access import own_row, requires
from comments.web.api import answers, bodies
from comments.web.api.blueprints import staff_api
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import CONFLICT, NOT_FOUND, as_json
from comments.web.api.representations import (
    Document,
    maybe_moment_json,
    moment_json,
    person_json,
)
from comments.web.api.shapes import (
    COUNT,
    FLAG,
    ID,
    MOMENT,
    RULE,
    STRING,
    Shape,
    array,
    nullable,
    record,
    sent,
    text,
    words,
)
from comments.web.bulk import by_signed_in, carry_out, take_back
from comments.web.bulk_forms import read_pick
from comments.web.context import now, parley
from comments.web.forms import (
    Fields,
    InvalidField,
    read_choice,
    read_json,
    read_one_of,
    read_text,
)

PICK: Final = sent({"comment_id": ID, "revision_id": ID, "version": COUNT})
PICK["properties"]["last_report"] = nullable(COUNT)
PICKED: Final = record(
    comment_id=ID, revision_id=ID, version=COUNT, last_report=nullable(COUNT)
)
PICKS: Final[Shape] = {**array(PICK), "minItems": 1, "maxItems": MOST}
VERDICT: Final = {"action": words(*VERDICTS), "picks": PICKS}
OPTIONS: Final = {
    "rule": words(*bodies.CITABLE),
    "note": text(bodies.LONGEST_DECISION_NOTE),
}
LOOK: Final = sent(VERDICT, OPTIONS)
ORDER: Final = sent({**VERDICT, "attempt": text(bodies.LONGEST_ATTEMPT, 1)}, OPTIONS)
STATUS: Final = words(*CommentStatus)
PREVIEW: Final = record(
    lines=array(
        record(
            **PICKED["properties"],
            author=answers.PERSON,
            text=STRING,
            status=STATUS,
            passed_over=nullable(words(*Passed)),
            author_is_told=nullable(STRING),
        )
    ),
    missing=COUNT,
)
RESULT: Final = record(
    id=ID,
    action=words(*VERDICTS),
    rule=nullable(RULE),
    note=STRING,
    decided_by=record(id=ID, name=STRING),
    created_at=MOMENT,
    quiet_until=MOMENT,
    undone_at=nullable(MOMENT),
    may_undo=FLAG,
    lines=array(
        record(
            comment_id=ID,
            revision_id=ID,
            item_id=nullable(ID),
            state=words(*LineState),
            reason=nullable(words(*Passed)),
            decision_id=nullable(ID),
            status=STATUS,
        )
    ),
)
FOUND: Final = record(picks=array(PICKED), more=COUNT)


@staff_api.get("/queue/<int:item_id>/near")
@requires(Act.READ_QUEUE)
@documented(
    "An item's comment and all whose text is near-identical, to be decided together",
    {200: Answer("What can be picked", FOUND), 404: NOT_FOUND},
)
def near(item_id: int) -> Response:
    with parley().database.transaction() as db:
        found = find_picks.picks_near(db, item_id)
    return as_json(_found_json(found))


@staff_api.get("/people/<int:account_id>/standing")
@requires(Act.READ_RECORD)
@documented(
    "What somebody wrote in a span of time and that is shown or held",
    {200: Answer("What can be picked", FOUND), 404: NOT_FOUND},
    query={"span": words(*Span)},
    required_query=("span",),
)
def standing(account_id: int) -> Response:
    span = read_choice(request.args, "span", Span)
    with parley().database.transaction() as db:
        found = find_picks.picks_by(db, account_id, span, now())
    return as_json(_found_json(found))


@staff_api.post("/bulk-decisions/preview")
@requires(Act.DECIDE)
@documented(
    "What would come of one verdict about many comments; nothing is decided",
    {200: Answer("Each comment, and why it would be passed over", PREVIEW)},
    body=LOOK,
)
def preview_many() -> Response:
    fields = read_json(request)
    verdict, picks = _read_verdict(fields), _read_picks(fields)
    with parley().database.transaction() as db:
        looked = preview_bulk(db, picks, verdict, moderator=own_row(db), now=now())
    return as_json(_preview_json(looked))


@staff_api.post("/bulk-decisions")
@requires(Act.DECIDE)
@documented(
    "Decide about many comments, each as if by itself; the same attempt decides once",
    {201: Answer("What became of each", RESULT), 409: CONFLICT},
    body=ORDER,
)
def decide_many() -> Response:
    order = _read_order(read_json(request))
    with parley().database.transaction(writes=True) as db:
        begun = begin_bulk(db, order, **by_signed_in(db))
    carry_out(decide_next, begun.id)
    return _result(begun.id, 201)


@staff_api.get("/bulk-decisions/<int:bulk_id>")
@requires(Act.READ_QUEUE)
@documented(
    "A bulk decision, and what became of each comment",
    {200: Answer("It", RESULT), 404: NOT_FOUND},
)
def show_bulk(bulk_id: int) -> Response:
    return _result(bulk_id)


@staff_api.post("/bulk-decisions/<int:bulk_id>/undo")
@requires(Act.UNDO)
@documented(
    "Take my bulk decision back, as far as nothing came of it since",
    {200: Answer("What became of each", RESULT), 404: NOT_FOUND},
)
def undo_bulk(bulk_id: int) -> Response:
    take_back(bulk_id)
    return _result(bulk_id)


def _read_verdict(fields: Fields) -> Verdict:
    action = DecisionAction(read_one_of(fields, "action", tuple(map(str, VERDICTS))))
    rejects = action is DecisionAction.REJECT
    note = read_text(fields, "note", bodies.LONGEST_DECISION_NOTE, required=False)
    rule = read_one_of(fields, "rule", bodies.CITABLE) if rejects else None
    return Verdict(action, rule, note.strip())


def _read_picks(fields: Fields) -> tuple[Pick, ...]:
    picks = fields.get("picks")
    if not isinstance(picks, list) or not 0 < len(picks) <= MOST:
        raise InvalidField("picks", f"picks must be a list of 1 to {MOST}.")
    return tuple(read_pick(pick) for pick in picks)


def _read_order(fields: Fields) -> BulkOrder:
    verdict = _read_verdict(fields)
    return BulkOrder(
        picks=_read_picks(fields),
        action=verdict.action,
        rule=verdict.rule,
        note=verdict.note,
        attempt=read_text(fields, "attempt", bodies.LONGEST_ATTEMPT),
    )


def _result(bulk_id: int, status: int = 200) -> Response:
    with parley().database.transaction() as db:
        page = read_bulk(db, bulk_id, own_row(db))
    return as_json(_result_json(page), status)


def _found_json(found: Found) -> Document:
    return {"picks": [_pick_json(pick) for pick in found.picks], "more": found.more}


def _pick_json(pick: Pick) -> Document:
    return {
        "comment_id": pick.comment_id,
        "revision_id": pick.revision_id,
        "version": pick.version,
        "last_report": pick.last_report,
    }


def _preview_json(looked: Preview) -> Document:
    lines = [_preview_line_json(line) for line in looked.lines]
    return {"lines": lines, "missing": looked.missing}


def _preview_line_json(line: PreviewLine) -> Document:
    told = line.statement
    return _pick_json(line.pick) | {
        "author": person_json(line.comment.author),
        "text": line.revision.text,
        "status": line.comment.status,
        "passed_over": line.passed.value if line.passed else None,
        "author_is_told": told.headline if told else None,
    }


def _result_json(page: BulkPage) -> Document:
    bulk = page.bulk
    return {
        "id": bulk.id,
        "action": bulk.action,
        "rule": bulk.rule,
        "note": bulk.note,
        "decided_by": {"id": page.moderator.id, "name": page.moderator.name},
        "created_at": moment_json(bulk.created_at),
        "quiet_until": moment_json(page.quiet_until),
        "undone_at": maybe_moment_json(bulk.undone_at),
        "may_undo": page.may_undo,
        "lines": [_line_json(read) for read in page.lines],
    }


def _line_json(read: ReadLine) -> Document:
    line = read.line
    return {
        "comment_id": line.comment_id,
        "revision_id": line.revision_id,
        "item_id": read.item_id,
        "state": line.state,
        "reason": line.reason or None,
        "decision_id": line.decision_id,
        "status": line.comment.status,
    }

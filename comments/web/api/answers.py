"""The shapes of what the API answers.

An answer has all of its fields, always; a field without a value is null.
"""

from typing import Final

from comments.domain.appeals import AppealState
from comments.domain.moderation import Action, CommentStatus, DecisionAction
from comments.domain.permissions import Role
from comments.domain.posted_rules import POSTED_RULES, codes
from comments.domain.reports import ReportState
from comments.domain.review_item import ItemState, Source
from comments.domain.statement_of_reasons import Ground, Measure, StatementKind
from comments.domain.verdict import Outcome, Severity, Target
from comments.services.manage_threads import Mode
from comments.web.api.shapes import (
    COUNT,
    CURSOR,
    FLAG,
    ID,
    MARK,
    MOMENT,
    NUMBER,
    RULE,
    SHARE,
    STRING,
    URL,
    Shape,
    array,
    nullable,
    record,
    words,
)

NEXT: Final = nullable(CURSOR)
SPAN: Final[Shape] = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}
FINDING: Final = record(
    rule=RULE,
    check=STRING,
    spans=array(SPAN),
    severity=words(*Severity),
    confidence=SHARE,
    target=words(*Target),
    reason=STRING,
)
VERDICT: Final = record(
    outcome=words(*Outcome),
    scores=record(**dict.fromkeys(codes(POSTED_RULES.filtered()), SHARE)),
    findings=array(FINDING),
)
PERSON: Final = record(id=ID, name=STRING, staff=FLAG)
SESSION: Final = record(
    account=nullable(record(id=ID, name=STRING, role=words(*Role))),
    csrf_token=nullable(STRING),
)
THREAD: Final = record(
    id=ID,
    url=STRING,
    title=STRING,
    section=STRING,
    standfirst=STRING,
    open=FLAG,
    mode=words(*Mode),
    comment_count=COUNT,
    created_at=MOMENT,
    board_url=URL,
)
ARTICLE: Final = record(id=ID, url=STRING, title=STRING, section=STRING)
LIVELY: Final = record(
    discussions=array(
        record(
            **ARTICLE["properties"],
            comment_count=COUNT,
            people=COUNT,
            board_url=URL,
        )
    )
)
COMMENT_FIELDS: Final[dict[str, Shape]] = {
    "id": ID,
    "thread_id": ID,
    "parent_id": nullable(ID),
    "author": nullable(PERSON),
    "text": nullable(STRING),
    "html": nullable(STRING),
    "waiting": nullable(STRING),
    "status": words(*CommentStatus),
    "mark": nullable(MARK),
    "edited": FLAG,
    "appreciated": COUNT,
    "picked": FLAG,
    "removed_under": nullable(STRING),
    "created_at": MOMENT,
    "appeared_at": nullable(MOMENT),
    "url": URL,
}
STATEMENT_FIELDS: Final[dict[str, Shape]] = {
    "id": ID,
    "kind": words(*StatementKind),
    "headline": STRING,
    "sentences": array(STRING),
    "measure": words(*Measure),
    "scope": nullable(words("everywhere")),
    "starts_at": MOMENT,
    "ends_at": nullable(MOMENT),
    "sources": array(words(*Source)),
    "note": STRING,
    "automated": FLAG,
    "automated_detection": FLAG,
    "ground": nullable(words(*Ground)),
    "rule": nullable(RULE),
    "findings": array(FINDING),
    "words": array(STRING),
    "redress": nullable(
        record(
            appeal_until=nullable(MOMENT),
            out_of_court=STRING,
            out_of_court_url=nullable(URL),
            court=STRING,
        )
    ),
    "decision_id": nullable(ID),
    "created_at": MOMENT,
}
STATEMENT: Final = record(**STATEMENT_FIELDS)
COMMENT: Final = record(**COMMENT_FIELDS)
APPRECIATED: Final = record(comment_id=ID, appreciated=COUNT, mine=FLAG)
POSTED: Final = record(**COMMENT_FIELDS, statement=nullable(STATEMENT))
COMMENTS: Final = record(comments=array(COMMENT), next=NEXT)
REPORT: Final = record(
    id=ID,
    comment_id=ID,
    comment_url=URL,
    rule=RULE,
    note=STRING,
    state=words(*ReportState),
    outcome_rule=nullable(RULE),
    outcome_at=nullable(MOMENT),
    created_at=MOMENT,
)
OWN_REPORT: Final = record(**REPORT["properties"], thread=ARTICLE)
OWN_REPORTS: Final = record(reports=array(OWN_REPORT), next=NEXT)
RECEIPT: Final = record(id=ID, status_url=URL)
APPEAL: Final = record(
    id=ID,
    decision_id=nullable(ID),
    sanction_id=nullable(ID),
    text=STRING,
    state=words(*AppealState),
    created_at=MOMENT,
    due_at=nullable(MOMENT),
)
OPEN_APPEALS: Final = record(
    appeals=array(
        record(
            **APPEAL["properties"],
            item_id=ID,
            comment_id=ID,
            author=PERSON,
            thread=ARTICLE,
            decided_by=nullable(record(id=ID, name=STRING)),
            overdue=FLAG,
            may_decide=FLAG,
        )
    ),
    next=NEXT,
)
NOTICE: Final = record(
    **STATEMENT_FIELDS,
    comment_id=nullable(ID),
    sanction_id=nullable(ID),
    text=nullable(STRING),
    thread=nullable(ARTICLE),
    may_appeal=FLAG,
    appeal=nullable(APPEAL),
    read_at=nullable(MOMENT),
)
OWN_NOTICES: Final = record(notices=array(NOTICE), unread=COUNT, next=NEXT)

ITEM: Final = record(
    id=ID,
    version={"type": "integer", "minimum": 1},
    state=words(*ItemState),
    urgency=NUMBER,
    escalated=FLAG,
    comment=record(
        id=ID,
        revision_id=ID,
        text=STRING,
        author=PERSON,
        status=words(*CommentStatus),
    ),
    parent=nullable(record(id=ID, text=nullable(STRING), author=PERSON)),
    thread=ARTICLE,
    signals=array(
        record(source=words(*Source), rule=nullable(RULE), points=NUMBER, words=STRING)
    ),
    findings=array(FINDING),
    reports=array(record(id=ID, rule=RULE, note=STRING, created_at=MOMENT)),
    last_report=nullable(ID),
    appeal=nullable(APPEAL),
    notices=array(record(id=ID, explanation=STRING, created_at=MOMENT)),
    claimed_by=nullable(record(id=ID, name=STRING)),
    claimed_until=nullable(MOMENT),
    opened_at=MOMENT,
)
ITEMS: Final = record(items=array(ITEM), open=COUNT, next=NEXT)
FOUND: Final = record(
    found=array(
        record(
            comment_id=ID,
            revision_id=ID,
            text=STRING,
            is_earlier_text=FLAG,
            status=words(*CommentStatus),
            author=PERSON,
            thread=ARTICLE,
            item_id=nullable(ID),
            created_at=MOMENT,
        )
    ),
    next=NEXT,
)
DECISION: Final = record(
    id=nullable(ID),
    item_id=nullable(ID),
    comment_id=ID,
    action=words(*dict.fromkeys([*Action, *DecisionAction])),
    rule=nullable(RULE),
    note=STRING,
    decided_by=record(id=ID, name=STRING),
    created_at=MOMENT,
)
DECIDED: Final = record(
    decision=DECISION,
    item=record(id=ID, version=COUNT, state=words(*ItemState)),
)
PRESENT_STATE: Final = record(
    item_id=ID,
    version=COUNT,
    state=words(*ItemState),
    comment_status=words(*CommentStatus),
    decided_by=nullable(STRING),
    action=nullable(STRING),
    rule=nullable(RULE),
    decided_at=nullable(MOMENT),
)

PROBLEM: Final[Shape] = {
    "type": "object",
    "properties": {
        "type": STRING,
        "title": STRING,
        "status": {"type": "integer"},
        "detail": STRING,
        "field": STRING,
    },
    "required": ["type", "title", "status", "detail"],
}
NUDGE: Final[Shape] = {
    "type": "object",
    "properties": PROBLEM["properties"]
    | {"outcome": words(Outcome.HOLD, Outcome.REJECT), "findings": array(FINDING)}
    | {"advice": array(STRING)},
    "required": [*PROBLEM["required"], "outcome", "findings", "advice"],
}
STALE: Final[Shape] = {
    "type": "object",
    "properties": PROBLEM["properties"] | {"current": PRESENT_STATE},
    "required": [*PROBLEM["required"], "current"],
}


# Each stands once in the API's description, under its name.
NAMED: Final[dict[str, Shape]] = {
    "Session": SESSION,
    "Finding": FINDING,
    "Verdict": VERDICT,
    "Person": PERSON,
    "Thread": THREAD,
    "Article": ARTICLE,
    "Comment": COMMENT,
    "PostedComment": POSTED,
    "Statement": STATEMENT,
    "Report": REPORT,
    "OwnReport": OWN_REPORT,
    "Notice": NOTICE,
    "Appeal": APPEAL,
    "Item": ITEM,
    "Decision": DECISION,
    "PresentState": PRESENT_STATE,
    "Problem": PROBLEM,
    "Nudge": NUDGE,
    "StaleDecision": STALE,
}

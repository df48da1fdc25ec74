"""What a moderator's browser sends, as orders, filters and sanctions."""

import math
from dataclasses import asdict
from dataclasses import fields as dataclass_fields
from typing import Any, Final

from comments.domain.articles import LONGEST_TITLE
from comments.domain.moderation import DecisionAction
from comments.domain.posted_rules import PostedRule, RuleBook
from comments.domain.queue_filter import QueueFilter
from comments.domain.review_item import Source
from comments.domain.sanctions import TERMS, TOLD, SanctionKind
from comments.services.decide import Order
from comments.services.manage_threads import Mode, ThreadChange
from comments.services.read_queue import Cursor
from comments.services.sanction_user import NewSanction
from comments.web.board_forms import LONGEST_ATTEMPT
from comments.web.forms import (
    Fields,
    InvalidField,
    read_choice,
    read_id,
    read_one_of,
    read_text,
)

MAX_NOTE: Final = 1000  # code points
FOR_GOOD: Final = "for-good"
LONGEST_SECTION: Final = 80
LONGEST_CODE: Final = 8
PARTS: Final = dataclass_fields(QueueFilter)


def queue_rules(rules: RuleBook) -> tuple[PostedRule, ...]:
    """The rules that an item may be in the queue for."""
    return tuple(rule for rule in rules if rule.filtered or rule.reportable)


def read_queue_filter(fields: Fields, rules: RuleBook) -> QueueFilter:
    """The part of the queue that is asked for; an empty choice means all of it."""
    codes = tuple(rule.code for rule in queue_rules(rules))
    sources = tuple(source.value for source in Source)
    return QueueFilter(
        rule=read_one_of(fields, "rule", codes) if fields.get("rule") else None,
        source=read_one_of(fields, "source", sources) if fields.get("source") else None,
        thread=read_id(fields, "thread", required=False),
        section=read_text(fields, "section", LONGEST_SECTION, required=False) or None,
        author=read_id(fields, "author", required=False),
        reporter=read_id(fields, "reporter", required=False),
        language=read_text(fields, "language", LONGEST_CODE, required=False) or None,
    )


def read_kept_filter(fields: Fields, rules: RuleBook) -> QueueFilter:
    """The filter that a form carries along; `rule` there may name a decision's rule."""
    kept = {part.name: fields.get(f"only_{part.name}") for part in PARTS}
    return read_queue_filter(kept, rules)


def kept_part(only: QueueFilter) -> dict[str, Any]:
    """A filter as it stands in an address: what matters, by its name."""
    return {name: value for name, value in asdict(only).items() if value is not None}


def read_cursor(fields: Fields, field: str = "cursor") -> Cursor | None:
    """Where a page of the queue begins: `rank:id` of the last item before it."""
    value = fields.get(field)
    if not value:
        return None
    rank, _, item_id = str(value).partition(":")
    try:
        number = float(rank)
    except ValueError:
        number = math.nan
    read = read_id({field: item_id}, field)
    if read is None or not math.isfinite(number):
        raise InvalidField(field, f"{field} must come from a page of the queue.")
    return number, read


def cursor_text(cursor: Cursor) -> str:
    """A cursor as it stands in an address; the number keeps all its digits."""
    rank, item_id = cursor
    return f"{rank!r}:{item_id}"


def read_order(item_id: int, fields: Fields, rules: RuleBook) -> Order:
    """A decision, with what its moderator had seen; a rule alone means to reject."""
    action = _read_action(fields)
    rule = None
    if action is DecisionAction.REJECT:
        codes = tuple(rule.code for rule in rules.citable_for_comments())
        rule = read_one_of(fields, "rule", codes)
    return Order(
        item_id=item_id,
        action=action,
        version=read_id(fields, "version") or 0,
        rule=rule,
        note=read_note(fields),
        last_report=read_last_report(fields),
    )


def read_sanction(account_id: int, fields: Fields, rules: RuleBook) -> NewSanction:
    """A sanction: kind, term, the rule that it cites, and a note to the author."""
    kind = read_choice(fields, "kind", SanctionKind)
    term = read_one_of(fields, "term", (*TERMS, FOR_GOOD))
    return NewSanction(
        account_id=account_id,
        kind=kind,
        rule=read_one_of(fields, "rule", tuple(r.code for r in rules.citable())),
        term=None if kind in TOLD else TERMS.get(term),
        note=read_text(fields, "note", MAX_NOTE, required=False).strip(),
        attempt=read_text(fields, "attempt", LONGEST_ATTEMPT, required=False) or None,
    )


def read_lift_reason(fields: Fields) -> str:
    """Why a sanction ends before its term; its bearer reads it."""
    return read_text(fields, "reason", MAX_NOTE).strip()


def read_thread_change(fields: Fields) -> ThreadChange:
    """What an editor sets for a thread; a field that is not sent stays as it is."""
    state, mode = fields.get("state"), fields.get("mode")
    return ThreadChange(
        is_open=_read_open(fields) if state else None,
        mode=read_choice(fields, "mode", Mode) if mode else None,
    )


def read_title(fields: Fields) -> str:
    """What an editor calls an article."""
    return " ".join(read_text(fields, "title", LONGEST_TITLE).split())


def read_pause(fields: Fields) -> bool:
    """Whether new comments are to stop."""
    return read_one_of(fields, "site", ("pause", "resume")) == "pause"


def _read_action(fields: Fields) -> DecisionAction:
    if "action" not in fields and fields.get("rule"):
        return DecisionAction.REJECT  # the button of a rule sends its rule alone
    return read_choice(fields, "action", DecisionAction)


def read_note(fields: Fields) -> str:
    """A moderator's words; none is fine."""
    return read_text(fields, "note", MAX_NOTE, required=False).strip()


def read_last_report(fields: Fields) -> int | None:
    """The newest report that a page showed; 0 when it showed none."""
    if fields.get("last_report") == "0":
        return 0  # the page showed no report
    return read_id(fields, "last_report", required=False)


def _read_open(fields: Fields) -> bool:
    return read_one_of(fields, "state", ("open", "closed")) == "open"

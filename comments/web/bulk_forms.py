"""What a moderator selects, and the verdict about it, as forms and JSON send them."""

from typing import Any, Final, Protocol

from comments.domain.bulk import MOST, Pick
from comments.domain.moderation import DecisionAction
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import RuleBook
from comments.services.bulk_decision import BulkOrder
from comments.services.preview_bulk import Verdict
from comments.web.board_forms import LONGEST_ATTEMPT
from comments.web.desk_forms import MAX_NOTE
from comments.web.forms import (
    LONGEST_ID,
    Fields,
    InvalidField,
    read_one_of,
    read_text,
)

APPROVE: Final = DecisionAction.APPROVE.value
PARTS: Final = (3, 4)  # of a pick in a form; only a preview knows the newest report


class ManyFields(Protocol):
    """A form in which a name may stand more than once."""

    def getlist(self, key: str) -> list[str]:
        """All that was sent under this name."""
        ...


def pick_text(pick: Pick) -> str:
    """A pick as it stands in a form."""
    numbers = [pick.comment_id, pick.revision_id, pick.version]
    if pick.last_report is not None:
        numbers.append(pick.last_report)
    return ".".join(map(str, numbers))


def read_picks(form: ManyFields) -> tuple[Pick, ...]:
    """What was ticked; all that the page showed, when that was asked for."""
    field = "shown" if form.getlist("all") else "pick"
    texts = dict.fromkeys(form.getlist(field))
    if not texts:
        raise InvalidField("pick", Phrase("Select at least one comment."))
    if len(texts) > MOST:
        raise InvalidField(
            "pick",
            Phrase("At most %(most)s comments are decided at a time.", most=MOST),
        )
    return tuple(_pick(text) for text in texts)


def read_verdict(fields: Fields, rules: RuleBook) -> Verdict:
    """To approve, or the rule under which to reject, and a note."""
    codes = tuple(rule.code for rule in rules.citable_for_comments())
    chosen = read_one_of(fields, "verdict", (APPROVE, *codes))
    approves = chosen == APPROVE
    return Verdict(
        action=DecisionAction.APPROVE if approves else DecisionAction.REJECT,
        rule=None if approves else chosen,
        note=read_text(fields, "note", MAX_NOTE, required=False).strip(),
    )


def read_bulk_order(form: Any, rules: RuleBook) -> BulkOrder:
    """A verdict about a selection, with the attempt key of its form."""
    verdict = read_verdict(form, rules)
    return BulkOrder(
        picks=read_picks(form),
        action=verdict.action,
        rule=verdict.rule,
        note=verdict.note,
        attempt=read_text(form, "attempt", LONGEST_ATTEMPT),
    )


def verdict_value(verdict: Verdict) -> str:
    """A verdict as it stands in a form."""
    return verdict.rule or APPROVE


def read_pick(sent: object) -> Pick:
    """A pick in JSON."""
    if not isinstance(sent, dict):
        raise _wrong_pick()
    last = sent.get("last_report")
    return Pick(
        comment_id=_number(sent.get("comment_id")),
        revision_id=_number(sent.get("revision_id")),
        version=_number(sent.get("version")),
        last_report=None if last is None else _number(last),
    )


def _pick(text: str) -> Pick:
    parts = text.split(".")
    if len(parts) not in PARTS:
        raise _wrong_pick()
    return Pick(*(_number(part) for part in parts))


def _number(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value) if len(value) < len(str(LONGEST_ID)) + 1 else -1
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_pick()
    if not 0 <= value <= LONGEST_ID:
        raise _wrong_pick()
    return value


def _wrong_pick() -> InvalidField:
    return InvalidField("pick", Phrase("Select comments on a page of the desk."))

"""The API's answers that several views give, and their descriptions."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, jsonify

from comments.domain.verdict import Outcome
from comments.services.errors import StaleDecision
from comments.web import errors
from comments.web.api import answers
from comments.web.api.operations import Answer
from comments.web.api.queue_representations import present_json
from comments.web.context import parley
from comments.web.errors import Problem
from comments.web.posting import Nudged

NUDGE_STATUS: Final = 422
NUDGE_SENTENCES: Final = {
    Outcome.HOLD: "These words may break a rule. Change them, or send the same again "
    "with insist set to true: then a moderator looks before they are shown.",
    Outcome.REJECT: "These words break a rule. Change them. Sent again with insist set "
    "to true they are kept and not shown, and you may ask for a moderator.",
}

NOT_FOUND: Final = Answer("It is not there, or not for you", problem=True)
CONFLICT: Final = Answer("The world has moved on; nothing changed", problem=True)
NUDGED: Final = Answer(
    "The words may break a rule; nothing was stored", answers.NUDGE, problem=True
)
STALE: Final = Answer(
    "The item is not what you saw; `current` says how it stands now",
    answers.STALE,
    problem=True,
)


def as_json(document: Mapping[str, Any], status: int = 200, **headers: str) -> Response:
    """A document with a status."""
    response = jsonify(document)
    response.status_code = status
    response.headers.update(headers)
    return response


def nothing() -> Response:
    """Done, and nothing to say about it."""
    return Response(status=204)


def nudge(nudged: Nudged) -> Response:
    """The first answer to an author whose words would be held or rejected."""
    verdict, rules = nudged.verdict, parley().rules
    broken = dict.fromkeys(finding.rule for finding in verdict.grounds)
    extra = {
        "outcome": verdict.outcome.value,
        "findings": [finding.as_json() for finding in verdict.grounds],
        "advice": [rules.get(code).advice for code in broken],
    }
    sentence = NUDGE_SENTENCES[verdict.outcome]
    return errors.answer(Problem(NUDGE_STATUS, sentence, extra=extra))


def stale(error: StaleDecision) -> Response:
    """The answer to a decision about what is no longer so."""
    extra = {"current": present_json(error.present)}
    return errors.answer(Problem(409, str(error), extra=extra))

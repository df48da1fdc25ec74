"""What clients of the Perspective API send, to frozen dataclasses.

Fields are found under both spellings that Google's services accept.  What the service
may do with a text beyond scoring it (doNotStore, sessionId, communityId, context) needs
no reading: nothing is kept, and the filter looks at the comment alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from comments.filter.attributes import Attribute
from comments.web.forms import Fields, read_json

MOST_BYTES: Final = 20 * 1024  # of a text in UTF-8, as Perspective has it
TYPE: Final = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
PLAIN: Final = (None, "PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED")
OTHER_KINDS: Final = ("HTML",)
PROBABILITY: Final = "PROBABILITY"
SCORE_TYPES: Final = (None, PROBABILITY, "SCORE_TYPE_UNSPECIFIED")
MOST_THRESHOLD: Final = 1e6  # far beyond any score
CAPITAL: Final = re.compile("[A-Z]")


class InvalidRequest(Exception):
    """A request that cannot be answered; `kind` is Perspective's word for why."""

    def __init__(
        self, message: str, kind: str = "INVALID_REQUEST", **more: Any
    ) -> None:
        super().__init__(message)
        self.detail = {"@type": TYPE, "errorType": kind, **more}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text about which a client has said something."""

    text: str
    languages: tuple[str, ...]
    client_token: str | None


@dataclass(frozen=True, slots=True)
class Analysis(Suggestion):
    """A text to be scored; an attribute with a threshold is silent below it."""

    thresholds: Mapping[Attribute, float]
    with_spans: bool


def read_analysis() -> Analysis:
    """What `comments:analyze` is sent."""
    fields = read_json(request)
    thresholds = dict(_requested(fields))
    return Analysis(
        text=_read_comment(fields),
        languages=_read_languages(fields),
        client_token=_read_string(fields, "clientToken"),
        thresholds=thresholds,
        with_spans=_read_flag(fields, "spanAnnotations"),
    )


def read_suggestion() -> Suggestion:
    """What `comments:suggestscore` is sent."""
    fields = read_json(request)
    if not _read_object(fields, "attributeScores"):
        raise InvalidRequest("Missing attribute_scores")
    return Suggestion(
        text=_read_comment(fields),
        languages=_read_languages(fields),
        client_token=_read_string(fields, "clientToken"),
    )


def _read_comment(fields: Fields) -> str:
    _refuse_double_context(_read_object(fields, "context"))
    comment = _read_object(fields, "comment")
    kind = comment.get("type")
    if kind in OTHER_KINDS:
        raise InvalidRequest("Currently, only 'PLAIN_TEXT' comments are supported")
    if kind not in PLAIN:
        raise InvalidRequest("Unknown text type")
    text = _read_string(comment, "text") or ""
    if not text.strip():
        raise InvalidRequest("Comment must be non-empty.", "COMMENT_EMPTY")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise InvalidRequest("Comment text too long.", "COMMENT_TOO_LONG")
    return text


def _refuse_double_context(context: Fields) -> None:
    both = (_field(context, "entries"), _field(context, "articleAndParentComment"))
    if all(both):
        raise InvalidRequest(
            "Context can have either entries or article_and_parent_comment, "
            "but both fields were populated."
        )


def _requested(fields: Fields) -> Any:
    requested = _read_object(fields, "requestedAttributes")
    if not requested:
        raise InvalidRequest("Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")
    for name in requested:
        if name not in list(Attribute):
            raise InvalidRequest(f"Unknown requested attribute: {name}")
        parameters = _read_object(requested, name)
        _refuse_other_scores(name, _field(parameters, "scoreType"))
        yield Attribute(name), _read_threshold(parameters)


def _refuse_other_scores(attribute: str, kind: object) -> None:
    if kind not in SCORE_TYPES:
        raise InvalidRequest(
            f"Requested score type {kind} is not supported by attribute {attribute}"
        )


def _read_threshold(parameters: Fields) -> float:
    threshold = _field(parameters, "scoreThreshold")
    if threshold is None:
        return 0.0
    is_number = type(threshold) in (int, float)
    if not is_number or not abs(threshold) <= MOST_THRESHOLD:  # NaN is not either
        raise InvalidRequest("Invalid value at 'score_threshold'")
    return float(threshold)


def _read_languages(fields: Fields) -> tuple[str, ...]:
    languages = _field(fields, "languages")
    if languages is None:
        return ()
    if not isinstance(languages, list) or not all(
        isinstance(language, str) for language in languages
    ):
        raise InvalidRequest("Invalid value at 'languages'")
    return tuple(languages)


def _read_object(fields: Fields, name: str) -> Fields:
    value = _field(fields, name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidRequest(f"Invalid value at '{_snake(name)}'")
    return value


def _read_string(fields: Fields, name: str) -> str | None:
    value = _field(fields, name)
    if value is None or isinstance(value, str):
        return value
    raise InvalidRequest(f"Invalid value at '{_snake(name)}'")


def _read_flag(fields: Fields, name: str) -> bool:
    value = _field(fields, name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise InvalidRequest(f"Invalid value at '{_snake(name)}'")


def _field(fields: Fields, name: str) -> Any:
    return fields.get(name, fields.get(_snake(name)))


def _snake(name: str) -> str:
    # An attribute's name is all capitals and is left as it is.
    return name if name.isupper() else CAPITAL.sub(lambda x: f"_{x[0].lower()}", name)

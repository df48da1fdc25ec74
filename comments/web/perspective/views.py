"""`comments:analyze` and `comments:suggestscore`, as Perspective's clients call them.

They take a token of the scope `filter` as Google's services take a key, store nothing,
and stand apart from the API that describes itself at /api/v1/openapi.json: their form
is not ours to choose.
"""

from typing import NoReturn

from flask import Blueprint, Response

from comments.domain.permissions import Act
from comments.domain.verdict import Outcome
from comments.filter.attributes import Weighed, weigh
from comments.filter.languages import UNDETERMINED, is_read, language_of
from comments.services.current_filter import current_filter
from comments.web.access import requires
from comments.web.api.replies import as_json
from comments.web.context import now, parley
from comments.web.limits import Limited, limited
from comments.web.perspective.answers import analysis_json, suggestion_json
from comments.web.perspective.bodies import (
    Analysis,
    InvalidRequest,
    read_analysis,
    read_suggestion,
)
from comments.web.sessions import KEYED_PATHS

perspective = Blueprint("perspective", __name__, url_prefix=KEYED_PATHS.rstrip("/"))


@perspective.post("/comments:analyze")
@requires(Act.CHECK_TEXT)
@limited(Limited.ANALYZE)
def analyze() -> Response:
    asked = read_analysis()
    _refuse_undeclared(asked)
    with parley().database.transaction() as db:
        judge = current_filter(db, parley().newsroom, now())
    weighed = weigh(judge, asked.text)
    detected = language_of(asked.text)
    _refuse_unread(asked, weighed, detected)
    return as_json(analysis_json(asked, weighed, detected))


@perspective.post("/comments:suggestscore")
@requires(Act.CHECK_TEXT)
@limited(Limited.ANALYZE)
def suggest_score() -> Response:
    sent = read_suggestion()
    return as_json(suggestion_json(sent, language_of(sent.text)))


def _refuse_undeclared(asked: Analysis) -> None:
    """Refuse a text that is said to be in other languages than English."""
    if asked.languages and not any(map(is_read, asked.languages)):
        _refuse_language(asked, list(asked.languages), "requestedLanguages")


def _refuse_unread(asked: Analysis, weighed: Weighed, detected: str) -> None:
    """Refuse a text that is plainly in another language, unless it would be held.

    Some clients publish what they get an error for, so that foreign words must not hide
    an English insult.
    """
    is_foreign = detected != UNDETERMINED and not is_read(detected)
    is_published = weighed.verdict.outcome is Outcome.PUBLISH
    if is_foreign and is_published and not asked.languages:
        _refuse_language(asked, [detected], "detectedLanguages")


def _refuse_language(asked: Analysis, languages: list[str], where: str) -> NoReturn:
    attribute = next(iter(asked.thresholds)).value
    raise InvalidRequest(
        f"Attribute {attribute} does not support request languages: "
        f"{', '.join(languages)}",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        languageNotSupportedByAttributeError={
            where: languages,
            "attribute": attribute,
        },
    )

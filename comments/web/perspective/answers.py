"""What clients of the Perspective API are answered."""

from typing import Any

from comments.filter.attributes import Score, Weighed
from comments.filter.languages import READ
from comments.web.perspective.bodies import PROBABILITY, Analysis, Suggestion

Document = dict[str, Any]


def analysis_json(asked: Analysis, weighed: Weighed, detected: str) -> Document:
    """The scores that were asked for, without those below their thresholds."""
    scores = weighed.scores()
    told = {
        attribute.value: _attribute_json(scores[attribute], asked)
        for attribute, threshold in asked.thresholds.items()
        if scores[attribute].value >= threshold
    }
    return {
        **({"attributeScores": told} if told else {}),
        "languages": list(asked.languages) or [READ],
        "detectedLanguages": [detected],
        **_token_json(asked),
    }


def suggestion_json(sent: Suggestion, detected: str) -> Document:
    """That a suggestion has been read."""
    return {
        "requestedLanguages": list(sent.languages),
        "detectedLanguages": [detected],
        **_token_json(sent),
    }


def _attribute_json(score: Score, asked: Analysis) -> Document:
    whole = (((0, len(asked.text)), score.value),)
    spans = score.spans if asked.with_spans and score.spans else whole
    units = _units(asked.text)
    return {
        "spanScores": [
            {"begin": units[start], "end": units[end], "score": _score_json(value)}
            for (start, end), value in spans
        ],
        "summaryScore": _score_json(score.value),
    }


def _score_json(value: float) -> Document:
    return {"value": value, "type": PROBABILITY}


def _token_json(sent: Suggestion) -> Document:
    return {} if sent.client_token is None else {"clientToken": sent.client_token}


def _units(text: str) -> list[int]:
    """Where each code point of a text begins in UTF-16, in which Google counts."""
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if ord(character) > 0xFFFF else 1))
    return places

"""What a client is told that asks for what cannot be answered, in Google's form."""

from typing import Any

import pytest

from tests.web.perspective.conftest import (
    ANALYZE,
    GERMAN,
    PLAIN,
    RUDE,
    SUGGEST,
    Asker,
)

TOXICITY: dict[str, Any] = {"TOXICITY": {}}
TEXT = {"text": PLAIN}
BOTH_CONTEXTS = {
    "entries": [{"text": "one"}],
    "articleAndParentComment": {"article": {"text": "two"}},
}


def error(answer: Any) -> Any:
    """The error of an answer, after its form was looked at."""
    assert answer.content_type == "application/json"
    assert set(answer.json) == {"error"}
    assert answer.json["error"]["code"] == answer.status_code
    assert answer.json["error"]["message"]
    return answer.json["error"]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ({}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": {}}, "COMMENT_EMPTY", "non-empty"),
        ({"comment": {"text": " \n"}}, "COMMENT_EMPTY", "non-empty"),
        ({"comment": {"text": "x" * 20_481}}, "COMMENT_TOO_LONG", "too long"),
        ({"comment": {"text": "é" * 10_241}}, "COMMENT_TOO_LONG", "too long"),
        ({"comment": {"text": 7}}, "INVALID_REQUEST", "text"),
        ({"comment": "x"}, "INVALID_REQUEST", "comment"),
        ({"comment": TEXT | {"type": "HTML"}}, "INVALID_REQUEST", "PLAIN_TEXT"),
        ({"comment": TEXT | {"type": "RTF"}}, "INVALID_REQUEST", "Unknown text type"),
        ({"comment": TEXT | {"type": []}}, "INVALID_REQUEST", "Unknown text type"),
        ({"comment": TEXT, "context": BOTH_CONTEXTS}, "INVALID_REQUEST", "both"),
        ({"comment": TEXT, "context": []}, "INVALID_REQUEST", "context"),
        ({"comment": TEXT, "languages": "en"}, "INVALID_REQUEST", "languages"),
        ({"comment": TEXT, "languages": [1]}, "INVALID_REQUEST", "languages"),
        ({"comment": TEXT, "clientToken": 7}, "INVALID_REQUEST", "client_token"),
    ],
)
@pytest.mark.parametrize("path", [ANALYZE, SUGGEST])
def test_a_field_that_cannot_be_used_is_named(
    asker: Asker, path: str, body: dict[str, Any], kind: str, words: str
) -> None:
    scores = {"TOXICITY": {"summaryScore": {"value": 1}}}
    more = {"requestedAttributes": TOXICITY, "attributeScores": scores}
    told = error(asker.send(path, more | body))
    assert (told["code"], told["status"]) == (400, "INVALID_ARGUMENT")
    assert [detail["errorType"] for detail in told["details"]] == [kind]
    assert words in told["message"]


@pytest.mark.parametrize(
    ("requested", "kind", "words"),
    [
        (None, "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        ({}, "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        ([], "INVALID_REQUEST", "requested_attributes"),
        ({"WIT": {}}, "INVALID_REQUEST", "Unknown requested attribute: WIT"),
        ({"toxicity": {}}, "INVALID_REQUEST", "Unknown requested attribute: toxicity"),
        ({"TOXICITY@6": {}}, "INVALID_REQUEST", "Unknown requested attribute"),
        ({"TOXICITY": 1}, "INVALID_REQUEST", "TOXICITY"),
        ({"TOXICITY": {"scoreType": "RAW"}}, "INVALID_REQUEST", "score type RAW"),
        ({"TOXICITY": {"scoreType": {}}}, "INVALID_REQUEST", "score type"),
        ({"TOXICITY": {"scoreThreshold": "x"}}, "INVALID_REQUEST", "score_threshold"),
        ({"TOXICITY": {"scoreThreshold": True}}, "INVALID_REQUEST", "score_threshold"),
        ({"INSULT": {"scoreThreshold": 10**400}}, "INVALID_REQUEST", "score_threshold"),
    ],
)
def test_an_attribute_that_is_not_there_is_no_silent_zero(
    asker: Asker, requested: Any, kind: str, words: str
) -> None:
    told = error(asker.analyze(PLAIN, requestedAttributes=requested))
    assert (told["code"], told["details"][0]["errorType"]) == (400, kind)
    assert words in told["message"]


def test_a_declared_language_that_is_not_read_is_refused(asker: Asker) -> None:
    told = error(asker.analyze(RUDE, languages=["de", "fr"]))
    assert (told["code"], told["status"]) == (400, "INVALID_ARGUMENT")
    assert told["message"] == (
        "Attribute TOXICITY does not support request languages: de, fr"
    )
    [detail] = told["details"]
    assert detail["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert detail["languageNotSupportedByAttributeError"] == {
        "requestedLanguages": ["de", "fr"],
        "attribute": "TOXICITY",
    }


def test_a_text_in_another_language_is_refused_unless_it_is_said_to_be_english(
    asker: Asker,
) -> None:
    [detail] = error(asker.analyze(GERMAN, "INSULT"))["details"]
    assert detail["languageNotSupportedByAttributeError"] == {
        "detectedLanguages": ["de"],
        "attribute": "INSULT",
    }
    declared = asker.analyze(GERMAN, languages=["en"])
    assert declared.json["detectedLanguages"] == ["de"]
    assert declared.json["attributeScores"]["TOXICITY"]["summaryScore"]["value"] < 0.8


def test_foreign_words_hide_no_insult(asker: Asker) -> None:
    answer = asker.analyze(f"{GERMAN} {GERMAN} You fucking idiot!")
    assert answer.json["detectedLanguages"] == ["de"]
    assert answer.json["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8


def test_a_suggestion_without_scores_is_refused(asker: Asker) -> None:
    told = error(asker.send(SUGGEST, {"comment": TEXT, "attributeScores": {}}))
    assert (told["code"], told["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 30_000, "application/json", 400),
        (b'{"comment": {"text": NaN}}', "application/json", 400),
        (b" " * 70_000, "application/json", 413),
        (b"{}", "text/plain", 415),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    asker: Asker, body: bytes, kind: str, status: int
) -> None:
    answer = asker.client.post(
        ANALYZE, query_string={"key": asker.key}, data=body, content_type=kind
    )
    told = error(answer)
    assert (told["code"], told["status"]) == (status, "INVALID_ARGUMENT")


def test_half_characters_and_nul_are_scored_like_any_text(asker: Asker) -> None:
    assert asker.score("You are an idiot.\x00") > 0.8
    assert asker.score("You are an idiot \ud800") > 0.8


def test_other_methods_and_paths_are_told_so(asker: Asker) -> None:
    query = {"key": asker.key}
    wrong_method = asker.client.get(ANALYZE, query_string=query)
    assert error(wrong_method)["code"] == 405
    nothing = asker.client.post("/v1alpha1/comments:guess", query_string=query)
    assert error(nothing)["status"] == "NOT_FOUND"

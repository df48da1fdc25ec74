"""Sites that ask Perspective move to the real server by changing an address."""

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from comments.store.database import Database
from tests.e2e.conftest import Town, found_town

pytestmark = pytest.mark.sqlite
DISCOVERY = Path(__file__).parent / "perspective_discovery.json"
PLAIN = "The second crew came over the mill side at nine."
RUDE = "You are an idiot and everybody here knows it."
GERMAN = "Das ist nicht die Brücke, die wir auf der Karte gesehen haben."
KEYED = "/v1alpha1/comments:analyze"
TOXICITY: dict[str, Any] = {"TOXICITY": {}}


def google(town: Town, key: str) -> Any:
    """Google's own client, told of another address."""
    document = json.loads(DISCOVERY.read_text(encoding="utf-8"))
    document["rootUrl"] = f"{town.server.base}/"
    return closing(build_from_document(document, developerKey=key))


@pytest.fixture
def key(besieged: Town) -> str:
    return besieged.tokens["Tom K."]


def test_googles_client_gets_its_scores(besieged: Town, key: str) -> None:
    body = {
        "comment": {"text": RUDE},
        "requestedAttributes": {"TOXICITY": {}, "THREAT": {"scoreThreshold": 0.5}},
        "spanAnnotations": True,
        "doNotStore": True,
        "clientToken": "comment:7",
    }
    with google(besieged, key) as client:
        answer = client.comments().analyze(body=body).execute()
    assert set(answer["attributeScores"]) == {"TOXICITY"}
    scores = answer["attributeScores"]["TOXICITY"]
    assert scores["summaryScore"]["value"] > 0.8
    [span] = scores["spanScores"]
    assert RUDE[span["begin"] : span["end"]] == "idiot"
    assert answer["clientToken"] == "comment:7"
    assert answer["languages"] == ["en"]


def test_googles_client_suggests_a_score(besieged: Town, key: str) -> None:
    body = {
        "comment": {"text": PLAIN},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0}}},
        "clientToken": "comment:7",
    }
    with google(besieged, key) as client:
        answer = client.comments().suggestscore(body=body).execute()
    assert answer["clientToken"] == "comment:7"


@pytest.mark.parametrize(
    ("body", "status", "reason", "kind"),
    [
        (
            {"comment": {"text": ""}, "requestedAttributes": TOXICITY},
            400,
            "Comment must be non-empty.",
            "COMMENT_EMPTY",
        ),
        (
            {"comment": {"text": PLAIN}, "requestedAttributes": {"WIT": {}}},
            400,
            "Unknown requested attribute: WIT",
            "INVALID_REQUEST",
        ),
        (
            {"comment": {"text": GERMAN}, "requestedAttributes": TOXICITY},
            400,
            "Attribute TOXICITY does not support request languages: de",
            "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        ),
    ],
)
def test_googles_client_understands_what_is_wrong(
    besieged: Town, key: str, body: dict[str, Any], status: int, reason: str, kind: str
) -> None:
    with google(besieged, key) as client, pytest.raises(HttpError) as raised:
        client.comments().analyze(body=body).execute()
    assert raised.value.status_code == status
    assert raised.value.reason == reason
    assert [detail["errorType"] for detail in raised.value.error_details] == [kind]


def test_googles_client_is_told_that_its_key_is_not_valid(besieged: Town) -> None:
    body = {"comment": {"text": PLAIN}, "requestedAttributes": TOXICITY}
    with google(besieged, "AIza-of-old") as client, pytest.raises(HttpError) as raised:
        client.comments().analyze(body=body).execute()
    assert raised.value.status_code == 400
    assert raised.value.reason.startswith("API key not valid")


def test_coral_holds_by_its_own_threshold(besieged: Town, key: str) -> None:
    """Coral's custom endpoint ends with the version; above 80 % it holds."""
    with httpx.Client() as coral:
        answers = [
            coral.post(
                f"{besieged.server.base}/v1alpha1/comments:analyze",
                params={"key": key},
                json={
                    "comment": {"text": text},
                    "doNotStore": True,
                    "requestedAttributes": {"TOXICITY": {}},
                    "languages": ["en"],
                },
            ).json()
            for text in (PLAIN, RUDE)
        ]
        decided = coral.post(
            f"{besieged.server.base}/v1alpha1/comments:suggestscore",
            params={"key": key},
            json={
                "comment": {"text": RUDE},
                "context": {"entries": [{"text": '{"url": "https://news.example"}'}]},
                "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
                "languages": ["en"],
                "communityId": "Coral:https://news.example",
                "clientToken": "comment:7",
            },
        )
    values = [
        answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
        for answer in answers
    ]
    assert [value > 0.8 for value in values] == [False, True]
    assert decided.json()["clientToken"] == "comment:7"


def test_discourse_sends_a_whole_post(besieged: Town, key: str) -> None:
    """Discourse cuts a post at 20 KB, names no language and one attribute."""
    post = ("A long report on the quay, with 🚢 and «quotes». " * 500).encode()
    body = {
        "comment": {"text": post[: 20 * 1024].decode(errors="ignore")},
        "doNotStore": True,
        "sessionId": f"{besieged.server.base}_17",
        "requestedAttributes": {"SEVERE_TOXICITY": {"scoreType": "PROBABILITY"}},
    }
    headers = {"Accept": "*/*", "User-Agent": "Discourse/3.5"}
    with besieged.client() as discourse:
        answer = discourse.post(KEYED, params={"key": key}, json=body, headers=headers)
    [scores] = answer.json()["attributeScores"].values()
    assert scores["summaryScore"]["value"] < 0.3


@pytest.fixture
def limited_town(sqlite_database: Database, tmp_path: Path) -> Iterator[Town]:
    """A town under production limits, with the server's log to itself."""
    town = found_town(sqlite_database, tmp_path / "log", LIMITS="production")
    yield town
    town.end()


def test_no_key_ever_stands_in_the_servers_log(limited_town: Town) -> None:
    """Neither a good one nor a bad one, in the address or a header, whatever fails."""
    town = limited_town
    keys = [town.tokens["Tom K."], "a-key-that-nobody-has", "%00odd"]
    for key in keys:
        for body in (b"{}", b"[", b"\xff", b" " * 70_000, b"null"):
            for path in (KEYED, "/v1alpha1/nothing", f"{KEYED}/"):
                _send(town, path, body, params={"key": key})
                _send(town, path, body, headers={"X-Goog-Api-Key": key})
    _break_the_tables(town)
    with town.client() as client:
        failed = client.post(KEYED, params={"key": keys[0]}, json={})
    assert failed.status_code in (500, 503)
    assert failed.json()["error"]["status"] in ("INTERNAL", "UNAVAILABLE")
    log = town.log()
    assert "Traceback" in log or "database unavailable" in log
    assert [key for key in keys if key in log] == []
    assert "key=" not in log


def _send(town: Town, path: str, body: bytes, **options: Any) -> None:
    # A body that is too long may find the connection closed while it is still sent.
    with town.client() as client, suppress(httpx.TransportError):
        client.headers["Content-Type"] = "application/json"
        client.post(path, content=body, **options)


def _break_the_tables(town: Town) -> None:
    """What a token is looked up in goes away, so that the server has a lot to say."""
    with town.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE api_tokens RENAME TO gone")

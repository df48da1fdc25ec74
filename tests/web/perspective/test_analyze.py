"""A site that asked Perspective gets its scores from Parley."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from comments.domain.own_words import Entry, Listing, Treatment
from comments.domain.permissions import Actor, Role
from comments.domain.submission import Submission
from comments.domain.verdict import Outcome
from comments.filter import load_filter
from comments.filter.attributes import Attribute
from comments.services import own_words
from comments.services.filter_versions import Editing, set_policy
from comments.store.models import Account, Comment, Revision
from comments.web.api.openapi import describe
from tests.web.conftest import database_of
from tests.web.perspective.conftest import ANALYZE, GERMAN, PLAIN, RUDE, SUGGEST, Asker

ALL = [attribute.value for attribute in Attribute]


def test_a_rude_text_scores_high_and_a_plain_one_low(asker: Asker) -> None:
    assert asker.score(RUDE) > 0.8
    assert asker.score(RUDE, "INSULT") > 0.8
    assert asker.score(RUDE, "THREAT") < 0.2
    assert asker.score(PLAIN) < 0.2


def test_an_answer_has_the_fields_that_clients_read(asker: Asker) -> None:
    answer = asker.analyze(PLAIN, *ALL)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert set(answer.json) == {"attributeScores", "languages", "detectedLanguages"}
    assert set(answer.json["attributeScores"]) == set(ALL)
    for scores in answer.json["attributeScores"].values():
        [whole] = scores["spanScores"]
        assert (whole["begin"], whole["end"]) == (0, len(PLAIN))
        assert whole["score"] == scores["summaryScore"]
        assert scores["summaryScore"]["type"] == "PROBABILITY"
        assert 0 <= scores["summaryScore"]["value"] <= 1


def test_a_token_of_the_clients_own_comes_back(asker: Asker) -> None:
    answer = asker.analyze(PLAIN, clientToken="comment:7")
    assert answer.json["clientToken"] == "comment:7"
    assert "clientToken" not in asker.analyze(PLAIN).json


def test_a_score_below_its_threshold_is_left_out(asker: Asker) -> None:
    requested = {"TOXICITY": {"scoreThreshold": 0.9}, "THREAT": {"scoreThreshold": 0.9}}
    answer = asker.analyze(RUDE, requestedAttributes=requested)
    assert list(answer.json["attributeScores"]) == ["TOXICITY"]
    assert (
        "attributeScores"
        not in asker.analyze(PLAIN, requestedAttributes=requested).json
    )


def test_spans_mark_the_words_and_count_as_google_counts(asker: Asker) -> None:
    text = "👩‍👩‍👧 You are an idiot."
    answer = asker.analyze(text, spanAnnotations=True)
    [span] = answer.json["attributeScores"]["TOXICITY"]["spanScores"]
    begin, end = span["begin"] * 2, span["end"] * 2
    assert text.encode("utf-16-le")[begin:end].decode("utf-16-le") == "idiot"
    assert span["score"]["value"] > 0.8


def test_a_text_without_marked_words_has_one_span(asker: Asker) -> None:
    answer = asker.analyze("👍 Yes!", spanAnnotations=True)
    [span] = answer.json["attributeScores"]["TOXICITY"]["spanScores"]
    assert (span["begin"], span["end"]) == (0, 7)


def test_what_perspective_takes_besides_is_taken(asker: Asker, app: Flask) -> None:
    answer = asker.analyze(
        PLAIN,
        comment={"text": PLAIN, "type": "PLAIN_TEXT"},
        requestedAttributes={"TOXICITY": {"scoreType": "PROBABILITY"}},
        context={"entries": [{"text": "The mill bridge", "type": "PLAIN_TEXT"}]},
        doNotStore=False,
        sessionId="a session",
        communityId="a community",
        languages=["en"],
    )
    assert answer.status_code == 200
    with database_of(app).transaction() as db:
        stored = select(func.count()).select_from(Comment).join(Revision)
        assert db.scalar(stored) == 0


def test_both_spellings_of_google_are_understood(asker: Asker) -> None:
    body = {
        "comment": {"text": RUDE},
        "requested_attributes": {"TOXICITY": {"score_threshold": 0.1}},
        "client_token": "c",
    }
    answer = asker.send(ANALYZE, body)
    assert answer.json["clientToken"] == "c"
    assert list(answer.json["attributeScores"]) == ["TOXICITY"]


def test_a_whole_text_of_twenty_kilobytes_is_scored(asker: Asker) -> None:
    text = ("The ferry was late again. " * 800)[: 20 * 1024]
    assert asker.score(text) == asker.score(text, languages=["en"]) < 0.8
    assert asker.score(text[:-17] + " You are an idiot") > 0.8


def test_english_is_told_and_named(asker: Asker) -> None:
    answer = asker.analyze(PLAIN)
    assert answer.json["languages"] == answer.json["detectedLanguages"] == ["en"]
    declared = asker.analyze(PLAIN, languages=["de", "en-GB"])
    assert declared.json["languages"] == ["de", "en-GB"]
    assert asker.analyze("Hmm!").json["detectedLanguages"] == ["und"]


def test_a_suggested_score_is_accepted_and_not_kept(asker: Asker) -> None:
    body = {
        "comment": {"text": GERMAN},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "languages": ["en"],
        "communityId": "Coral:news.example",
        "clientToken": "comment:7",
    }
    answer = asker.send(SUGGEST, body)
    assert answer.status_code == 200
    assert answer.json == {
        "clientToken": "comment:7",
        "requestedLanguages": ["en"],
        "detectedLanguages": ["de"],
    }


@pytest.mark.parametrize("text", [PLAIN, RUDE, "Fuck off", "I will kill you", "damn"])
def test_above_eight_tenths_is_what_the_board_would_hold(
    asker: Asker, text: str
) -> None:
    is_held = load_filter().run(Submission(text)).outcome is not Outcome.PUBLISH
    assert (asker.score(text) > 0.8) == is_held


@pytest.fixture
def by(app: Flask, cast: dict[str, Account]) -> Editing:
    """The editor, about to change the filter."""
    parley, editor = app.extensions["parley"], cast["editor"]
    actor = Actor(account_id=editor.id, role=Role.EDITOR)
    return Editing(
        editor=editor, actor=actor, newsroom=parley.newsroom, now=parley.clock()
    )


def test_the_newsrooms_own_policy_moves_the_line(
    asker: Asker, app: Flask, by: Editing
) -> None:
    before = asker.score("You are an idiot.")
    with database_of(app).transaction(writes=True) as db:
        set_policy(db, "lenient", {}, by)
    assert asker.score("You are an idiot.") < 0.8 < before


def test_the_newsrooms_own_words_count(asker: Asker, app: Flask, by: Editing) -> None:
    text = "That grumbold and his snizzle."
    before = asker.score(text)
    with database_of(app).transaction(writes=True) as db:
        watched = Entry(Listing("snizzle", Treatment.WATCH, "be-nice"), "To see.", None)
        own_words.add_word(db, watched, by)
    assert asker.score(text) == before < 0.8
    with database_of(app).transaction(writes=True) as db:
        banned = Entry(Listing("grumbold", Treatment.HOLD, "be-nice"), "Rude.", None)
        own_words.add_word(db, banned, by)
    assert asker.score(text) > 0.8
    assert asker.score(text, "INSULT") > 0.8 > asker.score(text, "THREAT")


def test_the_door_is_kept_out_of_the_apis_own_description(
    app: Flask, asker: Asker
) -> None:
    document: Any = describe(app)
    assert not any("comments:" in path for path in document["paths"])
    served = {rule.rule for rule in app.url_map.iter_rules()}
    assert {ANALYZE, SUGGEST} <= served
